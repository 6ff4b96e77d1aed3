"""What the reader understood, said in the words of a plan: draft structs become plan values."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from domain.plan import events as e
from domain.reading import draft as d
from domain.reading.document import Problem as ReadingProblem
from domain.reading.document import Where
from domain.values import (
    Before,
    Conditional,
    Deadline,
    Duration,
    Every,
    Fixed,
    Standing,
    Value,
)
from domain.ward import Unit, Ward, fold
from service.named_units import unit_meant

WEEKS_ARE_READ_AS: Every = "month"
"""The register knows no weekly report; the line says so and a person decides."""


LONGEST_SUCCESSION = 10


class ReadParts(Value, frozen=True, kw_only=True):
    """The parts of a read plan that both `ReadPlan` and `ReadAppendix` carry."""

    lines: tuple[e.Line, ...]
    targets: tuple[e.Target, ...] = ()
    duties: tuple[e.UnitDuty, ...] = ()
    obligations: tuple[e.ReportDuty, ...] = ()
    problems: tuple[e.Problem, ...] = ()
    unknown_units: tuple[str, ...] = ()


class _Namer:
    """Recognises units and remembers, in the order of the document, the names it did not know."""

    def __init__(self, ward: Ward, on: date) -> None:
        self._ward = ward
        self._on = on
        self.unknown: dict[str, str] = {}

    def unit(self, *names: str | None) -> UUID | None:
        """The active unit that bears the first known of several spellings."""
        for name in names:
            unit = unit_meant(self._ward, name, self._on) if name else None
            if unit is not None:
                return self._successor(unit)
        return None

    def _successor(self, unit: Unit) -> UUID | None:
        """A unit that was merged away is read as whoever took over its duties."""
        for _ in range(LONGEST_SUCCESSION):
            if unit.active_on(self._on):
                return unit.unit_id
            heir = self._ward.units.get(unit.successor_id) if unit.successor_id else None
            if heir is None:
                return None
            unit = heir
        return None

    def asked(self, name: str) -> None:
        """Put a name before the reviewer, once per spelling."""
        self.unknown.setdefault(fold(name), name)

    def everybody(self) -> tuple[UUID, ...]:
        """Who is meant by "các cơ quan, đơn vị": the inspected units that can be given work."""
        return tuple(
            unit.unit_id
            for unit in self._ward.units.values()
            if unit.inspected and unit.active_on(self._on)
        )


def parts_of(draft: d.PlanDraft, ward: Ward, on: date) -> ReadParts:
    """Everything the reader took from a document, with units recognised by name and alias."""
    namer = _Namer(ward, on)
    defaults = {lead.field_no: lead for lead in draft.default_leads if lead.topic is None}
    lines = tuple(_line(line, namer, defaults.get(line.field_no)) for line in draft.tasks)
    duties = tuple(_duty(duty, namer) for duty in draft.duties)
    return ReadParts(
        lines=lines,
        targets=tuple(
            e.Target(ref=t.ref, text=t.text, source_line=t.source_line) for t in draft.targets
        ),
        duties=duties,
        obligations=tuple(_obligation(o) for o in draft.obligations),
        problems=tuple(problem_of(p) for p in draft.problems),
        unknown_units=tuple(namer.unknown.values()),
    )


def _line(line: d.DraftLine, namer: _Namer, default: d.DefaultLead | None) -> e.Line:
    doubts = list(line.doubts)
    lead_id, lead_text = _lead(line, namer, default, doubts)
    group = namer.everybody() if line.lead_is_group else ()
    cooperating, unread = _cooperating(line, namer, lead_id)
    deadline, every = deadline_of(line, doubts)
    return e.Line(
        ref=line.ref,
        seq=line.seq,
        field=line.field_no,
        text=line.text,
        product=line.product,
        lead_id=lead_id,
        lead_text=lead_text,
        cooperating=cooperating,
        cooperating_text=unread,
        deadline=deadline,
        deadline_text=line.deadline_text,
        every=every,
        kind="group" if line.lead_is_group and line.kind == "single" else line.kind,
        group=group,
        source_line=line.source_line,
        source_text=line.source_text,
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _lead(
    line: d.DraftLine, namer: _Namer, default: d.DefaultLead | None, doubts: list[str]
) -> tuple[UUID | None, str | None]:
    """The unit that leads: as written in the line, else as part V.2 gives the whole field."""
    if line.lead_is_group:
        return None, line.lead_text
    found = namer.unit(line.lead, line.lead_text)
    written = line.lead or line.lead_text
    if found is None and written:
        namer.asked(written)
        return None, written
    if found is None and default is not None:
        found = namer.unit(default.unit)
        written = default.unit
        if found is None:
            namer.asked(default.unit)
        else:
            doubts.append("lead_from_field")
    return found, written


def _cooperating(
    line: d.DraftLine, namer: _Namer, lead_id: UUID | None
) -> tuple[tuple[UUID, ...], tuple[str, ...]]:
    known: dict[UUID, None] = {}
    unread: list[str] = list(line.cooperating_unknown)
    for name in line.cooperating:
        unit_id = namer.unit(name)
        if unit_id is None:
            unread.append(name)
        else:
            known[unit_id] = None
    if line.cooperating_groups:
        known.update(dict.fromkeys(namer.everybody()))
    for name in unread:
        namer.asked(name)
    return tuple(u for u in known if u != lead_id), tuple(dict.fromkeys(unread))


def deadline_of(line: d.DraftLine, doubts: list[str]) -> tuple[Deadline | None, Every | None]:
    """The deadline as the register keeps it; None where a person has to decide."""
    read = line.deadline
    match read.kind:
        case "fixed" if read.on:
            return Fixed(on=read.on), None
        case "before" if read.on:
            return Before(on=read.on), None
        case "duration" if read.days:
            return Duration(
                days=read.days, unit=read.unit or "working", start=read.counted_from or "assigned"
            ), None
        case "conditional":
            return _conditional(read, doubts), None
        case "standing":
            return Standing(report_every=_every(read.every, doubts) or "quarter"), None
        case "recurring":
            return None, _every(read.every, doubts)
        case _:
            return None, None


def _conditional(read: d.DraftDeadline, doubts: list[str]) -> Deadline | None:
    if read.latest_on is None and not read.days:
        doubts.append("condition_without_date")
        return None
    then: Fixed | Duration
    if read.days:
        then = Duration(days=read.days, unit=read.unit or "working", start="trigger")
    else:
        assert read.latest_on is not None
        then = Fixed(on=read.latest_on)
    return Conditional(awaits=read.awaits or "", then=then, latest_on=read.latest_on)


def _every(read: d.Every | None, doubts: list[str]) -> Every | None:
    if read == "week":
        doubts.append("every_week")
        return WEEKS_ARE_READ_AS
    return read


def _duty(duty: d.Duty, namer: _Namer) -> e.UnitDuty:
    unit_id = None if duty.is_group else namer.unit(duty.unit_key, duty.unit_text)
    if unit_id is None and duty.unit_text and not duty.is_group:
        namer.asked(duty.unit_text)
    return e.UnitDuty(
        ref=duty.ref,
        unit_text=duty.unit_text,
        unit_id=unit_id,
        text=duty.text,
        source_line=duty.source_line,
    )


def _obligation(duty: d.Obligation) -> e.ReportDuty:
    every = WEEKS_ARE_READ_AS if duty.every == "week" else duty.every
    return e.ReportDuty(
        ref=duty.ref,
        every=every,
        rule=duty.due.kind,
        before_day=duty.due.day,
        before_on=duty.due.on,
        text=duty.text,
        source_line=duty.source_line,
    )


def problem_of(problem: ReadingProblem) -> e.Problem:
    """A problem with its place; the place stays data so that each language can say it."""
    place = where_facts(problem.where)
    facts = tuple((key, str(value)) for key, value in problem.facts.items())
    return e.Problem(
        code=problem.code,
        where=";".join(f"{key}={value}" for key, value in place),
        facts=facts,
    )


def where_facts(where: Where) -> tuple[tuple[str, str], ...]:
    """Page, sheet, row, line and cell, as far as they are known."""
    return tuple(
        (key, str(value))
        for key, value in msgspec.structs.asdict(where).items()
        if value is not None
    )
