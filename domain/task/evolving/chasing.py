"""What time and the follow-up office do about delay."""

from __future__ import annotations

from typing import assert_never
from uuid import UUID

from msgspec.structs import replace

from domain.fact import Meta
from domain.task import events as t
from domain.task.memory import Task
from domain.task.parts import Explanation, Told, Urging

Telling = t.ReminderSent | t.ReminderSnoozed | t.DeadlinePassed | t.UrgingPrepared | t.Escalated
Delay = t.Urged | t.DelayExplained | t.CauseConfirmed | t.CauseRejected | t.MeasureTaken


def tell(task: Task, event: Telling, meta: Meta) -> Task:
    """Acts of the clock, remembered so that each happens once."""
    match event:
        case t.ReminderSent():
            told = Told(event=event.stored_name, rule=event.rule, for_on=event.for_on)
        case t.UrgingPrepared() | t.Escalated():
            told = Told(event=event.stored_name, rule=str(event.step), for_on=event.for_on)
        case t.ReminderSnoozed():
            told = Told(event=event.stored_name, rule=event.rule, for_on=event.until_on)
        case t.DeadlinePassed():
            return replace(task, passed=(*task.passed, event.last_on))
        case _ as unknown:
            assert_never(unknown)
    return replace(task, told=(*task.told, told))


def chase(task: Task, event: Delay, meta: Meta) -> Task:
    """Letters, explanations, causes and measures."""
    match event:
        case t.Urged():
            letter = Urging(step=event.step, at=meta.happened_at, reply_by=event.reply_by)
            return replace(task, urgings=(*task.urgings, letter))
        case t.DelayExplained():
            said = Explanation(event_id=meta.event_id, at=meta.happened_at, cause=event.cause)
            return replace(task, explanations=(*task.explanations, said))
        case t.CauseConfirmed():
            return replace(task, explanations=_judged(task, event.explained_event, confirmed=True))
        case t.CauseRejected():
            return replace(task, explanations=_judged(task, event.explained_event, confirmed=False))
        case t.MeasureTaken():
            return replace(task, measures=(*task.measures, (event.kind, event.post_id)))
        case _ as unknown:
            assert_never(unknown)


def _judged(task: Task, event_id: UUID, *, confirmed: bool) -> tuple[Explanation, ...]:
    return tuple(
        replace(e, outcome="confirmed" if confirmed else "rejected")
        if e.event_id == event_id
        else e
        for e in task.explanations
    )
