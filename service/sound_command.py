"""The last look at what is asked for, whoever asks: right types, plain text, days that can be.

Forms and the programming interface check their own input and explain each mistake; this net is
below them all, so that nothing unsound reaches a decision or the journal, which is for ever.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from domain.plain_text import composed, has_no_text
from domain.refusal import Refused

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Days outside are typing slips, and the ends of the calendar break sums of days."""
TEXT_MAX = 100_000
NUMBER_MAX = 2**53
"""Beyond it other programs that read the journal's JSON no longer see the same number."""

KEPT_AS_THEY_ARE = (bytes, bytearray, datetime, date, time, timedelta, UUID, Decimal)
"""Otherwise they would become texts, and fit wherever a text does."""

Asked = TypeVar("Asked", bound=msgspec.Struct)


def sound(asked: Asked) -> Asked:
    """The same with composed letters; raises Refused `malformed` with the place of the mistake."""
    try:
        plain = msgspec.to_builtins(asked, builtin_types=KEPT_AS_THEY_ARE)
        again = msgspec.convert(_composed(plain), type(asked))
    except msgspec.ValidationError as error:
        raise Refused("malformed", place=_place(str(error))) from error
    except (TypeError, UnicodeError, OverflowError, RecursionError) as error:
        raise Refused("malformed", place=type(asked).__name__) from error
    mistake = _mistake(again)
    if mistake is not None:
        raise Refused("malformed", place=f"${mistake}")
    return again


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return composed(value)
    if isinstance(value, dict):
        return {name: _composed(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_composed(part) for part in value]
    return value


def _mistake(value: Any) -> str | None:
    """The way to the first value that cannot be; made only when there is one."""
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            if (way := _mistake(getattr(value, name))) is not None:
                return f".{name}{way}"
        return None
    if isinstance(value, (list, tuple, frozenset, set, dict)):
        return _mistake_among(value)
    return None if _can_be(value) else ""


def _mistake_among(values: Any) -> str | None:
    if isinstance(values, dict):
        ways = (_mistake(part) for part in (*values.keys(), *values.values()))
        return next((f"[…]{way}" for way in ways if way is not None), None)
    for number, part in enumerate(values):
        if (way := _mistake(part)) is not None:
            return f"[{number}]{way}"
    return None


def _can_be(value: Any) -> bool:
    match value:
        case str():
            return len(value) <= TEXT_MAX and not has_no_text(value)
        case datetime():
            return value.tzinfo is not None and FIRST_YEAR <= value.year <= LAST_YEAR
        case date():
            return FIRST_YEAR <= value.year <= LAST_YEAR
        case bool() | None:
            return True
        case int():
            return abs(value) <= NUMBER_MAX
    return True


def _place(sentence: str) -> str:
    """The way to the mistake out of the library's sentence, without the value."""
    _, found, place = sentence.rpartition("at `")
    return place.rstrip("`") if found else "$"
