"""Dates, months and quarters as Vietnamese plans write them; a date that is not real is kept."""

import re
from calendar import monthrange
from datetime import date

import msgspec

_SHORT = (
    r"(?P<d1>\d{1,2})\s?[/.-]\s?(?P<m1>\d{1,2})(?:\s?[/.-]\s?(?P<y1>\d{4}|\d{2}))?(?![\d/]|\s?%)"
)
_LONG = r"(?P<d2>\d{1,2}) thang (?P<m2>\d{1,2})(?: ?(?:nam|/) ?(?P<y2>\d{4}))?"
_ISO = r"(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})(?: 00:00:00)?"
DATE = rf"(?:{_ISO}|{_LONG}|{_SHORT})"
MONTH = r"thang (?P<month>\d{1,2})(?:\s?[/.-]\s?|,? nam )?(?P<month_year>\d{4})?(?!\d)"
QUARTER = (
    r"quy (?P<quarter>iv|i{1,3}|[1-4])\b(?:\s?[/.-]\s?|,? nam |,? )?(?P<quarter_year>\d{4})?(?!\d)"
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class Period(msgspec.Struct, frozen=True):
    """The months a plan covers; gives a year to dates written without one."""

    start: date | None = None
    end: date | None = None

    def year_of(self, month: int) -> int | None:
        if self.start is None or self.end is None:
            return None
        for year in (self.start.year, self.end.year):
            if (
                (self.start.year, self.start.month)
                <= (year, month)
                <= (
                    self.end.year,
                    self.end.month,
                )
            ):
                return year
        return self.end.year if self.start.year == self.end.year else None


class Read(msgspec.Struct, frozen=True):
    """A day, or why there is none: `unreal` holds "31/11/2025"; `guessed` means the year is."""

    on: date | None
    unreal: str | None = None
    guessed: bool = False


def day_of(match: re.Match[str], period: Period) -> Read:
    """The day a match of DATE stands for."""
    groups = match.groupdict()
    place = next(n for n in ("1", "2", "3") if groups[f"d{n}"] is not None)
    day, month, written = groups[f"d{place}"], groups[f"m{place}"], groups[f"y{place}"]
    year = _year(written, int(month), period)
    if year is None:
        return Read(None, guessed=True)
    try:
        return Read(date(year, int(month), int(day)), guessed=written is None)
    except ValueError:
        return Read(None, unreal=f"{day}/{month}/{year}")


def end_of_month(match: re.Match[str], period: Period) -> Read:
    month = int(match["month"])
    if not 1 <= month <= 12:
        return Read(None, unreal=f"{month}/{match['month_year'] or ''}".rstrip("/"))
    return _last_day(match["month_year"], month, period)


def end_of_quarter(match: re.Match[str], period: Period) -> Read:
    word = match["quarter"]
    number = _QUARTERS.get(word) or int(word)
    return _last_day(match["quarter_year"], number * 3, period)


def _last_day(written: str | None, month: int, period: Period) -> Read:
    year = _year(written, month, period)
    if year is None:
        return Read(None, guessed=True)
    if not 1900 <= year <= 2200:
        return Read(None, unreal=f"{month}/{year}")
    return Read(date(year, month, monthrange(year, month)[1]), guessed=written is None)


def _year(written: str | None, month: int, period: Period) -> int | None:
    if written is None:
        return period.year_of(month)
    return int(written) + (2000 if len(written) == 2 else 0)
