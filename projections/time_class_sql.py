"""The time class as SQL, once: the same answer as `domain.task.time_class`, for whole lists.

What the calendar has to say about today is worked out beforehand and handed in as three days.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.calendar import ONE_DAY
from domain.values import Value
from domain.ward import Ward


class Days(Value, frozen=True, kw_only=True):
    """Today, and how far ahead "due today" and "due soon" reach."""

    today: date
    today_until: date
    """The day before the next working day: what is due on a rest day is due before it."""
    soon_until: date
    known_at: int | None = None
    """Only what was known at this place in the log; None: everything."""

    @classmethod
    def of(cls, ward: Ward, today: date, known_at: int | None = None) -> Days:
        """By the newest calendar and the limit in force."""
        calendar, soon = ward.calendar, ward.days("due_soon_days", today)
        return cls(
            today=today,
            today_until=calendar.after(today, 1) - ONE_DAY,
            soon_until=calendar.after(today, soon + 1) - ONE_DAY,
            known_at=known_at,
        )

    @property
    def facts(self) -> dict[str, Any]:
        """Parameters of the statement below."""
        return {
            "today": self.today,
            "today_until": self.today_until,
            "soon_until": self.soon_until,
            "known_at": self.known_at,
        }


TIME_CLASS = """
CASE
    WHEN stage IN ('withdrawn', 'dropped') THEN 'withdrawn'
    WHEN stage IN ('drafted', 'returned', 'suspended') THEN stage
    WHEN kind IN ('group', 'series') THEN 'parent'
    WHEN kind = 'standing' THEN 'standing'
    WHEN waits_for_trigger THEN 'conditional'
    WHEN stage IN ('confirmed', 'filed') THEN
        CASE WHEN last_on IS NULL THEN 'done_no_deadline'
             WHEN submitted_on > last_on THEN 'done_late'
             ELSE 'done_on_time' END
    WHEN stage = 'submitted' THEN
        CASE WHEN submitted_on > last_on THEN 'waiting_late' ELSE 'waiting_in_time' END
    WHEN last_on IS NULL THEN 'no_deadline'
    WHEN last_on < %(today)s THEN 'overdue'
    WHEN coalesce(nominal_on, last_on) <= %(today_until)s THEN 'due_today'
    WHEN coalesce(nominal_on, last_on) <= %(soon_until)s THEN 'due_soon'
    ELSE 'in_time'
END
"""
