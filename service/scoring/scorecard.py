"""The scorecard of a unit under a rule set: points, their accounts, gates, extras, a proposal.

The machine proposes; only people decide. What is missing is said beside the proposal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from domain.accountability.fact_line import Basis, FactLine
from domain.evaluation.rules import LEVELS, Criterion, Extra, Gate, Rules
from domain.evaluation.totals import band_of
from domain.points import HUNDRED, written
from service.scoring.account import NOTHING, Account, Gap, account_of, held_between, shortfalls
from service.scoring.formula import compiled, entered_values, half_up
from service.scoring.formula_fault import NothingToJudge
from service.scoring.formula_names import Name
from service.scoring.formula_pieces import Number
from service.scoring.rule_formulas import entry_keys
from service.scoring.running_figures import History
from service.scoring.score_parts import (
    BASES,
    CriterionScore,
    ExtraScore,
    GateScore,
    Proposal,
    Scorecard,
)


def scorecard(
    rules: Rules,
    unit_code: str,
    lines: tuple[FactLine, ...],
    *,
    manual: Mapping[str, str] | None = None,
) -> Scorecard:
    """The scorecard of a unit over its lines, oldest first; `manual` are points by key."""
    given = manual or {}
    history = History(lines)
    entered = entered_values(given)
    keys = entry_keys(rules)
    leaves = {
        each.key: _leaf(each, unit_code, history, given, entered, keys)
        for each in rules.criteria
        if each.way != "group"
    }
    extras = tuple(_extra(each, history, entered, keys) for each in rules.extras)
    gates = tuple(_gate(each, history, entered, keys) for each in rules.gates)
    counted = [each for each in leaves.values() if each.applies and not each.is_entry]
    reached = sum((each.points or NOTHING for each in counted), NOTHING)
    applicable = sum((each.max for each in counted), NOTHING)
    bonus, penalty = _bounded(rules, extras)
    base = reached
    if rules.scale_to_applicable:
        base = reached / applicable * HUNDRED if applicable else NOTHING
    total = half_up(max(Fraction(0), Fraction(base) + Fraction(bonus + penalty)))
    return Scorecard(
        rules=rules,
        unit_code=unit_code,
        criteria=tuple(_in_tree(each, rules, leaves) for each in rules.criteria),
        gates=gates,
        extras=extras,
        reached=reached,
        applicable=applicable,
        bonus=bonus,
        penalty=penalty,
        total=total,
        proposal=proposal_of(rules, total, gates),
        missing=tuple(
            each.criterion.key
            for each in leaves.values()
            if each.applies and each.criterion.way == "manual" and each.points is None
        ),
        resting=_resting(
            [each.account for each in counted if each.account] + [each.account for each in extras]
        ),
    )


def proposal_of(rules: Rules, total: Decimal, gates: Sequence[GateScore]) -> Proposal:
    """The level of the points, held down by gates that are on and not met."""
    by_points = band_of(rules, written(total))
    holding = tuple(
        each.gate
        for each in gates
        if each.gate.is_on
        and each.met is False
        and LEVELS.index(each.gate.caps_at) > LEVELS.index(by_points)
    )
    level = max((by_points, *(gate.caps_at for gate in holding)), key=LEVELS.index)
    return Proposal(level=level, by_points=by_points, held_by=holding)


def _leaf(
    criterion: Criterion,
    unit_code: str,
    history: History,
    given: Mapping[str, str],
    entered: Mapping[Name, Number | None],
    keys: frozenset[str],
) -> CriterionScore:
    most = Decimal(criterion.entry_max or criterion.weight)
    if criterion.applies_to and unit_code not in criterion.applies_to:
        return _out(criterion, most, "other_units")
    if criterion.applies_if and not _holds(criterion.applies_if, history, entered, keys):
        return _out(criterion, most, "nothing_to_judge")
    if criterion.way == "manual":
        text = given.get(criterion.key)
        points = None if text is None else min(max(Decimal(text), NOTHING), most)
        return CriterionScore(criterion=criterion, max=most, points=points)
    formula = compiled(criterion.formula, "points", keys)
    hold = held_between(Fraction(0), Fraction(most))
    account = account_of(formula, history, hold, entered)
    if isinstance(account, Gap):
        return _out(criterion, most, account.code)
    return CriterionScore(
        criterion=criterion,
        max=most,
        points=account.points,
        account=account,
        figures=_figures(formula.names, history, entered),
    )


def _out(criterion: Criterion, most: Decimal, why: str) -> CriterionScore:
    return CriterionScore(criterion=criterion, max=most, applies=False, why_not=why)


def _holds(
    text: str,
    history: History,
    entered: Mapping[Name, Number | None],
    keys: frozenset[str],
) -> bool:
    formula = compiled(text, "condition", keys)
    try:
        return formula.holds(history.values(formula.names, entered))
    except NothingToJudge:
        return False


def _figures(
    names: frozenset[Name],
    history: History,
    entered: Mapping[Name, Number | None],
) -> dict[str, str]:
    values = history.values(names, entered)
    return {str(name): _spoken(values.get(name)) for name in sorted(names)}


def _spoken(value: Number | None) -> str:
    return "" if value is None else written(half_up(value))


def _extra(
    extra: Extra,
    history: History,
    entered: Mapping[Name, Number | None],
    keys: frozenset[str],
) -> ExtraScore:
    account = account_of(compiled(extra.formula, "points", keys), history, lambda p: p, entered)
    if isinstance(account, Gap):
        account = Account(start=NOTHING, lines=(), points=NOTHING)
    return ExtraScore(extra=extra, points=account.points, account=account)


def _bounded(rules: Rules, extras: Sequence[ExtraScore]) -> tuple[Decimal, Decimal]:
    bonus = sum((each.points for each in extras if each.points > 0), NOTHING)
    penalty = sum((each.points for each in extras if each.points < 0), NOTHING)
    return min(bonus, Decimal(rules.bonus_max)), max(penalty, -Decimal(rules.penalty_max))


def _gate(
    gate: Gate,
    history: History,
    entered: Mapping[Name, Number | None],
    keys: frozenset[str],
) -> GateScore:
    formula = compiled(gate.formula, "condition", keys)
    figures = _figures(formula.names, history, entered)
    try:
        met = formula.holds(history.values(formula.names, entered))
    except NothingToJudge:
        return GateScore(gate=gate, met=None, figures=figures)
    if met:
        return GateScore(gate=gate, met=True, figures=figures)
    alone = formula.names - {name for pair in formula.pairs for name in pair}
    broke = set(shortfalls(formula, history))
    broke |= {history.lines[place].subject.id for place in history.places(alone)}
    touched = (history.lines[place] for place in history.places(formula.names))
    deciding = tuple(line for line in touched if line.subject.id in broke)
    return GateScore(gate=gate, met=False, figures=figures, deciding=deciding)


def _in_tree(
    criterion: Criterion, rules: Rules, leaves: Mapping[str, CriterionScore]
) -> CriterionScore:
    """A leaf as it is; a group with the sums of the leaves below it that apply."""
    if criterion.way != "group":
        return leaves[criterion.key]
    below = [leaf for leaf in _leaves_below(criterion.key, rules, leaves) if not leaf.is_entry]
    applying = [leaf for leaf in below if leaf.applies]
    known = [leaf.points for leaf in applying if leaf.points is not None]
    return CriterionScore(
        criterion=criterion,
        max=sum((leaf.max for leaf in applying), NOTHING),
        applies=bool(applying),
        why_not="" if applying else "nothing_to_judge",
        points=sum(known, NOTHING) if known else None,
    )


def _leaves_below(
    key: str, rules: Rules, leaves: Mapping[str, CriterionScore]
) -> list[CriterionScore]:
    found: list[CriterionScore] = []
    for child in rules.criteria:
        if child.parent != key:
            continue
        if child.way == "group":
            found += _leaves_below(child.key, rules, leaves)
        else:
            found.append(leaves[child.key])
    return found


def _resting(accounts: Sequence[Account]) -> dict[Basis, Decimal]:
    moved = dict.fromkeys(BASES, NOTHING)
    for account in accounts:
        for each in account.lines:
            moved[each.line.basis] += abs(each.delta)
    return moved
