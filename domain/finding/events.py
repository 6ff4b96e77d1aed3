"""What happens to a finding, in the order of its life."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from domain.fact import Event
from domain.finding.values import (
    Cause,
    Clock,
    Effect,
    Measure,
    Outcome,
    Promised,
    Responsible,
    Severity,
    Stance,
    Team,
    Way,
)
from domain.inspection_limits import Limits
from domain.values import Due, Evidence


class Recorded(Event, frozen=True, kw_only=True):
    """Seen at a visit; limits and team are kept as they applied."""

    stored_name: ClassVar[str] = "finding.recorded"
    code: str
    no: int
    """Its number within the inspection."""
    inspection_id: UUID
    unit_id: UUID
    item_key: str
    item_code: str = ""
    field: int = 1
    severity: Severity
    description: str
    evidence: tuple[Evidence, ...] = ()
    basis: str = ""
    """The rule or line of the plan that it goes against."""
    cause: Cause | None = None
    responsible: Responsible
    proposal: str = ""
    proposed_due: Due | None = None
    repeat_of: tuple[UUID, ...] = ()
    limits: Limits
    team: Team
    late: bool = False
    """Captured before the visit was closed, received after it."""


class EarlierEntered(Event, frozen=True, kw_only=True):
    """From a paper conclusion of before the system, so that repeats are seen."""

    stored_name: ClassVar[str] = "finding.earlier_entered"
    code: str
    unit_id: UUID
    item_key: str
    item_code: str = ""
    field: int = 1
    severity: Severity
    description: str
    recorded_on: date


class Discussed(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "finding.discussed"
    note: str


class Dropped(Event, frozen=True, kw_only=True):
    """Taken back before the minutes were frozen; the reason is in the envelope."""

    stored_name: ClassVar[str] = "finding.dropped"


class Delivered(Event, frozen=True, kw_only=True):
    """The minutes are frozen; the head's first clock runs."""

    stored_name: ClassVar[str] = "finding.delivered"
    to_post: UUID | None
    acknowledge_by: Due
    team: Team
    """As it signed; from now on it does not change."""


class Acknowledged(Event, frozen=True, kw_only=True):
    """Received, which is no consent."""

    stored_name: ClassVar[str] = "finding.acknowledged"
    by_post: UUID | None
    explain_by: Due | None = None
    """None for praise, which waits for no answer."""
    late: bool = False


class AcknowledgementLapsed(Event, frozen=True, kw_only=True):
    """Nobody confirmed receipt in time; the time to explain runs all the same."""

    stored_name: ClassVar[str] = "finding.acknowledgement_lapsed"
    for_on: date
    limit_on: date
    explain_by: Due | None = None
    done_at: datetime


