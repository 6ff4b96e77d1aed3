"""Limits of an inspection that move: with granted time (D25) and with a new calendar (T10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace as changed

import pytest
from msgspec.structs import replace

from domain.calendar import CalendarDay
from domain.inspection import commands as c
from domain.org.state import DecidedCalendar
from tests import inspection_story as i
from tests.inspection_story import ask
from tests.spec import at
from tests.stories import REACTION_ACTOR, Life, on


def test_the_report_moves_by_the_longest_time_granted_and_not_by_the_sum() -> None:
    """Visit closed on Mon 06/10: report by Mon 20/10, with five days more by Mon 27/10."""
    life = i.frozen()
    assert i.it(life).report_by.last_on == on("2025-10-20")  # type: ignore[union-attr]
    life = life.when("2025-10-10", REACTION_ACTOR, ask(c.MoveReportLimit, days=3))
    assert life.event.after.last_on == on("2025-10-23")
    life = life.when("2025-10-11", REACTION_ACTOR, ask(c.MoveReportLimit, days=5))
    assert life.event.after.last_on == on("2025-10-27"), "two days more than the other finding"
    life.says_nothing("2025-10-11", REACTION_ACTOR, ask(c.MoveReportLimit, days=4))
    i.reported().says_nothing("2025-10-18", REACTION_ACTOR, ask(c.MoveReportLimit, days=5))


def resting(life: Life, day: str) -> Life:
    """The same life in a ward that rests on one more day."""
    first = life.ward.calendars[0].calendar
    rest = CalendarDay(on=on(day), kind="holiday", name="Nghỉ bù")
    calendar = replace(first, version=2, days={**first.days, on(day): rest})
    decided = DecidedCalendar(calendar=calendar, decided_at=at("2025-10-06 12:00"))
    return changed(life, ward=replace(life.ward, calendars=(*life.ward.calendars, decided)))


@pytest.mark.parametrize(
    ("past", "day", "limit", "before", "after"),
    [
        (i.frozen, "2025-10-14", "report", "2025-10-20", "2025-10-21"),
        (i.reported, "2025-10-22", "conclude", "2025-10-24", "2025-10-27"),
        (i.concluded, "2025-10-28", "remedy_plan", "2025-10-30", "2025-10-31"),
    ],
)
def test_a_new_calendar_moves_the_limit_that_runs(
    past: Callable[[], Life], day: str, limit: str, before: str, after: str
) -> None:
    again = ask(c.MoveInspectionClocks, calendar_version=2)
    life = resting(past(), day).when("2025-10-23 16:00", REACTION_ACTOR, again)
    moved = life.event
    assert (moved.limit, moved.before.last_on, moved.after.last_on) == (
        limit,
        on(before),
        on(after),
    )
    life.says_nothing("2025-10-23 16:01", REACTION_ACTOR, again)


def test_granted_time_survives_a_new_calendar() -> None:
    life = i.frozen().when("2025-10-10", REACTION_ACTOR, ask(c.MoveReportLimit, days=5))
    again = ask(c.MoveInspectionClocks, calendar_version=2)
    life = resting(life, "2025-10-14").when("2025-10-12", REACTION_ACTOR, again)
    assert i.it(life).report_by.last_on == on("2025-10-28")  # type: ignore[union-attr]
