"""A history looked up by what its lines count, and figures that grow line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from statistics import median
from uuid import UUID

from domain.accountability.fact_line import FactLine
from domain.accountability.quantity import BY_CODE, Part
from service.scoring.formula_names import ENTERED, Name
from service.scoring.formula_pieces import Number

PARTS: Mapping[Name, Part] = {
    Name(code, part.name): part for code, quantity in BY_CODE.items() for part in quantity.parts
}


def is_summed(name: Name) -> bool:
    """Counts that are added up; a mean, a median or a last score is not."""
    return name.quantity != ENTERED and PARTS[name].gathering == "sum"


class History:
    """Lines, oldest first, with every effect found by its name."""

    def __init__(self, lines: tuple[FactLine, ...]) -> None:
        self.lines = lines
        self._effects: dict[Name, list[tuple[int, int]]] = {}
        for place, line in enumerate(lines):
            for effect in line.effects:
                name = Name(effect.quantity, effect.part)
                # nothing added to a sum is no effect, but a score of 0 moves a mean
                if effect.amount or not is_summed(name):
                    self._effects.setdefault(name, []).append((place, effect.amount))

    def effects(self, name: Name) -> list[tuple[int, int]]:
        """Places of lines with what they add to a name, unscaled."""
        return self._effects.get(name, [])

    def places(self, names: Iterable[Name]) -> list[int]:
        """Places of the lines with an effect on one of the names."""
        return sorted({place for name in names for place, _ in self.effects(name)})

    def by_subject(self, name: Name) -> dict[UUID, int]:
        """What each subject adds to a name, unscaled."""
        found: dict[UUID, int] = {}
        for place, amount in self.effects(name):
            subject = self.lines[place].subject.id
            found[subject] = found.get(subject, 0) + amount
        return found

    def values(
        self, names: Iterable[Name], entered: Mapping[Name, Number | None] | None = None
    ) -> dict[Name, Number | None]:
        """The values of names over all lines."""
        running = RunningFigures(names, entered)
        for name in running.counted:
            for _, amount in self.effects(name):
                running.add(name, amount)
        return running.values


class RunningFigures:
    """The values of some names, kept up to date effect by effect."""

    def __init__(
        self, names: Iterable[Name], entered: Mapping[Name, Number | None] | None = None
    ) -> None:
        self.counted = tuple(name for name in names if name.quantity != ENTERED)
        self._amounts: dict[Name, list[int]] = {name: [] for name in self.counted}
        self._totals = dict.fromkeys(self.counted, 0)
        self.values: dict[Name, Number | None] = dict(entered or {})
        for name in self.counted:
            self.values[name] = 0 if is_summed(name) else None

    def add(self, name: Name, amount: int) -> None:
        """Take an effect in."""
        part = PARTS[name]
        self._totals[name] += amount
        if part.gathering == "sum":
            total = self._totals[name]
            self.values[name] = total if part.scale == 1 else Fraction(total, part.scale)
            return
        amounts = self._amounts[name]
        amounts.append(amount)
        self.values[name] = _gathered(part, self._totals[name], amounts)


def _gathered(part: Part, total: int, amounts: list[int]) -> Number:
    match part.gathering:
        case "mean":
            return Fraction(total, len(amounts) * part.scale)
        case "max":
            return max(amounts)
        case "last":
            return Fraction(amounts[-1], part.scale)
        case _:
            return Fraction(median(Fraction(amount) for amount in amounts)) / part.scale
