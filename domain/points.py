"""Points as exact decimals: read from text, added, scaled, written back with two digits."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from domain.refusal import Refused

CENT = Decimal("0.01")
HUNDRED = Decimal(100)


def points(text: str) -> Decimal:
    """Points as they were written; no sign, at most two digits after the point."""
    try:
        value = Decimal(text)
        is_exact = value.is_finite() and value == value.quantize(CENT)
    except InvalidOperation:
        raise Refused("points_malformed", points=text) from None
    if not is_exact or value < 0:
        raise Refused("points_malformed", points=text)
    return value


def written(value: Decimal) -> str:
    """Without trailing zeros: `3`, `2.5`, `95.59`."""
    text = f"{value.quantize(CENT, rounding=ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def scaled(reached: Decimal, applicable: Decimal) -> str:
    """Reached points on a scale of 100, half-up to 0.01; nothing where nothing applies."""
    if applicable == 0:
        return ""
    return f"{(reached / applicable * HUNDRED).quantize(CENT, rounding=ROUND_HALF_UP):f}"
