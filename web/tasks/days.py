"""Days, instants and distances as people of the ward read them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.fact import LOCAL
from web.texts import Language, say


def day(on: date | None) -> str:
    """21/11/2025; an unknown day is a dash."""
    return f"{on:%d/%m/%Y}" if on is not None else "–"


def short_day(on: date) -> str:
    """21/11, where the year is plain from what stands beside it."""
    return f"{on:%d/%m}"


def weekday(on: date, language: Language) -> str:
    """thứ Sáu."""
    return say(language, f"weekday.{on.isoweekday()}")


def long_day(on: date, language: Language) -> str:
    """thứ Sáu 21/11/2025, for days that are to be acted on."""
    return f"{weekday(on, language)} {day(on)}"


def instant(at: datetime) -> str:
    """06/11/2025, 10:41 on the ward's own clock."""
    return f"{at.astimezone(LOCAL):%d/%m/%Y, %H:%M}"


def short_instant(at: datetime) -> str:
    """17/11, 15:00."""
    return f"{at.astimezone(LOCAL):%d/%m, %H:%M}"


def gap(between: timedelta, language: Language) -> str:
    """How long after: days, else hours, else minutes."""
    minutes = int(between.total_seconds() // 60)
    for name, size in (("days", 1440), ("hours", 60)):
        if minutes >= size:
            return say(language, f"gap.{name}", n=minutes // size)
    return say(language, "gap.minutes", n=max(minutes, 1))


def size(count: int) -> str:
    """1,4 MB: bytes with a decimal comma."""
    amount = float(count)
    for unit in ("B", "KB", "MB"):
        if amount < 1000:
            break
        amount /= 1000
    else:
        unit = "GB"
    text = f"{amount:.0f}" if amount >= 10 or unit == "B" else f"{amount:.1f}"
    return f"{text.replace('.', ',')}\u00a0{unit}"


def short_hash(sha256: str) -> str:
    """The first eight digits in fours, enough to compare by eye."""
    return f"{sha256[:4]} {sha256[4:8]}"
