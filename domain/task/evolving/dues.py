"""Dues are only ever added: the first one is never lost, and what counts is said beside each."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from domain.fact import Event, Meta
from domain.task.memory import Task
from domain.task.parts import DueDecision
from domain.values import Deadline, Due


def with_due(
    task: Task,
    due: Due | None,
    event: Event,
    meta: Meta,
    *,
    deadline: Deadline | None,
    start_on: date | None = None,
    counts: bool = True,
) -> Task:
    """The task with one more decided due; None takes the due away."""
    if due is None and not task.dues:
        return task
    decision = DueDecision(
        due=due,
        counts=counts,
        decided_at=meta.happened_at if meta.document else meta.recorded_at,
        spell=task.spell,
        by=event.stored_name,
        deadline=deadline,
        start_on=start_on,
    )
    return replace(
        task, dues=(*task.dues, decision), original_due=task.original_due or decision.due
    )


def with_moved_due(task: Task, before: Due, after: Due) -> Task:
    """T10: every decision that came to `before` comes to `after` from now on."""
    return replace(
        task, dues=tuple(replace(d, due=after) if d.due == before else d for d in task.dues)
    )
