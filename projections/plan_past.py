"""The tasks of a plan as they stood when a day ended, folded from their own acts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import cast
from uuid import UUID

import msgspec

from domain.due import midnight_after
from domain.fact import Recorded
from domain.journal import decode
from domain.task.events import DeadlinePassed, TaskEvent
from domain.task.memory import Task
from domain.task.state import evolve
from domain.task.time_class import facts_of, time_class
from domain.ward import Ward
from projections.database import Pool
from projections.plan_overview import Group, pace_from
from projections.register_filter import RegisterFilter, where
from projections.time_class_sql import Days

ACTS = """
SELECT j.originator_id, j.originator_version, j.topic, j.state, j.notification_id
FROM soviec.journal_events AS j
WHERE j.originator_id IN (SELECT task_id FROM task_register WHERE {condition})
ORDER BY j.notification_id
"""


class TaskThen(msgspec.Struct, frozen=True, kw_only=True):
    """One task at the cut, and the newest act after it that changed how it stands."""

    task_id: UUID
    task: Task | None
    """None if nobody had written of it yet."""
    time_class: str | None
    since: Recorded | None = None


async def tasks_then(
    pool: Pool, asked: RegisterFilter, ward: Ward, cut: date
) -> dict[UUID, TaskThen]:
    """Every task that matches today, as it was known at 24:00 of the cut."""
    condition, facts = where(asked)
    async with pool.connection() as connection:
        cursor = await connection.execute(
            ACTS.format(condition=condition).encode(), facts | Days.of(ward, cut).facts
        )
        rows = await cursor.fetchall()
    return fold_then(
        (
            decode(stream_id, version, name, bytes(state), position)
            for stream_id, version, name, state, position in rows
        ),
        ward,
        cut,
    )


def fold_then(acts: Iterable[Recorded], ward: Ward, cut: date) -> dict[UUID, TaskThen]:
    """The same over acts that are at hand."""
    ends: datetime = midnight_after(cut)
    tasks: dict[UUID, Task | None] = {}
    now: dict[UUID, Task] = {}
    later: dict[UUID, Recorded] = {}
    for act in acts:
        task_id = act.originator_id
        before = now.get(task_id)
        now[task_id] = evolve(before, cast(TaskEvent, act.event), act.meta)
        if act.meta.recorded_at < ends:
            tasks[task_id] = now[task_id]
            continue
        tasks.setdefault(task_id, None)
        if _matters(act, before, now[task_id]):
            later[task_id] = act
    soon = ward.days("due_soon_days", cut)
    return {
        task_id: TaskThen(
            task_id=task_id,
            task=task,
            time_class=time_class(facts_of(task), cut, ward.calendar, soon) if task else None,
            since=later.get(task_id),
        )
        for task_id, task in tasks.items()
    }


def _matters(act: Recorded, before: Task | None, after: Task) -> bool:
    """Whether an act can have changed how a task stands in time."""
    passed = isinstance(act.event, DeadlinePassed)
    return passed or before is None or facts_of(before) != facts_of(after)


def groups_then(then: Iterable[TaskThen], cut: date) -> list[Group]:
    """Counts for the matrix of that day."""
    found: list[Group] = []
    for each in then:
        task = each.task
        if task is None or each.time_class is None or task.stage in ("drafted", "dropped"):
            continue
        last_on = task.due.last_on if task.due else None
        found.append(
            Group(
                field=task.field,
                lead_id=task.lead_id,
                time_class=each.time_class,
                is_due=last_on is not None and last_on <= cut,
                is_recent=last_on is not None and pace_from(cut) <= last_on <= cut,
                count=1,
                asking=1 if task.request else 0,
            )
        )
    return found
