"""What could have gone otherwise with one subject of a history: late → on time, and the reverse.

A change is told by effects: parts that fall away and parts that are set for the subject. Applied to
a history it gives another history, so whatever is predicted can be checked with a scorecard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from domain.accountability.fact_line import FactLine, Subject
from domain.accountability.quantity import Effect
from domain.values import Value
from service.scoring.ways_of_change import WAYS, Direction, PartKey, Way

Totals = Mapping[PartKey, int]


class Change(Value, frozen=True, kw_only=True):
    """One subject, gone otherwise; `kind` is the key of its sentence."""

    kind: str
    direction: Direction
    subject: Subject
    amounts: tuple[tuple[str, str, int], ...]
    """Quantity, part, and what the part comes to for the subject (0: it falls away)."""


def changes_of(lines: Sequence[FactLine], direction: Direction) -> tuple[Change, ...]:
    """Every change that is possible with one subject, in the order of the history."""
    return tuple(
        Change(kind=way.kind, direction=direction, subject=subject, amounts=_amounts(way, totals))
        for subject, totals in _totals(lines)
        for way in WAYS
        if way.direction == direction and _is_possible(way, totals)
    )


def _totals(lines: Sequence[FactLine]) -> Iterable[tuple[Subject, Totals]]:
    subjects: dict[UUID, Subject] = {}
    totals: dict[UUID, dict[PartKey, int]] = {}
    for line in lines:
        subjects.setdefault(line.subject.id, line.subject)
        own = totals.setdefault(line.subject.id, {})
        for effect in line.effects:
            part = (effect.quantity, effect.part)
            own[part] = own.get(part, 0) + effect.amount
    return ((subject, totals[key]) for key, subject in subjects.items())


def _is_possible(way: Way, totals: Totals) -> bool:
    if way.only_if is not None and totals.get(way.only_if, 0) <= 0:
        return False
    reached = totals.get(way.reached, 0) if way.reached else 0
    return totals.get(way.owed, 0) > reached


def _amounts(way: Way, totals: Totals) -> tuple[tuple[str, str, int], ...]:
    wanted = {
        part: totals.get(source, 0) if isinstance(source, tuple) else source
        for part, source in way.sets.items()
    }
    wanted |= {part: totals.get(part, 0) * share // 100 for part, share in way.percent.items()}
    return tuple(
        (*part, amount) for part, amount in wanted.items() if amount != totals.get(part, 0)
    )


def applied(lines: Sequence[FactLine], changes: Iterable[Change]) -> tuple[FactLine, ...]:
    """The history as it would read, had the changes come to pass."""
    told = list(lines)
    for change in changes:
        touched = [place for place, line in enumerate(told) if line.subject.id == change.subject.id]
        parts = {(quantity, part) for quantity, part, _ in change.amounts}
        for place in touched:
            kept = tuple(e for e in told[place].effects if (e.quantity, e.part) not in parts)
            told[place] = msgspec.structs.replace(told[place], effects=kept)
        last = told[touched[-1]]
        added = tuple(
            Effect(quantity=quantity, part=part, amount=amount)
            for quantity, part, amount in change.amounts
            if amount
        )
        told[touched[-1]] = msgspec.structs.replace(last, effects=(*last.effects, *added))
    return tuple(told)
