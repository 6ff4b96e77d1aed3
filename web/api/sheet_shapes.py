"""What a program is told of a sheet: every key side by side, votes, freezes, and whole accounts."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from domain.evaluation.rules import Level
from domain.evaluation.sheet.state import Appeal, Approval, Sheet
from domain.evaluation.values import GateResult, KeyOutcome, SystemLine, Vote
from domain.values import Doc, Evidence
from projections.round_file import KeyLine, SheetClock, Step
from service.evaluation_freeze import Freeze
from service.scoring.score_parts import CriterionScore
from web.api.task_shapes import ActTold, UnitRef
from web.api.units import FactTold
from web.evaluations.loading import SheetView


class SheetLine(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet of a round; points and level are empty for who may not see them."""

    sheet_id: UUID
    href: str
    unit: UnitRef | None
    stage: str
    """Empty for who reads only what was published."""
    total: str
    resting: dict[str, str]
    """Points moved by verified, claimed and contested lines: no total goes without them."""
    level: str
    is_published: bool


class AppealTold(msgspec.Struct, frozen=True, kw_only=True):
    """What the unit asked again, and what came of it."""

    keys: tuple[str, ...]
    grounds: str
    evidence: tuple[Evidence, ...]
    filed_at: datetime
    decide_by: date
    decided_at: datetime | None
    outcomes: tuple[KeyOutcome, ...]


class CountTold(msgspec.Struct, frozen=True, kw_only=True):
    """A vote as it was counted."""

    members: int
    entitled: int
    in_favour: int
    against: int
    valid: bool


class ApprovalTold(msgspec.Struct, frozen=True, kw_only=True):
    """The chair's decision, with the place in the log and the hashes it was frozen at."""

    at: datetime
    level: Level
    proposed_level: Level
    total: str
    reason: str
    document: Doc | None
    position: int | None
    rule_set_hash: str
    inputs_hash: str


class SheetTold(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet for who sees its points."""

    line: SheetLine
    round: str
    version: int
    points: dict[str, str]
    """As they stand, by key."""
    level_by_points: str
    gates: tuple[GateResult, ...]
    system: tuple[SystemLine, ...]
    """What the machine works out, by key."""
    inputs_hash: str
    """`approve-score` may send it back as `seen_inputs`."""
    self_total: str
    self_late: bool
    appraised_total: str
    approved_total: str
    keys: tuple[KeyLine, ...]
    """Self, appraised and approved side by side, with evidence and reasons."""
    steps: tuple[Step, ...]
    clocks: tuple[SheetClock, ...]
    reply: str
    appeal: AppealTold | None
    votes: tuple[Vote, ...]
    """Who voted how, for the council, the chair and the auditor."""
    count: CountTold | None
    approval: ApprovalTold | None


class SheetActs(msgspec.Struct, frozen=True, kw_only=True):
    """Every act of a sheet."""

    items: tuple[ActTold, ...]
    version: int


class PointsMoved(msgspec.Struct, frozen=True, kw_only=True):
    """A line of an account."""

    fact: FactTold
    before: str
    after: str
    delta: str
    missed: str
    """What it would have brought had it been done as owed."""


class AccountTold(msgspec.Struct, frozen=True, kw_only=True):
    """`start`, all changes and the hidden sum come to `points`."""

    start: str
    lines: tuple[PointsMoved, ...]
    hidden_count: int
    """Lines of inspections that the reader may not know of yet."""
    hidden_sum: str
    points: str


class CriterionTold(msgspec.Struct, kw_only=True):
    """A key opened up: rule, formula with its values, and the acts that made the point."""

    key: str
    name: str
    rule: str
    way: str
    max: str
    applies: bool
    why_not: str
    formula: str
    figures: dict[str, str]
    system: str | None
    said: KeyLine | None
    account: AccountTold | None = None


class FreezeTold(msgspec.Struct, frozen=True, kw_only=True):
    """A freeze of a version, worked out again from the journal when it was asked for."""

    version: int
    position: int
    holds: bool
    found: Freeze | None
    """Empty where it cannot be worked out any more."""


class PublishedTold(msgspec.Struct, frozen=True, kw_only=True):
    """What was published, for the whole ward."""

    line: SheetLine
    round: str
    at: datetime | None
    note: str
    points: dict[str, str]
    """By key, where it was decided to publish the lines."""


def sheet_told(view: SheetView, line: SheetLine) -> SheetTold:
    """Everything side by side; votes only for who may see them."""
    sheet, file = view.sheet, view.file
    own, now = sheet.self_score, sheet.now
    return SheetTold(
        line=line,
        round=view.round.code,
        version=file.version,
        points=view.standing.points,
        level_by_points=view.standing.by_points,
        gates=view.standing.gates,
        system=view.told.lines,
        inputs_hash=view.told.inputs_hash,
        self_total=own.total if own else "",
        self_late=own.late if own else False,
        appraised_total=now.total,
        approved_total=now.approval.said.total if now.approval else "",
        keys=file.lines,
        steps=file.steps,
        clocks=file.clocks,
        reply=now.reply or "",
        appeal=_appeal(now.appeal),
        votes=now.votes if view.parts.votes else (),
        count=_count(sheet),
        approval=_approval(now.approval),
    )


def _appeal(appeal: Appeal | None) -> AppealTold | None:
    if appeal is None:
        return None
    return AppealTold(
        keys=appeal.keys,
        grounds=appeal.grounds,
        evidence=appeal.evidence,
        filed_at=appeal.filed_at,
        decide_by=appeal.decide_by.last_on,
        decided_at=appeal.decided_at,
        outcomes=appeal.outcomes,
    )


def _count(sheet: Sheet) -> CountTold | None:
    count = sheet.now.count
    if count is None:
        return None
    return CountTold(
        members=count.members,
        entitled=count.entitled,
        in_favour=count.in_favour,
        against=count.against,
        valid=count.valid,
    )


def _approval(approval: Approval | None) -> ApprovalTold | None:
    if approval is None:
        return None
    said, frozen = approval.said, approval.frozen
    return ApprovalTold(
        at=approval.at,
        level=said.level,
        proposed_level=said.proposed_level,
        total=said.total,
        reason=approval.reason or "",
        document=approval.document,
        position=frozen.position if frozen else None,
        rule_set_hash=frozen.rule_set_hash if frozen else "",
        inputs_hash=frozen.inputs_hash if frozen else "",
    )


def system_points(score: CriterionScore) -> str | None:
    """The machine's points; what people give is no value of the machine."""
    if score.criterion.way != "automatic" or score.points is None:
        return None
    return str(score.points)