class ExplanationSubmitted(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "finding.explanation_submitted"
    stance: Stance
    text: str = ""
    containment: str = ""
    cause: Cause | None = None
    measures: tuple[Promised, ...] = ()
    counter_evidence: tuple[Evidence, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    content_hash: str
    """SHA-256 of stance, words, dates and files as they were sent."""
    assess_by: Due | None = None
    late: bool = False
    """After the limit: kept and shown, it does not undo the silence."""


class MoreTimeRequested(Event, frozen=True, kw_only=True):
    """The reason is in the envelope."""

    stored_name: ClassVar[str] = "finding.more_time_requested"
    to_on: date


class MoreTimeGranted(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "finding.more_time_granted"
    explain_by: Due
    days: int
    """Working days that were added; the limit of the team's report moves by as many."""


class MoreTimeRefused(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "finding.more_time_refused"
    why: str


class ExplanationLapsed(Event, frozen=True, kw_only=True):
    """Không giải trình: silence, recorded as silence and not as consent."""

    stored_name: ClassVar[str] = "finding.explanation_lapsed"
    for_on: date
    limit_on: date
    done_at: datetime


class ExplanationAccepted(Event, frozen=True, kw_only=True):
    """What the leader will propose because of it; the reason is in the envelope."""

    stored_name: ClassVar[str] = "finding.explanation_accepted"
    effect: Effect
    severity: Severity | None = None


class ExplanationRejected(Event, frozen=True, kw_only=True):
    """The reason is in the envelope."""

    stored_name: ClassVar[str] = "finding.explanation_rejected"


class Concluded(Event, frozen=True, kw_only=True):
    """What the chair's conclusion says of it."""

    stored_name: ClassVar[str] = "finding.concluded"
    outcome: Outcome
    severity: Severity
    over_objection: bool = False
    remedy_due: Due | None = None
    plan_by: Due | None = None
    conclusion_event: UUID | None = None
    authority_post: UUID | None = None
    """The post that issued the conclusion; it decides on the remedial task."""
    why: str = ""


class RemediationPlanned(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "finding.remediation_planned"
    measures: tuple[Measure, ...]


class RemediationReported(Event, frozen=True, kw_only=True):
    """The remedial task's result was handed in."""

    stored_name: ClassVar[str] = "finding.remediation_reported"
    spell: int
    task_id: UUID
    submission_id: UUID
    verify_by: Due


class RemediationVerified(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "finding.remediation_verified"
    spell: int
    by_post: UUID | None
    way: Way
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    task_id: UUID
    submission_id: UUID


class RemediationReturned(Event, frozen=True, kw_only=True):
    """Not put right: a new spell begins, the first one stays."""

    stored_name: ClassVar[str] = "finding.remediation_returned"
    spell: int
    by_post: UUID | None
    defects: str
    due: Due | None = None
    """Another date, if one was given; else the former stays."""
    task_id: UUID
    submission_id: UUID


class Closed(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "finding.closed"
    in_time: bool
    last_on: date | None = None


class Reopened(Event, frozen=True, kw_only=True):
    """A new spell with a date of its own; the reason is in the envelope."""

    stored_name: ClassVar[str] = "finding.reopened"
    spell: int
    due: Due
    authority_post: UUID | None = None


class HandedOver(Event, frozen=True, kw_only=True):
    """A sign of a breach went to the competent body; the document is in the envelope."""

    stored_name: ClassVar[str] = "finding.handed_over"
    to_body: str


class AddendumAdded(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "finding.addendum_added"
    inspection_addendum_no: int
    text: str


class FollowUpPlaced(Event, frozen=True, kw_only=True):
    """A promised day went by without a report: somebody of the team goes and looks."""

    stored_name: ClassVar[str] = "finding.follow_up_placed"
    measure_id: UUID | None = None
    """The measure of the unit's plan; None: the remedy as a whole."""
    promised_on: date
    spell: int
    visit_by: Due
    done_at: datetime


class FollowUpNoted(Event, frozen=True, kw_only=True):
    """What was seen at that look; it verifies nothing by itself."""

    stored_name: ClassVar[str] = "finding.follow_up_noted"
    measure_id: UUID | None = None
    promised_on: date
    spell: int
    is_done: bool
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    by_post: UUID | None = None


class DeadlineRecalculated(Event, frozen=True, kw_only=True):
    """A calendar decision moved a clock that still runs; never earlier."""

    stored_name: ClassVar[str] = "finding.deadline_recalculated"
    clock: Clock
    before: Due
    after: Due
    calendar_version: int


FindingEvent = (
    Recorded
    | EarlierEntered
    | Discussed
    | Dropped
    | Delivered
    | Acknowledged
    | AcknowledgementLapsed
    | ExplanationSubmitted
    | MoreTimeRequested
    | MoreTimeGranted
    | MoreTimeRefused
    | ExplanationLapsed
    | ExplanationAccepted
    | ExplanationRejected
    | Concluded
    | RemediationPlanned
    | RemediationReported
    | RemediationVerified
    | RemediationReturned
    | Closed
    | Reopened
    | HandedOver
    | AddendumAdded
    | FollowUpPlaced
    | FollowUpNoted
    | DeadlineRecalculated
)
