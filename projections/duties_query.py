"""Finding what waits for a reader, and what he waits for, among the duties of all tasks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.fact import Recorded
from domain.journal import decode
from domain.values import Value
from projections.database import Pool, fetch
from projections.duties import DutyKind, DutyRow
from projections.plan_overview import DATED
from projections.register_past import duties_at, lines_at
from projections.register_query import RegisterLine, lines_by_id
from projections.time_class_sql import TIME_CLASS, Days

DUTIES_MAX = 2000
"""More than anybody can look at; the counts then say "2000" and mean "very many"."""
ACTS_MAX = 300


class Reach(Value, frozen=True, kw_only=True):
    """Everything a reader may answer for today, whichever way it came to him."""

    head_of: tuple[UUID, ...] = ()
    clerk_of: tuple[UUID, ...] = ()
    posts: tuple[UUID, ...] = ()
    leads_fields: tuple[int, ...] = ()
    """Fields in which he decides for the authority."""
    follows: tuple[tuple[str, UUID | None], ...] = ()
    """Source and lead of the tasks that his office follows up."""


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A duty with the line of its task."""

    duty: DutyRow
    line: RegisterLine


CLERKS_TAKE: tuple[DutyKind, ...] = ("accept", "report_period")

_FOLLOWED = (
    "(r.source, coalesce(r.lead_id, '00000000-0000-0000-0000-000000000000'::uuid))"
    " IN (SELECT * FROM unnest(%(sources)s::text[], %(leads)s::uuid[]))"
)
_COLUMNS = ", ".join(f"d.{name}" for name in DutyRow.__struct_fields__)
_VISIBLE = "d.visible_from IS NULL OR d.visible_from <= %(today)s"
_ORDER = f"ORDER BY coalesce(d.limit_on, r.last_on), d.key LIMIT {DUTIES_MAX}"
_MINE = f"""
    (d.holder_role = 'head' AND d.holder_unit = ANY(%(head_of)s))
    OR (d.holder_role = 'head' AND d.kind = ANY(%(clerks)s) AND d.holder_unit = ANY(%(clerk_of)s))
    OR d.holder_post = ANY(%(posts)s)
    OR (d.holder_role = 'authority' AND r.field = ANY(%(fields)s))
    OR (d.holder_role = 'follow_up' AND {_FOLLOWED})
"""
_AWAITED = f"""
    d.asker_unit = ANY(%(head_of)s) OR (d.follow_up_waits AND {_FOLLOWED})
"""


async def waiting_for(pool: Pool, reach: Reach, days: Days) -> list[Waiting]:
    """Duties that the reader may hold; the page decides by which right."""
    return await _found(pool, _MINE, reach, days)


async def awaited_by(pool: Pool, reach: Reach, days: Days) -> list[Waiting]:
    """Duties of others that the reader's unit or office waits for."""
    return await _found(pool, _AWAITED, reach, days)


async def _found(pool: Pool, condition: str, reach: Reach, days: Days) -> list[Waiting]:
    duties = await fetch(
        pool,
        DutyRow,
        f"SELECT {_COLUMNS} FROM {duties_at(days, 'd')} JOIN {lines_at(days, 'r')} USING (task_id)"
        f" WHERE ({_VISIBLE}) AND ({condition}) {_ORDER}",
        days.facts
        | {
            "head_of": list(reach.head_of),
            "clerk_of": list(reach.clerk_of),
            "clerks": list(CLERKS_TAKE),
            "posts": list(reach.posts),
            "fields": list(reach.leads_fields),
        }
        | _followed(reach.follows),
    )
    lines = await lines_by_id(pool, list({duty.task_id for duty in duties}), days)
    return [Waiting(duty=d, line=lines[d.task_id]) for d in duties if d.task_id in lines]


