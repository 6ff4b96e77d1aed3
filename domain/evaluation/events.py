"""What happens to rule sets, rounds and sheets, in the order of their lives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from domain.accountability.fact_line import Period
from domain.evaluation.rules import Level, Rules
from domain.evaluation.values import (
    Choice,
    Clock,
    GateResult,
    KeyOutcome,
    Limits,
    Mark,
    PublicPart,
    RuleSetPlace,
    SelfLine,
)
from domain.fact import Event
from domain.values import Due, Evidence

# -- rule set ------------------------------------------------------------------


class RuleSetDrafted(Event, frozen=True, kw_only=True):
    """The draft of the next version, as it reads now."""

    stored_name: ClassVar[str] = "evaluation.rule_set_drafted"
    code: str
    version: int
    rules: Rules
    hash: str


class RuleSetAdopted(Event, frozen=True, kw_only=True):
    """A version for ever; the document is in the envelope."""

    stored_name: ClassVar[str] = "evaluation.rule_set_adopted"
    version: int
    rules: Rules
    hash: str


class RuleSetRetired(Event, frozen=True, kw_only=True):
    """The reason is in the envelope."""

    stored_name: ClassVar[str] = "evaluation.rule_set_retired"
    version: int


# -- round ---------------------------------------------------------------------


class RoundOpened(Event, frozen=True, kw_only=True):
    """The document is in the envelope; each unit has a sheet of its own from the same act on."""

    stored_name: ClassVar[str] = "evaluation.round_opened"
    code: str
    title: str
    period: Period
    rule_set: RuleSetPlace
    units: tuple[UUID, ...]
    council_posts: tuple[UUID, ...]
    appraiser_posts: tuple[UUID, ...]
    appeal_posts: tuple[UUID, ...] = ()
    limits: Limits


# -- sheet ---------------------------------------------------------------------


class SheetOpened(Event, frozen=True, kw_only=True):
    """What a sheet keeps of its round, so that it can be decided on alone."""

    stored_name: ClassVar[str] = "evaluation.sheet_opened"
    round_id: UUID
    round_code: str
    unit_id: UUID
    period: Period
    rule_set: RuleSetPlace
    council_posts: tuple[UUID, ...]
    appraiser_posts: tuple[UUID, ...]
    appeal_posts: tuple[UUID, ...] = ()
    limits: Limits
    self_score_by: Due
    appraise_by: Due
    """Counted from the end of the first limit; a self-score in time brings it forward."""


class SelfScoreSubmitted(Event, frozen=True, kw_only=True):
    """Every key that applies, with what the machine had beside it at that moment."""

    stored_name: ClassVar[str] = "evaluation.self_score_submitted"
    lines: tuple[SelfLine, ...]
    system: Mapping[str, str] = {}
    total: str
    late: bool = False
    appraise_by: Due


class ScoreAppraised(Event, frozen=True, kw_only=True):
    """One key; `reason` says why it differs from the self-score or the machine's value."""

    stored_name: ClassVar[str] = "evaluation.score_appraised"
    key: str
    points: str
    self_points: str | None = None
    system_value: str | None = None
    reason: str = ""
    by_post: UUID | None


class AppraisalDelivered(Event, frozen=True, kw_only=True):
    """The unit reads it; its time to reply runs."""

    stored_name: ClassVar[str] = "evaluation.appraisal_delivered"
    total: str
    reply_by: Due
    late: bool = False


class AppraisalAccepted(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "evaluation.appraisal_accepted"


class ReplyLapsed(Event, frozen=True, kw_only=True):
    """No reply came: the appraisal goes on to the council as it is."""

    stored_name: ClassVar[str] = "evaluation.reply_lapsed"
    for_on: date
    done_at: datetime


class AppealFiled(Event, frozen=True, kw_only=True):
    """A case with a clock of its own."""

    stored_name: ClassVar[str] = "evaluation.appeal_filed"
    appeal_id: UUID
    keys: tuple[str, ...]
    grounds: str
    evidence: tuple[Evidence, ...] = ()
    decide_by: Due


class AppealDecided(Event, frozen=True, kw_only=True):
    """Key by key; the appraised points stay beside the ones decided here."""

    stored_name: ClassVar[str] = "evaluation.appeal_decided"
    appeal_id: UUID
    outcomes: tuple[KeyOutcome, ...]
    total: str
    by_post: UUID | None
    late: bool = False


class VoteCast(Event, frozen=True, kw_only=True):
    """A reason, if one was given, is in the envelope."""

    stored_name: ClassVar[str] = "evaluation.vote_cast"
    post_id: UUID
    choice: Choice
    ballot: int = 1


class VotesCounted(Event, frozen=True, kw_only=True):
    """Valid when more than half of those entitled were in favour; silence is not in favour."""

    stored_name: ClassVar[str] = "evaluation.votes_counted"
    ballot: int = 1
    members: int
    entitled: int
    in_favour: int
    against: int
    valid: bool


class ScoreApproved(Event, frozen=True, kw_only=True):
    """Points of every key as they stand for ever; the document is in the envelope."""

    stored_name: ClassVar[str] = "evaluation.score_approved"
    version: int
    total: str
    points: Mapping[str, str]
    changes: tuple[Mark, ...] = ()
    level: Level
    proposed_level: Level
    level_by_points: Level
    """What the points alone would give; a gate may hold the proposal below it."""
    gates: tuple[GateResult, ...] = ()


class Frozen(Event, frozen=True, kw_only=True):
    """What the approval rests on, so that it can be worked out again from the journal."""

    stored_name: ClassVar[str] = "evaluation.frozen"
    version: int
    position: int
    rule_set_hash: str
    inputs_hash: str


class ScorePublished(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "evaluation.score_published"
    version: int
    public_part: PublicPart
    total: str
    level: Level


class SheetReopened(Event, frozen=True, kw_only=True):
    """`version` begins; reason and document are in the envelope, former versions stay."""

    stored_name: ClassVar[str] = "evaluation.sheet_reopened"
    version: int
    appraise_by: Due


class DeadlineRecalculated(Event, frozen=True, kw_only=True):
    """A calendar decision moved a clock that still runs; never earlier."""

    stored_name: ClassVar[str] = "evaluation.deadline_recalculated"
    clock: Clock
    before: Due
    after: Due
    calendar_version: int


RuleSetEvent = RuleSetDrafted | RuleSetAdopted | RuleSetRetired
RoundEvent = RoundOpened
SheetEvent = (
    SheetOpened
    | SelfScoreSubmitted
    | ScoreAppraised
    | AppraisalDelivered
    | AppraisalAccepted
    | ReplyLapsed
    | AppealFiled
    | AppealDecided
    | VoteCast
    | VotesCounted
    | ScoreApproved
    | Frozen
    | ScorePublished
    | SheetReopened
    | DeadlineRecalculated
)
EvaluationEvent = RuleSetEvent | RoundEvent | SheetEvent
