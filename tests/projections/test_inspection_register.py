"""The register of inspections: one row each, the same in memory and in a database."""

from __future__ import annotations

import asyncio

import pytest
from msgspec.structs import replace

from domain.fact import Recorded
from domain.inspection import commands as c
from projections.database import make_pool
from projections.feed import Feed
from projections.inspection_query import Reader, inspections
from projections.inspection_register import INSPECTIONS, InspectionRegister, InspectionRow
from projections.read_model import Rows
from service.schema import FEED_ROLE, WEB_ROLE
from tests import inspection_story as i
from tests import stories as s
from tests.domain.test_inspection_stories import refused, surprise
from tests.inspection_story import LIVES, MEMBER, ask
from tests.journal_store import write_now
from tests.spec import at
from tests.stories import Life, head, on


def folded(life: Life, times: int = 1) -> InspectionRow:
    model, rows = InspectionRegister(), Rows()
    for recorded in life.history:
        for _ in range(times if recorded.name in model.topics else 0):
            assert list(model.keys(recorded)) == [(INSPECTIONS, (i.INSPECTION,))]
            model.apply(recorded, rows)
    found = rows.get(INSPECTIONS, (i.INSPECTION,))
    assert found is not None
    return found


def test_the_row_of_a_whole_life() -> None:
    row = folded(i.closed())
    assert (row.stage, row.kind, row.code) == ("closed", "scheduled", "KT-2025-42")
    assert (row.scaled, row.answered, row.item_count) == ("94.12", 4, 4)
    assert (row.report_by, row.conclude_by) == (on("2025-10-20"), on("2025-10-24"))
    assert (row.self_report_by, row.visit_on) == (on("2025-10-02"), on("2025-10-06"))


@pytest.mark.parametrize("stage", LIVES)
def test_the_row_stands_where_the_inspection_stands(stage: str) -> None:
    life = LIVES[stage]()
    assert folded(life).stage == i.it(life).stage == stage
    assert folded(life, times=2) == folded(life)


def test_an_announced_one_is_seen_from_the_announcement() -> None:
    before = folded(i.ordered())
    assert (before.unit_sees_from, before.others_see_from) == (None, None)
    told = folded(i.announced())
    assert told.unit_sees_from == told.others_see_from == at("2025-09-24")


def test_a_surprise_is_seen_by_its_unit_at_the_door_and_by_others_at_the_conclusion() -> None:
    row = folded(surprise("PVHCC", head(s.PVHCC)))
    assert (row.stage, row.was_sealed, row.others_see_from) == ("opened", True, None)
    assert row.unit_sees_from == at("2025-11-06 08:00")
    assert row.ordered_at == at("2025-11-03 10:15")


def test_nothing_of_a_sealed_order_can_be_in_it() -> None:
    """It listens to inspections only, and their streams begin when a seal is opened."""
    assert all(topic.startswith("inspection.") for topic in InspectionRegister.topics)


def test_team_refusal_and_missing_declarations() -> None:
    snc = s.post("officer:SNC")
    swap = ask(c.ReplaceMember, out_post=MEMBER.post_id, in_post=snc)
    row = folded(i.announced().when("2025-09-25", s.CHAIR, swap))
    assert row.undeclared == (snc,)
    assert row.team[-1] == snc
    assert folded(refused()).head_refused
    returned = i.reported().when("2025-10-20", s.CHAIR, ask(c.ReturnReport, defects=""))
    assert (folded(returned).stage, folded(returned).conclude_by) == ("frozen", None)


def test_memory_and_database_agree(database_url: str) -> None:
    life = i.concluded()
    facts: list[Recorded] = [replace(fact, position=n) for n, fact in enumerate(life.history, 1)]
    write_now(database_url, facts)
    Feed(database_url, FEED_ROLE, [InspectionRegister()]).catch_up()

    async def ask_all() -> list[InspectionRow]:
        async with make_pool(database_url, WEB_ROLE) as pool:
            return await inspections(pool, Reader(sees_all=True))

    (stored,) = asyncio.run(ask_all())
    assert stored == folded(life)
