"""Totals in three parts, shares that are cut off and never rounded up, counts beside every rate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import msgspec

from domain.accountability.fact_line import FactLine
from domain.accountability.quantity import BY_CODE, Figures, figures_of
from web.texts import Language, has, placeholders, say, table
from web.wording import number

WHOLE = 100
Amount = int | Fraction | None
FROM_OUTSIDE = frozenset({"K13", "K14", "K15", "K16"})
"""Nothing of these comes about in the register by itself: without entries there is no source."""
NOT_DONE = "task_not_done"
"""The kind of line of a task that fell due and has no result."""
FEW = 5
"""Below as many cases a share says little."""


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """A total, which is never told without what it rests on."""

    verified: int = 0
    claimed: int = 0
    contested: int = 0

    @property
    def total(self) -> int:
        """All three."""
        return self.verified + self.claimed + self.contested


def parts_of(lines: Iterable[FactLine]) -> Parts:
    """How many lines rest on what."""
    counted = {"verified": 0, "claimed": 0, "contested": 0}
    for line in lines:
        counted[line.basis] += 1
    return Parts(**counted)


def figures_behind(lines: Iterable[FactLine]) -> Figures:
    """The figures that these lines add up to."""
    return figures_of(effect for line in lines for effect in line.effects)


def amount_of(figures: Figures, code: str, part: str) -> int:
    """A count; nothing gathered is none."""
    return int(figures[code][part] or 0)


def not_done(lines: Iterable[FactLine]) -> int:
    """Tasks of the period that nothing was handed in for by the cut."""
    return sum(line.kind == NOT_DONE for line in lines)


def share(language: Language, part: Amount, whole: Amount) -> str:
    """99,6%: cut after one decimal, so that 100% is all of them."""
    if not whole or part is None:
        return ""
    tenths = WHOLE * 10 * Fraction(part) // Fraction(whole)
    if part == whole:
        return "100%"
    return f"{number(language, float(Fraction(tenths, 10)), 1)}%"


def shown(language: Language, value: Amount, *, decimals: int = 1) -> str:
    """A part of a quantity: whole as it is, broken ones cut off, nothing as a dash."""
    if value is None:
        return "–"
    if isinstance(value, int):
        return number(language, value)
    cut = Fraction(value * 10**decimals // 1, 10**decimals)
    return number(language, float(cut), decimals)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A quantity in words: the figure, or why there is none."""

    text: str
    is_there: bool = True
    """There is something to list behind it."""
    is_small: bool = False
    """Too few cases for a share to say much."""


def told(code: str, figures: Figures, language: Language) -> Told:
    """What stands in a cell: counts with their share, none, or no source at all."""
    quantity, values = BY_CODE[code], figures[code]
    if not any(values.values()):
        return Told(text=_nothing(code, language), is_there=False)
    whole = values.get(quantity.denominator)
    facts: dict[str, Any] = {
        part: shown(language, value, decimals=2 if code == "K11" else 1)
        for part, value in values.items()
    }
    if quantity.denominator:
        facts["share"] = share(language, values[quantity.numerator], whole)
        facts["mean"] = _mean(language, values[quantity.numerator], whole)
    key = f"quantity.{code}.cell"
    lacks = any(value is None for value in values.values()) or (quantity.denominator and not whole)
    if lacks and has(f"{key}_short"):
        key = f"{key}_short"
    needed = placeholders(table()[key][language])
    is_small = bool(needed & {"share", "mean"} and whole and whole < FEW)
    text = "; ".join((say(language, key, **facts), *_also(code, values, facts, language)))
    return Told(text=text, is_small=is_small)


def _also(
    code: str, values: Mapping[str, Amount], facts: Mapping[str, object], language: Language
) -> Iterator[str]:
    """What is counted apart, where there is any of it."""
    for part, value in values.items():
        key = f"quantity.{code}.also.{part}"
        is_said = part == "last_score" and (values["inspections"] or 0) < 2
        if value and has(key) and not is_said:
            yield say(language, key, n=facts[part])


def _mean(language: Language, amount: Amount, of: Amount) -> str:
    return shown(language, Fraction(amount or 0) / Fraction(of)) if of else "–"


def _nothing(code: str, language: Language) -> str:
    if code in FROM_OUTSIDE:
        return say(language, "dossier.no_source")
    has_share = bool(BY_CODE[code].denominator) or code == "K11"
    return say(language, "dossier.none") if has_share else "0"


def contested_in(lines: Sequence[FactLine], code: str) -> int:
    """Lines behind a quantity that the unit objects to."""
    return sum(
        1
        for line in lines
        if line.basis == "contested" and any(effect.quantity == code for effect in line.effects)
    )
