"""The pieces a formula is put together from: constants, names, products, quotients, extremes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal

from service.scoring.formula_fault import FormulaError, NothingToJudge
from service.scoring.formula_names import Name

Type = Literal["number", "truth"]
Number = int | Fraction
Values = Mapping[Name, Number | None]
Work = Callable[[Values], Any]


class Known:
    """A piece of a formula: its type, its work, and which names it measures by which."""

    def __init__(self, type_: Type, work: Work, *inner: Known) -> None:
        self.type = type_
        self.work = work
        self.names: list[Name] = [name for each in inner for name in each.names]
        self.owed: list[Name] = [name for each in inner for name in each.owed]
        self.pairs: list[tuple[Name, Name]] = [pair for each in inner for pair in each.pairs]

    def measured(self, reached: Known, owed: Known, *, divides: bool) -> Known:
        """Note what is measured against what: `a / b`, `share(a, b)`, `a >= b`."""
        if divides:
            self.owed.extend(owed.names)
        self.pairs.extend((a, b) for a in reached.names for b in owed.names if a != b)
        return self


def constant(value: Number) -> Known:
    exact = int(value) if value.denominator == 1 else value
    return Known("number", lambda _: exact)


def named(name: Name, place: tuple[int, int], gap: str) -> Known:
    def work(values: Values) -> Number:
        value = values.get(name)
        if value is None:
            raise NothingToJudge(gap, *place, str(name))
        return value

    known = Known("number", work)
    known.names.append(name)
    return known


def product(left: Known, right: Known) -> Known:
    one, other = left.work, right.work
    return Known("number", lambda v: one(v) * other(v), left, right)


def quotient(left: Known, right: Known, place: tuple[int, int]) -> Known:
    if not right.names and right.work({}) == 0:
        raise FormulaError("divides_by_zero", *place)
    one, other = left.work, right.work

    def work(values: Values) -> Number:
        divisor = other(values)
        if divisor == 0:
            raise NothingToJudge("division_by_zero", *place)
        exact: Fraction = Fraction(one(values)) / divisor
        return exact

    return Known("number", work, left, right).measured(left, right, divides=True)


def extreme(pick: Callable[..., Any], pieces: Sequence[Known]) -> Known:
    works = [piece.work for piece in pieces]
    return Known("number", lambda v: pick(work(v) for work in works), *pieces)
