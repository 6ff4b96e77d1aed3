"""What may be asked of a programme of inspections and of an inspection.

A command says what its event says, except what the decision computes. What it says of findings,
checklists, earlier orders and the hash of the minutes is looked up by the service, never typed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from domain.checklist_item import ChecklistPlace, Item
from domain.fact import Command
from domain.ids import derived
from domain.inspection.parts import (
    AnswerKind,
    Authorisation,
    Corrects,
    Countersign,
    DocumentKind,
    Drawing,
    Figure,
    FindingFact,
    OutcomeAsked,
    ProgrammePlace,
    Proposal,
    Round,
    Sample,
    SelfLine,
    SignMethod,
    SignRole,
    Trigger,
)
from domain.inspection_limits import InspectionKind
from domain.values import Doc, Evidence, Value

INSPECTION_CODE = "inspection-code"
"""The register of inspection codes, one run per year; drawn at ordering, or at the opening."""

# -- programme -----------------------------------------------------------------


class ProgrammeCommand(Command, frozen=True, kw_only=True):
    """The programme of a period is a stream of its own."""

    programme_id: UUID

    @property
    def stream_id(self) -> UUID:
        """The stream of this programme."""
        return self.programme_id


class DraftProgramme(ProgrammeCommand, frozen=True, kw_only=True):
    """Begin a programme, or put other words into its draft."""

    code: str
    period_from: date
    period_to: date
    rounds: tuple[Round, ...]
    authorisations: tuple[Authorisation, ...] = ()


class ApproveProgramme(ProgrammeCommand, frozen=True, kw_only=True):
    """By the document in the moment; every inspected unit is covered."""

    decision: ClassVar[bool] = True


class AmendProgramme(ProgrammeCommand, frozen=True, kw_only=True):
    """Other rounds or authorisations; needs a document and a reason."""

    decision: ClassVar[bool] = True
    rounds: tuple[Round, ...]
    authorisations: tuple[Authorisation, ...] = ()


# -- inspection ----------------------------------------------------------------


class InspectionCommand(Command, frozen=True, kw_only=True):
    """Every inspection is a stream of its own."""

    inspection_id: UUID

    @property
    def stream_id(self) -> UUID:
        """The stream of this inspection."""
        return self.inspection_id


class InspectionDecision(InspectionCommand, frozen=True, kw_only=True):
    """A decision of the authority; may hardly be entered back without a document."""

    decision: ClassVar[bool] = True


class VisitWork(InspectionCommand, frozen=True, kw_only=True):
    """Recorded on a phone without a network as well, and sent later."""

    may_precede: ClassVar[bool] = True


class OrderWords(Value, frozen=True, kw_only=True):
    """What an order says, sealed or not."""

    kind: InspectionKind
    unit_id: UUID
    leader_post: UUID
    secretary_post: UUID
    member_posts: tuple[UUID, ...] = ()
    contents: str = ""
    fields: tuple[int, ...] = ()
    """Only items of these fields; none named: all."""
    rights: str = ""
    period_from: date
    period_to: date
    from_on: date
    to_on: date
    trigger: Trigger = "decision"
    programme: ProgrammePlace | None = None


class OrderInspection(InspectionDecision, frozen=True, kw_only=True):
    """Needs a document. Surprise orders are sealed first and come through OrderFromSeal."""

    draws: ClassVar[str | None] = INSPECTION_CODE
    words: OrderWords
    checklist: ChecklistPlace | None = None
    """The published version; None when the service found none."""
    items: tuple[Item, ...] = ()
    """The items of that version."""
    authorisation: Authorisation | None = None
    """Of the post that asks, looked up in the programme in force."""
    orders_used: int = 0
    """How many inspections that post ordered by it this quarter."""
    open_order: UUID | None = None
    """An announced inspection of the unit that is not over."""
    orders_before: int = 0
    """How many announced inspections the unit ever had."""


class OrderFromSeal(InspectionCommand, frozen=True, kw_only=True):
    """A seal was opened at the door: the inspection is ordered and opened at once."""

    draws: ClassVar[str | None] = INSPECTION_CODE
    seal_id: UUID
    words: OrderWords
    checklist: ChecklistPlace
    items: tuple[Item, ...]
    orderer_post: UUID
    ordered_at: datetime
    document: Doc | None = None
    declared_posts: tuple[UUID, ...] = ()
    opened_by: UUID
    """The post that opened it."""
    place: str = ""
    received_by_post: UUID
    absent_head_reason: str = ""
    declared_order: str = ""


def inspection_of_seal(seal_id: UUID) -> UUID:
    """The stream that is born when a sealed order is opened."""
    return derived("inspection", seal_id)


class DeclareIndependence(InspectionCommand, frozen=True, kw_only=True):
    post_id: UUID
    statement: str = ""


class DeclareConflict(InspectionCommand, frozen=True, kw_only=True):
    """Needs a reason."""

    post_id: UUID


class ReplaceMember(InspectionDecision, frozen=True, kw_only=True):
    """Needs a reason; once the visit has begun, the declaration of the new member as well."""

    out_post: UUID
    in_post: UUID
    statement: str = ""


class AnnounceInspection(InspectionCommand, frozen=True, kw_only=True):
    """Needs a document."""

    outline: str
    visit_on: date


class PostponeInspection(InspectionDecision, frozen=True, kw_only=True):
    """Needs a reason."""

    from_on: date
    to_on: date


class CancelInspection(InspectionDecision, frozen=True, kw_only=True):
    """Needs a reason."""


class SubmitSelfReport(InspectionCommand, frozen=True, kw_only=True):
    lines: tuple[SelfLine, ...]
    text: str = ""


class OpenInspection(InspectionCommand, frozen=True, kw_only=True):
    place: str = ""
    received_by_post: UUID
    absent_head_reason: str = ""
    declared_order: str = ""


class CheckItem(VisitWork, frozen=True, kw_only=True):
    """`finding_id` names the finding that a failed item opens in its own stream."""

    answer_id: UUID
    item_key: str
    answer: AnswerKind
    points: str = ""
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    sample: Sample | None = None
    finding_id: UUID | None = None
    computed: Figure | None = None
    """Of an item that is computed from what is recorded; looked up."""


class SettleItem(VisitWork, frozen=True, kw_only=True):
    """Needs a reason."""

    item_key: str
    chosen_answer_id: UUID


class OverruleFigure(VisitWork, frozen=True, kw_only=True):
    """Needs a reason."""

    item_key: str
    points: str
    computed: Figure | None = None
    """What the read models come to; looked up."""


class NoteAbsence(VisitWork, frozen=True, kw_only=True):
    """The reason, if one was given, is in the moment."""

    post_id: UUID
    at: datetime
    justified: bool


class AttachVisitEvidence(VisitWork, frozen=True, kw_only=True):
    evidence: Evidence
    item_key: str | None = None


class CloseVisit(InspectionCommand, frozen=True, kw_only=True):
    unsent: int = 0
    """Entries that the phone still holds."""
    findings: tuple[FindingFact, ...] = ()


class DrawUpMinutes(InspectionCommand, frozen=True, kw_only=True):
    drawing: Drawing
    """Rendered and hashed by the service."""


class GiveUnitOpinion(InspectionCommand, frozen=True, kw_only=True):
    """“Không có ý kiến” is an opinion too. With `redrawn` the minutes are ready to be signed."""

    text: str
    redrawn: Drawing | None = None
    """Rendered and hashed by the service, the opinion included."""


class SignMinutes(InspectionCommand, frozen=True, kw_only=True):
    role: SignRole
    content_hash: str
    """Of what was shown to the signer."""
    hash_now: str
    """Of what would be shown now; computed by the service."""
    method: SignMethod = "password"
    stepped_up: bool = False
    """The signer proved a second time who he is; set by the service only."""


class RefuseSignature(InspectionCommand, frozen=True, kw_only=True):
    """The secretary records that the head does not sign; needs the head's reason."""

    witness_post: UUID | None = None
    witness_ref: str = ""


