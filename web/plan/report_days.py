"""Which days a plan's report duties come to: the periods of the plan, each with its last day."""

from __future__ import annotations

from datetime import date

import msgspec

from domain.calendar import ONE_DAY
from domain.plan.events import ReportDuty
from domain.plan.state import Plan
from domain.task.periods import first_day_of, last_day_of, next_period, period_of
from domain.ward import Ward

PERIODS_MAX = 60


class ReportDay(msgspec.Struct, frozen=True, kw_only=True):
    """One report that is owed: for which period, before which day."""

    duty: ReportDuty
    period: str
    before_on: date
    last_on: date
    """“Before” a day means until the end of the day before it."""
    is_past: bool
    working_days: int
    """Left until the last day, from today; 0 when it has passed."""


def report_days(plan: Plan, ward: Ward, today: date) -> tuple[ReportDay, ...]:
    """All reports that fall into the plan's own period, by last day."""
    days = [
        _day(duty, period, before_on, ward, today)
        for duty in plan.obligations
        for period, before_on in _dates(duty, plan)
    ]
    return tuple(sorted(days, key=lambda day: (day.last_on, day.duty.every)))


def _dates(duty: ReportDuty, plan: Plan) -> list[tuple[str, date]]:
    if duty.before_on is not None:
        return [(period_of(duty.every, duty.before_on), duty.before_on)]
    if duty.before_day is None or plan.period_from is None or plan.period_to is None:
        return []
    found: list[tuple[str, date]] = []
    period = period_of(duty.every, plan.period_from)
    for _ in range(PERIODS_MAX):
        if first_day_of(period) > plan.period_to:
            break
        before_on = last_day_of(period).replace(day=duty.before_day)
        if plan.period_from <= before_on <= plan.period_to:
            found.append((period, before_on))
        period = next_period(period)
    return found


def _day(duty: ReportDuty, period: str, before_on: date, ward: Ward, today: date) -> ReportDay:
    last_on = before_on - ONE_DAY
    return ReportDay(
        duty=duty,
        period=period,
        before_on=before_on,
        last_on=last_on,
        is_past=last_on < today,
        working_days=ward.calendar.working_days(today, last_on),
    )
