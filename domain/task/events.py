"""What happens to a task, in the order of its life."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from domain.fact import Event
from domain.values import (
    Deadline,
    Doc,
    Due,
    Every,
    Evidence,
    Link,
    Nature,
    PlanPlace,
    Quality,
    Schedule,
    SeriesPlace,
    Source,
    Value,
)

ReturnReason = Literal["wrong_competence", "duplicate", "unclear"]
Wants = Literal["direction", "time", "funds", "other"]
Cause = Literal["objective", "subjective"]
Measure = Literal["reminder_letter", "criticism", "review"]
AllocationRole = Literal["doer", "leader_in_charge"]
AnswerLimit = Literal["acceptance", "reply", "review", "extension", "direction", "urging"]


class Content(Value, frozen=True, kw_only=True):
    """What a task asks for, the same from draft to archive."""

    text: str
    field: int
    product: str = ""
    lead_id: UUID | None = None
    cooperating: tuple[UUID, ...] = ()
    deadline: Deadline | None = None
    city_last_on: date | None = None
    """A date set by the city; the ward's own may lie before it, never after it."""
    source: Source = "ward"
    plan: PlanPlace | None = None
    place: str = ""
    """Where in the assigning document."""
    nature: Nature = "regular"
    weight: str = "1"
    funding: str = ""
    reviewer_post_id: UUID | None = None
    links: tuple[Link, ...] = ()
    derived: bool = False
    """From the derived appendix, not from an original one; shown wherever the task shows."""


