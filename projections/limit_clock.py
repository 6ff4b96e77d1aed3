"""One limit of a thing as its page shows it: last day, and whether it was kept so far."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal, TypeVar

from domain import due as dues
from domain.fact import local_date
from domain.values import Value
from domain.ward import Ward

ClockState = Literal["runs", "kept", "late", "overdue"]


class LimitClock(Value, frozen=True, kw_only=True):
    """One limit; each kind of thing adds by which word it is called."""

    days: int
    last_on: date
    done_on: date | None
    state: ClockState
    days_late: int = 0


Clock = TypeVar("Clock", bound=LimitClock)


def limit_clock(
    kind: type[Clock],
    days: int,
    last_on: date,
    done: datetime | None,
    ward: Ward,
    today: date,
    **called: Any,
) -> Clock:
    """How the limit stands on a day; `done` is when what it is about was done."""
    done_on = local_date(done) if done is not None else None
    late = dues.days_late(last_on, done_on or today, ward.calendar)
    state: ClockState = "kept" if done_on is not None else "runs"
    if late:
        state = "late" if done_on is not None else "overdue"
    return kind(days=days, last_on=last_on, done_on=done_on, state=state, days_late=late, **called)
