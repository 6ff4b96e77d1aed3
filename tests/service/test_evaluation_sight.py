"""Who sees a sheet: own unit, appraisers, chair and auditor; votes are the council's."""

from __future__ import annotations

from typing import Any

import pytest

from domain.ward import Delegation
from service.evaluation_sight import SheetFacts, SheetParts, sheet_parts
from tests import evaluation_story as v
from tests import stories as s
from tests.stories import on


def facts(**more: Any) -> SheetFacts:
    said: dict[str, Any] = {
        "unit_id": v.UNIT,
        "appraiser_posts": (s.post("coordinator"), s.post("officer:VP")),
        "council_posts": tuple(s.post(key) for key in v.COUNCIL),
        "appeal_posts": (s.post("deputy:SNC"),),
    }
    return SheetFacts(**{**said, **more})


def seen(code: str | None, *delegations: Delegation, **more: Any) -> SheetParts:
    person = s.person(code) if code is not None else None
    return sheet_parts(person, facts(**more), s.ward(*delegations), on("2025-12-10"))


# who: before the delivery, after it (s scores, v votes)
TABLE = (
    ("chair", "sv", "sv"),
    ("auditor", "sv", "sv"),
    ("head:KTHTDT", "s", "s"),
    ("officer:KTHTDT", "s", "s"),
    ("officer:VP", "s", "s"),
    ("vice1", "v", "sv"),
    ("head:PVHCC", "v", "sv"),
    ("deputy:SNC", "", "s"),
    ("officer:PVHCC", "", ""),
)


@pytest.mark.parametrize(("code", "before", "after"), TABLE)
def test_who_sees_what(code: str, before: str, after: str) -> None:
    for signs, delivered in ((before, False), (after, True)):
        parts = seen(code, is_delivered=delivered)
        assert (parts.scores, parts.votes) == ("s" in signs, "v" in signs)
        assert not parts.published


def test_after_publication_the_ward_sees_the_public_part_alone() -> None:
    parts = seen("officer:PVHCC", is_published=True)
    assert (parts.published, parts.scores, parts.votes) == (True, False, False)
    assert parts.anything
    assert not seen(None, is_published=True).anything


def test_a_place_in_the_council_is_not_lent() -> None:
    lent = Delegation(
        delegation_id=v.APPEAL,
        from_post=s.post("head:PVHCC"),
        to_post=s.post("officer:SNC"),
        duties=("accept",),
        from_on=on("2025-12-01"),
        until_on=on("2025-12-31"),
    )
    assert not seen("officer:SNC", lent, is_delivered=True).anything