_NEWS = f"""
SELECT j.originator_id, j.originator_version, j.topic, j.state, j.notification_id
FROM task_register AS r
JOIN soviec.journal_events AS j
    ON j.originator_id = r.task_id AND j.notification_id > %(position)s
WHERE r.position > %(position)s AND r.stage <> 'drafted' AND (
    %(everything)s
    OR r.units && %(units)s::uuid[]
    OR r.allocated && %(posts)s::uuid[]
    OR r.reviewer_post_id = ANY(%(posts)s)
    OR r.field = ANY(%(fields)s)
    OR {_FOLLOWED}
)
ORDER BY j.notification_id DESC LIMIT %(most)s
"""


def _followed(follows: Iterable[tuple[str, UUID | None]]) -> dict[str, list[Any]]:
    pairs = list(follows)
    return {
        "sources": [source for source, _ in pairs],
        "leads": [lead or UUID(int=0) for _, lead in pairs],
    }


class Circle(Value, frozen=True, kw_only=True):
    """Whose tasks a reader is told the news of."""

    units: tuple[UUID, ...] = ()
    posts: tuple[UUID, ...] = ()
    fields: tuple[int, ...] = ()
    follows: tuple[tuple[str, UUID | None], ...] = ()
    everything: bool = False


async def acts_since(
    pool: Pool, circle: Circle, position: int, *, most: int = ACTS_MAX
) -> list[Recorded]:
    """What was recorded in these tasks after a place in the log, newest first."""
    async with pool.connection() as connection:
        cursor = await connection.execute(
            _NEWS.encode(),
            {
                "position": position,
                "everything": circle.everything,
                "units": list(circle.units),
                "posts": list(circle.posts),
                "fields": list(circle.fields),
                "most": most,
            }
            | _followed(circle.follows),
        )
        rows = await cursor.fetchall()
    return [
        decode(stream_id, version, name, bytes(state), place)
        for stream_id, version, name, state, place in rows
    ]


async def acts_of_tasks(pool: Pool, ids: Sequence[UUID]) -> dict[UUID, list[Recorded]]:
    """The whole histories of some tasks, oldest act first."""
    async with pool.connection() as connection:
        cursor = await connection.execute(
            b"SELECT originator_id, originator_version, topic, state, notification_id"
            b" FROM soviec.journal_events WHERE originator_id = ANY(%s)"
            b" ORDER BY originator_id, originator_version",
            (list(ids),),
        )
        rows = await cursor.fetchall()
    histories: dict[UUID, list[Recorded]] = {}
    for stream_id, version, name, state, place in rows:
        act = decode(stream_id, version, name, bytes(state), place)
        histories.setdefault(stream_id, []).append(act)
    return histories


class UnitMonth(msgspec.Struct, frozen=True, kw_only=True):
    """What came due in some units since a day, by time class, and what was extended."""

    due: int = 0
    on_time: int = 0
    late: int = 0
    overdue: int = 0
    waiting: int = 0
    extended: int = 0


async def unit_month(pool: Pool, units: Iterable[UUID], since: date, days: Days) -> UnitMonth:
    """The strip of a unit: tasks it leads whose last day lies between `since` and today."""
    found = await fetch(
        pool,
        UnitMonth,
        "SELECT count(*) FILTER (WHERE is_due AND time_class = ANY(%(dated)s)) AS due,"
        " count(*) FILTER (WHERE is_due AND time_class = 'done_on_time') AS on_time,"
        " count(*) FILTER (WHERE is_due AND time_class = 'done_late') AS late,"
        " count(*) FILTER (WHERE is_due AND time_class = 'overdue') AS overdue,"
        " count(*) FILTER (WHERE is_due AND time_class IN ('waiting_in_time', 'waiting_late'))"
        "  AS waiting,"
        " count(*) FILTER (WHERE extended_on >= %(since)s) AS extended"
        f" FROM (SELECT ({TIME_CLASS}) AS time_class, extended_on,"
        "  last_on BETWEEN %(since)s AND %(today)s AS is_due"
        f"  FROM {lines_at(days)} WHERE lead_id = ANY(%(units)s) AND stage <> 'drafted'"
        # not the unit's whole past: only these rows are counted below
        "  AND (last_on BETWEEN %(since)s AND %(today)s OR extended_on >= %(since)s)) AS line",
        days.facts | {"units": list(units), "since": since, "dated": list(DATED)},
    )
    return found[0]
