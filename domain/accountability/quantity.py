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

Gathering = Literal["sum", "max", "mean", "median", "last"]


class Part(Value, frozen=True, kw_only=True):
    """One counted part of a quantity, e.g. `completed` of K1."""

    name: str
    gathering: Gathering = "sum"
    scale: int = 1
    """What an amount is divided by to be read: 100 for points and products in hundredths."""


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


QUANTITIES: tuple[Quantity, ...] = (
    Quantity(code="K1", parts=_parts("completed", "due"), numerator="completed", denominator="due"),
    Quantity(code="K2", parts=_parts("on_time", "due"), numerator="on_time", denominator="due"),
    Quantity(
        code="K3",
        parts=(*_parts("overdue", "overdue_days"), Part(name="longest_days", gathering="max")),
    ),
    Quantity(
        code="K4", parts=_parts("late_days", "late"), numerator="late_days", denominator="late"
    ),
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
    Quantity(
        code="K8",
        parts=_parts("in_time", "asked", "declined"),
        numerator="in_time",
        denominator="asked",
    ),
    Quantity(
        code="K9",
        parts=_parts("met_at_first", "confirmed"),
        numerator="met_at_first",
        denominator="confirmed",
    ),
    Quantity(
        code="K10",
        parts=_parts("in_time", "owed", "sent_back"),
        numerator="in_time",
        denominator="owed",
    ),
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
    Quantity(
        code="K13",
        parts=_parts("in_time", "due", "upheld"),
        numerator="in_time",
        denominator="due",
    ),
    Quantity(
        code="K14",
        parts=_parts("satisfied", "answers"),
        numerator="satisfied",
        denominator="answers",
    ),
    Quantity(
        code="K15",
        parts=_parts("in_time", "settled", "overdue_open"),
        numerator="in_time",
        denominator="settled",
    ),
    Quantity(code="K16", parts=_parts("proposed", "piloted", "recognised")),
    Quantity(code="K17", parts=_parts("stale", "open"), numerator="stale", denominator="open"),
    Quantity(code="K18", parts=_parts("late_entries")),
    # products in converted quantity for the arithmetic of decree 335/2025, in hundredths of w
    Quantity(
        code="W",
        parts=tuple(
            Part(name=name, scale=100) for name in ("assigned", "completed", "quality", "timely")
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
