"""Reading the task register: a page of lines, counts per time class, everything for an export."""

from __future__ import annotations

import base64
import binascii
from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from psycopg.rows import dict_row

from domain.values import Value
from projections.database import Pool, fetch, fetch_one
from projections.register_filter import RegisterFilter, where
from projections.register_row import RegisterRow
from projections.time_class_sql import TIME_CLASS, Days

PAGE = 50
FAR = 99_999
"""Days after 1/1/2000 that stand for "no date": after every date."""

CLASS_ORDER = (
    "overdue",
    "due_today",
    "due_soon",
    "in_time",
    "waiting_late",
    "waiting_in_time",
    "no_deadline",
    "conditional",
    "standing",
    "parent",
    "suspended",
    "returned",
    "drafted",
    "done_late",
    "done_on_time",
    "done_no_deadline",
    "withdrawn",
)
STAGE_ORDER = (
    "drafted",
    "assigned",
    "returned",
    "accepted",
    "submitted",
    "suspended",
    "confirmed",
    "filed",
    "withdrawn",
)

SORTS = {
    # what runs out first: overdue by days late, then by the last day
    "due": f"(CASE WHEN ({TIME_CLASS}) = 'overdue' THEN 0 ELSE 100000 END"
    f" + coalesce(last_on - date '2000-01-01', {FAR}))",
    "code": 'code COLLATE "C"',
    "text": 'text_key COLLATE "C"',
    "unit": "coalesce(array_position(%(unit_order)s::uuid[], lead_id), 9999)",
    "field": "field",
    "class": f"coalesce(array_position(%(class_order)s::text[], ({TIME_CLASS})), 99)",
    "stage": "coalesce(array_position(%(stage_order)s::text[], stage), 99)",
}
"""Each sort is one value that is never null; code and id settle what is equal."""

_COLUMNS = ", ".join(name for name in RegisterRow.__struct_fields__)


class RegisterLine(RegisterRow, kw_only=True):
    """A line as of a day."""

    time_class: str
    sort_value: int | str = 0
    is_exact: int = 0


class Cursor(Value, frozen=True, kw_only=True):
    """Where a page begins or ends; `seen` only serves the words "51 to 100"."""

    backwards: bool = False
    is_exact: int
    value: int | str
    code: str
    task_id: UUID
    seen: int = 0

    def text(self) -> str:
        """As it stands in an address."""
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """None for anything that was not made by `text`."""
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            return msgspec.json.decode(base64.urlsafe_b64decode(padded), type=cls)
        except (msgspec.DecodeError, binascii.Error, UnicodeEncodeError, ValueError):
            return None


class Page(msgspec.Struct, kw_only=True):
    """Fifty lines and the ways on."""

    lines: list[RegisterLine]
    first: int
    """Place of the first line, counted from 1."""
    earlier: Cursor | None = None
    later: Cursor | None = None


class Sorting(Value, frozen=True, kw_only=True):
    """By which column, in which direction; units in the order of their names."""

    by: str = "due"
    descending: bool = False
    unit_order: tuple[UUID, ...] = ()


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
    backwards = cursor is not None and cursor.backwards
    statement, facts = _select(asked, days, sorting, backwards=backwards)
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
    order = _order(sorting, backwards=backwards)
    lines = await fetch(pool, RegisterLine, f"{statement} {order} LIMIT {size + 1}", facts)
    return _paged(lines, cursor, size)


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
    asked: RegisterFilter, days: Days, sorting: Sorting, *, backwards: bool = False
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
        f"SELECT {_COLUMNS}, ({TIME_CLASS}) AS time_class, {SORTS[sorting.by]} AS sort_value,"
        f" {exact} AS is_exact FROM task_register WHERE {condition}",
        facts,
    )


def _order(sorting: Sorting, *, backwards: bool = False) -> str:
    way = "DESC" if sorting.descending != backwards else "ASC"
    return f'ORDER BY is_exact {way}, sort_value {way}, code COLLATE "C" {way}, task_id {way}'


async def counts(pool: Pool, asked: RegisterFilter, days: Days) -> dict[str, ClassCount]:
    """How many lines of each time class match."""
    condition, facts = where(asked)
    rows = await fetch(
        pool,
        ClassCount,
        f"SELECT time_class, count(*) AS count,"
        f" count(*) FILTER (WHERE last_on <= %(today)s) AS due"
        f" FROM (SELECT ({TIME_CLASS}) AS time_class, last_on FROM task_register"
        f" WHERE {condition}) AS line GROUP BY time_class",
        facts | days.facts,
    )
    return {row.time_class: row for row in rows}


async def every_line(
    pool: Pool, asked: RegisterFilter, days: Days, sorting: Sorting, chunk: int = 500
) -> AsyncIterator[list[RegisterLine]]:
    """All matching lines in order, some hundred at a time, as of one instant."""
    statement, facts = _select(asked, days, sorting)
    async with (
        pool.connection() as connection,
        connection.transaction(),
        connection.cursor("register", row_factory=dict_row) as cursor,
    ):
        await cursor.execute(f"{statement} {_order(sorting)}".encode(), facts)
        while rows := await cursor.fetchmany(chunk):
            yield msgspec.convert(rows, list[RegisterLine])


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
        f"SELECT {_COLUMNS}, ({TIME_CLASS}) AS time_class FROM task_register"
        " WHERE task_id = ANY(%(ids)s)",
        days.facts | {"ids": list(ids)},
    )
    return {line.task_id: line for line in lines}


async def late_since(pool: Pool, since: date, days: Days) -> list[RegisterLine]:
    """Open tasks whose last moment went by on or after a day, by unit and last day."""
    return await fetch(
        pool,
        RegisterLine,
        f"SELECT * FROM (SELECT {_COLUMNS}, ({TIME_CLASS}) AS time_class FROM task_register"
        " WHERE stage IN ('assigned', 'accepted')"
        " AND last_on >= %(since)s::date - 1 AND last_on < %(today)s) AS line"
        " WHERE time_class = 'overdue' ORDER BY lead_id, last_on, code",
        days.facts | {"since": since},
    )


async def next_due(pool: Pool, units: Sequence[UUID], days: Days) -> RegisterLine | None:
    """The open task of some units whose last day comes next."""
    return await fetch_one(
        pool,
        RegisterLine,
        f"SELECT {_COLUMNS}, ({TIME_CLASS}) AS time_class FROM task_register"
        " WHERE lead_id = ANY(%(units)s) AND stage IN ('assigned', 'accepted')"
        " AND last_on >= %(today)s ORDER BY last_on, code LIMIT 1",
        days.facts | {"units": list(units)},
    )
