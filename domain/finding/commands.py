"""What may be asked of a finding; document and reason come in the moment.

A command says what its event says, except what the decision computes. The inspection, earlier
findings of the same item and who worked on a remedy are looked up by the service, never typed.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from domain.fact import Command
from domain.finding.values import (
    Cause,
    Effect,
    Outcome,
    PlannedMeasure,
    Promise,
    Responsible,
    Severity,
    Stance,
    Team,
    Visit,
    Way,
)
from domain.values import Due, Evidence

FINDING_CODE = "finding-code"
"""The register that hands out the numbers of finding codes, one run per year."""


class FindingCommand(Command, frozen=True, kw_only=True):
    """Every finding is a stream of its own."""

    finding_id: UUID

    @property
    def stream_id(self) -> UUID:
        """The stream of this finding."""
        return self.finding_id


class FindingDecision(FindingCommand, frozen=True, kw_only=True):
    """A decision of the leader or the chair."""

    decision: ClassVar[bool] = True


class RecordFinding(FindingCommand, frozen=True, kw_only=True):
    """At the visit, by anybody of the team."""

    draws: ClassVar[str | None] = FINDING_CODE
    inspection_id: UUID
    item_key: str
    item_code: str = ""
    field: int = 1
    severity: Severity
    description: str
    evidence: tuple[Evidence, ...] = ()
    basis: str = ""
    cause: Cause | None = None
    responsible: Responsible | None = None
    """The unit and its head unless somebody of it is named by post."""
    proposal: str = ""
    proposed_on: date | None = None
    visit: Visit | None = None
    """Looked up."""
    repeat_of: tuple[UUID, ...] = ()
    """Looked up."""


class EnterEarlierFinding(FindingDecision, frozen=True, kw_only=True):
    """From a paper conclusion of before the system; needs its document."""

    draws: ClassVar[str | None] = FINDING_CODE
    unit_id: UUID
    item_key: str
    item_code: str = ""
    field: int = 1
    severity: Severity
    description: str
    recorded_on: date
    started_on: date | None = None
    """The first day of the journal; looked up."""


class DiscussFinding(FindingCommand, frozen=True, kw_only=True):
    note: str


class DropFinding(FindingDecision, frozen=True, kw_only=True):
    """Needs a reason."""


class DeliverFinding(FindingCommand, frozen=True, kw_only=True):
    """Asked by a reaction when the minutes are frozen."""

    team: Team


class AcknowledgeFinding(FindingCommand, frozen=True, kw_only=True):
    """Confirms receipt; it does not mean to agree."""


class LapseAcknowledgement(FindingCommand, frozen=True, kw_only=True):
    """Asked by the clock."""

    for_on: date


class SubmitExplanation(FindingCommand, frozen=True, kw_only=True):
    stance: Stance
    text: str = ""
    containment: str = ""
    cause: Cause | None = None
    measures: tuple[Promise, ...] = ()
    counter_evidence: tuple[Evidence, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class RequestMoreTime(FindingCommand, frozen=True, kw_only=True):
    """Needs a reason."""

    to_on: date


class GrantMoreTime(FindingDecision, frozen=True, kw_only=True):
    to_on: date | None = None
    """Another day than the one asked for."""


class RefuseMoreTime(FindingDecision, frozen=True, kw_only=True):
    why: str


class LapseExplanation(FindingCommand, frozen=True, kw_only=True):
    """Asked by the clock."""

    for_on: date


class AcceptExplanation(FindingDecision, frozen=True, kw_only=True):
    """Needs a reason."""

    effect: Effect
    severity: Severity | None = None


class RejectExplanation(FindingDecision, frozen=True, kw_only=True):
    """Needs a reason."""


class ConcludeFinding(FindingCommand, frozen=True, kw_only=True):
    """Asked by a reaction to the conclusion of the inspection."""

    outcome: Outcome
    severity: Severity
    remedy_due: Due | None = None
    """None: the limit of the severity applies."""
    conclusion_event: UUID | None = None
    authority_post: UUID | None = None
    why: str = ""


class PlanRemediation(FindingCommand, frozen=True, kw_only=True):
    measures: tuple[PlannedMeasure, ...]


class ReportRemediation(FindingCommand, frozen=True, kw_only=True):
    """Asked by a reaction when the remedial task's result was handed in."""

    task_id: UUID
    submission_id: UUID


class VerifyRemediation(FindingDecision, frozen=True, kw_only=True):
    way: Way
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    workers: tuple[UUID, ...] = ()
    """People who worked on the remedial task; looked up."""


class ReturnRemediation(FindingDecision, frozen=True, kw_only=True):
    defects: str
    due_on: date | None = None
    workers: tuple[UUID, ...] = ()
    """People who worked on the remedial task; looked up."""


class CloseFinding(FindingCommand, frozen=True, kw_only=True):
    """Asked by a reaction to the verification."""


class ReopenFinding(FindingDecision, frozen=True, kw_only=True):
    """Needs a reason."""

    due_on: date


class HandOverFinding(FindingDecision, frozen=True, kw_only=True):
    """Needs the document that hands it over."""

    to_body: str


class AddAddendum(FindingDecision, frozen=True, kw_only=True):
    inspection_addendum_no: int
    text: str


class PlaceFollowUp(FindingCommand, frozen=True, kw_only=True):
    """Asked by the clock: a promised day is over and nothing was reported."""

    for_on: date


class NoteFollowUp(FindingCommand, frozen=True, kw_only=True):
    """What a member of the team saw at such a look."""

    measure_id: UUID | None = None
    promised_on: date
    is_done: bool
    note: str = ""
    evidence: tuple[Evidence, ...] = ()


class MoveFindingClocks(FindingCommand, frozen=True, kw_only=True):
    """Asked by a reaction to a calendar decision."""

    calendar_version: int


ALL_COMMANDS: tuple[type[FindingCommand], ...] = (
    RecordFinding,
    EnterEarlierFinding,
    DiscussFinding,
    DropFinding,
    DeliverFinding,
    AcknowledgeFinding,
    LapseAcknowledgement,
    SubmitExplanation,
    RequestMoreTime,
    GrantMoreTime,
    RefuseMoreTime,
    LapseExplanation,
    AcceptExplanation,
    RejectExplanation,
    ConcludeFinding,
    PlanRemediation,
    ReportRemediation,
    VerifyRemediation,
    ReturnRemediation,
    CloseFinding,
    ReopenFinding,
    HandOverFinding,
    AddAddendum,
    PlaceFollowUp,
    NoteFollowUp,
    MoveFindingClocks,
)
