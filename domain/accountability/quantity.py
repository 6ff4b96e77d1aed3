"""The quantities K1–K18: which counted parts each has and how a part is gathered from effects.

A figure is never stored: it is the gathering of the effects of the lines of a history, so the lines
behind a number always add up to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from statistics import median
from typing import Literal

from domain.values import Value

PRODUCT_SCALE = 10_000
Gathering = Literal["sum", "max", "mean", "median", "last"]


class Part(Value, frozen=True, kw_only=True):
    """One counted part of a quantity, e.g. `completed` of K1."""

    name: str
    gathering: Gathering = "sum"
    scale: int = 1
    """What an amount is divided by to be read: 100 for points in hundredths."""


class Quantity(Value, frozen=True, kw_only=True):
    """A quantity with its parts; a share is `numerator` of `denominator`, where it has one."""

    code: str
    parts: tuple[Part, ...]
    numerator: str = ""
    denominator: str = ""


class Effect(Value, frozen=True, kw_only=True):
    """What a line adds to one part of one quantity."""

    quantity: str
    part: str
    amount: int = 1


Figures = Mapping[str, Mapping[str, int | Fraction | None]]
"""Code of the quantity → name of the part → value; None where nothing was there to be gathered."""


def _parts(*names: str) -> tuple[Part, ...]:
    return tuple(Part(name=name) for name in names)


def _share(code: str, numerator: str, denominator: str, *beside: str) -> Quantity:
    """A quantity of which one part is a share of another, with what is counted beside them."""
    return Quantity(
        code=code,
        parts=_parts(numerator, denominator, *beside),
        numerator=numerator,
        denominator=denominator,
    )


QUANTITIES: tuple[Quantity, ...] = (
    _share("K1", "completed", "due"),
    _share("K2", "on_time", "due"),
    Quantity(
        code="K3",
        parts=(*_parts("overdue", "overdue_days"), Part(name="longest_days", gathering="max")),
    ),
    _share("K4", "late_days", "late"),
    Quantity(
        code="K5",
        parts=_parts("extensions", "extension_days", "after_expiry", "refused"),
        numerator="after_expiry",
        denominator="extensions",
    ),
    Quantity(
        code="K6",
        parts=_parts("returned", "sent_back", "confirmed", "reopened"),
        numerator="sent_back",
        denominator="confirmed",
    ),
    Quantity(code="K7", parts=(*_parts("urgings"), Part(name="response_days", gathering="median"))),
    _share("K8", "in_time", "asked", "declined"),
    _share("K9", "met_at_first", "confirmed"),
    _share("K10", "in_time", "owed", "sent_back"),
    Quantity(
        code="K11",
        parts=(
            *_parts("inspections"),
            Part(name="mean_score", gathering="mean", scale=100),
            Part(name="last_score", gathering="last", scale=100),
        ),
    ),
    Quantity(
        code="K12", parts=_parts("recorded", "closed_in_time", "open_past_due", "repeated", "late")
    ),
    _share("K13", "in_time", "due", "upheld"),
    _share("K14", "satisfied", "answers"),
    _share("K15", "in_time", "settled", "overdue_open"),
    Quantity(code="K16", parts=_parts("proposed", "piloted", "recognised")),
    _share("K17", "stale", "open"),
    Quantity(code="K18", parts=_parts("late_entries")),
    # products in converted quantity for the arithmetic of decree 335/2025; a weight has two digits
    # and each failure takes a quarter, so that ten-thousandths keep every product whole
    Quantity(
        code="W",
        parts=tuple(
            Part(name=name, scale=PRODUCT_SCALE)
            for name in ("assigned", "completed", "quality", "timely")
        ),
    ),
)
BY_CODE: Mapping[str, Quantity] = {quantity.code: quantity for quantity in QUANTITIES}


def figures_of(effects: Iterable[Effect]) -> dict[str, dict[str, int | Fraction | None]]:
    """Every part of every quantity, gathered from effects in the order of their lines."""
    amounts: dict[tuple[str, str], list[int]] = {}
    for effect in effects:
        amounts.setdefault((effect.quantity, effect.part), []).append(effect.amount)
    return {
        quantity.code: {
            part.name: _gathered(part, amounts.get((quantity.code, part.name), []))
            for part in quantity.parts
        }
        for quantity in QUANTITIES
    }


def _gathered(part: Part, amounts: list[int]) -> int | Fraction | None:
    if part.gathering == "sum":
        total = Fraction(sum(amounts), part.scale)
        return int(total) if total.denominator == 1 else total
    if not amounts:
        return None
    match part.gathering:
        case "max":
            return max(amounts)
        case "last":
            return Fraction(amounts[-1], part.scale)
        case "mean":
            return Fraction(sum(amounts), len(amounts) * part.scale)
        case "median":
            return Fraction(median(Fraction(amount) for amount in amounts)) / part.scale