class Drafted(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.drafted"
    content: Content


class DraftRevised(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.draft_revised"
    before: Content
    after: Content


class DraftDropped(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.draft_dropped"


class Assigned(Event, frozen=True, kw_only=True):
    """Exactly one lead unit owes the product from now on."""

    stored_name: ClassVar[str] = "task.assigned"
    code: str
    round: int
    """1 for the first assignment, +1 each time it is assigned again after a return."""
    content: Content
    head_post_id: UUID | None
    due: Due | None = None
    """None while there is nothing to count from (conditional, standing, none, on acceptance)."""
    parent_id: UUID | None = None
    series: SeriesPlace | None = None
    authority_post_id: UUID | None = None
    acceptance_limit_on: date
    """Silence until the end of this day accepts."""


class GroupAssigned(Event, frozen=True, kw_only=True):
    """One duty for several units: a parent without own work, one child per unit."""

    stored_name: ClassVar[str] = "task.group_assigned"
    code: str
    content: Content
    units: tuple[UUID, ...]
    child_ids: tuple[UUID, ...]
    authority_post_id: UUID | None = None


class GroupWidened(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.group_widened"
    unit_id: UUID
    child_id: UUID


class GroupConcluded(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.group_concluded"
    confirmed: int
    withdrawn: int


class SeriesStarted(Event, frozen=True, kw_only=True):
    """A recurring duty: one dated occurrence per period."""

    stored_name: ClassVar[str] = "task.series_started"
    code: str
    content: Content
    every: Every
    due_day: int | None = None
    """Before this day of the last month of the period; none = last day of the period."""
    first_period: str
    last_period: str | None = None
    authority_post_id: UUID | None = None


class SeriesRevised(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.series_revised"
    from_period: str
    before: Content
    after: Content


class SeriesEnded(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.series_ended"
    from_period: str


class OccurrenceOpened(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.occurrence_opened"
    period: str
    child_id: UUID
    due: Due


class Accepted(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.accepted"
    due: Due | None = None
    """Set when the deadline counts from acceptance."""


class DeemedAccepted(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.deemed_accepted"
    silent_since: date
    limit_on: date
    due: Due | None = None


class Returned(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.returned"
    why: ReturnReason
    text: str
    proposes_unit_id: UUID | None = None


class LeadTransferred(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.lead_transferred"
    from_id: UUID
    to_id: UUID
    from_head_post: UUID | None
    to_head_post: UUID | None
    due: Due | None = None
    counts: bool = True
    acceptance_limit_on: date


class Allocated(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.allocated"
    to_post_id: UUID
    role: AllocationRole = "doer"
    share: int | None = None
    """Percent of the work."""
    work: str = ""


class ReviewerNamed(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.reviewer_named"
    reviewer_post_id: UUID


class CooperationRequested(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.cooperation_requested"
    request_id: UUID
    unit_id: UUID
    question: str
    reply_by: Due


class CooperationAnswered(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.cooperation_answered"
    request_id: UUID
    answer: str
    evidence: tuple[Evidence, ...] = ()
    days_late: int = 0


class CooperationDeclined(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.cooperation_declined"
    request_id: UUID
    why: str


class CooperationWithdrawn(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.cooperation_withdrawn"
    request_id: UUID
    why: str


class CooperationMoved(Event, frozen=True, kw_only=True):
    """The asked unit was merged or dissolved; whoever took over owes the answer."""

    stored_name: ClassVar[str] = "task.cooperation_moved"
    request_id: UUID
    from_id: UUID
    to_id: UUID


class ProgressReported(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.progress_reported"
    text: str
    percent: int | None = None
    evidence: tuple[Evidence, ...] = ()


class PeriodReported(Event, frozen=True, kw_only=True):
    """What was done on a standing duty in one period."""

    stored_name: ClassVar[str] = "task.period_reported"
    period: str
    text: str
    evidence: tuple[Evidence, ...] = ()


class EvidenceAttached(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.evidence_attached"
    evidence: Evidence
    about: str = ""


class ObstacleReported(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.obstacle_reported"
    obstacle_id: UUID
    obstacle: str
    proposal: str
    wants: Wants = "direction"
    direction_by: date
    """Last day for the leader's direction."""


class DirectionGiven(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.direction_given"
    obstacle_id: UUID | None = None
    decision: str


class ExtensionRequested(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.extension_requested"
    request_id: UUID
    to_on: date
    decide_by: date
    """Last day for the approver's decision."""


class ExtensionRequestWithdrawn(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.extension_request_withdrawn"
    request_id: UUID


class ExtensionApproved(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.extension_approved"
    request_id: UUID
    before: Due
    after: Due
    days: int
    """Calendar days between the nominal dates."""
    counts: bool
    """False if decided after the former last moment: the task stays late."""
    asked_at: datetime


class ExtensionRefused(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.extension_refused"
    request_id: UUID
    why: str


class Amended(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.amended"
    before: Content
    after: Content
    due: Due | None = None
    counts: bool = True


class TriggerRecorded(Event, frozen=True, kw_only=True):
    """What a conditional task waited for has happened; the clock starts."""

    stored_name: ClassVar[str] = "task.trigger_recorded"
    trigger: str
    due: Due


class ReminderSent(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.reminder_sent"
    rule: str
    for_on: date
    done_at: datetime
    to_posts: tuple[UUID, ...] = ()


class ReminderSnoozed(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.reminder_snoozed"
    rule: str
    until_on: date


class DeadlinePassed(Event, frozen=True, kw_only=True):
    """The last moment went by without a submission; written once per due."""

    stored_name: ClassVar[str] = "task.deadline_passed"
    last_on: date
    for_on: date
    done_at: datetime
    head_post_id: UUID | None = None


class UrgingPrepared(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.urging_prepared"
    step: int
    for_on: date
    done_at: datetime


class Urged(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.urged"
    step: int
    reply_by: Due


class Escalated(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.escalated"
    step: int
    for_on: date
    done_at: datetime
    to_posts: tuple[UUID, ...] = ()


class DelayExplained(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.delay_explained"
    cause: Cause
    text: str
    remedy: str
    new_date_hoped: date | None = None


class CauseConfirmed(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.cause_confirmed"
    explained_event: UUID
    why: str = ""


class CauseRejected(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.cause_rejected"
    explained_event: UUID
    why: str


class MeasureTaken(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.measure_taken"
    kind: Measure
    post_id: UUID


class ResultSubmitted(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.result_submitted"
    submission_id: UUID
    spell: int
    products: tuple[Evidence, ...] = ()
    documents: tuple[Doc, ...] = ()
    text: str
    claims_done_on: date | None = None
    prepared_by: tuple[UUID, ...] = ()
    """Persons who filled in the draft that the head submitted; they worked on it too."""
    review_by: date
    """Last day for the reviewer."""


class ResultSentBack(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.result_sent_back"
    submission_id: UUID
    defects: str
    by_post: UUID | None = None


class CompletionConfirmed(Event, frozen=True, kw_only=True):
    """Two verdicts: schedule is computed from these facts, quality is chosen."""

    stored_name: ClassVar[str] = "task.completion_confirmed"
    submission_id: UUID
    submitted_at: datetime
    last_on: date | None
    days_late: int
    schedule: Schedule
    quality: Quality
    remark: str = ""


class Rated(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.rated"
    points: str | None = None
    remark: str = ""


class Suspended(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.suspended"
    until_on: date | None = None


class Resumed(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.resumed"
    paused_working_days: int
    due: Due | None = None
    acceptance_limit_on: date | None = None
    """Set when the task was suspended before it was accepted: the silence goes on from here."""


class Withdrawn(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.withdrawn"


class Reopened(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.reopened"
    spell: int
    due: Due


class Filed(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.filed"
    file_code: str
    retention: str


class StandingClosed(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.standing_closed"
    period: str


class EntryCorrected(Event, frozen=True, kw_only=True):
    """An earlier entry was wrong; the old one stays readable beside the correction."""

    stored_name: ClassVar[str] = "task.entry_corrected"
    event_id: UUID
    field: str
    was: str
    should_be: str
    why: str


class DeadlineRecalculated(Event, frozen=True, kw_only=True):
    """A calendar decision moved the due of an open duty; never earlier."""

    stored_name: ClassVar[str] = "task.deadline_recalculated"
    before: Due
    after: Due
    calendar_version: int


class LimitRecalculated(Event, frozen=True, kw_only=True):
    """A calendar decision moved the last day of an answer that is waited for; never earlier."""

    stored_name: ClassVar[str] = "task.limit_recalculated"
    limit: AnswerLimit
    about: UUID | None = None
    """The request, submission or obstacle; none where a task has only one."""
    before: date
    after: date
    calendar_version: int


class Linked(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "task.linked"
    to: Link


TaskEvent = (
    Drafted
    | DraftRevised
    | DraftDropped
    | Assigned
    | GroupAssigned
    | GroupWidened
    | GroupConcluded
    | SeriesStarted
    | SeriesRevised
    | SeriesEnded
    | OccurrenceOpened
    | Accepted
    | DeemedAccepted
    | Returned
    | LeadTransferred
    | Allocated
    | ReviewerNamed
    | CooperationRequested
    | CooperationAnswered
    | CooperationDeclined
    | CooperationWithdrawn
    | CooperationMoved
    | ProgressReported
    | PeriodReported
    | EvidenceAttached
    | ObstacleReported
    | DirectionGiven
    | ExtensionRequested
    | ExtensionRequestWithdrawn
    | ExtensionApproved
    | ExtensionRefused
    | Amended
    | TriggerRecorded
    | ReminderSent
    | ReminderSnoozed
    | DeadlinePassed
    | UrgingPrepared
    | Urged
    | Escalated
    | DelayExplained
    | CauseConfirmed
    | CauseRejected
    | MeasureTaken
    | ResultSubmitted
    | ResultSentBack
    | CompletionConfirmed
    | Rated
    | Suspended
    | Resumed
    | Withdrawn
    | Reopened
    | Filed
    | StandingClosed
    | EntryCorrected
    | DeadlineRecalculated
    | LimitRecalculated
    | Linked
)
