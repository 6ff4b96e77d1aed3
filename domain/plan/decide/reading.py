"""Decides the reading of files into a draft: a file read twice is noticed."""

from __future__ import annotations

from collections import Counter

from msgspec.structs import replace

from domain import claims
from domain.fact import Elsewhere, Event, Moment
from domain.plan import commands as c
from domain.plan import events as e
from domain.plan.events import Line
from domain.plan.state import Plan
from domain.refusal import Refused
from domain.ward import Ward

FILE_CLAIM = "plan-file"


def read_plan(
    command: c.ReadPlan, plan: Plan | None, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """A file becomes a draft under a new plan id."""
    if plan is not None:
        first = plan.files[0]
        raise Refused("plan.already_read", plan_id=plan.plan_id, read_at=first.read_at)
    _refs_are_unique(command.lines, ())
    event = e.Read(
        plan_id=command.plan_id,
        code=command.code,
        file=command.file,
        title=command.title,
        period_from=command.period_from,
        period_to=command.period_to,
        derived=command.derived,
        lines=fan_out(command.lines, ward, moment),
        targets=command.targets,
        duties=command.duties,
        obligations=command.obligations,
        problems=command.problems,
        unknown_units=command.unknown_units,
        reader_version=command.reader_version,
    )
    return [event, *_claim(command)]


def read_appendix(
    command: c.ReadAppendix, plan: Plan, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """A second file adds its lines to the draft."""
    for source in plan.files:
        if source.file.sha256 == command.file.sha256:
            raise Refused("plan.already_read", plan_id=plan.plan_id, read_at=source.read_at)
    _refs_are_unique(command.lines, plan.lines)
    event = e.AppendixRead(
        file=command.file,
        derived=command.derived,
        lines=fan_out(command.lines, ward, moment),
        problems=command.problems,
        unknown_units=command.unknown_units,
        reader_version=command.reader_version,
    )
    return [event, *_claim(command)]


def _claim(command: c.ReadPlan | c.ReadAppendix) -> list[Elsewhere]:
    if command.again:
        return []
    return [claims.take(FILE_CLAIM, command.file.sha256, by_stream=command.plan_id)]


def _refs_are_unique(lines: tuple[Line, ...], others: tuple[Line, ...]) -> None:
    counted = Counter(line.ref for line in (*lines, *others))
    twice = tuple(ref for ref, count in counted.items() if count > 1)
    if twice:
        raise Refused("plan.ref_taken", refs=twice)


def fan_out(lines: tuple[Line, ...], ward: Ward, moment: Moment) -> tuple[Line, ...]:
    """Group lines without units go to every inspected unit that acts today."""
    everybody = tuple(
        unit.unit_id
        for unit in ward.units.values()
        if unit.inspected and unit.active_on(moment.today)
    )
    return tuple(
        replace(line, group=everybody) if line.kind == "group" and not line.group else line
        for line in lines
    )
