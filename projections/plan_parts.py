"""What the pages of one plan show: its lines, problems, versions, requests and acts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.fact import Recorded
from domain.plan import events as e
from domain.values import Doc, Evidence, Value

PlanStage = Literal["read", "issued", "abandoned", "closed"]
RequestStage = Literal["asked", "consolidated", "accepted", "refused", "withdrawn"]
Reading = Literal["recognised", "to_check", "not_recognised"]


class SourceFile(Value, frozen=True, kw_only=True):
    """A document that was read into the plan."""

    file: Evidence
    derived: bool
    reader_version: str
    read_at: datetime


class PlanLine(Value, frozen=True, kw_only=True):
    """A line as it stands, with what a reviewer must know about where it comes from."""

    line: e.Line
    derived: bool = False
    changed: bool = False
    """Somebody touched it after the reading."""
    dropped_why: str | None = None
    dropped_at: datetime | None = None

    @property
    def ref(self) -> str:
        """Address of the line in the document."""
        return self.line.ref

    @property
    def reading(self) -> Reading:
        """How far the line was understood: a lead is needed, doubts want a look."""
        if self.line.lead_id is None and not self.line.group:
            return "not_recognised"
        if self.line.doubts or self.line.cooperating_text:
            return "to_check"
        return "recognised"

    @property
    def lacks_deadline(self) -> bool:
        """Whether the plan cannot be issued before somebody decides about this line's time."""
        return self.line.deadline is None and self.line.kind != "recurring"


class OpenProblem(Value, frozen=True, kw_only=True):
    """A problem of the reading and, when it was settled, with which note."""

    index: int
    problem: e.Problem
    settled_note: str | None = None

    @property
    def is_open(self) -> bool:
        """Still blocks issuing."""
        return self.settled_note is None


class Version(Value, frozen=True, kw_only=True):
    """The lines of one version of the plan, never changed again."""

    number: int
    document: Doc | None
    decided_on: date
    lines: tuple[e.Line, ...]
    changes: tuple[e.LineChange, ...] = ()
    derived_refs: frozenset[str] = frozenset()


class Request(Value, frozen=True, kw_only=True):
    """A unit's wish to change the plan and what became of it."""

    number: int
    request_id: UUID
    unit_id: UUID
    ref: str | None
    what: str
    reason: str
    proposed: e.Line | None
    evidence: tuple[Evidence, ...]
    asked_at: datetime
    asked_by: UUID | None
    stage: RequestStage = "asked"
    proposal: str = ""
    why: str = ""
    decided_at: datetime | None = None
    document: Doc | None = None
    version: int | None = None
    """The version that followed, if it was accepted."""


class Acknowledgement(Value, frozen=True, kw_only=True):
    """A unit said that its people know the plan."""

    unit_id: UUID
    person_count: int
    at: datetime


class PlanFile(Value, frozen=True, kw_only=True):
    """Everything the pages of one plan show."""

    plan_id: UUID
    code: str
    title: str
    stage: PlanStage = "read"
    stream_version: int = 0
    period_from: date | None = None
    period_to: date | None = None
    files: tuple[SourceFile, ...] = ()
    lines: tuple[PlanLine, ...] = ()
    targets: tuple[e.Target, ...] = ()
    duties: tuple[e.UnitDuty, ...] = ()
    obligations: tuple[e.ReportDuty, ...] = ()
    problems: tuple[OpenProblem, ...] = ()
    unknown_units: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    requests: tuple[Request, ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()
    acts: tuple[Recorded, ...] = ()

    @property
    def version(self) -> int:
        """Number of the version in force; 0 for a draft."""
        return self.versions[-1].number if self.versions else 0

    @property
    def standing_lines(self) -> tuple[PlanLine, ...]:
        """Lines that are part of the plan, in the order of the document."""
        return tuple(line for line in self.lines if line.dropped_at is None)

    @property
    def dropped_lines(self) -> tuple[PlanLine, ...]:
        """Lines somebody took out, with the reason."""
        return tuple(line for line in self.lines if line.dropped_at is not None)

    @property
    def open_problems(self) -> tuple[OpenProblem, ...]:
        """Problems that still block issuing."""
        return tuple(p for p in self.problems if p.is_open)

    @property
    def is_derived(self) -> bool:
        """Whether any document of the plan is derived and not original."""
        return any(file.derived for file in self.files)

    def line(self, ref: str) -> PlanLine | None:
        """The line at an address, if it is part of the plan."""
        return next((x for x in self.standing_lines if x.ref == ref), None)

    def at_version(self, number: int) -> Version | None:
        """A version that was in force once, or is."""
        return next((v for v in self.versions if v.number == number), None)

    def request(self, number: int) -> Request | None:
        """The n-th request for an amendment."""
        return next((r for r in self.requests if r.number == number), None)
