"""The fixed hours at which commitments enter the journal, and how long a sealed value lives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from domain.calendar import ONE_DAY
from domain.fact import LOCAL, local_date
from domain.limits import hours_of
from domain.ward import Ward

LONGEST_WAIT_DAYS = 60
"""No run of rest days is longer; the bound keeps a broken calendar from looping."""
VISITS_BEGIN = time(8, 0)
"""Members learn of a surprise so many hours before this hour of the first day of its window."""


def slot_hours(ward: Ward, on: date) -> tuple[time, ...]:
    """The hours of a day, earliest first; none means that entries are recorded at once."""
    return hours_of(str(ward.limit("seal_slot_hours", on)))


def slots_of_day(ward: Ward, on: date) -> tuple[datetime, ...]:
    """The slots of a working day; rest days have none."""
    if not ward.calendar.is_working(on):
        return ()
    return tuple(datetime.combine(on, hour, tzinfo=LOCAL) for hour in slot_hours(ward, on))


def slots_between(ward: Ward, after: datetime, until: datetime) -> Iterator[datetime]:
    """Every slot in (after, until], in order: what an outage left out is caught up."""
    day = local_date(after)
    while day <= local_date(until):
        yield from (slot for slot in slots_of_day(ward, day) if after < slot <= until)
        day += ONE_DAY


def next_slot(ward: Ward, after: datetime) -> datetime | None:
    """The first slot after an instant; None where entries are recorded at once."""
    if not slot_hours(ward, local_date(after)):
        return None
    horizon = after + timedelta(days=LONGEST_WAIT_DAYS)
    return next(slots_between(ward, after, horizon), None)


def life_end(slot_at: datetime, ward: Ward) -> date:
    """The last day on which an entry of this slot may be opened; one day for the whole slot."""
    on = local_date(slot_at)
    return on + timedelta(days=ward.days("seal_life_days", on))


def members_from(from_on: date, ward: Ward) -> datetime:
    """The hour from which members may read an order whose window begins on this day."""
    hours = ward.days("members_know_before_hours", from_on)
    return datetime.combine(from_on, VISITS_BEGIN, tzinfo=LOCAL) - timedelta(hours=hours)
