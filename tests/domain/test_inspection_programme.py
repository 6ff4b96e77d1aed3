"""The programme of inspections: every inspected unit is covered, leaders are bounded."""

from __future__ import annotations

from typing import Any

from domain.ids import derived
from domain.inspection import commands as c
from domain.inspection.decide.programmes import decide
from domain.inspection.parts import Authorisation, Round
from domain.inspection.programme import Programme, evolve, planned
from tests import stories as s
from tests.inspection_story import ward
from tests.stories import CHAIR, COORDINATOR, Life, on

PROGRAMME = derived("programme", "2025-2")
ALL = (s.VP, s.VHXH, s.KTHTDT, s.PVHCC, s.SNC)
DAY = "2025-08-18"


def one(no: int, *units: Any, first: str = "2025-09-15", last: str = "2025-09-30") -> Round:
    return Round(no=no, from_on=on(first), to_on=on(last), units=units)


def draft(*rounds: Round, **more: Any) -> c.DraftProgramme:
    said: dict[str, Any] = {
        "code": "kt-2025-2",
        "period_from": on("2025-07-01"),
        "period_to": on("2025-12-31"),
        **more,
    }
    return c.DraftProgramme(programme_id=PROGRAMME, rounds=rounds, **said)


def granted(post: str = "head:VP", most: int = 2) -> Authorisation:
    return Authorisation(
        post_id=s.post(post), kinds=("thematic",), max_orders=most, until_on=on("2025-12-31")
    )


def nothing() -> Life:
    return Life(decide=decide, evolve=evolve, ward=ward(), stream=PROGRAMME)


def drafted(*rounds: Round, **more: Any) -> Life:
    return nothing().when(DAY, COORDINATOR, draft(*(rounds or (one(1, *ALL),)), **more))


def approve(life: Life) -> Life:
    return life.when("2025-08-25", CHAIR, c.ApproveProgramme(programme_id=PROGRAMME))


def it(life: Life) -> Programme:
    assert isinstance(life.state, Programme)
    return life.state


def amend(*rounds: Round, **more: Any) -> c.AmendProgramme:
    return c.AmendProgramme(programme_id=PROGRAMME, rounds=rounds, **more)


def test_every_inspected_unit_is_in_some_round() -> None:
    partly = drafted(one(1, *ALL[:3]), one(2, s.PVHCC, first="2025-11-03", last="2025-11-14"))
    refused = partly.refused(
        DAY, CHAIR, c.ApproveProgramme(programme_id=PROGRAMME), "inspection.coverage_short"
    )
    assert refused.facts == {"units": [s.SNC], "min": 1}
    whole = approve(drafted())
    assert (it(whole).life, it(whole).version) == ("approved", 1)
    assert set(planned(it(whole).rounds).values()) == {1}


def test_leadership_is_not_inspected() -> None:
    assert s.LD not in planned(it(approve(drafted())).rounds)


def test_a_programme_is_approved_by_document_once() -> None:
    command = c.ApproveProgramme(programme_id=PROGRAMME)
    drafted().refused(DAY, CHAIR, command, "document_needed", document=None)
    approve(drafted()).says_nothing("2025-08-26", CHAIR, command)
    refused = approve(drafted()).refused(
        "2025-08-26", COORDINATOR, draft(one(1, *ALL)), "inspection.programme_approved"
    )
    assert refused.facts == {"version": 1}


def test_rounds_lie_in_the_period_and_are_numbered_once() -> None:
    outside = draft(one(1, *ALL, last="2026-01-02"))
    nothing().refused(DAY, COORDINATOR, outside, "inspection.round_outside_period")
    twice = draft(one(1, *ALL), one(1, s.VP))
    nothing().refused(DAY, COORDINATOR, twice, "inspection.round_outside_period")
    crossed = draft(one(1, *ALL, last="2025-09-01"))
    nothing().refused(DAY, COORDINATOR, crossed, "inspection.dates_cross")
    stranger = draft(one(1, derived("unit", "none")))
    nothing().refused(DAY, COORDINATOR, stranger, "not_found")


def test_authorised_leaders_are_bounded() -> None:
    many = draft(one(1, *ALL), authorisations=(granted(most=3),))
    refused = nothing().refused(DAY, COORDINATOR, many, "inspection.too_many_orders")
    assert refused.facts == {"post": s.post("head:VP"), "max_orders": 2}
    life = drafted(authorisations=(granted(),))
    assert it(life).authorisation_of(s.post("head:VP"), on("2025-09-01")) is None
    life = approve(life)
    assert it(life).authorisation_of(s.post("head:VP"), on("2025-12-31")) == granted()
    assert it(life).authorisation_of(s.post("head:VP"), on("2026-01-01")) is None
    assert it(life).authorisation_of(s.post("head:SNC"), on("2025-09-01")) is None


def test_an_amendment_makes_the_next_version_and_keeps_the_former() -> None:
    drafted().refused(DAY, CHAIR, amend(one(1, *ALL)), "inspection.programme_not_approved")
    life = approve(drafted())
    life.says_nothing("2025-09-01", CHAIR, amend(one(1, *ALL)))
    life.refused("2025-09-01", CHAIR, amend(one(1, *ALL[1:])), "inspection.coverage_short")
    life.refused("2025-09-01", CHAIR, amend(), "reason_needed", reason="")
    later = one(1, *ALL, first="2025-10-01", last="2025-10-15")
    life = life.when("2025-09-01", CHAIR, amend(later))
    assert [v.number for v in it(life).versions] == [1, 2]
    assert it(life).versions[0].rounds == (one(1, *ALL),)
    assert it(life).rounds == (later,)


def test_drafting_again_replaces_the_draft() -> None:
    life = drafted()
    life.says_nothing(DAY, COORDINATOR, draft(one(1, *ALL)))
    again = life.when(DAY, COORDINATOR, draft(one(2, *ALL), code="other"))
    assert (it(again).code, it(again).rounds[0].no) == ("kt-2025-2", 2)
