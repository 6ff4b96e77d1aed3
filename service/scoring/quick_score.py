"""Total and level without accounts, for a search that asks for them hundreds of times."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from domain.accountability.fact_line import FactLine
from domain.evaluation.rules import LEVELS, Criterion, Gate, Level, Rules
from domain.evaluation.totals import band_of
from domain.points import HUNDRED, written
from domain.values import Value
from service.scoring.account import NOTHING
from service.scoring.formula import Formula, compiled, entered_values, half_up
from service.scoring.formula_fault import NothingToJudge
from service.scoring.formula_names import Name
from service.scoring.formula_pieces import Number
from service.scoring.possible_changes import Change
from service.scoring.rule_formulas import entry_keys, formulas_of
from service.scoring.running_figures import PARTS, History, is_summed

Moved = tuple[tuple[Name, int], ...]
"""Names and by how much their unscaled amounts move."""
Values = dict[Name, Number | None]


class Quick(Value, frozen=True, kw_only=True):
    """Total, level, and how many counts are short of gates that are not met."""

    total: Decimal
    level: Level
    short: int


class Judged(Value, frozen=True, kw_only=True):
    """What a scorecard is made of: rules, the lines of a unit, and the points that people gave."""

    rules: Rules
    unit_code: str
    lines: tuple[FactLine, ...]
    manual: Mapping[str, str] | None = None


class QuickScore:
    """Scores one history again and again with some counts moved.

    Only counts that are summed can be moved; a rule set that names the longest delay or a median
    keeps those as they are in the search, and the scorecard of the result says what they become.
    """

    def __init__(self, judged: Judged) -> None:
        rules = judged.rules
        self._rules, self._unit = rules, judged.unit_code
        self._given = judged.manual or {}
        self._keys = entry_keys(rules)
        formulas = [compiled(text, kind, self._keys) for _, text, kind in formulas_of(rules)]
        names = {name for formula in formulas for name in formula.names}
        self._names = {name for name in names if is_summed(name)}
        history = History(judged.lines)
        self._base = history.values(names, entered_values(self._given))
        self._of_subject = {name: history.by_subject(name) for name in self._names}

    def moved(self, change: Change) -> Moved:
        """What a change does to the counts this rule set looks at."""
        moves = (
            (name, amount - self._of_subject[name].get(change.subject.id, 0))
            for name, amount in (
                (Name(quantity, part), amount) for quantity, part, amount in change.amounts
            )
            if name in self._names
        )
        return tuple(sorted((name, amount) for name, amount in moves if amount))

    def score(self, moves: Sequence[Moved]) -> Quick:
        """Total and level with the counts moved."""
        values = dict(self._base)
        for moved in moves:
            for name, amount in moved:
                values[name] = (values[name] or 0) + Fraction(amount, PARTS[name].scale)
        reached = applicable = NOTHING
        for criterion in self._rules.criteria:
            if criterion.way == "group" or criterion.entry_max:
                continue
            points = self._points(criterion, values)
            if points is not None:
                reached += points
                applicable += Decimal(criterion.weight)
        base = reached
        if self._rules.scale_to_applicable:
            base = reached / applicable * HUNDRED if applicable else NOTHING
        total = half_up(max(Fraction(0), Fraction(base) + Fraction(self._extras(values))))
        return self._levelled(total, values)

    def _levelled(self, total: Decimal, values: Values) -> Quick:
        unmet = [gate for gate in self._rules.gates if gate.is_on and not self._met(gate, values)]
        caps = [gate.caps_at for gate in unmet]
        return Quick(
            total=total,
            level=max((band_of(self._rules, written(total)), *caps), key=LEVELS.index),
            short=sum(self._short(gate, values) for gate in unmet),
        )

    def _points(self, criterion: Criterion, values: Values) -> Decimal | None:
        if criterion.applies_to and self._unit not in criterion.applies_to:
            return None
        most = Decimal(criterion.weight)
        try:
            if criterion.applies_if and not self._of(criterion.applies_if, True).holds(values):
                return None
            if criterion.way == "manual":
                given = Decimal(self._given.get(criterion.key, "0"))
                return min(max(given, NOTHING), most)
            points = self._of(criterion.formula, False).number(values)
        except NothingToJudge:
            return None
        return half_up(min(max(points, Fraction(0)), Fraction(most)))

    def _extras(self, values: Values) -> Decimal:
        bonus = penalty = NOTHING
        for extra in self._rules.extras:
            try:
                points = half_up(self._of(extra.formula, False).number(values))
            except NothingToJudge:
                continue
            bonus += max(points, NOTHING)
            penalty += min(points, NOTHING)
        most, least = Decimal(self._rules.bonus_max), -Decimal(self._rules.penalty_max)
        return min(bonus, most) + max(penalty, least)

    def _met(self, gate: Gate, values: Values) -> bool:
        try:
            return self._of(gate.formula, True).holds(values)
        except NothingToJudge:
            return True

    def _short(self, gate: Gate, values: Values) -> int:
        """How far the counts of a gate lie from what it measures them by."""
        formula = self._of(gate.formula, True)
        paired = {name for pair in formula.pairs for name in pair}
        gaps = [_at(values, owed) - _at(values, reached) for reached, owed in formula.pairs]
        alone = [_at(values, name) for name in formula.names - paired]
        return int(sum(map(abs, (*gaps, *alone)), Fraction(0)))

    def _of(self, text: str, is_condition: bool) -> Formula:
        return compiled(text, "condition" if is_condition else "points", self._keys)


def _at(values: Values, name: Name) -> Fraction:
    return Fraction(values.get(name) or 0)
