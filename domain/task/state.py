"""A task folded from its events; `evolve` records what happened and never refuses."""

from __future__ import annotations

from typing import assert_never

from msgspec.structs import replace

from domain.fact import Meta
from domain.task.events import TaskEvent
from domain.task.evolving import assigning, chasing, ending, timing, working
from domain.task.memory import Task
from domain.task.parts import Act, Stage

__all__ = ["Stage", "Task", "evolve"]


def evolve(task: Task | None, event: TaskEvent, meta: Meta) -> Task:
    """What the task remembers after one more event."""
    was = task.stage if task else None
    after = _begun(task, event, meta)
    act = Act(event_id=meta.event_id, event=event.stored_name, people=meta.actor.people)
    since = after.stage_since if after.stage == was else meta.happened_at
    return replace(after, acts=(*after.acts, act), stage_since=since)


def _begun(task: Task | None, event: TaskEvent, meta: Meta) -> Task:
    if isinstance(event, assigning.Beginning):
        return assigning.begin(task, event, meta)
    assert task is not None, f"{event.stored_name} cannot be the first event of a task"
    if isinstance(event, assigning.Settling):
        return assigning.settle(task, event, meta)
    if isinstance(event, assigning.Branching):
        return assigning.branch(task, event, meta)
    if isinstance(event, working.Working):
        return working.work(task, event, meta)
    if isinstance(event, working.Cooperating):
        return working.cooperate(task, event, meta)
    if isinstance(event, working.Handing):
        return working.hand_in(task, event, meta)
    return _later(task, event, meta)


def _later(
    task: Task,
    event: timing.Extending | timing.Moving | chasing.Telling | chasing.Delay | ending.Ending,
    meta: Meta,
) -> Task:
    if isinstance(event, timing.Extending):
        return timing.extend(task, event, meta)
    if isinstance(event, timing.Moving):
        return timing.move(task, event, meta)
    if isinstance(event, chasing.Telling):
        return chasing.tell(task, event, meta)
    if isinstance(event, chasing.Delay):
        return chasing.chase(task, event, meta)
    if isinstance(event, ending.Ending):
        return ending.end(task, event, meta)
    assert_never(event)
