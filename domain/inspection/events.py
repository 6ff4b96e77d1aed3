"""What happens to a programme of inspections, and to an inspection, in the order of its life."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from domain.checklist_item import ChecklistPlace, Item
from domain.fact import Event
from domain.inspection.parts import (
    AnswerKind,
    Authorisation,
    Corrects,
    Countersign,
    DocumentKind,
    Figure,
    FindingOutcome,
    ProgrammePlace,
    Proposal,
    Round,
    RunningLimit,
    Sample,
    Score,
    SelfLine,
    SignMethod,
    SignRole,
    Trigger,
)
from domain.inspection_limits import InspectionKind, Limits
from domain.values import Doc, Due, Evidence

# -- programme -----------------------------------------------------------------


class ProgrammeDrafted(Event, frozen=True, kw_only=True):
    """The coordinator proposes who is inspected when."""

    stored_name: ClassVar[str] = "inspection.programme_drafted"
    code: str
    period_from: date
    period_to: date
    rounds: tuple[Round, ...]
    coverage_min: int
    authorisations: tuple[Authorisation, ...] = ()


class ProgrammeApproved(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "inspection.programme_approved"
    version: int
    rounds: tuple[Round, ...]
    coverage_min: int
    authorisations: tuple[Authorisation, ...] = ()


class ProgrammeAmended(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "inspection.programme_amended"
    version: int
    rounds: tuple[Round, ...]
    coverage_min: int
    authorisations: tuple[Authorisation, ...] = ()


# -- order and team ------------------------------------------------------------


class Ordered(Event, frozen=True, kw_only=True):
    """A team shall inspect a unit; limits and items are kept as they applied."""

    stored_name: ClassVar[str] = "inspection.ordered"
    code: str
    kind: InspectionKind
    unit_id: UUID
    leader_post: UUID
    secretary_post: UUID
    member_posts: tuple[UUID, ...] = ()
    checklist: ChecklistPlace
    items: tuple[Item, ...]
    """The items of that version that apply to the unit and to this kind."""
    contents: str = ""
    rights: str = ""
    period_from: date
    period_to: date
    from_on: date
    to_on: date
    trigger: Trigger
    limits: Limits
    programme: ProgrammePlace | None = None
    orderer_post: UUID | None = None
    ordered_at: datetime | None = None
    """The true hour of an order that lay sealed; else the hour of the act."""
    seal_id: UUID | None = None
    declared_posts: tuple[UUID, ...] = ()
    """Who had declared independence under the seal."""
    document: Doc | None = None
    """The paper of an order that lay sealed; else the act's own."""


