"""Time moves by decision: extensions, amendments, triggers, pauses, new calendars."""

from __future__ import annotations

from typing import assert_never

from msgspec.structs import replace

from domain.due import Pause
from domain.fact import Meta
from domain.task import events as t
from domain.task.evolving.dues import with_due, with_moved_due
from domain.task.evolving.limits import with_moved_limit
from domain.task.memory import Task, kind_of
from domain.task.parts import ExtensionRequest, Stop
from domain.values import Conditional, Fixed

Extending = (
    t.ExtensionRequested | t.ExtensionRequestWithdrawn | t.ExtensionApproved | t.ExtensionRefused
)
Moving = (
    t.Amended
    | t.TriggerRecorded
    | t.DeadlineRecalculated
    | t.LimitRecalculated
    | t.Suspended
    | t.Resumed
)


def extend(task: Task, event: Extending, meta: Meta) -> Task:
    """One request at a time, answered or withdrawn."""
    match event:
        case t.ExtensionRequested():
            request = ExtensionRequest(
                request_id=event.request_id,
                at=meta.happened_at,
                to_on=event.to_on,
                decide_by=event.decide_by,
                people=meta.actor.people,
                unit_id=task.lead_id,
                delegation_id=meta.actor.delegation_id,
            )
            return replace(task, request=request)
        case t.ExtensionRequestWithdrawn() | t.ExtensionRefused():
            return replace(task, request=None)
        case t.ExtensionApproved():
            nominal = event.after.nominal_on
            city = task.city_last_on
            task = replace(
                task,
                request=None,
                extensions=task.extensions + 1,
                extension_days=task.extension_days + event.days,
                city_last_on=max(city, nominal) if city else None,
            )
            return with_due(
                task, event.after, event, meta, deadline=Fixed(on=nominal), counts=event.counts
            )
        case _ as unknown:
            assert_never(unknown)


def move(task: Task, event: Moving, meta: Meta) -> Task:
    """Everything else that changes a due or stops the clock."""
    match event:
        case t.Amended():
            return _amended(task, event, meta)
        case t.TriggerRecorded():
            deadline = task.content.deadline
            then = deadline.then if isinstance(deadline, Conditional) else None
            task = replace(task, triggered_at=meta.happened_at)
            return with_due(task, event.due, event, meta, deadline=then, start_on=meta.happened_on)
        case t.DeadlineRecalculated():
            return with_moved_due(task, event.before, event.after)
        case t.LimitRecalculated():
            return with_moved_limit(task, event)
        case t.Suspended():
            stop = Stop(
                at=meta.happened_at,
                on=meta.happened_on,
                was=task.stage,
                by_post=meta.actor.on_behalf_of or meta.actor.post_id,
                until_on=event.until_on,
            )
            return replace(task, stage="suspended", stop=stop)
        case t.Resumed():
            return _resumed(task, event, meta)
        case _ as unknown:
            assert_never(unknown)


def _amended(task: Task, event: t.Amended, meta: Meta) -> Task:
    changed = event.before.deadline != event.after.deadline
    kind = kind_of(event.after.deadline) if task.kind not in ("group", "series") else task.kind
    task = replace(
        task,
        content=event.after,
        kind=kind,
        city_last_on=event.after.city_last_on
        if event.after.city_last_on != event.before.city_last_on
        else task.city_last_on,
    )
    if not changed:
        return task
    return with_due(
        task,
        event.due,
        event,
        meta,
        deadline=event.after.deadline,
        start_on=task.start_of(event.after.deadline),
        counts=event.counts,
    )


def _resumed(task: Task, event: t.Resumed, meta: Meta) -> Task:
    stop = task.stop
    assert stop is not None, "only a suspended task is resumed"
    deadline = task.deadline_now
    in_time = task.due is None or stop.on <= task.due.last_on
    pause = Pause(suspended_on=stop.on, resumed_on=meta.happened_on, due_before=task.newest_due)
    task = replace(
        task,
        stage=stop.was,
        stop=None,
        pauses=(*task.pauses, pause),
        acceptance_limit_on=event.acceptance_limit_on or task.acceptance_limit_on,
    )
    if event.due is None:
        return task
    return with_due(
        task,
        event.due,
        event,
        meta,
        deadline=deadline,
        start_on=meta.happened_on,
        counts=in_time,
    )
