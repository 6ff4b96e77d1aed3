"""All formulas of a rule set: where they stand, and which of them cannot be worked out."""

from __future__ import annotations

from collections.abc import Iterator

from domain.evaluation.rules import Rules
from domain.evaluation.values import FormulaFault
from service.scoring.formula import Kind, check
from service.scoring.formula_fault import FormulaError


def entry_keys(rules: Rules) -> frozenset[str]:
    """The manual criteria whose points formulas may name."""
    return frozenset(each.key for each in rules.criteria if each.way == "manual")


def faults_of(rules: Rules) -> tuple[FormulaFault, ...]:
    """Every formula of a rule set that cannot be worked out, with its place."""
    keys = entry_keys(rules)
    found: list[FormulaFault] = []
    for key, text, kind in formulas_of(rules):
        try:
            check(text, kind, keys)
        except FormulaError as error:
            fault = FormulaFault(key=key, line=error.line, column=error.column, said=error.code)
            found.append(fault)
    return tuple(found)


def formulas_of(rules: Rules) -> Iterator[tuple[str, str, Kind]]:
    """All formulas: key of what they belong to, text, kind."""
    for criterion in rules.criteria:
        if criterion.way == "automatic":
            yield criterion.key, criterion.formula, "points"
        if criterion.applies_if:
            yield criterion.key, criterion.applies_if, "condition"
    for gate in rules.gates:
        yield gate.key, gate.formula, "condition"
    for extra in rules.extras:
        yield extra.key, extra.formula, "points"
