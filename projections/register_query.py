"""Reading the task register: a page of lines, counts per time class, everything for an export."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from psycopg.rows import dict_row

from projections.database import Pool, fetch, fetch_one
from projections.register_filter import RegisterFilter, where
from projections.register_order import (
    CLASS_ORDER,
    SORTS,
    STAGE_ORDER,
    TEXT_SORTS,
    Cursor,
    Sorting,
    order_of,
)
from projections.register_past import lines_at
from projections.register_row import RegisterRow
from projections.time_class_sql import TIME_CLASS, Days

PAGE = 50
_COLUMNS = ", ".join(name for name in RegisterRow.__struct_fields__)


class RegisterLine(RegisterRow, kw_only=True):
    """A line as of a day."""

    time_class: str
    sort_value: int | str = 0
    is_exact: int = 0


class Page(msgspec.Struct, kw_only=True):
    """Fifty lines and the ways on."""

    lines: list[RegisterLine]
    first: int
    """Place of the first line, counted from 1."""
    earlier: Cursor | None = None
    later: Cursor | None = None


class ClassCount(msgspec.Struct, kw_only=True):
    """How many lines are of one class; `due` of them had their last day up to today."""

    time_class: str
    count: int
    due: int = 0


async def page(
    pool: Pool,
    asked: RegisterFilter,
    days: Days,
    sorting: Sorting | None = None,
    cursor: Cursor | None = None,
    size: int = PAGE,
) -> Page:
    """One page of lines, found by the place of its neighbour, however deep it lies."""
    sorting = sorting or Sorting()
    if cursor is not None and isinstance(cursor.value, str) != (sorting.by in TEXT_SORTS):
        cursor = None  # made for another order
    backwards = cursor is not None and cursor.backwards
    statement, facts = _select(asked, days, sorting, "task_id, code", backwards=backwards)
    if cursor is not None:
        compared = "<" if sorting.descending != backwards else ">"
        statement = (
            f"SELECT * FROM ({statement}) AS line"
            f' WHERE (is_exact, sort_value, code COLLATE "C", task_id) {compared}'
            " (%(at_exact)s, %(at_value)s, %(at_code)s, %(at_id)s)"
        )
        facts |= {
            "at_exact": cursor.is_exact,
            "at_value": cursor.value,
            "at_code": cursor.code,
            "at_id": cursor.task_id,
        }
    order = order_of(sorting, backwards=backwards)
    # found by narrow rows first, so that only a page of them is read whole
    query = (
        f"WITH found AS ({statement} {order} LIMIT {size + 1})"
        f" SELECT {_COLUMNS}, ({TIME_CLASS}) AS time_class, sort_value, is_exact"
        f" FROM {lines_at(days)} JOIN (SELECT task_id AS found_id, sort_value, is_exact FROM found)"
        f" AS place ON task_id = found_id {order}"
    )
    return _paged(await fetch(pool, RegisterLine, query, facts), cursor, size)


def _paged(lines: list[RegisterLine], cursor: Cursor | None, size: int) -> Page:
    more, lines = len(lines) > size, lines[:size]
    backwards = cursor is not None and cursor.backwards
    if backwards:
        lines.reverse()
    seen = cursor.seen if cursor else 0
    first = max(seen - len(lines), 0) if backwards else seen
    found = Page(lines=lines, first=first + 1)
    if lines and cursor is not None and (not backwards or more):
        found.earlier = _at(lines[0], backwards=True, seen=first)
    if lines and (more or backwards):
        found.later = _at(lines[-1], backwards=False, seen=first + len(lines))
    return found


def _at(line: RegisterLine, *, backwards: bool, seen: int) -> Cursor:
    return Cursor(
        backwards=backwards,
        is_exact=line.is_exact,
        value=line.sort_value,
        code=line.code,
        task_id=line.task_id,
        seen=seen,
    )


def _select(
    asked: RegisterFilter,
    days: Days,
    sorting: Sorting,
    columns: str,
    *,
    backwards: bool = False,
) -> tuple[str, dict[str, Any]]:
    condition, facts = where(asked)
    facts |= days.facts
    facts |= {
        "unit_order": list(sorting.unit_order),
        "class_order": list(CLASS_ORDER),
        "stage_order": list(STAGE_ORDER),
        "exact": asked.words.strip().upper(),
        "exactly": 1 if sorting.descending else 0,
    }
    exact = "CASE WHEN code <> '' AND code = %(exact)s THEN %(exactly)s ELSE 1 - %(exactly)s END"
    return (
        f"SELECT {columns}, {SORTS[sorting.by]} AS sort_value, {exact} AS is_exact"
        f" FROM {lines_at(days)} WHERE {condition}",
        facts,
    )


async def counts(pool: Pool, asked: RegisterFilter, days: Days) -> dict[str, ClassCount]:
    """How many lines of each time class match."""
    condition, facts = where(asked)
    rows = await fetch(
        pool,
        ClassCount,
        f"SELECT time_class, count(*) AS count,"
        f" count(*) FILTER (WHERE last_on <= %(today)s) AS due"
        f" FROM (SELECT ({TIME_CLASS}) AS time_class, last_on FROM {lines_at(days)}"
        f" WHERE {condition}) AS line GROUP BY time_class",
        facts | days.facts,
    )
    return {row.time_class: row for row in rows}


async def every_line(
    pool: Pool, asked: RegisterFilter, days: Days, sorting: Sorting, chunk: int = 500
) -> AsyncIterator[list[RegisterLine]]:
    """All matching lines in order, some hundred at a time, as of one instant."""
    columns = f"{_COLUMNS}, ({TIME_CLASS}) AS time_class"
    statement, facts = _select(asked, days, sorting, columns)
    async with (
        pool.connection() as connection,
        connection.transaction(),
        connection.cursor("register", row_factory=dict_row) as cursor,
    ):
        await cursor.execute(f"{statement} {order_of(sorting)}".encode(), facts)
        while rows := await cursor.fetchmany(chunk):
            yield msgspec.convert(rows, list[RegisterLine])


async def has_tasks(pool: Pool) -> bool:
    """Whether anything was ever drafted or assigned."""
    async with pool.connection() as connection:
        cursor = await connection.execute(b"SELECT EXISTS (SELECT 1 FROM task_register)")
        row = await cursor.fetchone()
    return bool(row and row[0])


async def line_by_code(pool: Pool, code: str, days: Days) -> RegisterLine | None:
    """The line of one task."""
    return await fetch_one(
        pool,
        RegisterLine,
        f"SELECT {_COLUMNS}, ({TIME_CLASS}) AS time_class FROM task_register WHERE code = %(code)s",
        days.facts | {"code": code},
    )


async def lines_by_id(pool: Pool, ids: Sequence[UUID], days: Days) -> dict[UUID, RegisterLine]:
    """The lines of several tasks."""
    lines = await fetch(
        pool,
        RegisterLine,
        f"SELECT {_COLUMNS}, ({TIME_CLASS}) AS time_class FROM {lines_at(days)}"
        " WHERE task_id = ANY(%(ids)s)",
        days.facts | {"ids": list(ids)},
    )
    return {line.task_id: line for line in lines}


async def late_since(pool: Pool, since: date, days: Days) -> list[RegisterLine]:
    """Open tasks whose last moment went by on or after a day, by unit and last day."""
    return await fetch(
        pool,
        RegisterLine,
        f"SELECT * FROM (SELECT {_COLUMNS}, ({TIME_CLASS}) AS time_class FROM {lines_at(days)}"
        " WHERE stage IN ('assigned', 'accepted')"
        " AND last_on >= %(since)s::date - 1 AND last_on < %(today)s) AS line"
        " WHERE time_class = 'overdue' ORDER BY lead_id, last_on, code",
        days.facts | {"since": since},
    )


async def to_urge(
    pool: Pool, follows: Sequence[tuple[str, UUID | None]], days: Days, most: int = 500
) -> list[RegisterLine]:
    """Tasks of some sources and leads whose result is late or soon due, by unit and last day.

    Letters follow the newest due, also where it came too late to count against lateness.
    """
    return await fetch(
        pool,
        RegisterLine,
        f"SELECT {_COLUMNS}, ({TIME_CLASS}) AS time_class FROM task_register"
        " WHERE stage IN ('assigned', 'accepted') AND kind NOT IN ('group', 'series')"
        " AND newest_last_on <= %(soon_until)s"
        " AND (source, lead_id) IN (SELECT * FROM unnest(%(sources)s::text[], %(leads)s::uuid[]))"
        f" ORDER BY lead_id, newest_last_on, code LIMIT {most}",
        days.facts
        | {"sources": [source for source, _ in follows], "leads": [lead for _, lead in follows]},
    )


async def next_due(pool: Pool, units: Sequence[UUID], days: Days) -> RegisterLine | None:
    """The open task of some units whose last day comes next."""
    return await fetch_one(
        pool,
        RegisterLine,
        f"SELECT {_COLUMNS}, ({TIME_CLASS}) AS time_class FROM {lines_at(days)}"
        " WHERE lead_id = ANY(%(units)s) AND stage IN ('assigned', 'accepted')"
        " AND last_on >= %(today)s ORDER BY last_on, code LIMIT 1",
        days.facts | {"units": list(units)},
    )
