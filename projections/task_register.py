"""The task register and what waits for whom: both follow from what each task remembers.

The memory of a task (`domain.task.memory`) is kept beside its line, so that the rules of the domain
are folded once, by the domain itself, and never told a second time here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast, get_args
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.fact import Recorded
from domain.task.events import TaskEvent
from domain.task.memory import Task
from domain.task.state import evolve
from projections.duties import DUTIES, DutyRow, duties_of
from projections.read_model import Rows, Table
from projections.register_past import (
    PAST_TABLES,
    close_duty,
    close_line,
    put_duty,
    put_line,
)
from projections.register_row import REGISTER, row_of


class MemoryRow(msgspec.Struct, kw_only=True):
    """What a task remembers, without what only a decision asks for."""

    task_id: UUID
    memory: Task
    waiting: tuple[str, ...] = ()
    """Keys of its rows in the table of duties."""


MEMORY = Table("task_memory", MemoryRow, key=("task_id",))


class TaskRegister:
    """Which tasks are there, how do they stand, and for whom do they wait?"""

    name = "task_register"
    version = 5
    """To be raised also when the memory of a task changes its shape."""
    tables: tuple[Table, ...] = (MEMORY, REGISTER, DUTIES, *PAST_TABLES)
    topics: frozenset[str] | None = frozenset(kind.stored_name for kind in get_args(TaskEvent))

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        """A task's acts touch its own rows only; closed versions are written and never read."""
        for table in (MEMORY, REGISTER, DUTIES):
            yield table, (recorded.originator_id,)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        """Fold one event."""
        task_id = recorded.originator_id
        kept = rows.get(MEMORY, task_id)
        event = cast(TaskEvent, recorded.event)
        task = evolve(kept.memory if kept else None, event, recorded.meta)
        task = replace(task, acts=(), workers=(), corrections=())
        duties = duties_of(task_id, task)
        _write_duties(recorded, kept.waiting if kept else (), duties, rows)
        waiting = tuple(duty.key for duty in duties)
        rows.put(MEMORY, MemoryRow(task_id=task_id, memory=task, waiting=waiting))
        before = rows.get(REGISTER, task_id)
        if task.stage != "dropped":
            put_line(before, row_of(task, recorded, before), rows)
        elif before is not None:
            close_line(before, recorded.position, rows)
            rows.delete(REGISTER, task_id)


def _write_duties(
    recorded: Recorded, before: Iterable[str], duties: Iterable[DutyRow], rows: Rows
) -> None:
    task_id, position = recorded.originator_id, recorded.position
    former = {key: rows.get(DUTIES, (task_id, key)) for key in before}
    now = {duty.key: duty for duty in duties}
    for key, duty in former.items():
        if key not in now and duty is not None:
            close_duty(duty, position, rows)
            rows.delete(DUTIES, (task_id, key))
    for duty in now.values():
        put_duty(former.get(duty.key), duty, position, rows)
