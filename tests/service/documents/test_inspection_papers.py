"""Papers of an inspection as data: what they say at each stage, and what they never do."""

from __future__ import annotations

import msgspec
import pytest

from service.documents.conclusion_paper import conclusion_paper
from service.documents.inspection_facts import InspectionFacts, folded
from service.documents.minutes_paper import minutes_paper
from service.documents.order_paper import order_paper
from service.documents.paper import Blank, Paper, Paragraph
from service.documents.report_paper import report_paper
from tests import stories as s
from tests.inspection_story import LIVES


def facts(stage: str) -> InspectionFacts:
    life = LIVES[stage]()
    records = tuple(life.history)
    return InspectionFacts(
        it=folded(records), records=records, ward=s.ward(), origin="https://so-viec.example"
    )


def said(paper: Paper) -> str:
    return " ".join(block.text for block in paper.body if isinstance(block, Paragraph))


@pytest.mark.parametrize("stage", LIVES)
def test_every_stage_has_its_papers(stage: str) -> None:
    told = facts(stage)
    assert order_paper(told).draft
    minutes = minutes_paper(told)
    assert [sign.capacity[0] for sign in minutes.signatures] == [
        "Đại diện đơn vị được kiểm tra",
        "Trưởng đoàn",
        "Thư ký",
    ]
    assert (minutes.check is None) == (told.it.minutes is None)
    assert (report_paper(told) is None) == (told.it.reported_at is None)
    assert (conclusion_paper(told) is None) == (told.it.concluded_at is None)


def test_the_opinion_is_dotted_until_it_is_given_and_never_invented() -> None:
    drawn = facts("minutes_drawn")
    silent = msgspec.structs.replace(drawn, it=msgspec.structs.replace(drawn.it, opinion=None))
    assert any(isinstance(block, Blank) for block in minutes_paper(silent).body)
    given = msgspec.structs.replace(drawn.it, opinion="Không có ý kiến.")
    literal = minutes_paper(msgspec.structs.replace(drawn, it=given))
    assert "Không có ý kiến." in said(literal)
    assert not any(isinstance(block, Blank) for block in literal.body)
    frozen = facts("frozen")
    mute = msgspec.structs.replace(frozen, it=msgspec.structs.replace(frozen.it, opinion=None))
    assert "Đơn vị không ghi ý kiến vào biên bản." in said(minutes_paper(mute))


def test_the_check_leads_to_the_hash_that_was_signed() -> None:
    told = facts("frozen")
    check = minutes_paper(told).check
    assert check is not None
    assert told.it.minutes is not None
    assert check.address == f"https://so-viec.example/check/{told.it.minutes.content_hash}"
