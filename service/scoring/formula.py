"""Formulas of rule sets: read as CEL, checked against the quantities, worked out exactly.

Reading is the library's: grammar, lines and columns are those of the Common Expression Language.
Working out is ours, because the language has no exact numbers: its integers divide to integers
(7/8 is 0) and its doubles are binary (0.1 + 0.2 is not 0.3).
Here every number is an integer or a fraction of two integers, so nothing is rounded on the way:
addition, multiplication, division, minimum and comparison of fractions are exact.
Points are rounded once, half-up to 0.01, by comparing whole numbers; no point can depend on how a
machine stores a number.

A name is `k2.on_time`, `k2.share` (its numerator by its denominator), `w.assigned`, or `given.key`
(what was entered for a manual criterion). Functions: `share(a, b)`, `percent(a, b)`, `min`, `max`,
`has(k11.mean_score)`. Lists, texts, calls on values and the macros of CEL are left out, so a
formula does no more work than it has characters.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from domain.accountability.quantity import Figures
from domain.points import points
from service.scoring.formula_fault import FormulaError
from service.scoring.formula_names import ENTERED, Name
from service.scoring.formula_pieces import Known, Number, Values
from service.scoring.formula_tree import Kind, Reader, syntax_of

__all__ = ["Formula", "FormulaError", "Kind", "check", "compiled", "evaluate", "half_up"]

MOST_CHARACTERS = 1000


class Formula:
    """A formula that was checked: what it names, and how it is worked out."""

    def __init__(self, text: str, known: Known) -> None:
        self.text = text
        self.names = frozenset(known.names)
        self.owed = frozenset(known.owed)
        """What it divides by: the tasks due, the reports owed."""
        self.pairs = tuple(dict.fromkeys(known.pairs))
        """What is measured against what: (on time, due)."""
        self._work = known.work

    def value(self, values: Values) -> Number | bool:
        """The exact result; raises NothingToJudge."""
        result: Number | bool = self._work(values)
        return result

    def number(self, values: Values) -> Fraction:
        """The exact points of a formula for points."""
        return Fraction(self._work(values))

    def holds(self, values: Values) -> bool:
        """The answer of a condition."""
        return bool(self._work(values))


def check(text: str, kind: Kind, entries: Collection[str] = ()) -> None:
    """Raise FormulaError unless the text is a formula of this kind."""
    compiled(text, kind, frozenset(entries))


@lru_cache(maxsize=2000)
def compiled(text: str, kind: Kind, entries: frozenset[str] = frozenset()) -> Formula:
    """The formula of a text; `entries` are the keys of manual criteria it may name."""
    if not text.strip():
        raise FormulaError("empty")
    if len(text) > MOST_CHARACTERS:
        raise FormulaError("too_long", most=MOST_CHARACTERS)
    return Formula(text, Reader(entries).known(syntax_of(text), kind))


def evaluate(
    text: str,
    figures: Figures,
    kind: Kind = "points",
    given: Mapping[str, str] | None = None,
) -> Decimal | bool:
    """Points rounded half-up to 0.01, or whether a condition holds."""
    entered = given or {}
    formula = compiled(text, kind, frozenset(entered))
    values = {**values_of(figures), **entered_values(entered)}
    return half_up(formula.number(values)) if kind == "points" else formula.holds(values)


def values_of(figures: Figures) -> dict[Name, Number | None]:
    """Figures under the names formulas call them by."""
    return {
        Name(code, part): value for code, parts in figures.items() for part, value in parts.items()
    }


def entered_values(given: Mapping[str, str]) -> dict[Name, Number | None]:
    """What people entered, exactly as they wrote it; refused where it is no number of points."""
    return {Name(ENTERED, key): Fraction(points(text)) for key, text in given.items()}


def half_up(value: Fraction | int) -> Decimal:
    """Two digits, a tie away from zero; only whole numbers are compared."""
    top, bottom = abs(value.numerator), value.denominator
    cents = (200 * top + bottom) // (2 * bottom)
    return Decimal(f"{cents if value >= 0 else -cents}e-2")
