"""What a deadline comes to in days: the time rules T1 and T3 to T10, without any task in sight.

A `Due` is decided once and kept; these functions say what is decided, what counts, how late an act
is, what a pause gives back and what a new calendar moves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import assert_never

import msgspec

from domain.calendar import ONE_DAY, Calendar, days_between
from domain.fact import LOCAL, Moment
from domain.values import (
    Before,
    Conditional,
    Deadline,
    Due,
    Duration,
    Fixed,
    NoDeadline,
    Standing,
    Value,
)
from domain.ward import Ward


class Reading(Value, frozen=True, kw_only=True):
    """How the ward reads dates: three settings with their defaults."""

    before_is_inclusive: bool = False
    before_rolls: bool = False
    fixed_rolls: bool = True


class Pause(Value, frozen=True, kw_only=True):
    """A suspension that is over: the days in (suspended_on, resumed_on] do not count."""

    suspended_on: date
    resumed_on: date
    due_before: Due | None = None
    """The due that was open when the clock stopped."""

    def covers(self, day: date) -> bool:
        """Whether the clock stood still on a day."""
        return self.suspended_on < day <= self.resumed_on


def reading_on(ward: Ward, on: date) -> Reading:
    """The settings as they are in force on a day."""
    return Reading(
        before_is_inclusive=bool(ward.limit("before_is_inclusive", on)),
        before_rolls=bool(ward.limit("before_rolls", on)),
        fixed_rolls=bool(ward.limit("fixed_rolls", on)),
    )


def due_of(
    deadline: Deadline | None,
    start_on: date | None,
    calendar: Calendar,
    reading: Reading | None = None,
) -> Due | None:
    """T3 and T4. None while there is nothing to count: no date, or no start yet."""
    reading = reading or Reading()
    match deadline:
        case None | Conditional() | Standing() | NoDeadline():
            return None
        case Fixed(on=on):
            last = calendar.roll_forward(on) if reading.fixed_rolls else on
            return _due(on, last, calendar, "fixed")
        case Before(on=on):
            nominal = on if reading.before_is_inclusive else on - ONE_DAY
            last = calendar.roll_forward(nominal) if reading.before_rolls else nominal
            return _due(nominal, last, calendar, "before")
        case Duration():
            return None if start_on is None else _counted(deadline, start_on, calendar)
        case _ as unknown:
            assert_never(unknown)


def _counted(deadline: Duration, start_on: date, calendar: Calendar) -> Due:
    if deadline.unit == "working":
        nominal = calendar.after(start_on, deadline.days)
        return _due(nominal, nominal, calendar, "working_days")
    nominal = start_on + timedelta(days=deadline.days)
    return _due(nominal, calendar.roll_forward(nominal), calendar, "calendar_days")


def _due(nominal: date, last: date, calendar: Calendar, rule: str) -> Due:
    return Due(nominal_on=nominal, last_on=last, calendar_version=calendar.version, rule=rule)


def working_days_from(start_on: date, days: int, calendar: Calendar) -> Due:
    """A limit of the ward as a due: so many working days after an act."""
    return _counted(Duration(days=days), start_on, calendar)


def midnight_after(day: date) -> datetime:
    """24:00 local of a day, the last moment of a due."""
    return datetime.combine(day + ONE_DAY, time(), tzinfo=LOCAL)


def aim_on(due: Due, calendar: Calendar) -> date:
    """T5: the last working day on which the duty should be done."""
    return calendar.roll_back(due.nominal_on)


def reminder_days(due: Due, calendar: Calendar, steps: Iterable[int]) -> tuple[date, ...]:
    """T5: reminders count back from the aim day."""
    aim = aim_on(due, calendar)
    return tuple(calendar.before(aim, step) for step in steps)


def urging_days(due: Due, calendar: Calendar, steps: Iterable[int]) -> tuple[date, ...]:
    """T5: overdue steps count forward from the last day."""
    return tuple(calendar.after(due.last_on, step) for step in steps)


def decided_on(moment: Moment) -> date:
    """T6: a decision is of the day it was recorded, unless a document proves an earlier one."""
    return moment.happened_on if moment.document is not None else moment.today


def counts(former: Due | None, on: date) -> bool:
    """T6: a new due counts if it was decided before the former last moment went by."""
    return former is None or on <= former.last_on


def late_days(
    last_on: date, done_on: date, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> tuple[date, ...]:
    """T7: each working day in (last_on, done_on]; a rest day of doing moves to the next one."""
    if done_on <= last_on:
        return ()
    stopped = tuple(pauses)
    return tuple(
        day
        for day in days_between(last_on, calendar.roll_forward(done_on))
        if calendar.is_working(day) and not any(pause.covers(day) for pause in stopped)
    )


def days_late(
    last_on: date, done_on: date, calendar: Calendar, pauses: Iterable[Pause] = ()
) -> int:
    """T7: how many working days late an act is; 0 if it is in time."""
    return len(late_days(last_on, done_on, calendar, pauses))


def resumed(
    due: Due,
    deadline: Deadline | None,
    suspended_on: date,
    resumed_on: date,
    then: Calendar,
    now: Calendar,
) -> Due | None:
    """T8: what was left when the clock stopped is left when it goes on; None if it was late."""
    if suspended_on > due.last_on:
        return None
    if isinstance(deadline, Duration) and deadline.unit == "calendar":
        left = Duration(days=(due.nominal_on - suspended_on).days, unit="calendar")
    else:
        left = Duration(days=then.working_days(suspended_on, due.last_on))
    if left.days < 0:  # nominal on a rest day, suspended while it rolled
        left = Duration(days=0, unit="calendar")
    given = _counted(left, resumed_on, now)
    return msgspec.structs.replace(given, rule=f"resumed_{given.rule}")


def prolonged(last_on: date, since: date, calendar: Calendar, pauses: Iterable[Pause]) -> date:
    """T8 for a clock that stands still with its task: the last day after all pauses since."""
    for pause in pauses:
        if since <= pause.suspended_on <= last_on:
            left = calendar.working_days(pause.suspended_on, last_on)
            last_on = calendar.after(pause.resumed_on, left)
    return last_on


def recalculated(due: Due, recomputed: Due | None) -> Due | None:
    """T10: the later due that a new calendar gives, or None: never earlier, never the same."""
    if recomputed is None or recomputed.last_on <= due.last_on:
        return None
    return msgspec.structs.replace(recomputed, rule=due.rule)


def moved_by_calendar(due: Due, since: date, calendar: Calendar, ward: Ward) -> Due | None:
    """T10 for a limit: working days keep their number, a day that was named only moves off a rest
    day; None when nothing moves.
    """
    if due.rule.endswith("working_days"):
        then = ward.calendar_version(due.calendar_version)
        last_on = calendar.after(since, then.working_days(since, due.last_on))
    else:
        rolls = reading_on(ward, since).fixed_rolls
        last_on = calendar.roll_forward(due.last_on) if rolls else due.last_on
    return recalculated(due, _due(due.nominal_on, last_on, calendar, due.rule))
