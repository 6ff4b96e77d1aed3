"""What may be asked of a task; document and reason come in the moment.

A command says what its event says, except what the decision computes: code, due, days late,
schedule, counts, round, spell and the limits that run from the act.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from domain.fact import Command
from domain.task.events import AllocationRole, Cause, Content, Measure, ReturnReason, Wants
from domain.values import Deadline, Doc, Every, Evidence, Link, Quality, SeriesPlace

TASK_CODE = "task-code"
"""The register that hands out the numbers of task codes, one run per year."""


class TaskCommand(Command, frozen=True, kw_only=True):
    """Every task, group, series, standing or conditional duty is a stream of its own."""

    task_id: UUID

    @property
    def stream_id(self) -> UUID:
        """The stream of this task."""
        return self.task_id


class TaskDecision(TaskCommand, frozen=True, kw_only=True):
    """A decision of an authority or reviewer; may hardly be entered back without a document."""

    decision: ClassVar[bool] = True


# -- words and assignment ------------------------------------------------------


class DraftTask(TaskCommand, frozen=True, kw_only=True):
    content: Content
    secrecy: str = ""
    """A level of secrecy somebody ticked; secret duties are not kept here."""


class ReviseDraft(TaskCommand, frozen=True, kw_only=True):
    after: Content
    secrecy: str = ""


class DropDraft(TaskCommand, frozen=True, kw_only=True):
    """Needs a reason."""


class AssignTask(TaskDecision, frozen=True, kw_only=True):
    """Needs a document, unless a unit registers its own work (source `self`)."""

    draws: ClassVar[str | None] = TASK_CODE
    content: Content
    parent_id: UUID | None = None
    series: SeriesPlace | None = None
    authority_post_id: UUID | None = None
    """The post that decides on it; the actor's own post if none is named."""
    secrecy: str = ""


class AssignGroup(TaskDecision, frozen=True, kw_only=True):
    """One duty for several units; a reaction assigns each child."""

    draws: ClassVar[str | None] = TASK_CODE
    content: Content
    units: tuple[UUID, ...]
    authority_post_id: UUID | None = None
    secrecy: str = ""


class WidenGroup(TaskDecision, frozen=True, kw_only=True):
    unit_id: UUID


class ConcludeGroup(TaskCommand, frozen=True, kw_only=True):
    """Asked by a reaction that counted the children."""

    confirmed: int
    withdrawn: int


class StartSeries(TaskDecision, frozen=True, kw_only=True):
    draws: ClassVar[str | None] = TASK_CODE
    content: Content
    every: Every
    due_day: int | None = None
    first_period: str
    last_period: str | None = None
    authority_post_id: UUID | None = None
    secrecy: str = ""


class ReviseSeries(TaskDecision, frozen=True, kw_only=True):
    from_period: str
    after: Content


class EndSeries(TaskDecision, frozen=True, kw_only=True):
    """No occurrence from this period on."""

    from_period: str


class OpenOccurrence(TaskCommand, frozen=True, kw_only=True):
    """Asked by the clock; a reaction assigns the child."""

    period: str


class AcceptTask(TaskCommand, frozen=True, kw_only=True):
    pass


class DeemAccepted(TaskCommand, frozen=True, kw_only=True):
    """Asked by the clock after `for_on`, the day until which silence was allowed."""

    for_on: date


class ReturnTask(TaskCommand, frozen=True, kw_only=True):
    why: ReturnReason
    text: str
    proposes_unit_id: UUID | None = None


class TransferLead(TaskDecision, frozen=True, kw_only=True):
    """Needs a reason."""

    to_id: UUID
    deadline: Deadline | None = None
    """None leaves the due as it is."""


# -- work ----------------------------------------------------------------------


class AllocateTask(TaskCommand, frozen=True, kw_only=True):
    to_post_id: UUID
    role: AllocationRole = "doer"
    share: int | None = None
    work: str = ""


class NameReviewer(TaskDecision, frozen=True, kw_only=True):
    reviewer_post_id: UUID


class RequestCooperation(TaskCommand, frozen=True, kw_only=True):
    request_id: UUID
    unit_id: UUID
    question: str
    reply_on: date | None = None
    """None asks within the ward's limit, or by the task's own due if that comes first."""


class AnswerCooperation(TaskCommand, frozen=True, kw_only=True):
    request_id: UUID
    answer: str
    evidence: tuple[Evidence, ...] = ()


class DeclineCooperation(TaskCommand, frozen=True, kw_only=True):
    request_id: UUID
    why: str


class WithdrawCooperation(TaskCommand, frozen=True, kw_only=True):
    request_id: UUID
    why: str


class ReportProgress(TaskCommand, frozen=True, kw_only=True):
    may_precede: ClassVar[bool] = True
    text: str
    percent: int | None = None
    evidence: tuple[Evidence, ...] = ()


class ReportPeriod(TaskCommand, frozen=True, kw_only=True):
    may_precede: ClassVar[bool] = True
    period: str
    text: str
    evidence: tuple[Evidence, ...] = ()


class AttachEvidence(TaskCommand, frozen=True, kw_only=True):
    may_precede: ClassVar[bool] = True
    evidence: Evidence
    about: str = ""


