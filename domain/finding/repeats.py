"""When a finding repeats an earlier one (tái diễn): same unit, same item, within so many months."""

from __future__ import annotations

import calendar
from datetime import date


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last day where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def is_repeat(earlier_on: date, on: date, months: int) -> bool:
    """Recorded no later than so many months after the earlier one, that day included."""
    return earlier_on <= on <= months_after(earlier_on, months)
