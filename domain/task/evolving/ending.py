"""Verdicts, withdrawal, reopening, filing, correcting."""

from __future__ import annotations

from typing import assert_never

import msgspec
from msgspec.structs import replace

from domain.fact import Meta
from domain.task import events as t
from domain.task.evolving.dues import with_due
from domain.task.evolving.working import with_worker
from domain.task.memory import Task
from domain.task.parts import Correction, Verdict
from domain.values import Fixed, Quality

Ending = (
    t.CompletionConfirmed
    | t.Rated
    | t.Withdrawn
    | t.Reopened
    | t.Filed
    | t.StandingClosed
    | t.EntryCorrected
    | t.Linked
)


def end(task: Task, event: Ending, meta: Meta) -> Task:
    """The end of a spell, of the task, or of a mistake."""
    match event:
        case t.CompletionConfirmed():
            return _confirmed(task, event, meta)
        case t.Rated():
            return task
        case t.Withdrawn():
            return replace(task, stage="withdrawn", request=None, stop=None)
        case t.Reopened():
            return _reopened(task, event, meta)
        case t.Filed():
            return replace(
                task, stage="filed", file_code=event.file_code, retention=event.retention
            )
        case t.StandingClosed():
            return replace(task, stage="confirmed")
        case t.EntryCorrected():
            return _corrected(task, event)
        case t.Linked():
            content = replace(task.content, links=(*task.content.links, event.to))
            return replace(task, content=content)
        case _ as unknown:
            assert_never(unknown)


def _confirmed(task: Task, event: t.CompletionConfirmed, meta: Meta) -> Task:
    verdict = Verdict(
        spell=task.spell,
        at=meta.happened_at,
        submitted_at=event.submitted_at,
        last_on=event.last_on,
        days_late=event.days_late,
        schedule=event.schedule,
        quality=event.quality,
    )
    return replace(task, stage="confirmed", request=None, verdicts=(*task.verdicts, verdict))


def _reopened(task: Task, event: t.Reopened, meta: Meta) -> Task:
    task = replace(task, stage="accepted", spell=event.spell, percent=None)
    for share in task.allocations:  # who still has the work works on the new spell too
        task = with_worker(task, t.Allocated.stored_name, meta, post_id=share.to_post_id)
    return with_due(task, event.due, event, meta, deadline=Fixed(on=event.due.nominal_on))


def _corrected(task: Task, event: t.EntryCorrected) -> Task:
    correction = Correction(
        event_id=event.event_id, field=event.field, was=event.was, should_be=event.should_be
    )
    task = replace(task, corrections=(*task.corrections, correction))
    verdict = task.verdict
    if event.field != "quality" or verdict is None:
        return task
    quality: Quality = msgspec.convert(event.should_be, Quality)
    return replace(
        task,
        verdicts=tuple(replace(v, quality=quality) if v == verdict else v for v in task.verdicts),
    )
