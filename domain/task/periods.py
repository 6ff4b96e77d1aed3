"""Periods of recurring duties: `2025-07`, `2025-Q3`, `2025-H2`, `2025`, and their days.

Period names of one rhythm sort like the periods themselves.
"""

from __future__ import annotations

from datetime import date, timedelta

from domain.values import Before, Every, Fixed

MONTHS_OF: dict[Every, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def period_of(every: Every, on: date) -> str:
    """The period of a rhythm that a day lies in."""
    nth = (on.month - 1) // MONTHS_OF[every] + 1
    return _name(every, on.year, nth)


def every_of(period: str) -> Every:
    """The rhythm that a period's name tells; raises ValueError for anything else."""
    return _parsed(period)[0]


def first_day_of(period: str) -> date:
    """The first day of a period."""
    every, year, nth = _parsed(period)
    return date(year, (nth - 1) * MONTHS_OF[every] + 1, 1)


def last_day_of(period: str) -> date:
    """The last day of a period."""
    return first_day_of(next_period(period)) - timedelta(days=1)


def next_period(period: str) -> str:
    """The period after this one, in the same rhythm."""
    every, year, nth = _parsed(period)
    if nth * MONTHS_OF[every] == 12:
        return _name(every, year + 1, 1)
    return _name(every, year, nth + 1)


def opens_on(period: str, started_on: date) -> date:
    """When the occurrence of a period opens: with the period, but not before the series began."""
    return max(started_on, first_day_of(period))


def deadline_in(period: str, due_day: int | None) -> Fixed | Before:
    """Before the given day of the period's last month; without one, its last day."""
    last = last_day_of(period)
    if due_day is None:
        return Fixed(on=last)
    return Before(on=last.replace(day=min(due_day, last.day)))


def _name(every: Every, year: int, nth: int) -> str:
    match every:
        case "month":
            return f"{year}-{nth:02d}"
        case "quarter":
            return f"{year}-Q{nth}"
        case "half":
            return f"{year}-H{nth}"
        case "year":
            return str(year)


def _parsed(period: str) -> tuple[Every, int, int]:
    year, _, rest = period.partition("-")
    every: Every = "month"
    if not rest:
        every, rest = "year", "1"
    elif rest[0] == "Q":
        every, rest = "quarter", rest[1:]
    elif rest[0] == "H":
        every, rest = "half", rest[1:]
    nth = int(rest)
    if not 1 <= nth * MONTHS_OF[every] <= 12:
        raise ValueError(f"no such period: {period}")
    return every, int(year), nth
