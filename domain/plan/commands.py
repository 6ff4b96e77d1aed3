"""What may be asked of a plan; document and reason come in the moment."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from domain.fact import Command
from domain.plan.events import AmendmentDecision, Line, Problem, ReportDuty, Target, UnitDuty
from domain.values import Evidence


class PlanCommand(Command, frozen=True, kw_only=True):
    """Every plan is a stream of its own."""

    plan_id: UUID

    @property
    def stream_id(self) -> UUID:
        """The stream of this plan."""
        return self.plan_id


class ReadPlan(PlanCommand, frozen=True, kw_only=True):
    """A file becomes a draft. `again`: this file was read before and is wanted all the same."""

    code: str
    file: Evidence
    title: str
    period_from: date | None = None
    period_to: date | None = None
    derived: bool = False
    lines: tuple[Line, ...]
    targets: tuple[Target, ...] = ()
    duties: tuple[UnitDuty, ...] = ()
    obligations: tuple[ReportDuty, ...] = ()
    problems: tuple[Problem, ...] = ()
    unknown_units: tuple[str, ...] = ()
    reader_version: str = ""
    again: bool = False


class ReadAppendix(PlanCommand, frozen=True, kw_only=True):
    """A second file adds its lines to the same draft."""

    file: Evidence
    derived: bool = False
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()
    unknown_units: tuple[str, ...] = ()
    reader_version: str = ""
    again: bool = False


class ReviseLine(PlanCommand, frozen=True, kw_only=True):
    """The line as it shall read; its ref stays."""

    ref: str
    after: Line


class SplitLine(PlanCommand, frozen=True, kw_only=True):
    """Two or more lines instead of one; their refs are derived: `III.1.a(1)`, `III.1.a(2)`."""

    ref: str
    parts: tuple[Line, ...]


class MergeLines(PlanCommand, frozen=True, kw_only=True):
    """One line instead of several; without `line` the words are joined in the given order."""

    refs: tuple[str, ...]
    line: Line | None = None


class DropLine(PlanCommand, frozen=True, kw_only=True):
    """A line is no duty; the reason stands in the moment."""

    ref: str


class AddLine(PlanCommand, frozen=True, kw_only=True):
    """A line that the reader did not see; an empty ref is derived: `BS.1`."""

    line: Line


class RecogniseUnit(PlanCommand, frozen=True, kw_only=True):
    """A name in the document means this unit, wherever it stands in this plan."""

    text: str
    unit_id: UUID


class SettleProblem(PlanCommand, frozen=True, kw_only=True):
    """A problem of the reading was looked at; `index` counts the problems from 0."""

    index: int
    note: str = ""


class IssuePlan(PlanCommand, frozen=True, kw_only=True):
    """Issue the draft by the document in the moment; issuing assigns."""

    decision: ClassVar[bool] = True


class AcknowledgePlan(PlanCommand, frozen=True, kw_only=True):
    """A unit has made the plan known to its people."""

    unit_id: UUID
    person_count: int


class RequestAmendment(PlanCommand, frozen=True, kw_only=True):
    """A unit asks for a change: ref and line change it, ref alone drops it, line alone adds it."""

    request_id: UUID
    unit_id: UUID
    ref: str | None = None
    what: str
    proposed: Line | None = None
    evidence: tuple[Evidence, ...] = ()


class WithdrawAmendment(PlanCommand, frozen=True, kw_only=True):
    request_id: UUID


class ConsolidateAmendments(PlanCommand, frozen=True, kw_only=True):
    """The coordinator puts requests before the committee with one proposal."""

    request_ids: tuple[UUID, ...]
    proposal: str


class DecideAmendments(PlanCommand, frozen=True, kw_only=True):
    """The committee's decision, by its document; what is accepted becomes version n+1."""

    decision: ClassVar[bool] = True
    decisions: tuple[AmendmentDecision, ...]


class AbandonPlan(PlanCommand, frozen=True, kw_only=True):
    """A draft that will not be issued."""


class ClosePlan(PlanCommand, frozen=True, kw_only=True):
    """The plan has run out; `open_tasks` is counted by a look-up when the command is made."""

    decision: ClassVar[bool] = True
    open_tasks: int = 0


ALL_COMMANDS: tuple[type[PlanCommand], ...] = (
    ReadPlan,
    ReadAppendix,
    ReviseLine,
    SplitLine,
    MergeLines,
    DropLine,
    AddLine,
    RecogniseUnit,
    SettleProblem,
    IssuePlan,
    AcknowledgePlan,
    RequestAmendment,
    WithdrawAmendment,
    ConsolidateAmendments,
    DecideAmendments,
    AbandonPlan,
    ClosePlan,
)