class AddMinutesAddendum(InspectionCommand, frozen=True, kw_only=True):
    text: str
    corrects: Corrects = Corrects()
    evidence: tuple[Evidence, ...] = ()
    countersign: Countersign = "silent"


class ReportInspection(InspectionCommand, frozen=True, kw_only=True):
    summary: str
    proposals: tuple[Proposal, ...] = ()
    findings: tuple[FindingFact, ...] = ()


class ReturnReport(InspectionDecision, frozen=True, kw_only=True):
    defects: str


class IssueConclusion(InspectionDecision, frozen=True, kw_only=True):
    """Needs a document."""

    outcomes: tuple[OutcomeAsked, ...] = ()
    findings: tuple[FindingFact, ...] = ()


class PublishConclusion(InspectionDecision, frozen=True, kw_only=True):
    public_text: str
    where: str


class EnterDocument(InspectionCommand, frozen=True, kw_only=True):
    """Needs the document."""

    paper: DocumentKind
    signature_ref: str = ""


class CloseInspection(InspectionCommand, frozen=True, kw_only=True):
    file_code: str
    findings: tuple[FindingFact, ...] = ()


class MoveReportLimit(InspectionCommand, frozen=True, kw_only=True):
    """Asked by a reaction: a finding of this inspection got so many working days more."""

    days: int


class MoveInspectionClocks(InspectionCommand, frozen=True, kw_only=True):
    """Asked by a reaction to a calendar decision."""

    calendar_version: int


def _kinds(base: type[Command]) -> tuple[type[Command], ...]:
    abstract = (ProgrammeCommand, InspectionCommand, InspectionDecision, VisitWork)
    return tuple(
        kind
        for kind in dict(globals()).values()
        if isinstance(kind, type) and issubclass(kind, base) and kind not in abstract
    )


PROGRAMME_COMMANDS = _kinds(ProgrammeCommand)
INSPECTION_COMMANDS = _kinds(InspectionCommand)
ALL_COMMANDS = (*PROGRAMME_COMMANDS, *INSPECTION_COMMANDS)
"""Every command of both streams, in the order above, for the table of access and the desk."""
