"""The value of a limit with its unit, in words."""

from __future__ import annotations

from domain.limits import Limit, LimitValue
from web.texts import Language, has, say


def value_words(value: LimitValue, limit: Limit, language: Language) -> str:
    """A value with its unit."""
    if isinstance(value, bool):
        return say(language, f"org.yes_no.{'yes' if value else 'no'}")
    if isinstance(value, tuple):
        return say(language, f"org.unit_of.{limit.unit}", value=", ".join(str(v) for v in value))
    key = f"plan.every.{value}"
    shown = say(language, key) if isinstance(value, str) and has(key) else value
    return say(language, f"org.unit_of.{limit.unit}", value=shown)
