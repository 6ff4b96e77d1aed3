"""Decides what a rule set command comes to: events, nothing ("already so"), or a refusal."""

from __future__ import annotations

from domain.claims import take
from domain.evaluation import commands as c
from domain.evaluation import events as e
from domain.evaluation.hashing import rules_hash
from domain.evaluation.rule_set import soundness
from domain.evaluation.rule_set.state import RuleSet
from domain.fact import Elsewhere, Event, Moment
from domain.grounds import need_document, need_reason
from domain.refusal import Refused
from domain.ward import Ward

Decided = list[Event | Elsewhere]


def decide(command: c.RuleSetCommand, state: RuleSet | None, moment: Moment, ward: Ward) -> Decided:
    """What the command comes to, given the rule set as it stands."""
    if isinstance(command, c.DraftRuleSet):
        return _draft(command, state)
    if state is None:
        raise Refused("not_found", what="rule_set", id=command.rule_set_id)
    match command:
        case c.AdoptRuleSet():
            return _adopt(command, state, moment)
        case c.RetireRuleSet():
            return _retire(command, state, moment)
    raise AssertionError(f"no decision for {type(command).__name__}")


def _draft(command: c.DraftRuleSet, state: RuleSet | None) -> Decided:
    if state is not None and state.draft == command.rules:
        return []
    soundness.refuse_unsound(command.rules)
    soundness.refuse_faults(command.faults)
    drafted = e.RuleSetDrafted(
        code=state.code if state else command.code,
        version=state.next_number if state else 1,
        rules=command.rules,
        hash=rules_hash(command.rules),
    )
    if state is not None:
        return [drafted]
    return [drafted, take("rule-set-code", command.code, by_stream=command.rule_set_id)]


def _adopt(command: c.AdoptRuleSet, state: RuleSet, moment: Moment) -> Decided:
    if state.draft is None:
        return []  # the draft was adopted already, and nothing was drafted since
    need_document(moment)
    soundness.refuse_faults(command.faults)
    soundness.refuse_weights(state.draft)
    soundness.refuse_overlap(state.draft, state.versions)
    return [
        e.RuleSetAdopted(version=state.next_number, rules=state.draft, hash=rules_hash(state.draft))
    ]


def _retire(command: c.RetireRuleSet, state: RuleSet, moment: Moment) -> Decided:
    version = state.version(command.version) if command.version else None
    if version is None:
        raise Refused("not_found", what="rule_set_version", id=command.version)
    if version.is_retired:
        return []
    need_reason(moment)
    return [e.RuleSetRetired(version=version.number)]
