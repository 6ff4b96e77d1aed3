"""The unit works: allocation, cooperation, progress, obstacles, the result."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never
from uuid import UUID

from msgspec.structs import replace

from domain.fact import Meta
from domain.task import events as t
from domain.task.memory import Task
from domain.task.parts import (
    Allocation,
    Cooperation,
    Obstacle,
    Submission,
    Worker,
)

Working = (
    t.Allocated
    | t.ProgressReported
    | t.PeriodReported
    | t.EvidenceAttached
    | t.ObstacleReported
    | t.DirectionGiven
)
Cooperating = (
    t.CooperationRequested
    | t.CooperationAnswered
    | t.CooperationDeclined
    | t.CooperationWithdrawn
    | t.CooperationMoved
)
Handing = t.ResultSubmitted | t.ResultSentBack


def work(task: Task, event: Working, meta: Meta) -> Task:
    """Work inside the lead unit, and the direction it asked for."""
    match event:
        case t.Allocated():
            share = Allocation(
                to_post_id=event.to_post_id,
                role=event.role,
                share=event.share,
                work=event.work,
                on=meta.happened_on,
            )
            task = replace(task, allocations=(*task.allocations, share))
            return with_worker(task, event.stored_name, meta, post_id=event.to_post_id)
        case t.ProgressReported():
            task = replace(
                task,
                progress_at=max(task.progress_at or meta.happened_at, meta.happened_at),
                percent=task.percent if event.percent is None else event.percent,
            )
            return with_worker(task, event.stored_name, meta, people=meta.actor.people)
        case t.PeriodReported():
            task = replace(
                task,
                progress_at=meta.happened_at,
                periods_reported=(*task.periods_reported, event.period),
            )
            return with_worker(task, event.stored_name, meta, people=meta.actor.people)
        case t.EvidenceAttached():
            return task
        case t.ObstacleReported():
            obstacle = Obstacle(
                obstacle_id=event.obstacle_id,
                at=meta.happened_at,
                direction_by=event.direction_by,
            )
            return replace(task, obstacles=(*task.obstacles, obstacle))
        case t.DirectionGiven():
            return replace(task, obstacles=_directed(task, event.obstacle_id, meta))
        case _ as unknown:
            assert_never(unknown)


def with_worker(
    task: Task,
    event: str,
    meta: Meta,
    *,
    people: frozenset[UUID] = frozenset(),
    post_id: UUID | None = None,
) -> Task:
    """Somebody worked on this spell."""
    worker = Worker(
        spell=task.spell,
        event_id=meta.event_id,
        event=event,
        people=people,
        post_id=post_id,
        on=meta.happened_on,
        delegation_id=None if post_id else meta.actor.delegation_id,
    )
    return replace(task, workers=(*task.workers, worker))


def _directed(task: Task, obstacle_id: UUID | None, meta: Meta) -> tuple[Obstacle, ...]:
    return tuple(
        replace(o, directed_at=o.directed_at or meta.happened_at)
        if o.obstacle_id == obstacle_id
        else o
        for o in task.obstacles
    )


def cooperate(task: Task, event: Cooperating, meta: Meta) -> Task:
    """Requests to other units; each has its own clock."""
    match event:
        case t.CooperationRequested():
            asked = Cooperation(
                request_id=event.request_id,
                unit_id=event.unit_id,
                asked_at=meta.happened_at,
                asked_on=meta.happened_on,
                reply_by=event.reply_by,
            )
            return replace(task, cooperation=(*task.cooperation, asked))
        case t.CooperationAnswered():
            return _settled(
                task,
                event.request_id,
                lambda c: replace(
                    c, settled_at=meta.happened_at, outcome="answered", days_late=event.days_late
                ),
            )
        case t.CooperationDeclined():
            return _settled(
                task,
                event.request_id,
                lambda c: replace(c, settled_at=meta.happened_at, outcome="declined"),
            )
        case t.CooperationWithdrawn():
            return _settled(
                task,
                event.request_id,
                lambda c: replace(c, settled_at=meta.happened_at, outcome="withdrawn"),
            )
        case t.CooperationMoved():
            return _settled(task, event.request_id, lambda c: replace(c, unit_id=event.to_id))
        case _ as unknown:
            assert_never(unknown)


def _settled(task: Task, request_id: UUID, change: Callable[[Cooperation], Cooperation]) -> Task:
    return replace(
        task,
        cooperation=tuple(change(c) if c.request_id == request_id else c for c in task.cooperation),
    )


def hand_in(task: Task, event: Handing, meta: Meta) -> Task:
    """A result goes to the reviewer, or comes back."""
    match event:
        case t.ResultSubmitted():
            submission = Submission(
                submission_id=event.submission_id,
                spell=event.spell,
                at=meta.happened_at,
                on=meta.happened_on,
                products=tuple(p.sha256 for p in event.products),
                documents=tuple(f"{d.number}/{d.notation}" for d in event.documents),
                review_by=event.review_by,
            )
            task = replace(task, stage="submitted", submissions=(*task.submissions, submission))
            people = meta.actor.people | frozenset(event.prepared_by)
            return with_worker(task, event.stored_name, meta, people=people)
        case t.ResultSentBack():
            return replace(
                task,
                stage="accepted",
                submissions=tuple(
                    replace(s, sent_back_at=meta.happened_at)
                    if s.submission_id == event.submission_id
                    else s
                    for s in task.submissions
                ),
            )
        case _ as unknown:
            assert_never(unknown)
