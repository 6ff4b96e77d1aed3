"""Whether rules can be applied at all: keys, parents, points, weights, bands, validity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from domain.evaluation.rule_set.state import Version
from domain.evaluation.rules import LEVELS, Band, Criterion, Rules
from domain.evaluation.values import FormulaFault
from domain.points import HUNDRED, points, written
from domain.refusal import Refused

ZERO = Decimal(0)


def refuse_unsound(rules: Rules) -> None:
    """What no draft may be: keys that clash, children of nothing, points that are no points."""
    _refuse_keys(rules)
    for criterion in rules.criteria:
        points(criterion.weight)
        if criterion.entry_max:
            points(criterion.entry_max)
    points(rules.bonus_max)
    points(rules.penalty_max)
    _refuse_bands(rules.bands)
    until = rules.valid_until_on
    if until is not None and until < rules.valid_from_on:
        raise Refused("evaluation.validity_crosses", from_on=rules.valid_from_on, until_on=until)


def _refuse_keys(rules: Rules) -> None:
    for keys in (
        [criterion.key for criterion in rules.criteria],
        [gate.key for gate in rules.gates],
        [extra.key for extra in rules.extras],
    ):
        for key, often in Counter(keys).items():
            if often > 1 or not key:
                raise Refused("evaluation.key_twice", key=key)
    by_key = {criterion.key: criterion for criterion in rules.criteria}
    for criterion in rules.criteria:
        _refuse_place(criterion, by_key)


def _refuse_place(criterion: Criterion, by_key: dict[str, Criterion]) -> None:
    passed: set[str] = set()
    here = criterion
    while here.parent:
        above = by_key.get(here.parent)
        if above is None or above.way != "group" or above.key in passed:
            raise Refused("evaluation.parent_unknown", key=here.key, parent=here.parent)
        passed.add(above.key)
        here = above


def _refuse_bands(bands: Sequence[Band]) -> None:
    """From the best down, each with fewer points than the one before."""
    ordered = sorted(bands, key=lambda band: LEVELS.index(band.level))
    wanted = [points(band.from_points) for band in ordered]
    levels = {band.level for band in bands}
    falling = all(one > other for one, other in pairwise(wanted))
    if not bands or len(levels) != len(bands) or not falling:
        raise Refused("evaluation.bands_do_not_fall")


def refuse_weights(rules: Rules) -> None:
    """A group weighs what its children weigh, and the whole comes to a hundred."""
    _refuse_sum("", rules.criteria, HUNDRED)
    for criterion in rules.criteria:
        if criterion.way == "group":
            _refuse_sum(criterion.key, rules.criteria, points(criterion.weight))


def _refuse_sum(parent: str, criteria: Iterable[Criterion], wanted: Decimal) -> None:
    found = sum((points(each.weight) for each in criteria if each.parent == parent), ZERO)
    if found != wanted:
        raise Refused(
            "evaluation.weights_do_not_sum", key=parent, sum=written(found), wanted=written(wanted)
        )


def refuse_faults(faults: Sequence[FormulaFault]) -> None:
    """The first formula that cannot be worked out, at its place."""
    for fault in faults:
        raise Refused(
            "evaluation.formula_error",
            key=fault.key,
            line=fault.line,
            column=fault.column,
            said=f"formula.{fault.said}",
        )


def refuse_overlap(rules: Rules, versions: Iterable[Version]) -> None:
    """Two versions of one set never hold for the same day; the older is retired first."""
    for version in versions:
        if not version.is_retired and _overlap(rules, version.rules):
            raise Refused(
                "evaluation.validity_overlaps",
                version=version.number,
                from_on=version.rules.valid_from_on,
                until_on=version.rules.valid_until_on,
            )


def _overlap(one: Rules, other: Rules) -> bool:
    return one.valid_from_on <= _end(other) and other.valid_from_on <= _end(one)


def _end(rules: Rules) -> date:
    return rules.valid_until_on or date.max
