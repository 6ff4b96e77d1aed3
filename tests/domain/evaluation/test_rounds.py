"""A round is opened once, for a past cut and a valid rule set, with a sheet for every unit."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace as changed

from domain.accountability.fact_line import Period
from domain.claims import Taken
from domain.evaluation import commands as c
from domain.evaluation import events as e
from domain.evaluation.round.decide import decide
from domain.evaluation.round.state import Round, evolve
from domain.evaluation.values import KnownRuleSet, RuleSetPlace
from domain.ids import derived
from domain.ward import AdoptedLimit
from service.scoring.shipped_rules import shipped
from tests import evaluation_story as v
from tests import stories as s
from tests.spec import document
from tests.stories import CHAIR, Life, on

RULES = shipped("ward-2025")
PLACE = RuleSetPlace(rule_set_id=derived("rules", "story"), version=1, hash="h")
KNOWN = KnownRuleSet(place=PLACE, rules=RULES)
UNITS = (s.VP, s.VHXH, s.KTHTDT, s.PVHCC, s.SNC)


def open_round(**more: Any) -> c.OpenRound:
    said: dict[str, Any] = {
        "code": "2025",
        "title": "Đánh giá năm 2025",
        "period": v.PERIOD,
        "rule_set": changed(PLACE, version=0, hash=""),
        "units": UNITS,
        "council_posts": tuple(s.post(key) for key in v.COUNCIL),
        "appraiser_posts": (s.post("coordinator"), s.post("officer:VP")),
        "known": KNOWN,
        **more,
    }
    return c.OpenRound(round_id=v.ROUND, **said)


def life() -> Life:
    return Life(decide=decide, evolve=evolve, ward=s.ward(), stream=v.ROUND)


def test_one_sheet_per_unit_in_the_same_act() -> None:
    story = life().when("2025-12-01", CHAIR, open_round())
    opened, code, *sheets = story.events
    assert isinstance(opened, e.RoundOpened)
    assert (opened.rule_set, opened.limits.reply_days) == (PLACE, 5)
    assert isinstance(code.event, Taken)
    assert [sheet.stream_id for sheet in sheets] == [c.sheet_of(v.ROUND, u) for u in UNITS]
    assert all(sheet.version == 1 for sheet in sheets)
    mine = next(sheet.event for sheet in sheets if sheet.event.unit_id == v.UNIT)
    assert (mine.self_score_by.last_on, mine.appraise_by.last_on) == (
        date(2025, 12, 8),
        date(2025, 12, 15),
    )
    story.says_nothing("2025-12-02", CHAIR, open_round(title="Khác"))
    assert isinstance(story.state, Round)
    assert story.state.document == document()


def test_a_round_keeps_the_limits_it_was_opened_with() -> None:
    ward = s.ward()
    limit = AdoptedLimit(key="self_score_days", value=3, from_on=on("2025-11-01"))
    story = life().in_ward(changed(ward, limits=(limit,)))
    opened, _, first, *_ = story.when("2025-12-01", CHAIR, open_round()).events
    assert opened.limits.self_score_days == 3
    assert first.event.self_score_by.last_on == date(2025, 12, 4)


def period(**more: str) -> Period:
    return changed(v.PERIOD, **{name: on(text) for name, text in more.items()})


def until(text: str | None) -> KnownRuleSet:
    return changed(KNOWN, rules=changed(RULES, valid_until_on=on(text) if text else None))


VP_ONLY = (s.post("officer:VP"), s.post("head:VP"))
TABLE: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("cut_in_the_future", {"period": period(cut_on="2025-12-02")}, {"cut_on": on("2025-12-02")}),
    ("period_crosses", {"period": period(from_on="2026-01-01")}, {}),
    ("period_crosses", {"period": period(cut_on="2024-12-31")}, {}),
    ("rule_set_not_valid", {"known": None}, {"on": on("2025-12-31")}),
    ("rule_set_not_valid", {"known": changed(KNOWN, is_retired=True)}, {}),
    ("rule_set_not_valid", {"known": until("2025-12-30")}, {}),
    ("list_unsound", {"units": ()}, {"what": "units"}),
    ("list_unsound", {"units": (s.VP, s.VP)}, {"what": "units"}),
    ("list_unsound", {"council_posts": ()}, {"what": "council"}),
    ("list_unsound", {"appraiser_posts": ()}, {"what": "appraisers"}),
    ("nobody_appraises", {"appraiser_posts": VP_ONLY}, {"unit": s.VP}),
    ("nobody_votes", {"council_posts": VP_ONLY}, {"unit": s.VP}),
)


@pytest.mark.parametrize(("code", "more", "facts"), TABLE)
def test_refused(code: str, more: dict[str, Any], facts: dict[str, Any]) -> None:
    refused = life().refused("2025-12-01", CHAIR, open_round(**more), f"evaluation.{code}")
    for key, value in facts.items():
        assert refused.facts[key] == value


def test_the_cut_may_be_today_and_its_document_is_needed() -> None:
    today = open_round(period=period(cut_on="2025-12-01"))
    assert life().when("2025-12-01", CHAIR, today).events
    life().refused("2025-12-01", CHAIR, today, "document_needed", document=None)


def test_units_and_posts_are_there() -> None:
    ghost = derived("nobody")
    life().refused("2025-12-01", CHAIR, open_round(units=(ghost,)), "not_found")
    life().refused("2025-12-01", CHAIR, open_round(council_posts=(ghost,)), "not_found")
    ward = s.ward()
    ended = changed(ward.units[s.SNC], ended_on=on("2025-12-01"), successor_id=s.VHXH)
    gone = life().in_ward(changed(ward, units={**ward.units, s.SNC: ended}))
    gone.refused("2025-12-01", CHAIR, open_round(), "unit_not_active")


# -- the whole ward --------------------------------------------------------------------

WARD_RULES = changed(KNOWN, rules=shipped("ward-index-2025"))


def with_office() -> Life:
    """VP is the office; without one nobody speaks for the ward."""
    ward = s.ward()
    office = changed(ward.units[s.VP], kind="office")
    return life().in_ward(changed(ward, units={**ward.units, s.VP: office}))


def open_ward(**more: Any) -> c.OpenRound:
    said: dict[str, Any] = {
        "units": (s.LD,),
        "known": WARD_RULES,
        "appraiser_posts": (s.post("coordinator"), s.post("officer:VP")),
        "appeal_posts": (s.post("head:SNC"),),
    }
    return open_round(**{**said, **more})


def test_the_ward_is_rated_as_one_with_its_leadership_for_it() -> None:
    story = with_office().when("2025-12-01", CHAIR, open_ward())
    (sheet,) = story.events[2:]
    assert (sheet.stream_id, sheet.event.unit_id) == (c.sheet_of(v.ROUND, s.LD), s.LD)


LEADERS = tuple(s.post(key) for key in ("chair", "vice1", "head:VP"))
OF_THE_WARD: tuple[tuple[str, dict[str, Any]], ...] = (
    ("ward_rated_alone", {"units": (s.LD, s.VP)}),
    ("ward_rated_alone", {"units": (s.VP,)}),
    ("rules_of_units", {"known": KNOWN}),
    ("nobody_decides", {"appeal_posts": ()}),
    ("nobody_decides", {"appeal_posts": LEADERS}),
    ("nobody_votes", {"council_posts": LEADERS}),
    ("nobody_appraises", {"appraiser_posts": VP_ONLY}),
)


@pytest.mark.parametrize(("code", "more"), OF_THE_WARD)
def test_the_ward_is_judged_by_nobody_who_leads_it_or_speaks_for_it(
    code: str, more: dict[str, Any]
) -> None:
    with_office().refused("2025-12-01", CHAIR, open_ward(**more), f"evaluation.{code}")


def test_without_an_office_nobody_speaks_for_the_ward() -> None:
    refused = life().refused("2025-12-01", CHAIR, open_ward(), "evaluation.nobody_speaks")
    assert refused.facts == {"unit": s.LD}
