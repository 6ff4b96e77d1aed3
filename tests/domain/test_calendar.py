"""Working days over the shipped calendar (T2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import Calendar, CalendarDay
from tests.stories import calendars, on

BEFORE, AFTER = (decided.calendar for decided in calendars())
DAYS = st.dates(min_value=date(2025, 1, 1), max_value=date(2027, 6, 30))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2025-09-01", False),
        ("2025-09-02", False),
        ("2025-09-03", True),
        ("2025-04-26", True),  # a make-up Saturday
        ("2025-05-02", False),
        ("2025-11-24", True),  # a day off from 2026 only
        ("2026-11-24", False),
        ("2025-11-22", False),
    ],
)
def test_days_off_and_made_up(day: str, working: bool) -> None:
    assert BEFORE.is_working(on(day)) is working


def test_the_swap_of_january_2026_is_known_only_after_its_decision() -> None:
    assert BEFORE.is_working(on("2026-01-02"))
    assert not BEFORE.is_working(on("2026-01-10"))
    assert not AFTER.is_working(on("2026-01-02"))
    assert AFTER.is_working(on("2026-01-10"))


def test_weekends_only_before_any_decision() -> None:
    assert Calendar().is_working(on("2025-09-02"))
    assert not Calendar().is_working(on("2025-09-06"))


def test_a_calendar_without_working_days_does_not_loop() -> None:
    start = date(2025, 1, 1)
    days = {
        (day := start + timedelta(days=n)): CalendarDay(on=day, kind="holiday", name="")
        for n in range(400)
    }
    with pytest.raises(AssertionError):
        Calendar(days=days).roll_forward(start + timedelta(days=100))


@given(DAYS, st.integers(min_value=0, max_value=40))
def test_counting_forward_is_counted_back(day: date, count: int) -> None:
    there = AFTER.after(day, count)
    assert AFTER.working_days(day, there) == count


@given(DAYS, st.integers(min_value=1, max_value=40))
def test_before_mirrors_after_for_working_days(day: date, count: int) -> None:
    start = AFTER.roll_forward(day)
    assert AFTER.before(AFTER.after(start, count), count) == start


@given(DAYS)
def test_rolling_ends_on_a_working_day_and_skips_none(day: date) -> None:
    forward, back = AFTER.roll_forward(day), AFTER.roll_back(day)
    assert back <= day <= forward
    assert AFTER.is_working(forward)
    assert AFTER.is_working(back)
    assert AFTER.working_days(day, forward) == (0 if forward == day else 1)
