"""What changed since a reporting cut: tasks of another class, with the act that did it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import msgspec

from projections.database import Pool
from projections.plan_past import TaskThen
from projections.register_query import RegisterLine, lines_by_id
from projections.time_class_sql import Days
from web.register.lines import task_address
from web.session import Visit
from web.tasks.acts import act_sentence

SHOWN = 50


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A task then and now; without an act it was time that changed it."""

    line: RegisterLine
    href: str
    was: str | None
    sentence: str
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
    return [_change(before, line, visit) for before, line in changed[:SHOWN]]


def _change(before: TaskThen, line: RegisterLine, visit: Visit) -> Change:
    address, sentence, act_href = task_address(line), "", ""
    if before.since is not None:
        act = act_sentence(before.since, visit.ward, visit.language)
        sentence, act_href = act.sentence, f"{address}#viec-{act.number}"
    return Change(
        line=line, href=address, was=before.time_class, sentence=sentence, act_href=act_href
    )
