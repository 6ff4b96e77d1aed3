"""What a calendar decision would move: the same rules, asked in advance and recorded nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal
from uuid import UUID

import msgspec

from domain.fact import REACTION, Command, Event, Meta, Moment
from domain.finding import commands as finding
from domain.finding import events as f
from domain.finding.memory import Finding
from domain.ids import new_id
from domain.inspection import commands as inspection
from domain.inspection import events as e
from domain.inspection.state import Inspection
from domain.org.commands import DecideCalendar
from domain.refusal import Refused
from domain.task.commands import RecalculateDeadline
from domain.task.events import DeadlineRecalculated, LimitRecalculated
from domain.values import Doc
from domain.ward import Ward
from service import lookups, lookups_inspection
from service.finding_sight import Around, Shown, finding_eyes, finding_view
from service.inspection_sight import eyes_of, sight
from service.slices import FINDING, INSPECTION, ORG, TASK, Slice

if TYPE_CHECKING:
    from service.wiring import House

LOOKED_AT_MAX = 1000
"""More of a kind than this are counted when the decision is recorded, not in the preview."""


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """A last day that would be another one: of a thing, or of an answer that it waits for."""

    kind: Literal["task", "finding", "inspection"] = "task"
    code: str
    text: str
    before: date
    after: date
    limit: str | None = None
    """Which clock or answer; None for a task's own deadline."""


async def would_move(
    house: House, command: DecideCalendar, document: Doc | None, reader: UUID | None = None
) -> tuple[Moved, ...]:
    """Last days that the decision would make later, soonest first; raises Refused.

    Of inspections and findings only what the reader may know: a person, or None for nobody.
    """
    moment = _moment(house, document)
    ward = calendar_after(await house.ward(), command, moment)
    moved: list[Moved] = []
    for slice_, again in await _to_count_again(house, ward.calendar.version):
        stream_id = getattr(again, f"{slice_.name}_id")
        state = slice_.fold(await house.ledger.load(stream_id))
        if not await _may_know(house, reader, state):
            continue
        try:
            decided = slice_.decide(again, state, moment, ward)
        except Refused:
            continue  # what cannot be counted again does not move
        moved.extend(each for event in decided for each in _moved(event, state))
    return tuple(sorted(moved, key=lambda m: (m.before, m.code)))


async def _to_count_again(house: House, version: int) -> list[tuple[Slice, Command]]:
    """What the reaction to such a decision asks for, beside the limits of evaluation sheets."""
    pool = house.pool
    tasks = await lookups.open_dated_tasks(pool)
    findings = await lookups.running_findings(pool)
    visits = await lookups_inspection.running(pool)
    return [
        *((TASK, RecalculateDeadline(task_id=x, calendar_version=version))
          for x in tasks[:LOOKED_AT_MAX]),
        *((FINDING, finding.MoveFindingClocks(finding_id=x, calendar_version=version))
          for x in findings[:LOOKED_AT_MAX]),
        *((INSPECTION, inspection.MoveInspectionClocks(inspection_id=x, calendar_version=version))
          for x in visits[:LOOKED_AT_MAX]),
    ]  # fmt: skip


async def _may_know(house: House, reader: UUID | None, state: object) -> bool:
    ward, today = await house.ward(), house.clock.today()
    if isinstance(state, Inspection):
        return sight(eyes_of(reader, ward, today), state).view != "none"
    if isinstance(state, Finding):
        visit = await house.ledger.load(state.inspection_id) if state.inspection_id else []
        around = Around.of_state(INSPECTION.fold(visit)) if visit else None
        eyes = finding_eyes(reader, ward, today)
        return finding_view(eyes, Shown.of_state(state), around) != "none"
    return True


def calendar_after(ward: Ward, command: DecideCalendar, moment: Moment) -> Ward:
    """The ward with the calendar as it would be; raises Refused where the decision would."""
    for event in ORG.decide(command, ward, moment, ward):
        if isinstance(event, Event):
            ward = ORG.evolve(ward, event, _meta(moment))
    return ward


def _moved(event: object, state: object) -> Iterator[Moved]:
    code = getattr(state, "code", "")
    match event:
        case DeadlineRecalculated(before=before, after=after):
            yield Moved(
                code=code, text=_task_text(state), before=before.last_on, after=after.last_on
            )
        case LimitRecalculated(before=on, after=later, limit=limit):
            yield Moved(code=code, text=_task_text(state), before=on, after=later, limit=limit)
        case f.DeadlineRecalculated(clock=clock, before=before, after=after):
            yield Moved(
                kind="finding",
                code=code,
                text=getattr(state, "description", ""),
                before=before.last_on,
                after=after.last_on,
                limit=clock,
            )
        case e.DeadlineRecalculated(limit=running, before=before, after=after):
            yield Moved(
                kind="inspection",
                code=code,
                text="",
                before=before.last_on,
                after=after.last_on,
                limit=running,
            )


def _task_text(state: object) -> str:
    return getattr(getattr(state, "content", None), "text", "")


def _moment(house: House, document: Doc | None) -> Moment:
    now = house.clock.now()
    return Moment(
        now=now, happened_at=now, actor=REACTION, command_id=new_id(now), document=document
    )


def _meta(moment: Moment) -> Meta:
    return Meta(
        event_id=moment.command_id,
        happened_at=moment.happened_at,
        recorded_at=moment.now,
        actor=moment.actor,
        command_id=moment.command_id,
        document=moment.document,
    )
