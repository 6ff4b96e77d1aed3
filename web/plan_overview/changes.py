"""What changed since a reporting cut: tasks of another class, with the act that did it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import msgspec

from projections.database import Pool
from projections.duties_query import acts_of_tasks
from projections.plan_past import TaskThen
from projections.register_query import RegisterLine, lines_by_id
from projections.time_class_sql import Days
from web.holdings import circle_of, is_open_to, offices_of
from web.register.lines import task_address
from web.session import Visit
from web.tasks.acts import Act
from web.work.news import told_acts

SHOWN = 50


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A task then and now; `by_time` if nobody did anything."""

    line: RegisterLine
    href: str
    was: str | None
    by_time: bool
    sentence: str
    """Empty where the file is not the reader's to see."""
    act_href: str


async def changes_since(
    pool: Pool, visit: Visit, then: Mapping[UUID, TaskThen], days: Days
) -> list[Change]:
    """Overdue ones first, then the newest acts."""
    lines = await lines_by_id(pool, list(then), days)
    changed = [
        (then[task_id], line)
        for task_id, line in lines.items()
        if line.time_class != then[task_id].time_class and line.time_class != "parent"
    ]
    changed.sort(key=lambda pair: (pair[1].time_class != "overdue", -pair[1].position))
    shown = changed[:SHOWN]
    circle = circle_of(offices_of(visit), visit.reach, visit.ward)
    open_ids = [line.task_id for _, line in shown if is_open_to(line, circle)]
    told = told_acts(await acts_of_tasks(pool, open_ids), visit)
    return [_change(before, line, told) for before, line in shown]


def _change(before: TaskThen, line: RegisterLine, told: Mapping[UUID, Act]) -> Change:
    address = task_address(line)
    act = told.get(before.since.meta.event_id) if before.since else None
    return Change(
        line=line,
        href=address,
        was=before.time_class,
        by_time=before.since is None,
        sentence=act.sentence if act else "",
        act_href=f"{address}#viec-{act.number}" if act else address,
    )
