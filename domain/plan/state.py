"""What a plan remembers: its draft or issued lines, every version, and its amendment requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from msgspec.structs import replace

from domain.fact import Event, Meta
from domain.plan import events as e
from domain.plan.events import Line, LineChange, Problem, ReportDuty, Target, UnitDuty
from domain.plan.lines import apply_change, insert, put, recognise
from domain.values import Doc, Evidence, Value
from domain.ward import fold

PlanLife = Literal["read", "issued", "closed", "abandoned"]


class SourceFile(Value, frozen=True, kw_only=True):
    """A file the draft was read from."""

    file: Evidence
    derived: bool = False
    read_at: datetime


class OpenProblem(Value, frozen=True, kw_only=True):
    """A problem of the reading and how it was settled."""

    problem: Problem
    settled: bool = False
    note: str = ""


class Version(Value, frozen=True, kw_only=True):
    """The lines as one decision left them."""

    number: int
    document: Doc | None
    decided_on: date
    lines: tuple[Line, ...]


class Request(Value, frozen=True, kw_only=True):
    """A unit's request to amend the plan, and how far it came."""

    asked: e.AmendmentRequested
    asked_by: frozenset[UUID]
    """Everybody behind the request; none of them decides it (SD-15)."""
    asked_by_post: UUID | None
    asked_at: datetime
    reason: str
    consolidated: bool = False
    withdrawn: bool = False
    decision: e.AmendmentDecision | None = None

    @property
    def open(self) -> bool:
        """Neither withdrawn nor decided."""
        return not self.withdrawn and self.decision is None


class Plan(Value, frozen=True, kw_only=True):
    """A plan as it stands; line order is the order of the document."""

    plan_id: UUID
    code: str
    title: str
    life: PlanLife = "read"
    period_from: date | None = None
    period_to: date | None = None
    derived: bool = False
    files: tuple[SourceFile, ...] = ()
    lines: tuple[Line, ...] = ()
    derived_refs: frozenset[str] = frozenset()
    """Lines that come from a derived file, shown as such for ever."""
    targets: tuple[Target, ...] = ()
    duties: tuple[UnitDuty, ...] = ()
    obligations: tuple[ReportDuty, ...] = ()
    problems: tuple[OpenProblem, ...] = ()
    unknown_units: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()
    acknowledged: Mapping[UUID, int] = {}
    """Unit → number of people it made the plan known to."""
    requests: Mapping[UUID, Request] = {}
    proposal: str = ""

    @property
    def version(self) -> int:
        """0 while it is a draft."""
        return self.versions[-1].number if self.versions else 0

    def line(self, ref: str) -> Line | None:
        """The line at an address of the document."""
        return next((line for line in self.lines if line.ref == ref), None)

    @property
    def refs(self) -> frozenset[str]:
        """Every address in use."""
        return frozenset(line.ref for line in self.lines)


def lines_of_version(plan: Plan, number: int) -> tuple[Line, ...]:
    """The lines of an issued version; an unknown number has none."""
    for version in plan.versions:
        if version.number == number:
            return version.lines
    return ()


def changes(plan: Plan, earlier: int, later: int) -> tuple[LineChange, ...]:
    """What a later version says differently, in the order of the later one, then what it drops."""
    before = {line.ref: line for line in lines_of_version(plan, earlier)}
    after = {line.ref: line for line in lines_of_version(plan, later)}
    changed = [
        LineChange(ref=ref, before=before.get(ref), after=line)
        for ref, line in after.items()
        if before.get(ref) != line
    ]
    dropped = [LineChange(ref=ref, before=line) for ref, line in before.items() if ref not in after]
    return (*changed, *dropped)


# -- folding -----------------------------------------------------------------


def evolve(plan: Plan | None, event: Event, meta: Meta) -> Plan:
    """The plan after one more of its events."""
    if isinstance(event, e.Read):
        return _read(event, meta)
    assert plan is not None, "a plan begins by being read"
    return _FOLDS[type(event)](plan, event, meta)


def _read(event: e.Read, meta: Meta) -> Plan:
    return Plan(
        plan_id=event.plan_id,
        code=event.code,
        title=event.title,
        period_from=event.period_from,
        period_to=event.period_to,
        derived=event.derived,
        files=(_source(event, meta),),
        lines=event.lines,
        derived_refs=_derived(event),
        targets=event.targets,
        duties=event.duties,
        obligations=event.obligations,
        problems=tuple(OpenProblem(problem=problem) for problem in event.problems),
        unknown_units=event.unknown_units,
    )


def _source(event: e.Read | e.AppendixRead, meta: Meta) -> SourceFile:
    return SourceFile(file=event.file, derived=event.derived, read_at=meta.recorded_at)


def _derived(event: e.Read | e.AppendixRead) -> frozenset[str]:
    return frozenset(line.ref for line in event.lines) if event.derived else frozenset()


def _appendix_read(plan: Plan, event: e.AppendixRead, meta: Meta) -> Plan:
    more = tuple(OpenProblem(problem=problem) for problem in event.problems)
    unknown = dict.fromkeys((*plan.unknown_units, *event.unknown_units))
    return replace(
        plan,
        files=(*plan.files, _source(event, meta)),
        lines=(*plan.lines, *event.lines),
        derived_refs=plan.derived_refs | _derived(event),
        problems=(*plan.problems, *more),
        unknown_units=tuple(unknown),
    )


