"""An inspection folded from its events; `evolve` records what happened and never refuses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.checklist_item import ChecklistPlace, Item
from domain.fact import local_date
from domain.inspection.parts import (
    Answer,
    DocumentKind,
    FindingOutcome,
    ProgrammePlace,
    Proposal,
    RunningLimit,
    Score,
    SelfLine,
    Signature,
    SignRole,
    Trigger,
)
from domain.inspection_limits import InspectionKind, Limits
from domain.values import Due, Value

Stage = Literal[
    "ordered",
    "announced",
    "opened",
    "visit_closed",
    "minutes_drawn",
    "frozen",
    "reported",
    "concluded",
    "closed",
    "cancelled",
]
SIGNERS: tuple[SignRole, ...] = ("leader", "secretary", "head")


class Minutes(Value, frozen=True, kw_only=True):
    """The minutes as they were drawn up last."""

    no: int
    content_hash: str
    items_hash: str
    rendered: str = ""
    drawn_at: datetime
    is_stale: bool = False
    """Something came in since: they are drawn up again before anybody signs."""


class Absence(Value, frozen=True, kw_only=True):
    """A post of the unit that was not there."""

    post_id: UUID
    at: datetime
    justified: bool
    reason: str = ""


class Inspection(Value, frozen=True, kw_only=True):
    """An inspection as it stands."""

    stage: Stage = "ordered"
    stage_since: datetime
    code: str
    kind: InspectionKind
    unit_id: UUID
    leader_post: UUID
    secretary_post: UUID
    member_posts: tuple[UUID, ...] = ()
    orderer_post: UUID | None = None
    ordered_at: datetime
    seal_id: UUID | None = None
    programme: ProgrammePlace | None = None
    trigger: Trigger
    checklist: ChecklistPlace
    items: tuple[Item, ...]
    contents: str = ""
    rights: str = ""
    period_from: date
    period_to: date
    from_on: date
    to_on: date
    limits: Limits
    declared: frozenset[UUID] = frozenset()
    conflicted: frozenset[UUID] = frozenset()
    former_posts: tuple[UUID, ...] = ()
    announced_at: datetime | None = None
    visit_on: date | None = None
    """The day that was announced."""
    self_report_by: Due | None = None
    self_report: tuple[SelfLine, ...] | None = None
    self_report_text: str = ""
    self_report_late: bool = False
    opened_at: datetime | None = None
    place: str = ""
    received_by_post: UUID | None = None
    absent_head_reason: str = ""
    answers: tuple[Answer, ...] = ()
    settled: Mapping[str, UUID] = {}
    """Item → the answer the leader chose."""
    overruled: Mapping[str, str] = {}
    """Item → points instead of the computed ones."""
    photographed: frozenset[str] = frozenset()
    """Items with a photo of their own."""
    absences: tuple[Absence, ...] = ()
    visit_closed_at: datetime | None = None
    report_by: Due | None = None
    granted_days: int = 0
    """Working days by which granted time to explain has moved the report."""
    minutes: Minutes | None = None
    opinion: str | None = None
    signatures: tuple[Signature, ...] = ()
    frozen_at: datetime | None = None
    addenda: int = 0
    reported_at: datetime | None = None
    proposals: tuple[Proposal, ...] = ()
    conclude_by: Due | None = None
    concluded_at: datetime | None = None
    outcomes: tuple[FindingOutcome, ...] = ()
    concluded_score: Score | None = None
    remedy_plan_by: Due | None = None
    published_where: str = ""
    papers: frozenset[DocumentKind] = frozenset()
    file_code: str = ""

    @property
    def running(self) -> tuple[tuple[RunningLimit, date, Due], ...]:
        """The limit that runs at this stage: which, since when, until when."""
        found: dict[RunningLimit, tuple[datetime | None, Due | None]] = {
            "report": (self.visit_closed_at, self.report_by),
            "conclude": (self.reported_at, self.conclude_by),
            "remedy_plan": (self.concluded_at, self.remedy_plan_by),
        }
        stages: dict[Stage, RunningLimit] = {
            "visit_closed": "report",
            "minutes_drawn": "report",
            "frozen": "report",
            "reported": "conclude",
            "concluded": "remedy_plan",
        }
        limit = stages.get(self.stage)
        since, due = found[limit] if limit else (None, None)
        if limit is None or since is None or due is None:
            return ()
        return ((limit, local_date(since), due),)

    @property
    def team(self) -> tuple[UUID, ...]:
        """Leader, secretary, members."""
        return (self.leader_post, self.secretary_post, *self.member_posts)

    @property
    def undeclared(self) -> tuple[UUID, ...]:
        """Posts of the team that have not declared independence, or declared a conflict."""
        return tuple(
            post for post in self.team if post not in self.declared or post in self.conflicted
        )

    def item(self, item_key: str) -> Item | None:
        """The criterion, as the inspection keeps it."""
        return next((item for item in self.items if item.item_key == item_key), None)

    def signature(self, role: SignRole) -> Signature | None:
        """Who signed or refused in a role."""
        return next((s for s in self.signatures if s.role == role), None)

    @property
    def unsigned(self) -> tuple[SignRole, ...]:
        """Roles whose signature is still missing; a refusal of the head is not missing."""
        return tuple(role for role in SIGNERS if self.signature(role) is None)
