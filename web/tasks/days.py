"""Days and gaps as the sentences of acts need them, where a day may be unknown."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from web import wording
from web.texts import Language, say

UNKNOWN = "–"


def day(on: date | None) -> str:
    """21/11/2025; an unknown day is a dash."""
    return wording.day(on) if on is not None else UNKNOWN


def short_instant(at: datetime) -> str:
    """17/11, 15:00, where the year is plain from what stands beside it."""
    return f"{wording.short_day(at)}, {wording.hour(at)}"


def gap(between: timedelta, language: Language) -> str:
    """How long after: days, else hours, else minutes."""
    minutes = int(between.total_seconds() // 60)
    for name, length in (("days", 1440), ("hours", 60)):
        if minutes >= length:
            return say(language, f"gap.{name}", n=minutes // length)
    return say(language, "gap.minutes", n=max(minutes, 1))