def _line_revised(plan: Plan, event: e.LineRevised, meta: Meta) -> Plan:
    return _put(plan, {event.ref}, (event.after,))


def _line_split(plan: Plan, event: e.LineSplit, meta: Meta) -> Plan:
    return _put(plan, {event.ref}, event.parts)


def _lines_merged(plan: Plan, event: e.LinesMerged, meta: Meta) -> Plan:
    return _put(plan, set(event.refs), (event.line,))


def _line_dropped(plan: Plan, event: e.LineDropped, meta: Meta) -> Plan:
    return _put(plan, {event.ref}, ())


def _put(plan: Plan, refs: set[str], instead: tuple[Line, ...]) -> Plan:
    derived = plan.derived_refs
    if refs & derived:
        derived = (derived - refs) | {line.ref for line in instead}
    return replace(plan, lines=put(plan.lines, refs, instead), derived_refs=derived)


def _line_added(plan: Plan, event: e.LineAdded, meta: Meta) -> Plan:
    return replace(plan, lines=insert(plan.lines, event.line))


def _unit_recognised(plan: Plan, event: e.UnitRecognised, meta: Meta) -> Plan:
    wanted = fold(event.text)
    return replace(
        plan,
        lines=tuple(recognise(line, wanted, event.unit_id) for line in plan.lines),
        duties=tuple(
            replace(duty, unit_id=event.unit_id) if fold(duty.unit_text) == wanted else duty
            for duty in plan.duties
        ),
        unknown_units=tuple(text for text in plan.unknown_units if fold(text) != wanted),
    )


def _problem_settled(plan: Plan, event: e.ProblemSettled, meta: Meta) -> Plan:
    problems = list(plan.problems)
    problems[event.index] = replace(problems[event.index], settled=True, note=event.note)
    return replace(plan, problems=tuple(problems))


def _issued(plan: Plan, event: e.Issued, meta: Meta) -> Plan:
    return replace(_new_version(plan, event.version, plan.lines, meta), life="issued")


def _new_version(plan: Plan, number: int, lines: tuple[Line, ...], meta: Meta) -> Plan:
    version = Version(
        number=number, document=meta.document, decided_on=meta.happened_on, lines=lines
    )
    return replace(plan, lines=lines, versions=(*plan.versions, version))


def _acknowledged(plan: Plan, event: e.Acknowledged, meta: Meta) -> Plan:
    return replace(plan, acknowledged={**plan.acknowledged, event.unit_id: event.person_count})


def _amendment_requested(plan: Plan, event: e.AmendmentRequested, meta: Meta) -> Plan:
    request = Request(
        asked=event,
        asked_by=meta.actor.people,
        asked_by_post=meta.actor.on_behalf_of or meta.actor.post_id,
        asked_at=meta.happened_at,
        reason=meta.reason or "",
    )
    return replace(plan, requests={**plan.requests, event.request_id: request})


def _amendment_withdrawn(plan: Plan, event: e.AmendmentWithdrawn, meta: Meta) -> Plan:
    request = replace(plan.requests[event.request_id], withdrawn=True)
    return replace(plan, requests={**plan.requests, event.request_id: request})


def _amendments_consolidated(plan: Plan, event: e.AmendmentsConsolidated, meta: Meta) -> Plan:
    put = {i: replace(plan.requests[i], consolidated=True) for i in event.request_ids}
    return replace(plan, requests={**plan.requests, **put}, proposal=event.proposal)


def _amendments_decided(plan: Plan, event: e.AmendmentsDecided, meta: Meta) -> Plan:
    decided = {
        d.request_id: replace(plan.requests[d.request_id], decision=d) for d in event.decisions
    }
    return replace(plan, requests={**plan.requests, **decided})


def _amended(plan: Plan, event: e.Amended, meta: Meta) -> Plan:
    lines = plan.lines
    for change in event.changes:
        lines = apply_change(lines, change)
    return _new_version(plan, event.version, lines, meta)


def _abandoned(plan: Plan, event: e.Abandoned, meta: Meta) -> Plan:
    return replace(plan, life="abandoned")


def _closed(plan: Plan, event: e.Closed, meta: Meta) -> Plan:
    return replace(plan, life="closed")


_FOLDS: dict[type[Event], Callable[[Plan, Any, Meta], Plan]] = {
    e.AppendixRead: _appendix_read,
    e.LineRevised: _line_revised,
    e.LineSplit: _line_split,
    e.LinesMerged: _lines_merged,
    e.LineDropped: _line_dropped,
    e.LineAdded: _line_added,
    e.UnitRecognised: _unit_recognised,
    e.ProblemSettled: _problem_settled,
    e.Issued: _issued,
    e.Acknowledged: _acknowledged,
    e.AmendmentRequested: _amendment_requested,
    e.AmendmentWithdrawn: _amendment_withdrawn,
    e.AmendmentsConsolidated: _amendments_consolidated,
    e.AmendmentsDecided: _amendments_decided,
    e.Amended: _amended,
    e.Abandoned: _abandoned,
    e.Closed: _closed,
}