class IndependenceDeclared(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "inspection.independence_declared"
    post_id: UUID
    statement: str = ""


class ConflictDeclared(Event, frozen=True, kw_only=True):
    """Bars the post from this inspection until it is replaced; the reason is in the envelope."""

    stored_name: ClassVar[str] = "inspection.conflict_declared"
    post_id: UUID


class MemberReplaced(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "inspection.member_replaced"
    out_post: UUID
    in_post: UUID
    statement: str = ""
    """The declaration of the new member, if it was given with the replacement."""


class Announced(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "inspection.announced"
    to_unit_id: UUID
    outline: str
    self_report_by: Due
    visit_on: date


class Postponed(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "inspection.postponed"
    from_on: date
    to_on: date
    self_report_by: Due | None = None


class Cancelled(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "inspection.cancelled"


class SelfReportSubmitted(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "inspection.self_report_submitted"
    lines: tuple[SelfLine, ...]
    text: str = ""
    late: bool = False


# -- visit ---------------------------------------------------------------------


class Opened(Event, frozen=True, kw_only=True):
    """The order was made known on arrival."""

    stored_name: ClassVar[str] = "inspection.opened"
    at: datetime
    place: str = ""
    received_by_post: UUID
    absent_head_reason: str = ""
    declared_order: str = ""
    """The order as it was shown at the door."""
    by_post: UUID | None = None


class ItemChecked(Event, frozen=True, kw_only=True):
    """One inspector's answer; device and its clock are in the envelope."""

    stored_name: ClassVar[str] = "inspection.item_checked"
    answer_id: UUID
    item_key: str
    answer: AnswerKind
    points: str
    max: str
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    sample: Sample | None = None
    computed: Figure | None = None
    finding_id: UUID | None = None
    by_post: UUID | None = None
    late: bool = False
    """Captured before the visit was closed, received after it."""


class ItemSettled(Event, frozen=True, kw_only=True):
    """Of two answers the leader chose one; the reason is in the envelope."""

    stored_name: ClassVar[str] = "inspection.item_settled"
    item_key: str
    chosen_answer_id: UUID
    late: bool = False


class FigureOverruled(Event, frozen=True, kw_only=True):
    """Other points than the computed ones; the reason is in the envelope."""

    stored_name: ClassVar[str] = "inspection.figure_overruled"
    item_key: str
    computed: Figure | None
    points: str
    late: bool = False


class AbsenceNoted(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "inspection.absence_noted"
    post_id: UUID
    at: datetime
    justified: bool
    late: bool = False


class EvidenceAttached(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "inspection.evidence_attached"
    evidence: Evidence
    item_key: str | None = None
    late: bool = False


class VisitClosed(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "inspection.visit_closed"
    score: Score
    answered: int
    not_applicable: int
    report_by: Due


# -- minutes -------------------------------------------------------------------


class MinutesDrawnUp(Event, frozen=True, kw_only=True):
    """Earlier signatures are void; `content_hash` is over exactly what is shown."""

    stored_name: ClassVar[str] = "inspection.minutes_drawn_up"
    minutes_no: int
    content_hash: str
    items_hash: str
    score: Score
    rendered: str = ""
    copies: int = 2
    pages: int = 1


class UnitOpinionGiven(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "inspection.unit_opinion_given"
    text: str


class MinutesSigned(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "inspection.minutes_signed"
    role: SignRole
    post_id: UUID
    content_hash: str
    method: SignMethod
    frozen: bool = False
    """This was the last signature that was missing."""


class SignatureRefused(Event, frozen=True, kw_only=True):
    """The head does not sign: a normal outcome; the reason is in the envelope."""

    stored_name: ClassVar[str] = "inspection.signature_refused"
    by_post: UUID
    witness_post: UUID | None = None
    witness_ref: str = ""
    """A witness who is a citizen is kept in the vault; this is the reference."""
    frozen: bool = False


class AddendumAdded(Event, frozen=True, kw_only=True):
    """What is found wrong in frozen minutes stands beside them (biên bản bổ sung)."""

    stored_name: ClassVar[str] = "inspection.addendum_added"
    no: int
    text: str
    corrects: Corrects
    evidence: tuple[Evidence, ...] = ()
    signed_by: UUID | None = None
    countersign: Countersign = "silent"


# -- report and conclusion -----------------------------------------------------


class Reported(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "inspection.reported"
    summary: str
    proposals: tuple[Proposal, ...] = ()
    conclude_by: Due


class ReportReturned(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "inspection.report_returned"
    defects: str


class ConclusionIssued(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "inspection.conclusion_issued"
    outcomes: tuple[FindingOutcome, ...]
    score: Score
    remedy_plan_by: Due


class ConclusionPublished(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "inspection.conclusion_published"
    public_text: str
    where: str


class DocumentEntered(Event, frozen=True, kw_only=True):
    """Number, day and signer of a paper came back; the document is in the envelope."""

    stored_name: ClassVar[str] = "inspection.document_entered"
    paper: DocumentKind
    signature_ref: str = ""


class Closed(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "inspection.closed"
    file_code: str


class ReportLimitMoved(Event, frozen=True, kw_only=True):
    """A unit was granted time to explain; the team's report may come so many days later."""

    stored_name: ClassVar[str] = "inspection.report_limit_moved"
    before: Due
    after: Due
    days: int
    """Working days that were granted in all."""


class DeadlineRecalculated(Event, frozen=True, kw_only=True):
    """A calendar decision moved a limit that still runs; never earlier."""

    stored_name: ClassVar[str] = "inspection.deadline_recalculated"
    limit: RunningLimit
    before: Due
    after: Due
    calendar_version: int


ProgrammeEvent = ProgrammeDrafted | ProgrammeApproved | ProgrammeAmended
InspectionEvent = (
    Ordered
    | IndependenceDeclared
    | ConflictDeclared
    | MemberReplaced
    | Announced
    | Postponed
    | Cancelled
    | SelfReportSubmitted
    | Opened
    | ItemChecked
    | ItemSettled
    | FigureOverruled
    | AbsenceNoted
    | EvidenceAttached
    | VisitClosed
    | MinutesDrawnUp
    | UnitOpinionGiven
    | MinutesSigned
    | SignatureRefused
    | AddendumAdded
    | Reported
    | ReportReturned
    | ConclusionIssued
    | ConclusionPublished
    | DocumentEntered
    | Closed
    | ReportLimitMoved
    | DeadlineRecalculated
)
