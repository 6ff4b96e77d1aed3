"""Calendar versions and limits: decided by document, paired, in range, never backwards."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.calendar import CalendarDay, DayKind
from domain.org import commands as c
from tests.org_story import KEEPER, entered, story
from tests.spec import Story, document

DOC = document("9", "2025-12-25")


def day(on: date, kind: DayKind, paired: date | None = None) -> CalendarDay:
    return CalendarDay(on=on, kind=kind, name="x", paired_with=paired)


NEW_YEAR = day(date(2026, 1, 1), "holiday")
OFF = day(date(2026, 1, 2), "off_swap", date(2026, 1, 10))
MADE_UP = day(date(2026, 1, 10), "working_swap", date(2026, 1, 2))
SWAP = c.DecideCalendar(days=(NEW_YEAR, OFF, MADE_UP))


def decided() -> Story:
    return entered(story(), SWAP, "2025-12-25", document=DOC)


def test_a_decision_makes_the_next_version_and_keeps_the_former_one() -> None:
    ward = decided().state
    assert ward.calendar.version == 1
    assert not ward.calendar.is_working(date(2026, 1, 2))
    assert ward.calendar.is_working(date(2026, 1, 10))
    assert ward.calendar_version(0).is_working(date(2026, 1, 2))
    assert entered(decided(), SWAP, "2025-12-26").events == ()


def test_a_day_taken_back_is_an_ordinary_day_again() -> None:
    back = c.DecideCalendar(days=(), taken_back=(OFF.on, MADE_UP.on))
    ward = entered(decided(), back, "2025-12-28").state
    assert ward.calendar.version == 2
    assert ward.calendar.is_working(OFF.on)
    assert not ward.calendar.is_working(MADE_UP.on)
    assert not ward.calendar.is_working(NEW_YEAR.on)


@pytest.mark.parametrize(
    ("days", "taken_back", "code"),
    [
        ((day(NEW_YEAR.on, "off_compensation"),), (), "org.day_already_decided"),
        ((day(date(2026, 1, 5), "working_swap"),), (), "org.not_a_rest_day"),
        ((day(date(2026, 1, 17), "working_swap"),), (), "org.swap_without_pair"),
        ((day(date(2026, 1, 6), "off_swap", NEW_YEAR.on),), (), "org.swap_without_pair"),
        ((day(date(2026, 3, 4), "holiday"),), (date(2026, 3, 3),), "org.day_not_decided"),
    ],
)
def test_a_calendar_that_may_not_be_decided(
    days: tuple[CalendarDay, ...], taken_back: tuple[date, ...], code: str
) -> None:
    command = c.DecideCalendar(days=days, taken_back=taken_back)
    decided().refused("2025-12-28", KEEPER, command, code, document=DOC)


def test_a_day_decided_before_names_its_version() -> None:
    later = entered(decided(), c.DecideCalendar(days=(day(date(2026, 2, 2), "holiday"),)))
    again = c.DecideCalendar(days=(day(NEW_YEAR.on, "off_compensation"),))
    refused = later.refused("2025-12-28", KEEPER, again, "org.day_already_decided", document=DOC)
    assert refused.facts["version"] == 1


def test_a_calendar_needs_a_document() -> None:
    story().refused("2025-12-25", KEEPER, SWAP, "document_needed")


def test_a_limit_holds_from_its_day_and_the_default_before() -> None:
    adopt = c.AdoptLimit(key="accept_silence_days", value=3, from_on=date(2025, 10, 1))
    ward = story().when("2025-09-20", KEEPER, adopt).state
    assert ward.limit("accept_silence_days", date(2025, 9, 30)) == 2
    assert ward.limit("accept_silence_days", date(2025, 10, 1)) == 3
    assert story().when("2025-09-20", KEEPER, adopt).when("2025-09-21", KEEPER, adopt).events == ()


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("no_such_limit", 1, "org.unknown_limit"),
        ("accept_silence_days", 31, "org.out_of_range"),
        ("accept_silence_days", -1, "org.out_of_range"),
        ("accept_silence_days", True, "org.out_of_range"),
        ("accept_silence_days", "2", "org.out_of_range"),
        ("standing_report_every", "week", "org.out_of_range"),
        ("urging_steps", (), "org.out_of_range"),
        ("urging_steps", (3, 0), "org.out_of_range"),
    ],
)
def test_a_limit_that_may_not_be_adopted(key: str, value: Any, code: str) -> None:
    adopt = c.AdoptLimit(key=key, value=value, from_on=date(2025, 10, 1))
    story().refused("2025-09-20", KEEPER, adopt, code)


def test_a_limit_never_reaches_back() -> None:
    adopt = c.AdoptLimit(key="accept_silence_days", value=3, from_on=date(2025, 9, 19))
    story().refused("2025-09-20", KEEPER, adopt, "org.from_the_past")
