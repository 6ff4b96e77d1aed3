"""The same unit seen twice: under other rules, at another cut, or with something changed.

Nothing is stored. Both sides are ordinary scorecards, so switching back changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from domain.accountability.fact_line import FactLine
from domain.evaluation.rules import Criterion, Rules
from domain.values import Value
from service.scoring.score_parts import CriterionScore, Scorecard
from service.scoring.scorecard import scorecard


class FigureChange(Value, frozen=True, kw_only=True):
    """A quantity both sides name, counted differently; empty where a side does not count it."""

    name: str
    here: str
    there: str


class CriterionChange(Value, frozen=True, kw_only=True):
    """A criterion on both sides; why its points differ."""

    key: str
    here: CriterionScore | None
    there: CriterionScore | None
    difference: Decimal | None
    """Points there less points here; None where a side has none."""
    figures: tuple[FigureChange, ...] = ()
    rule_differs: bool = False
    """Another formula, weight or condition; otherwise only the facts differ."""

    @property
    def is_same(self) -> bool:
        """Whether there is nothing to explain."""
        return not (self.difference or self.figures or self.rule_differs)


class SideBySide(Value, frozen=True, kw_only=True):
    """Two scorecards with what differs between them."""

    here: Scorecard
    there: Scorecard
    criteria: tuple[CriterionChange, ...]
    difference: Decimal


def under_other_rules(
    rules: Rules,
    other: Rules,
    unit_code: str,
    lines: tuple[FactLine, ...],
    *,
    manual: Mapping[str, str] | None = None,
    other_manual: Mapping[str, str] | None = None,
) -> SideBySide:
    """The same lines under two rule sets."""
    return side_by_side(
        scorecard(rules, unit_code, lines, manual=manual),
        scorecard(other, unit_code, lines, manual=manual if other_manual is None else other_manual),
    )


def at_other_cut(
    rules: Rules,
    unit_code: str,
    lines: tuple[FactLine, ...],
    other_lines: tuple[FactLine, ...],
    *,
    manual: Mapping[str, str] | None = None,
) -> SideBySide:
    """The same rules over the lines of two cuts, or of two days of knowing."""
    return side_by_side(
        scorecard(rules, unit_code, lines, manual=manual),
        scorecard(rules, unit_code, other_lines, manual=manual),
    )


def side_by_side(here: Scorecard, there: Scorecard) -> SideBySide:
    """Two scorecards criterion by criterion, in the order of the first; what only one has, last."""
    one = {each.criterion.key: each for each in here.criteria}
    other = {each.criterion.key: each for each in there.criteria}
    keys = tuple(dict.fromkeys((*one, *other)))
    return SideBySide(
        here=here,
        there=there,
        criteria=tuple(_change(key, one.get(key), other.get(key)) for key in keys),
        difference=there.total - here.total,
    )


def _change(key: str, here: CriterionScore | None, there: CriterionScore | None) -> CriterionChange:
    if here is None or there is None:
        return CriterionChange(key=key, here=here, there=there, difference=None, rule_differs=True)
    difference = None
    if here.points is not None and there.points is not None:
        difference = there.points - here.points
    names = dict.fromkeys((*here.figures, *there.figures))
    return CriterionChange(
        key=key,
        here=here,
        there=there,
        difference=difference,
        figures=tuple(
            FigureChange(
                name=name, here=here.figures.get(name, ""), there=there.figures.get(name, "")
            )
            for name in names
            if here.figures.get(name) != there.figures.get(name)
        ),
        rule_differs=_rule(here.criterion) != _rule(there.criterion),
    )


def _rule(criterion: Criterion) -> tuple[object, ...]:
    return (
        criterion.way,
        criterion.weight,
        criterion.formula,
        criterion.applies_if,
        criterion.applies_to,
        criterion.entry_max,
    )
