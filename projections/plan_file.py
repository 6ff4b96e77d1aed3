"""One plan folded from its own stream: draft, lines, versions, amendments and acts, as of any act.

Lines and versions come from the plan's own memory (`domain.plan.state`); this file adds what only
a reader needs: who touched what, what was dropped and why, and when each request was decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from msgspec.structs import replace

from domain.fact import Recorded
from domain.plan import events as e
from domain.plan.state import OpenProblem, Plan, evolve
from domain.values import Doc, Value

RequestStage = Literal["asked", "consolidated", "accepted", "refused", "withdrawn"]
Reading = Literal["recognised", "to_check", "not_recognised"]


class PlanLine(Value, frozen=True, kw_only=True):
    """A line as it stands, with what a reviewer must know about where it comes from."""

    line: e.Line
    derived: bool = False
    touched: bool = False
    """Somebody looked at it and changed it after the reading."""

    @property
    def ref(self) -> str:
        """Address of the line in the document."""
        return self.line.ref

    @property
    def reading(self) -> Reading:
        """How far the line was understood: a lead is needed, doubts want a look."""
        if self.line.lead_id is None and not self.line.group:
            return "not_recognised"
        if self.line.cooperating_text or (self.line.doubts and not self.touched):
            return "to_check"
        return "recognised"

    @property
    def lacks_deadline(self) -> bool:
        """Somebody has to decide about this line's time before the plan can be issued."""
        return self.line.deadline is None and self.line.every is None


class DroppedLine(Value, frozen=True, kw_only=True):
    """A line that was taken out of the draft."""

    line: e.Line
    why: str
    at: datetime


class NumberedProblem(Value, frozen=True, kw_only=True):
    """A problem of the reading with the number by which it is settled."""

    index: int
    problem: e.Problem
    settled: bool
    note: str = ""


class RequestView(Value, frozen=True, kw_only=True):
    """A unit's wish to change the plan and what became of it."""

    number: int
    asked: e.AmendmentRequested
    stage: RequestStage
    reason: str
    asked_at: datetime
    asked_by: UUID | None = None
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

    plan: Plan
    stream_version: int
    acts: tuple[Recorded, ...]
    touched: frozenset[str] = frozenset()
    dropped: tuple[DroppedLine, ...] = ()
    requests: tuple[RequestView, ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()

    @property
    def lines(self) -> tuple[PlanLine, ...]:
        """Lines that are part of the plan, in the order of the document."""
        return tuple(
            PlanLine(
                line=line,
                derived=line.ref in self.plan.derived_refs,
                touched=line.ref in self.touched,
            )
            for line in self.plan.lines
        )

    @property
    def problems(self) -> tuple[NumberedProblem, ...]:
        """Problems of the reading in the order they were found."""
        return tuple(_numbered(i, p) for i, p in enumerate(self.plan.problems))

    @property
    def open_problems(self) -> tuple[NumberedProblem, ...]:
        """Problems that still block issuing."""
        return tuple(p for p in self.problems if not p.settled)

    @property
    def has_derived(self) -> bool:
        """Whether any line comes from a derived list and not from the original."""
        return bool(self.plan.derived_refs)

    def line(self, ref: str) -> PlanLine | None:
        """The line at an address, if it is part of the plan."""
        return next((x for x in self.lines if x.ref == ref), None)

    def request(self, number: int) -> RequestView | None:
        """The n-th request for an amendment."""
        return next((r for r in self.requests if r.number == number), None)


def fold(stream: Iterable[Recorded]) -> PlanFile | None:
    """The plan after the given acts; None before it was read."""
    file: PlanFile | None = None
    plan: Plan | None = None
    for recorded in stream:
        before = plan
        plan = evolve(plan, recorded.event, recorded.meta)
        version = recorded.originator_version
        if file is None or before is None:
            file = PlanFile(plan=plan, stream_version=version, acts=(recorded,))
            continue
        file = replace(file, plan=plan, stream_version=version, acts=(*file.acts, recorded))
        file = replace(file, **_reader_facts(file, before, recorded))
    return file


def _numbered(index: int, held: OpenProblem) -> NumberedProblem:
    return NumberedProblem(index=index, problem=held.problem, settled=held.settled, note=held.note)


def _reader_facts(file: PlanFile, before: Plan, recorded: Recorded) -> dict[str, Any]:
    """What one act changes beyond the plan's own memory."""
    meta = recorded.meta
    match recorded.event:
        case e.LineRevised(ref=ref):
            return {"touched": file.touched | {ref}}
        case e.LineSplit(parts=parts):
            return {"touched": file.touched | {part.ref for part in parts}}
        case e.LinesMerged(line=line) | e.LineAdded(line=line):
            return {"touched": file.touched | {line.ref}}
        case e.LineDropped(ref=ref):
            former = before.line(ref)
            assert former is not None, "only a line of the plan can be dropped"
            gone = DroppedLine(line=former, why=meta.reason or "", at=meta.happened_at)
            return {"dropped": (*file.dropped, gone)}
        case e.Acknowledged(unit_id=unit_id, person_count=count):
            said = Acknowledgement(unit_id=unit_id, person_count=count, at=meta.happened_at)
            return {"acknowledgements": (*file.acknowledgements, said)}
        case _:
            return _request_facts(file, before, recorded)


def _request_facts(file: PlanFile, before: Plan, recorded: Recorded) -> dict[str, Any]:
    meta = recorded.meta
    match recorded.event:
        case e.AmendmentRequested() as asked:
            request = RequestView(
                number=len(file.requests) + 1,
                asked=asked,
                stage="asked",
                reason=meta.reason or "",
                asked_at=meta.happened_at,
                asked_by=meta.actor.person_id,
            )
            return {"requests": (*file.requests, request)}
        case e.AmendmentWithdrawn(request_id=request_id):
            return _changed(file, {request_id: {"stage": "withdrawn"}})
        case e.AmendmentsConsolidated(request_ids=ids, proposal=proposal):
            facts = {"stage": "consolidated", "proposal": proposal}
            return _changed(file, {request_id: facts for request_id in ids})
        case e.AmendmentsDecided(decisions=decisions):
            return _changed(file, {d.request_id: _decided(d, before, recorded) for d in decisions})
        case _:
            return {}


def _decided(decision: e.AmendmentDecision, before: Plan, recorded: Recorded) -> Mapping[str, Any]:
    """An accepted request names the version that the same append makes."""
    return {
        "stage": "accepted" if decision.accepted else "refused",
        "why": decision.why,
        "decided_at": recorded.meta.happened_at,
        "document": recorded.meta.document,
        "version": before.version + 1 if decision.accepted else None,
    }


def _changed(file: PlanFile, changes: Mapping[UUID, Mapping[str, Any]]) -> dict[str, Any]:
    requests = tuple(
        replace(r, **changes[r.asked.request_id]) if r.asked.request_id in changes else r
        for r in file.requests
    )
    return {"requests": requests}
