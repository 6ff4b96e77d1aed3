"""Spans of days as people name them: a year, a half, a quarter, a month, or two days."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from domain.values import Value
from web import wording
from web.texts import Language, say

_YEAR = re.compile(r"(\d{4})", re.ASCII)
_HALF = re.compile(r"(\d{4})-H([12])", re.ASCII)
_QUARTER = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)", re.ASCII)
YEARS = range(1990, 2200)
DAYS_MAX = 366 * 2
ROMAN = ("I", "II", "III", "IV")
MONTHS_IN = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_INNER = {"year": "half", "half": "quarter", "quarter": "month"}


class Span(Value, frozen=True, kw_only=True):
    """Days with a name that stands in addresses."""

    name: str
    kind: str
    """`year`, `half`, `quarter`, `month`, or `days` for any two days."""
    from_on: date
    to_on: date

    def holds(self, on: date) -> bool:
        """Both ends count."""
        return self.from_on <= on <= self.to_on


def read_span(typed: str) -> Span | None:
    """`2025`, `2025-H2`, `2025-Q4`, `2025-10`, `2025-07-01..2025-09-15`; None for anything else."""
    if (found := _YEAR.fullmatch(typed)) is not None:
        return _named("year", int(found[1]), 1)
    if (found := _HALF.fullmatch(typed)) is not None:
        return _named("half", int(found[1]), int(found[2]) * 6 - 5)
    if (found := _QUARTER.fullmatch(typed)) is not None:
        return _named("quarter", int(found[1]), int(found[2]) * 3 - 2)
    if (found := _MONTH.fullmatch(typed)) is not None:
        return _named("month", int(found[1]), int(found[2]))
    if (found := _DAYS.fullmatch(typed)) is not None:
        return _of_days(found[1], found[2])
    return None


def span_with(kind: str, on: date) -> Span:
    """The year, half, quarter or month that a day lies in."""
    months = MONTHS_IN[kind]
    found = _named(kind, on.year, (on.month - 1) // months * months + 1)
    assert found is not None, on
    return found


def span_before(span: Span) -> Span | None:
    """The one of the same kind before it; of two days, as many days before."""
    last = span.from_on - timedelta(days=1)
    if last.year not in YEARS:
        return None
    if span.kind != "days":
        return span_with(span.kind, last)
    return _of_days((last - (span.to_on - span.from_on)).isoformat(), last.isoformat())


def spans_within(span: Span, kind: str = "") -> tuple[Span, ...]:
    """Its halves, quarters or months in their order; a month and two days have none inside."""
    inner = kind or _INNER.get(span.kind, "")
    found: list[Span] = []
    on = span.from_on
    while inner and on <= span.to_on:
        found.append(span_with(inner, on))
        on = found[-1].to_on + timedelta(days=1)
    return tuple(found)


def choices(since: date, on: date) -> tuple[Span, ...]:
    """Years, halves and quarters from a day on up to another, the newest first."""
    found: list[Span] = []
    for year in range(on.year, max(since.year, on.year - 5) - 1, -1):
        whole = span_with("year", date(year, 1, 1))
        inner = [s for kind in ("half", "quarter") for s in reversed(spans_within(whole, kind))]
        found += [s for s in (whole, *inner) if s.to_on >= since and s.from_on <= on]
    return tuple(found)


def in_words(span: Span, language: Language) -> str:
    """`6 tháng cuối năm 2025`, `Quý IV/2025`, `Tháng 10/2025`."""
    year, month = span.from_on.year, span.from_on.month
    match span.kind:
        case "year":
            return say(language, "span.year", year=year)
        case "half":
            half = "first" if month == 1 else "second"
            return say(language, f"span.half.{half}", year=year)
        case "quarter":
            return say(language, "span.quarter", n=ROMAN[month // 3], year=year)
        case "month":
            return say(language, "span.month", n=month, year=year)
    days = {"from_on": wording.day(span.from_on), "to_on": wording.day(span.to_on)}
    return say(language, "span.days", **days)


def _named(kind: str, year: int, month: int) -> Span | None:
    if year not in YEARS:
        return None
    months = MONTHS_IN[kind]
    last = month + months - 1
    name = {
        "year": f"{year}",
        "half": f"{year}-H{(month + 5) // 6}",
        "quarter": f"{year}-Q{(month + 2) // 3}",
        "month": f"{year}-{month:02d}",
    }[kind]
    return Span(
        name=name,
        kind=kind,
        from_on=date(year, month, 1),
        to_on=date(year, last, calendar.monthrange(year, last)[1]),
    )


def _of_days(first: str, last: str) -> Span | None:
    try:
        from_on, to_on = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    if from_on > to_on or (to_on - from_on).days > DAYS_MAX or from_on.year not in YEARS:
        return None
    return Span(name=f"{from_on}..{to_on}", kind="days", from_on=from_on, to_on=to_on)
