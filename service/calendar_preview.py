"""What a calendar decision would move: the same rules, asked in advance and recorded nowhere."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from domain.fact import REACTION, Event, Meta, Moment
from domain.ids import new_id
from domain.org.commands import DecideCalendar
from domain.refusal import Refused
from domain.task.commands import RecalculateDeadline
from domain.task.events import AnswerLimit, DeadlineRecalculated, LimitRecalculated
from domain.values import Doc
from domain.ward import Ward
from service import lookups
from service.slices import ORG, TASK

if TYPE_CHECKING:
    from service.wiring import House

LOOKED_AT_MAX = 1000
"""More open tasks than this are counted when the decision is recorded, not in the preview."""


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """A last day that would be another one: of a task, or of an answer it waits for."""

    task_id: UUID
    code: str
    text: str
    before: date
    after: date
    limit: AnswerLimit | None = None
    """Which answer; None for the task's own deadline."""


async def would_move(
    house: House, command: DecideCalendar, document: Doc | None
) -> tuple[Moved, ...]:
    """Last days of open tasks the decision would make later, soonest first; raises Refused."""
    moment = _moment(house, document)
    ward = calendar_after(await house.ward(), command, moment)
    version = ward.calendar.version
    moved: list[Moved] = []
    for task_id in (await lookups.open_dated_tasks(house.pool))[:LOOKED_AT_MAX]:
        task = TASK.fold(await house.ledger.load(task_id))
        asked = RecalculateDeadline(task_id=task_id, calendar_version=version)
        try:
            decided = TASK.decide(asked, task, moment, ward)
        except Refused:
            continue  # a task that cannot be counted again does not move
        for event in decided:
            if isinstance(event, DeadlineRecalculated):
                days = (event.before.last_on, event.after.last_on)
                moved.append(_moved(task_id, task, days))
            elif isinstance(event, LimitRecalculated):
                moved.append(_moved(task_id, task, (event.before, event.after), event.limit))
    return tuple(sorted(moved, key=lambda m: (m.before, m.code)))


def calendar_after(ward: Ward, command: DecideCalendar, moment: Moment) -> Ward:
    """The ward with the calendar as it would be; raises Refused where the decision would."""
    for event in ORG.decide(command, ward, moment, ward):
        if isinstance(event, Event):
            ward = ORG.evolve(ward, event, _meta(moment))
    return ward


def _moved(
    task_id: UUID, task: object, days: tuple[date, date], limit: AnswerLimit | None = None
) -> Moved:
    return Moved(
        task_id=task_id,
        code=getattr(task, "code", ""),
        text=getattr(getattr(task, "content", None), "text", ""),
        before=days[0],
        after=days[1],
        limit=limit,
    )


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
