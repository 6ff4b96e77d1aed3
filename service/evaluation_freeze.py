"""Whether a freeze still holds: rules, inputs, points and level worked out again from the journal.

Nothing that was kept beside the journal is believed: the rule set is folded up to the frozen place,
the lines are gathered as they were known there, the sheet is folded up to its approval.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from domain.evaluation import events as e
from domain.evaluation.hashing import rules_hash
from domain.evaluation.rules import Level
from domain.evaluation.sheet.state import Sheet
from domain.evaluation.totals import proposed_level, total
from domain.evaluation.values import KnownRuleSet, RuleSetPlace
from domain.fact import Recorded
from domain.refusal import Refused
from domain.values import Value
from domain.ward import Ward
from projections.database import Pool
from service.evaluation_told import told_of_sheet
from service.ledger import Ledger
from service.slices import RULE_SET, SHEET


class PastWards(Protocol):
    """The organisation as it was known at a place of the log."""

    async def as_of(self, position: int) -> Ward:
        """As it was known there."""


class Freeze(Value, frozen=True, kw_only=True):
    """A freeze as it was recorded, and as it comes out when it is worked out again."""

    version: int
    position: int
    rule_set_hash: str
    inputs_hash: str
    total: str
    rule_set_hash_now: str
    inputs_hash_now: str
    total_now: str
    proposed_level: Level
    proposed_level_now: Level
    points_stood: bool
    """Every approved point is the appraised one, the appeal's, or a change of the approval."""

    @property
    def holds(self) -> bool:
        """Everything is as it was."""
        return (
            self.rule_set_hash == self.rule_set_hash_now
            and self.inputs_hash == self.inputs_hash_now
            and self.total == self.total_now
            and self.proposed_level == self.proposed_level_now
            and self.points_stood
        )


async def verify_freeze(
    pool: Pool, ledger: Ledger, wards: PastWards, sheet_id: UUID, version: int
) -> Freeze:
    """Work the freeze of a version out again; raises Refused `not_found`."""
    history = await ledger.load(sheet_id)
    approved, frozen, before = _frozen(history, version)
    sheet: Sheet = SHEET.fold(before)
    known = await _rules_then(ledger, sheet.rule_set, frozen.position)
    points = {**sheet.now.points, **{mark.key: mark.points for mark in approved.changes}}
    ward = await wards.as_of(frozen.position)
    told = await told_of_sheet(pool, ward, sheet, known, _given(sheet, points), frozen.position)
    reached = total(told, points)
    return Freeze(
        version=version,
        position=frozen.position,
        rule_set_hash=frozen.rule_set_hash,
        inputs_hash=frozen.inputs_hash,
        total=approved.total,
        rule_set_hash_now=rules_hash(known.rules),
        inputs_hash_now=told.inputs_hash,
        total_now=reached,
        proposed_level=approved.proposed_level,
        proposed_level_now=proposed_level(told.rules, reached, told.gates),
        points_stood=points == dict(approved.points),
    )


def _frozen(
    history: Sequence[Recorded], version: int
) -> tuple[e.ScoreApproved, e.Frozen, Sequence[Recorded]]:
    """The approval and the freeze of a version, and all acts before them."""
    approved: e.ScoreApproved | None = None
    for place, recorded in enumerate(history):
        event = recorded.event
        if isinstance(event, e.ScoreApproved) and event.version == version:
            approved, before = event, history[:place]
        if isinstance(event, e.Frozen) and event.version == version and approved is not None:
            return approved, event, before
    raise Refused("not_found", what="freeze", id=version)


async def _rules_then(ledger: Ledger, place: RuleSetPlace, position: int) -> KnownRuleSet:
    history = await ledger.load(place.rule_set_id)
    state = RULE_SET.fold([fact for fact in history if fact.position <= position])
    found = state.version(place.version) if state is not None else None
    if found is None:
        raise Refused("not_found", what="rule_set_version", id=place.version)
    return KnownRuleSet(
        place=RuleSetPlace(
            rule_set_id=place.rule_set_id, version=found.number, hash=rules_hash(found.rules)
        ),
        rules=found.rules,
    )


def _given(sheet: Sheet, points: dict[str, str]) -> dict[str, str]:
    own = sheet.self_score.lines if sheet.self_score is not None else ()
    return {line.key: line.points for line in own} | points
