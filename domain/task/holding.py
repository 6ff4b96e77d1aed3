"""Who holds a task at every instant from assignment to closing: exactly one (T13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Literal
from uuid import UUID

from msgspec.structs import replace

from domain.due import midnight_after
from domain.fact import Recorded
from domain.task.decide.cooperation import reply_last_on
from domain.task.memory import Task
from domain.task.parts import Cooperation
from domain.task.state import evolve
from domain.values import Value
from domain.ward import Ward

Holder = Literal[
    "suspending_authority",
    "assigning_authority",
    "reviewer",
    "approver",
    "leader",
    "cooperating_unit",
    "lead_unit",
]


class Hold(Value, frozen=True, kw_only=True):
    """A span in which one office had the task in its hands."""

    holder: Holder
    unit_id: UUID | None = None
    post_id: UUID | None = None
    from_at: datetime
    until_at: datetime

    @property
    def minutes(self) -> int:
        """Whole minutes of the span."""
        return int((self.until_at - self.from_at).total_seconds()) // 60


def holding(history: Sequence[Recorded], ward: Ward, until: datetime) -> tuple[Hold, ...]:
    """The spans from assignment to closing, or to `until`; they join without gap or overlap."""
    # entries made late belong to when they happened
    acts = sorted(history, key=lambda r: (r.meta.happened_at, r.originator_version))
    holds: list[Hold] = []
    task: Task | None = None
    for place, act in enumerate(acts):
        if act.meta.happened_at >= until:
            break
        task = evolve(task, act.event, act.meta)  # type: ignore[arg-type]
        later = acts[place + 1].meta.happened_at if place + 1 < len(acts) else until
        for hold in _spans(task, act.meta.happened_at, min(later, until), ward):
            _join(holds, hold)
    return tuple(holds)


def _join(holds: list[Hold], hold: Hold) -> None:
    if holds and holds[-1].until_at == hold.from_at:
        longer = replace(holds[-1], until_at=hold.until_at)
        if replace(hold, from_at=longer.from_at) == longer:
            holds[-1] = longer
            return
    holds.append(hold)


def _spans(task: Task, start: datetime, end: datetime, ward: Ward) -> Iterator[Hold]:
    cuts = [start, *sorted(x for x in _limits(task, ward) if start < x < end), end]
    for from_at, until_at in pairwise(cuts):
        hold = holder_at(task, from_at, ward)
        if hold is not None and until_at > from_at:
            yield replace(hold, from_at=from_at, until_at=until_at)


def _limits(task: Task, ward: Ward) -> Iterator[datetime]:
    """Instants at which the holder changes without anybody acting."""
    if task.request is not None:
        yield midnight_after(task.request.decide_by)
    for obstacle in task.obstacles:
        yield midnight_after(obstacle.direction_by)
    for request in task.cooperation:
        yield midnight_after(reply_last_on(request, task, ward))


def holder_at(task: Task, at: datetime, ward: Ward) -> Hold | None:
    """Who has the task in hand while nothing new happens; None before and after its life."""
    if not task.is_open or task.stage == "drafted" or task.kind in ("group", "series"):
        return None

    def hold(holder: Holder, post: UUID | None = None, unit: UUID | None = None) -> Hold:
        return Hold(holder=holder, post_id=post, unit_id=unit, from_at=at, until_at=at)

    authority = task.authority_post_id
    if task.stage == "suspended":
        return hold("suspending_authority", (task.stop and task.stop.by_post) or authority)
    if task.stage == "returned":
        return hold("assigning_authority", authority)
    if task.stage == "submitted":
        return hold("reviewer", task.reviewer_post_id or authority)
    if task.request is not None and at >= midnight_after(task.request.decide_by):
        return hold("approver", authority)
    if _undirected(task, at):
        return hold("leader", authority)
    late = _unanswered(task, at, ward)
    if late is not None:
        return hold("cooperating_unit", unit=late.unit_id)
    return hold("lead_unit", unit=task.lead_id)


def _undirected(task: Task, at: datetime) -> bool:
    return any(
        o.directed_at is None and at >= midnight_after(o.direction_by) for o in task.obstacles
    )


def _unanswered(task: Task, at: datetime, ward: Ward) -> Cooperation | None:
    late = [
        x
        for x in task.cooperation
        if x.outcome == "open" and at >= midnight_after(reply_last_on(x, task, ward))
    ]
    return min(late, key=lambda x: x.reply_by.last_on, default=None)
