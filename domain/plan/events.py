"""What happens to a plan."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

from domain.fact import Event
from domain.values import Deadline, Every, Evidence, Value

LineKind = Literal["single", "group", "standing", "recurring", "conditional"]


class Line(Value, frozen=True, kw_only=True):
    """One duty of the plan as it was read or edited; `ref` is its address in the document."""

    ref: str
    seq: int
    field: int | None = None
    text: str
    product: str | None = None
    lead_id: UUID | None = None
    lead_text: str | None = None
    cooperating: tuple[UUID, ...] = ()
    cooperating_text: tuple[str, ...] = ()
    """Names that were read but not recognised."""
    deadline: Deadline | None = None
    deadline_text: str | None = None
    every: Every | None = None
    kind: LineKind = "single"
    group: tuple[UUID, ...] = ()
    """Units a group line fans out to; decided at review."""
    source_line: int | None = None
    source_text: str = ""
    doubts: tuple[str, ...] = ()


class Target(Value, frozen=True, kw_only=True):
    """A target (chỉ tiêu) of part II."""

    ref: str
    text: str
    source_line: int | None = None


class UnitDuty(Value, frozen=True, kw_only=True):
    """A standing responsibility of a unit as the plan words it (part V.2)."""

    ref: str
    unit_text: str
    unit_id: UUID | None = None
    text: str
    source_line: int | None = None


class ReportDuty(Value, frozen=True, kw_only=True):
    """A reporting obligation of the plan (V.1.c)."""

    ref: str
    every: Every
    rule: str
    before_day: int | None = None
    before_on: date | None = None
    text: str
    source_line: int | None = None


class Problem(Value, frozen=True, kw_only=True):
    """Something the reader could not settle; it blocks issuing until it is settled or waved."""

    code: str
    where: str = ""
    facts: tuple[tuple[str, str], ...] = ()


class Read(Event, frozen=True, kw_only=True):
    """A document became a draft; nothing is assigned yet."""

    stored_name: ClassVar[str] = "plan.read"
    plan_id: UUID
    code: str
    """Slug of the plan, e.g. `cchc-2025-2`."""
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


class AppendixRead(Event, frozen=True, kw_only=True):
    """A second document (the appendix table) joined the same draft."""

    stored_name: ClassVar[str] = "plan.appendix_read"
    file: Evidence
    derived: bool = False
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()
    unknown_units: tuple[str, ...] = ()
    reader_version: str = ""


class LineRevised(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "plan.line_revised"
    ref: str
    before: Line
    after: Line


class LineSplit(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "plan.line_split"
    ref: str
    parts: tuple[Line, ...]


class LinesMerged(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "plan.lines_merged"
    refs: tuple[str, ...]
    line: Line


class LineDropped(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "plan.line_dropped"
    ref: str


class LineAdded(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "plan.line_added"
    line: Line


class UnitRecognised(Event, frozen=True, kw_only=True):
    """A name in the document was settled to mean a unit."""

    stored_name: ClassVar[str] = "plan.unit_recognised"
    text: str
    unit_id: UUID


class ProblemSettled(Event, frozen=True, kw_only=True):
    """A problem of the reading was looked at and needs nothing more."""

    stored_name: ClassVar[str] = "plan.problem_settled"
    index: int
    note: str = ""


class Issued(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "plan.issued"
    version: int
    lines_hash: str
    line_count: int
    derived_refs: tuple[str, ...] = ()


class Acknowledged(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "plan.acknowledged"
    unit_id: UUID
    person_count: int


class AmendmentRequested(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "plan.amendment_requested"
    request_id: UUID
    unit_id: UUID
    ref: str | None = None
    """The line to change, or none to ask for a new one."""
    what: str
    proposed: Line | None = None
    evidence: tuple[Evidence, ...] = ()


class AmendmentWithdrawn(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "plan.amendment_withdrawn"
    request_id: UUID


class AmendmentsConsolidated(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "plan.amendments_consolidated"
    request_ids: tuple[UUID, ...]
    proposal: str


class AmendmentDecision(Value, frozen=True, kw_only=True):
    """What the committee decided on one request."""

    request_id: UUID
    accepted: bool
    why: str = ""


class AmendmentsDecided(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "plan.amendments_decided"
    decisions: tuple[AmendmentDecision, ...]


class LineChange(Value, frozen=True, kw_only=True):
    """A line before and after an amendment; `before=None` is new, `after=None` is dropped."""

    ref: str
    before: Line | None = None
    after: Line | None = None


class Amended(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "plan.amended"
    version: int
    changes: tuple[LineChange, ...]


class Abandoned(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "plan.abandoned"


class Closed(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "plan.closed"


PlanEvent = (
    Read
    | AppendixRead
    | LineRevised
    | LineSplit
    | LinesMerged
    | LineDropped
    | LineAdded
    | UnitRecognised
    | ProblemSettled
    | Issued
    | Acknowledged
    | AmendmentRequested
    | AmendmentWithdrawn
    | AmendmentsConsolidated
    | AmendmentsDecided
    | Amended
    | Abandoned
    | Closed
)
