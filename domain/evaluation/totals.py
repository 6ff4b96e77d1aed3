"""Sums of a sheet: points of the keys, extras within their bounds, and the level they propose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from domain.evaluation.rules import LEVELS, Level, Rules
from domain.evaluation.values import ExtraPoints, GateResult, Told
from domain.points import HUNDRED, points, written

ZERO = Decimal(0)


def total(told: Told, given: Mapping[str, str]) -> str:
    """Points of all keys that apply, with bonus and penalty; rounded once, at the end."""
    counted = [line for line in told.lines if line.counts]
    reached = sum((points(given[line.key]) for line in counted if line.key in given), ZERO)
    if told.rules.scale_to_applicable:
        applicable = sum((points(line.max) for line in counted), ZERO)
        reached = reached / applicable * HUNDRED if applicable else ZERO
    return written(max(ZERO, reached + extras(told.rules, told.extras)))


def extras(rules: Rules, given: Iterable[ExtraPoints]) -> Decimal:
    """Bonus and penalty, each held within what the rule set allows."""
    signed = [Decimal(extra.points) for extra in given]
    bonus = sum((value for value in signed if value > 0), ZERO)
    penalty = sum((value for value in signed if value < 0), ZERO)
    return min(bonus, points(rules.bonus_max)) + max(penalty, -points(rules.penalty_max))


def proposed_level(rules: Rules, reached: str, gates: Iterable[GateResult]) -> Level:
    """The band of the points, but not above what a gate that is not met allows."""
    caps = [gate.caps_at for gate in gates if gate.met is False]
    return max((band_of(rules, reached), *caps), key=LEVELS.index)


def band_of(rules: Rules, reached: str) -> Level:
    """The best level whose points are reached, whatever the gates say."""
    value = Decimal(reached)
    for band in sorted(rules.bands, key=lambda band: LEVELS.index(band.level)):
        if value >= points(band.from_points):
            return band.level
    return LEVELS[-1]