class ReportObstacle(TaskCommand, frozen=True, kw_only=True):
    obstacle_id: UUID
    obstacle: str
    proposal: str
    wants: Wants = "direction"


class GiveDirection(TaskDecision, frozen=True, kw_only=True):
    obstacle_id: UUID | None = None
    decision_text: str


# -- time ----------------------------------------------------------------------


class RequestExtension(TaskCommand, frozen=True, kw_only=True):
    """Needs a reason."""

    request_id: UUID
    to_on: date


class WithdrawExtensionRequest(TaskCommand, frozen=True, kw_only=True):
    request_id: UUID


class ApproveExtension(TaskDecision, frozen=True, kw_only=True):
    request_id: UUID
    to_on: date | None = None
    """None grants the day that was asked for."""


class RefuseExtension(TaskDecision, frozen=True, kw_only=True):
    request_id: UUID
    why: str


class AmendTask(TaskDecision, frozen=True, kw_only=True):
    """Needs a reason; lead, reviewer and links have commands of their own and stay."""

    after: Content


class RecordTrigger(TaskCommand, frozen=True, kw_only=True):
    trigger: str


class SuspendTask(TaskDecision, frozen=True, kw_only=True):
    """Needs a reason."""

    until_on: date | None = None


class ResumeTask(TaskDecision, frozen=True, kw_only=True):
    pass


class MoveCooperation(TaskCommand, frozen=True, kw_only=True):
    """Asked by a reaction when a unit was merged or dissolved with a successor."""

    from_id: UUID
    to_id: UUID


class RecalculateDeadline(TaskCommand, frozen=True, kw_only=True):
    """Asked by a reaction to a calendar decision."""

    calendar_version: int


# -- chasing -------------------------------------------------------------------


class SendReminder(TaskCommand, frozen=True, kw_only=True):
    rule: str
    for_on: date
    to_posts: tuple[UUID, ...] = ()


class SnoozeReminder(TaskCommand, frozen=True, kw_only=True):
    """Needs a reason."""

    rule: str
    until_on: date


class PassDeadline(TaskCommand, frozen=True, kw_only=True):
    """Asked by the clock after `for_on`, the last day of a due."""

    for_on: date


class PrepareUrging(TaskCommand, frozen=True, kw_only=True):
    step: int
    for_on: date


class UrgeTask(TaskCommand, frozen=True, kw_only=True):
    """Needs a document: an urging is a signed letter."""

    step: int
    reply_on: date | None = None


class Escalate(TaskCommand, frozen=True, kw_only=True):
    step: int
    for_on: date
    to_posts: tuple[UUID, ...] = ()


class ExplainDelay(TaskCommand, frozen=True, kw_only=True):
    cause: Cause
    text: str
    remedy: str
    new_date_hoped: date | None = None


class ConfirmCause(TaskDecision, frozen=True, kw_only=True):
    explained_event: UUID
    why: str = ""


class RejectCause(TaskDecision, frozen=True, kw_only=True):
    explained_event: UUID
    why: str


class TakeMeasure(TaskDecision, frozen=True, kw_only=True):
    """Needs a document."""

    kind: Measure
    post_id: UUID


# -- result and ending ---------------------------------------------------------


class SubmitResult(TaskCommand, frozen=True, kw_only=True):
    submission_id: UUID
    products: tuple[Evidence, ...] = ()
    documents: tuple[Doc, ...] = ()
    text: str
    claims_done_on: date | None = None
    prepared_by: tuple[UUID, ...] = ()
    """Persons who filled in the draft that the head submits; they count as having worked on it."""
    open_children: tuple[UUID, ...] = ()
    """Measures of this task that are still open; looked up at the border."""


class SendBackResult(TaskDecision, frozen=True, kw_only=True):
    submission_id: UUID
    defects: str


class ConfirmCompletion(TaskDecision, frozen=True, kw_only=True):
    submission_id: UUID
    quality: Quality
    remark: str = ""
    missing_evidence: tuple[str, ...] = ()
    """SHA-256 of submitted files that are no longer there; looked up at the border."""


class RateTask(TaskDecision, frozen=True, kw_only=True):
    points: str | None = None
    remark: str = ""


class WithdrawTask(TaskDecision, frozen=True, kw_only=True):
    """Needs a reason and a document."""


class ReopenTask(TaskDecision, frozen=True, kw_only=True):
    """Needs a reason."""

    deadline: Deadline


class FileTask(TaskCommand, frozen=True, kw_only=True):
    file_code: str
    retention: str


class CloseStanding(TaskCommand, frozen=True, kw_only=True):
    """The duty ended with this period."""

    period: str


class CorrectEntry(TaskCommand, frozen=True, kw_only=True):
    event_id: UUID
    field: str
    was: str
    should_be: str
    why: str


class LinkTask(TaskCommand, frozen=True, kw_only=True):
    to: Link


ALL_COMMANDS: tuple[type[TaskCommand], ...] = tuple(
    kind
    for kind in dict(globals()).values()
    if isinstance(kind, type)
    and issubclass(kind, TaskCommand)
    and kind not in (TaskCommand, TaskDecision)
)
"""Every command of the task, in the order above, for the table of access and the desk."""
