"""Working days over a decided calendar: rules T2 and T3 of the time rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Literal

from domain.values import Value

DayKind = Literal["holiday", "off_swap", "off_compensation", "working_swap"]

ONE_DAY = timedelta(days=1)
LONGEST_BREAK_DAYS = 60
"""No calendar has a longer run of rest days; the bound keeps a broken table from looping."""


class CalendarDay(Value, frozen=True, kw_only=True):
    """A day that differs from the weekly rhythm, with how sure we are of it."""

    on: date
    kind: DayKind
    name: str
    paired_with: date | None = None
    confidence: Literal["high", "medium", "low"] = "high"


class Calendar(Value, frozen=True, kw_only=True):
    """One version of the working calendar; version 0 knows weekends only."""

    version: int = 0
    days: Mapping[date, CalendarDay] = {}

    def is_working(self, day: date) -> bool:
        """A make-up day, or Monday to Friday and not a day off."""
        special = self.days.get(day)
        if special is not None:
            return special.kind == "working_swap"
        return day.weekday() < 5

    def roll_forward(self, day: date) -> date:
        """The day itself if it is a working day, else the next one."""
        for _ in range(LONGEST_BREAK_DAYS):
            if self.is_working(day):
                return day
            day += ONE_DAY
        raise AssertionError(f"no working day within {LONGEST_BREAK_DAYS} days before {day}")

    def roll_back(self, day: date) -> date:
        """The day itself if it is a working day, else the last one before it."""
        for _ in range(LONGEST_BREAK_DAYS):
            if self.is_working(day):
                return day
            day -= ONE_DAY
        raise AssertionError(f"no working day within {LONGEST_BREAK_DAYS} days after {day}")

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; the day itself is not counted."""
        assert count >= 0, "durations do not run backwards"
        for _ in range(count):
            day = self.roll_forward(day + ONE_DAY)
        return day

    def before(self, day: date, count: int) -> date:
        """The `count`-th working day before `day`."""
        assert count >= 0, "durations do not run backwards"
        for _ in range(count):
            day = self.roll_back(day - ONE_DAY)
        return day

    def working_days(self, after: date, until: date) -> int:
        """Working days in (after, until]; 0 when `until` is not later."""
        return sum(1 for day in days_between(after, until) if self.is_working(day))


def days_between(after: date, until: date) -> Iterator[date]:
    """Calendar days in (after, until]."""
    day = after + ONE_DAY
    while day <= until:
        yield day
        day += ONE_DAY
