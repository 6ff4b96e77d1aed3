"""The time class of a task on a day: computed from a few facts, never stored."""

from __future__ import annotations

from datetime import date
from typing import Literal

from domain.calendar import Calendar
from domain.task.memory import Task
from domain.task.parts import Kind, Stage
from domain.values import Value

TimeClass = Literal[
    "done_on_time",
    "done_late",
    "done_no_deadline",
    "in_time",
    "due_soon",
    "due_today",
    "overdue",
    "no_deadline",
    "waiting_in_time",
    "waiting_late",
    "standing",
    "conditional",
    "suspended",
    "returned",
    "withdrawn",
    "drafted",
    "parent",
]
"""`parent`: groups and series, whose children are counted instead."""


class TimeFacts(Value, frozen=True, kw_only=True):
    """What the class hangs on; a register row can carry these few columns."""

    stage: Stage
    kind: Kind = "single"
    waits_for_trigger: bool = False
    nominal_on: date | None = None
    last_on: date | None = None
    """Of the due that counts (T6)."""
    submitted_on: date | None = None


def facts_of(task: Task) -> TimeFacts:
    """The columns of a task."""
    due = task.due
    return TimeFacts(
        stage=task.stage,
        kind=task.kind,
        waits_for_trigger=task.waits_for_trigger,
        nominal_on=due.nominal_on if due else None,
        last_on=due.last_on if due else None,
        submitted_on=task.submitted_on,
    )


def time_class(facts: TimeFacts, today: date, calendar: Calendar, due_soon_days: int) -> TimeClass:
    """One class for every task on every day."""
    outside = _outside_the_rates(facts)
    if outside is not None:
        return outside
    if facts.stage in ("confirmed", "filed"):
        return _done(facts)
    if facts.stage == "submitted":
        return "waiting_late" if _handed_in_late(facts) else "waiting_in_time"
    if facts.last_on is None:
        return "no_deadline"
    return _running(
        facts.nominal_on or facts.last_on, facts.last_on, today, calendar, due_soon_days
    )


def _outside_the_rates(facts: TimeFacts) -> TimeClass | None:
    if facts.stage in ("withdrawn", "dropped"):
        return "withdrawn"
    if facts.stage == "drafted" or facts.stage == "returned" or facts.stage == "suspended":
        return facts.stage
    if facts.kind in ("group", "series"):
        return "parent"
    if facts.kind == "standing":
        return "standing"
    return "conditional" if facts.waits_for_trigger else None


def _handed_in_late(facts: TimeFacts) -> bool:
    submitted, last = facts.submitted_on, facts.last_on
    return submitted is not None and last is not None and submitted > last


def _done(facts: TimeFacts) -> TimeClass:
    if facts.last_on is None:
        return "done_no_deadline"
    return "done_late" if _handed_in_late(facts) else "done_on_time"


def _running(
    nominal_on: date, last_on: date, today: date, calendar: Calendar, due_soon_days: int
) -> TimeClass:
    if today > last_on:
        return "overdue"
    aim = calendar.roll_back(nominal_on)
    if today >= aim:
        return "due_today"
    return "due_soon" if calendar.working_days(today, aim) <= due_soon_days else "in_time"


def days_left(last_on: date, today: date, calendar: Calendar) -> int:
    """Working days that remain after today; 0 on the last day and later."""
    return calendar.working_days(today, last_on)


def days_overdue(last_on: date, today: date, calendar: Calendar) -> int:
    """Working days in (last_on, today] of a task that is still open."""
    return calendar.working_days(last_on, today)
