"""The last day of what somebody is asked for: how it stands, which day it is, how far away."""

from __future__ import annotations

from datetime import date

import msgspec

from projections.time_class_sql import Days
from web.register.lines import distance_words
from web.session import Visit
from web.texts import Language
from web.wording import capital, short_day, weekday


class LimitTold(msgspec.Struct, frozen=True, kw_only=True):
    """In words; all empty where there is no last day."""

    tag: str = ""
    """Its time class."""
    when: str = ""
    distance: str = ""

    @property
    def is_overdue(self) -> bool:
        """Gone by."""
        return self.tag == "overdue"


def limit_told(limit: date | None, visit: Visit, days: Days) -> LimitTold:
    """For the reader, today."""
    if limit is None:
        return LimitTold()
    return LimitTold(
        tag=class_of(limit, days),
        when=capital(day_of(limit, visit.language)),
        distance=distance_words(limit, visit.ward, visit.today, visit.language),
    )


def class_of(limit: date, days: Days) -> str:
    """The time class of a duty, by its own last day."""
    if limit < days.today:
        return "overdue"
    if limit <= days.today_until:
        return "due_today"
    return "due_soon" if limit <= days.soon_until else "in_time"


def day_of(limit: date, language: Language) -> str:
    """thứ sáu 21/11."""
    return f"{weekday(language, limit)} {short_day(limit)}"
