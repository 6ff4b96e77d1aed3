"""Who sees a sheet: own unit, appraisers, chair and auditor; votes are the council's."""

from __future__ import annotations

from typing import Any

import pytest

from domain.evaluation.events import ScoreAppraised
from domain.fact import Recorded
from domain.ward import Delegation
from service.evaluation_sight import SheetFacts, SheetParts, acts_shown, sheet_parts
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


# who: before the delivery, after it (s scores, m marks as they are being given, v votes)
TABLE = (
    ("chair", "smv", "smv"),
    ("auditor", "smv", "smv"),
    ("head:KTHTDT", "s", "s"),
    ("officer:KTHTDT", "s", "s"),
    ("officer:VP", "sm", "sm"),
    ("vice1", "v", "sv"),
    ("head:PVHCC", "v", "sv"),
    ("deputy:SNC", "", "s"),
    ("officer:PVHCC", "", ""),
)


@pytest.mark.parametrize(("code", "before", "after"), TABLE)
def test_who_sees_what(code: str, before: str, after: str) -> None:
    for signs, delivered in ((before, False), (after, True)):
        parts = seen(code, is_delivered=delivered)
        found = (parts.scores, parts.marks, parts.votes)
        assert found == ("s" in signs, "m" in signs, "v" in signs)
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


def test_an_appraiser_of_the_rated_unit_waits_for_the_delivery_like_the_unit() -> None:
    """Named for the whole round, and recused from the own sheet (SD-9)."""
    own = seen("officer:KTHTDT", appraiser_posts=(s.post("officer:KTHTDT"),))
    assert (own.scores, own.marks) == (True, False)


UNIT_SIDE, APPRAISERS = SheetParts(scores=True), SheetParts(scores=True, marks=True)


def marks_in(records: tuple[Recorded, ...], parts: SheetParts) -> list[str]:
    shown = acts_shown(records, parts)
    return [act.event.points for act in shown if isinstance(act.event, ScoreAppraised)]


def test_marks_are_handed_over_by_the_delivery() -> None:
    before, after = v.marked().history, v.delivered().history
    given = marks_in(before, APPRAISERS)
    assert given
    assert marks_in(before, UNIT_SIDE) == []
    assert marks_in(after, UNIT_SIDE) == given
    assert len(acts_shown(before, UNIT_SIDE)) == len(before) - len(given), "all else is shown"


def test_marks_of_a_version_after_it_wait_for_its_own_delivery() -> None:
    """What was handed over with the first version stays known."""
    known = marks_in(v.delivered().history, UNIT_SIDE)
    again = v.reopened().when("2026-01-06 09:00", v.AP, v.mark(points="20", reason="Xem lại."))
    assert marks_in(again.history, APPRAISERS) == [*known, "20"]
    assert marks_in(again.history, UNIT_SIDE) == known
