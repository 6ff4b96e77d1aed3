"""A citizen who witnessed a refusal: the name lies in the vault, the rest has a reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from domain.inspection import events as e
from service.demo.cast import post_id
from service.server import EmbeddedServer
from tests.web.filling import send
from tests.web.inspection_site import words
from tests.web.minutes_site import ADDRESS, MINUTES, MinutesSite, after_the_visit

NAME, HOME = "Nguyễn Thị Bích Hồng", "số 5 đường Lê Duẩn"
PAGE = f"{MINUTES}/witness"


@pytest.fixture(scope="module")
def story(server: EmbeddedServer, tmp_path_factory: Any) -> Iterator[MinutesSite]:
    with after_the_visit(server, tmp_path_factory.mktemp("witness"), "site_witness") as site:
        yield site


def names_kept(story: MinutesSite) -> list[str]:
    return [name for (name,) in story.site.sql("SELECT name FROM soviec_vault.witnesses")]


def test_the_name_goes_to_the_vault_and_the_reference_into_the_journal(
    story: MinutesSite,
) -> None:
    leader, secretary, head = (story.enter(who) for who in ("leader", "secretary", "head"))
    story.did(secretary, "draw-up")
    for role, visitor in (("leader", leader), ("secretary", secretary)):
        assert story.sign(visitor, role).status_code == 303
    form = secretary.get(f"{MINUTES}/refusal").text
    refused = send(secretary, form, witness_name=NAME, reason="")
    assert refused.status_code == 422
    assert NAME in refused.text, "what was typed is kept"
    assert names_kept(story) == [""], "nothing refers to it, so it is not kept"
    both = send(secretary, form, witness_name=NAME, witness=str(post_id("gd-hcc")), reason="x")
    assert both.status_code == 422
    page = story.did(
        secretary, "refusal", witness_name=NAME, witness_address=HOME, reason="Không đồng ý."
    )
    (refusal,) = [r.event for r in story.facts() if isinstance(r.event, e.SignatureRefused)]
    assert re.fullmatch(r"NCK-[0-9A-F]{10}", refusal.witness_ref)
    assert NAME in names_kept(story)
    stored = story.site.sql("SELECT state FROM soviec.journal_events")
    assert not any(NAME.encode() in bytes(state) for (state,) in stored)
    for visitor in (leader, secretary, head):
        for path in (MINUTES, ADDRESS):
            assert NAME not in visitor.get(path).text
    assert refusal.witness_ref in words(page)
    told = words(leader.get(PAGE))
    assert NAME in told
    assert HOME in told
    assert "Đã đọc" in told
    for visitor in (head, story.enter("member")):
        assert visitor.get(PAGE).status_code == 404
    assert len(story.site.sql("SELECT * FROM soviec_vault.witness_reads")) == 1
    assert f'href="{PAGE}"' in leader.get(MINUTES).text
    assert f'href="{PAGE}"' not in head.get(MINUTES).text
