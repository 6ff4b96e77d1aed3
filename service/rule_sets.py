"""The version of a rule set that a round is opened with, read from the rule set's own stream."""

from __future__ import annotations

from uuid import UUID

from domain.evaluation.rule_set.state import RuleSet
from domain.evaluation.values import KnownRuleSet, RuleSetPlace
from service.ledger import Ledger
from service.slices import RULE_SET


async def adopted(ledger: Ledger, rule_set_id: UUID, version: int = 0) -> KnownRuleSet | None:
    """An adopted version, or the newest that is not retired; None if there is none."""
    history = await ledger.load(rule_set_id)
    if not history or not RULE_SET.holds(history[0].event):
        return None
    state = RULE_SET.fold(history)
    assert isinstance(state, RuleSet), "the stream of a rule set folds to one"
    found = state.version(version)
    if found is None:
        return None
    place = RuleSetPlace(rule_set_id=rule_set_id, version=found.number, hash=found.hash)
    return KnownRuleSet(place=place, rules=found.rules, is_retired=found.is_retired)
