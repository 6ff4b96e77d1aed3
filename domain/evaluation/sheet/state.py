"""What a sheet remembers: its current version step by step, and every version it had before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.accountability.fact_line import Period
from domain.evaluation.events import Frozen, ScoreApproved, VotesCounted
from domain.evaluation.values import (
    Choice,
    Clock,
    KeyOutcome,
    Limits,
    PublicPart,
    ReplyKind,
    RuleSetPlace,
    SelfLine,
    Vote,
)
from domain.fact import local_date
from domain.values import Doc, Due, Evidence, Value

Stage = Literal["open", "self_scored", "appraised", "replied", "voted", "approved", "published"]
STAGES: tuple[Stage, ...] = (
    "open",
    "self_scored",
    "appraised",
    "replied",
    "voted",
    "approved",
    "published",
)


class SelfScore(Value, frozen=True, kw_only=True):
    """What the unit gave itself; it stays as it is in every version."""

    lines: tuple[SelfLine, ...]
    system: Mapping[str, str]
    total: str
    at: datetime
    late: bool
    people: frozenset[UUID]


class Appraised(Value, frozen=True, kw_only=True):
    """The mark of one key as it stands, and everybody who ever gave it one."""

    points: str
    self_points: str | None
    system_value: str | None
    reason: str
    by_post: UUID | None
    at: datetime
    people: frozenset[UUID]


class Appeal(Value, frozen=True, kw_only=True):
    """The unit does not accept some keys; decided key by key."""

    appeal_id: UUID
    keys: tuple[str, ...]
    grounds: str
    evidence: tuple[Evidence, ...]
    filed_at: datetime
    decide_by: Due
    people: frozenset[UUID]
    decided_at: datetime | None = None
    outcomes: tuple[KeyOutcome, ...] = ()


class Approval(Value, frozen=True, kw_only=True):
    """The chair's decision with what it rests on."""

    said: ScoreApproved
    document: Doc | None
    reason: str | None
    at: datetime
    frozen: Frozen | None = None


class Version(Value, frozen=True, kw_only=True):
    """Everything of one version after the self-score."""

    number: int = 1
    marks: Mapping[str, Appraised] = {}
    appraise_by: Due
    appraised_total: str = ""
    delivered_at: datetime | None = None
    reply_by: Due | None = None
    reply: ReplyKind | None = None
    replied_at: datetime | None = None
    appeal: Appeal | None = None
    decided_total: str = ""
    """After the appeal; empty while none was decided."""
    ballot: int = 1
    votes: tuple[Vote, ...] = ()
    """Of the ballot that is under way or was counted last."""
    count: VotesCounted | None = None
    counted_at: datetime | None = None
    approval: Approval | None = None
    published: PublicPart | None = None
    published_at: datetime | None = None

    @property
    def pending_appeal(self) -> Appeal | None:
        """The appeal that nobody has decided yet."""
        appeal = self.appeal
        return appeal if appeal is not None and appeal.decided_at is None else None

    @property
    def points(self) -> dict[str, str]:
        """Appraised points, with what the appeal changed."""
        given = {key: mark.points for key, mark in self.marks.items()}
        for outcome in self.appeal.outcomes if self.appeal is not None else ():
            if outcome.points:
                given[outcome.key] = outcome.points
        return given

    @property
    def total(self) -> str:
        """The appraised total that the council votes on."""
        return self.decided_total or self.appraised_total

    def vote_of(self, post_id: UUID | None, person_id: UUID | None) -> Choice | None:
        """How a member voted in this ballot: by post, or as the same person from another post."""
        for vote in self.votes:
            if vote.post_id == post_id or (person_id is not None and vote.person_id == person_id):
                return vote.choice
        return None


class Sheet(Value, frozen=True, kw_only=True):
    """A sheet as it stands."""

    round_id: UUID
    round_code: str
    unit_id: UUID
    period: Period
    rule_set: RuleSetPlace
    council_posts: tuple[UUID, ...]
    appraiser_posts: tuple[UUID, ...]
    appeal_posts: tuple[UUID, ...]
    limits: Limits
    opened_at: datetime
    stage: Stage = "open"
    stage_since: datetime
    self_score_by: Due
    self_score: SelfScore | None = None
    now: Version
    """The version under way, or the last one."""
    former: tuple[Version, ...] = ()
    frozen: tuple[Frozen, ...] = ()
    """Of every version that was approved, oldest first."""

    @property
    def version(self) -> int:
        """Number of the version under way."""
        return self.now.number

    @property
    def running(self) -> tuple[tuple[Clock, date, Due], ...]:
        """Clocks that run now: which, since when, until when."""
        now, since = self.now, local_date(self.stage_since)
        match self.stage:
            case "open":
                scored_by = self.self_score_by
                appraise: tuple[Clock, date, Due] = (
                    "appraise",
                    scored_by.last_on,
                    now.appraise_by,
                )
                return (("self_score", since, scored_by), appraise)
            case "self_scored":
                return (("appraise", since, now.appraise_by),)
            case "appraised" if now.reply_by is not None:
                return (("reply", since, now.reply_by),)
            case "replied" if (appeal := now.pending_appeal) is not None:
                return (("appeal", since, appeal.decide_by),)
        return ()

    def self_points(self, key: str) -> str | None:
        """What the unit gave itself for a key."""
        lines = self.self_score.lines if self.self_score is not None else ()
        return next((line.points for line in lines if line.key == key), None)
