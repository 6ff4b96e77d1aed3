"""The running account of a formula: what every line of a history added and took away.

The account opens with everything that was owed and nothing that was achieved: whatever the formula
divides by (tasks due, reports owed, cooperation asked for) is counted in full before the first
line, everything else starts at nothing. Then the lines are told in their order. So one task of
eight done on time reads "+1.50" on the day it was done, whether seven others fell due before or
after it, and an account never drops because one more task fell due.

A line that only says what was owed moves nothing; it is listed with a change of zero, and `missed`
says what its subject would have brought had it been done as owed.

Points are rounded to 0.01 after each line, and a change is the difference of two rounded values:
opening value plus all changes are the points of the criterion, to the cent and by construction.
A formula that cannot be worked out yet (no inspection so far, nothing divided by) holds the points
it last had.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from domain.accountability.fact_line import FactLine
from domain.values import Value
from service.scoring.formula import Formula, half_up
from service.scoring.formula_fault import NothingToJudge
from service.scoring.formula_names import Name
from service.scoring.formula_pieces import Number
from service.scoring.running_figures import PARTS, History, RunningFigures, is_summed

NOTHING = Decimal("0.00")
Hold = Callable[[Fraction], Fraction]
"""Keeps points within what a criterion can give."""


class AccountLine(Value, frozen=True, kw_only=True):
    """A line with the points before and after it."""

    line: FactLine
    before: Decimal
    after: Decimal
    delta: Decimal
    missed: Decimal = NOTHING
    """Points the subject would have brought had it been done as owed."""


class Account(Value, frozen=True, kw_only=True):
    """`start` plus all changes are `points`."""

    start: Decimal
    lines: tuple[AccountLine, ...]
    points: Decimal


class Gap(Value, frozen=True, kw_only=True):
    """Why there are no points: `no_value`, `no_entry` or `division_by_zero`, and at which name."""

    code: str
    name: str = ""


def held_between(least: Fraction, most: Fraction) -> Hold:
    """Points within bounds."""
    return lambda points: min(max(points, least), most)


def account_of(
    formula: Formula,
    history: History,
    hold: Hold,
    entered: Mapping[Name, Number | None] | None = None,
) -> Account | Gap:
    """The account of a formula over a history; a gap where nothing could be judged."""
    running = RunningFigures(formula.names, entered)
    owed = {name for name in formula.owed if is_summed(name)}
    moves: dict[int, list[tuple[Name, int]]] = {}
    for name in running.counted:
        for place, amount in history.effects(name):
            if name in owed:
                running.add(name, amount)
            else:
                moves.setdefault(place, []).append((name, amount))

    def points_now() -> Decimal:
        return half_up(hold(formula.number(running.values)))

    start = now = _or(points_now, NOTHING)
    steps: list[tuple[int, Decimal, Decimal]] = []
    for place in history.places(running.counted):
        before = now
        for name, amount in moves.get(place, ()):
            running.add(name, amount)
        now = _or(points_now, now) if place in moves else now
        steps.append((place, before, now))
    try:
        points = points_now()
    except NothingToJudge as gap:
        return Gap(code=gap.code, name=gap.name)
    missed = _missed(formula, history, running.values, hold, points)
    return Account(start=start, points=points, lines=_told(history, steps, missed))


def _or(points_now: Callable[[], Decimal], otherwise: Decimal) -> Decimal:
    try:
        return points_now()
    except NothingToJudge:
        return otherwise


def shortfalls(formula: Formula, history: History) -> dict[UUID, dict[Name, int]]:
    """For each subject: by how much it fell short of what it owed, part by part, unscaled."""
    found: dict[UUID, dict[Name, int]] = {}
    for reached, owed in formula.pairs:
        if not (is_summed(reached) and is_summed(owed)):
            continue
        done = history.by_subject(reached)
        for subject, amount in history.by_subject(owed).items():
            short = amount - done.get(subject, 0)
            if short > 0:
                found.setdefault(subject, {})[reached] = short
    return found


def _missed(
    formula: Formula,
    history: History,
    values: Mapping[Name, Number | None],
    hold: Hold,
    points: Decimal,
) -> dict[UUID, Decimal]:
    missed: dict[UUID, Decimal] = {}
    for subject, short in shortfalls(formula, history).items():
        better = dict(values)
        for name, amount in short.items():
            better[name] = (values[name] or 0) + Fraction(amount, PARTS[name].scale)
        gained = half_up(hold(formula.number(better))) - points
        if gained > 0:
            missed[subject] = gained
    return missed


def _told(
    history: History,
    steps: Sequence[tuple[int, Decimal, Decimal]],
    missed: Mapping[UUID, Decimal],
) -> tuple[AccountLine, ...]:
    """The lines of an account; the last one of a subject says what the subject missed."""
    last = {history.lines[place].subject.id: place for place, _, _ in steps}
    told = []
    for place, before, after in steps:
        line = history.lines[place]
        is_last = last[line.subject.id] == place
        told.append(
            AccountLine(
                line=line,
                before=before,
                after=after,
                delta=after - before,
                missed=missed.get(line.subject.id, NOTHING) if is_last else NOTHING,
            )
        )
    return tuple(told)
