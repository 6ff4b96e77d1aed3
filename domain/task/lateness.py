"""Whose late days they are: each belongs to the unit that led when the day began (T12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Protocol
from uuid import UUID

from domain.calendar import Calendar
from domain.due import late_days
from domain.fact import LOCAL
from domain.task.memory import Task
from domain.task.parts import Lead
from domain.values import Value


class Led(Protocol):
    """Whatever knows which units led it since when, oldest first."""

    @property
    def leads(self) -> Sequence[Lead]:
        """The units that owed the product."""


class LateDay(Value, frozen=True, kw_only=True):
    """One working day of delay and the unit that answers for it."""

    on: date
    unit_id: UUID


def lead_on(task: Led, day: date) -> UUID | None:
    """The unit that owed the product when a day began; on the first day the first lead."""
    morning = datetime.combine(day, time(), tzinfo=LOCAL)
    since = [lead.unit_id for lead in task.leads if lead.since <= morning]
    if since:
        return since[-1]
    return task.leads[0].unit_id if task.leads else None


def late_days_of(task: Task, until: date, calendar: Calendar) -> tuple[LateDay, ...]:
    """Each late working day up to the result, or up to a day while there is none."""
    if task.due is None:
        return ()
    done_on = min(task.submitted_on or until, until)
    found: list[LateDay] = []
    for day in late_days(task.due.last_on, done_on, calendar, task.pauses):
        lead = lead_on(task, day)
        if lead is not None:
            found.append(LateDay(on=day, unit_id=lead))
    return tuple(found)
