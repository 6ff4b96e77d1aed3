"""Dates, numbers and sizes as they are written in Vietnam; only the weekday names change."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from markupsafe import Markup, escape

from domain.fact import LOCAL
from web.texts import Language, say

NBSP = "\N{NO-BREAK SPACE}"
UNITS = ("B", "kB", "MB", "GB", "TB")
STEP = 1000


def local(moment: datetime) -> datetime:
    """An instant on the ward's clock."""
    return moment.astimezone(LOCAL)


def as_day(value: date | datetime) -> date:
    """The local day of a day or of an instant."""
    return local(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime) -> str:
    """21/11/2025."""
    return as_day(value).strftime("%d/%m/%Y")


def short_day(value: date | datetime) -> str:
    """21/11."""
    return as_day(value).strftime("%d/%m")


def weekday(language: Language, value: date | datetime) -> str:
    """thứ Sáu."""
    return say(language, f"weekday.{as_day(value).isoweekday()}")


def full_day(language: Language, value: date | datetime) -> str:
    """thứ Sáu 21/11/2025, for what is to be acted on."""
    return f"{weekday(language, value)} {day(value)}".replace(" ", NBSP)


def hour(value: datetime) -> str:
    """10:41."""
    return local(value).strftime("%H:%M")


def stamp(value: datetime) -> str:
    """06/11/2025, 10:41, for acts."""
    return f"{day(value)}, {hour(value)}"


def marked_day(value: date | datetime) -> Markup:
    """21/11/2025 inside a time element."""
    return _time(as_day(value).isoformat(), day(value))


def marked_short_day(value: date | datetime) -> Markup:
    """21/11 inside a time element."""
    return _time(as_day(value).isoformat(), short_day(value))


def marked_full_day(language: Language, value: date | datetime) -> Markup:
    """thứ Sáu 21/11/2025 inside a time element."""
    return _time(as_day(value).isoformat(), full_day(language, value))


def marked_stamp(value: datetime) -> Markup:
    """06/11/2025, 10:41 inside a time element."""
    return _time(local(value).isoformat(timespec="minutes"), stamp(value))


def number(language: Language, value: float | Decimal, decimals: int | None = None) -> str:
    """1.234,5 in Vietnamese, 1,234.5 in English."""
    digits = f"{value:,.{decimals}f}" if decimals is not None else f"{value:,}"
    if language == "en":
        return digits
    return digits.translate(str.maketrans(",.", ".,"))


def decimal(language: Language, value: str | Decimal) -> str:
    """Points as they are kept, 2.5, the way they are written: 2,5."""
    return number(language, Decimal(value))


def percent(language: Language, part: int, whole: int) -> str:
    """25,6%; a dash where there is nothing to take a share of."""
    return f"{number(language, 100 * part / whole, 1)}%" if whole else "–"


def size(language: Language, octets: int) -> str:
    """2,3 MB."""
    amount, unit = float(octets), 0
    while amount >= STEP and unit < len(UNITS) - 1:
        amount, unit = amount / STEP, unit + 1
    return f"{number(language, amount, 0 if unit == 0 else 1)}{NBSP}{UNITS[unit]}"


def unbroken(value: object) -> str:
    """Numbers stay with their units, codes in one piece."""
    return str(value).replace(" ", NBSP)


def capital(value: object) -> str:
    """The first letter large, the others as they are."""
    words = str(value)
    return words[:1].upper() + words[1:]


def _time(machine: str, people: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(machine, escape(people))
