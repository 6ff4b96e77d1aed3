"""The time rules T3 to T10 on bare dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import due as dues
from domain.due import Pause, Reading, due_of
from domain.values import Before, Conditional, Due, Duration, Fixed, NoDeadline, Standing
from tests.stories import calendars, fixed, on

OLD, NEW = (decided.calendar for decided in calendars())
DAYS = st.dates(min_value=date(2025, 7, 1), max_value=date(2026, 12, 1))


def last(deadline: Any, start: str | None = None, **reading: bool) -> date | None:
    due = due_of(deadline, on(start) if start else None, OLD, Reading(**reading))
    return due.last_on if due else None


@pytest.mark.parametrize(
    ("deadline", "start", "expected"),
    [
        (fixed("2025-09-30"), None, "2025-09-30"),
        (fixed("2025-11-15"), None, "2025-11-17"),  # Saturday rolls
        (Before(on=on("2025-12-05")), None, "2025-12-04"),
        (Before(on=on("2025-09-03")), None, "2025-09-02"),  # a holiday, and no roll (D8)
        (Duration(days=2), "2025-08-29", "2025-09-04"),  # over National Day
        (Duration(days=20), "2025-11-20", "2025-12-18"),  # 24/11 counts in 2025
        (Duration(days=30, unit="calendar"), "2025-10-23", "2025-11-24"),
        (Duration(days=0), "2025-11-15", "2025-11-15"),
    ],
)
def test_what_a_deadline_comes_to(deadline: Any, start: str | None, expected: str) -> None:
    assert last(deadline, start) == on(expected)


@pytest.mark.parametrize(
    "deadline",
    [
        None,
        Standing(),
        NoDeadline(why="chưa rõ", follow_up_on=on("2025-10-01")),
        Conditional(awaits="hướng dẫn", then=Duration(days=20)),
        Duration(days=5, start="accepted"),
    ],
)
def test_nothing_to_count_yet(deadline: Any) -> None:
    assert due_of(deadline, None, OLD) is None


def test_the_ward_may_read_dates_otherwise() -> None:
    before_holiday = Before(on=on("2025-09-03"))
    assert last(before_holiday, before_rolls=True) == on("2025-09-03")
    assert last(before_holiday, before_is_inclusive=True) == on("2025-09-03")
    assert last(fixed("2025-11-15"), fixed_rolls=False) == on("2025-11-15")


def test_reminders_aim_at_the_working_day_before() -> None:
    due = due_of(fixed("2025-11-15"), None, OLD)
    assert due is not None
    assert dues.reminder_days(due, OLD, (10, 5, 2)) == (
        on("2025-10-31"),
        on("2025-11-07"),
        on("2025-11-12"),
    )


def test_urgings_count_forward_from_the_last_day() -> None:
    due = due_of(fixed("2025-09-30"), None, OLD)
    assert due is not None
    assert dues.urging_days(due, OLD, (1, 3, 8)) == (
        on("2025-10-01"),
        on("2025-10-03"),
        on("2025-10-10"),
    )


@pytest.mark.parametrize(
    ("due_on", "done_on", "late"),
    [
        ("2025-09-30", "2025-09-30", 0),
        ("2025-09-30", "2025-10-09", 7),
        ("2025-10-15", "2025-10-21", 4),
        ("2025-11-14", "2025-11-15", 1),  # done on a Saturday: at least one day late
    ],
)
def test_days_late(due_on: str, done_on: str, late: int) -> None:
    assert dues.days_late(on(due_on), on(done_on), OLD) == late


def test_days_of_a_pause_are_not_late_days() -> None:
    pause = Pause(suspended_on=on("2025-10-02"), resumed_on=on("2025-10-08"))
    assert dues.days_late(on("2025-09-30"), on("2025-10-09"), OLD, (pause,)) == 3


def resume(deadline: Any, due: Due, suspended: str, resumed: str) -> Due | None:
    return dues.resumed(due, deadline, on(suspended), on(resumed), OLD, OLD)


def test_a_pause_gives_back_what_was_left() -> None:
    due = due_of(Duration(days=10), on("2025-10-01"), OLD)
    assert due is not None
    assert due.last_on == on("2025-10-15")
    again = resume(Duration(days=10), due, "2025-10-08", "2025-11-03")
    assert again is not None
    assert again.last_on == on("2025-11-10")  # 5 working days after the 3rd


def test_calendar_durations_get_calendar_days_back() -> None:
    deadline = Duration(days=30, unit="calendar")
    due = due_of(deadline, on("2025-10-01"), OLD)
    assert due is not None
    again = resume(deadline, due, "2025-10-11", "2025-11-01")
    assert again is not None
    assert again.nominal_on == on("2025-11-21")  # 20 days were left


def test_whoever_was_late_already_gets_nothing_back() -> None:
    due = due_of(fixed("2025-09-30"), None, OLD)
    assert due is not None
    assert resume(fixed("2025-09-30"), due, "2025-10-01", "2025-10-10") is None


@given(DAYS, st.integers(min_value=1, max_value=60))
def test_a_new_calendar_never_makes_anything_due_earlier(start: date, days: int) -> None:
    old = due_of(Duration(days=days), start, OLD)
    assert old is not None
    moved = dues.recalculated(old, due_of(Duration(days=days), start, NEW))
    assert moved is None or moved.last_on > old.last_on


@given(DAYS)
def test_fixed_dates_end_on_working_days_and_before_ends_the_day_before(day: date) -> None:
    due = due_of(Fixed(on=day), None, OLD)
    assert due is not None
    assert OLD.is_working(due.last_on)
    assert due.last_on >= day
    strict = due_of(Before(on=day), None, OLD)
    assert strict is not None
    assert strict.last_on == day - timedelta(days=1)


@given(DAYS, st.integers(min_value=-20, max_value=60))
def test_late_means_after_the_last_day(last_on: date, shift: int) -> None:
    done = last_on + timedelta(days=shift)
    late = dues.days_late(last_on, done, OLD)
    assert (late >= 1) is (done > last_on)
