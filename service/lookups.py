"""What a command may consult beyond its own stream: the only door from writing to reading."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool

from projections.clock_work import OWED
from projections.clock_work import ClockRow as ClockRow

Pool = AsyncConnectionPool[Any]

OPEN_DUTIES = """
SELECT count(*) FROM task_register
WHERE lead_id = %s AND stage IN ('assigned', 'returned', 'accepted', 'submitted', 'suspended')
"""
OPEN_TASKS_OF_PLAN = """
SELECT count(*) FROM task_register
WHERE plan_id = %s AND stage IN ('assigned', 'returned', 'accepted', 'submitted', 'suspended')
"""
OPEN_TASKS_LED_BY = """
SELECT task_id FROM task_register
WHERE lead_id = ANY(%s) AND stage IN ('assigned', 'returned', 'accepted', 'submitted', 'suspended')
ORDER BY code
"""
OPEN_DATED = """
SELECT task_id FROM task_register
WHERE last_on IS NOT NULL
  AND stage IN ('assigned', 'returned', 'accepted', 'submitted', 'suspended')
ORDER BY code
"""
TASK_BY_CODE = "SELECT task_id FROM task_register WHERE code = %s"


async def owed_by_the_clock(pool: Pool, today: date, limit: int = 200) -> list[ClockRow]:
    """Oldest first, so that an outage is caught up in order."""
    async with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(ClockRow)) as cursor,
    ):
        await cursor.execute(OWED, {"today": today, "limit": limit})
        rows: list[ClockRow] = await cursor.fetchall()
        return rows


async def open_duties_of(pool: Pool, unit_id: UUID) -> int:
    """How many tasks a unit still owes."""
    return int(await _one(pool, OPEN_DUTIES, unit_id))


async def open_tasks_of_plan(pool: Pool, plan_id: UUID) -> int:
    """How many tasks of a plan are not closed."""
    return int(await _one(pool, OPEN_TASKS_OF_PLAN, plan_id))


async def open_tasks_led_by(pool: Pool, unit_ids: list[UUID]) -> list[UUID]:
    """Tasks that must move when units are merged."""
    return await _column(pool, OPEN_TASKS_LED_BY, unit_ids)


async def open_dated_tasks(pool: Pool) -> list[UUID]:
    """Tasks whose last day a calendar decision may move."""
    return await _column(pool, OPEN_DATED)


async def task_by_code(pool: Pool, code: str) -> UUID | None:
    """The task behind an address."""
    found = await _column(pool, TASK_BY_CODE, code)
    return found[0] if found else None


async def _one(pool: Pool, query: str, *facts: Any) -> Any:
    async with pool.connection() as connection:
        row = await (await connection.execute(query, facts)).fetchone()
        assert row is not None, "a count always has a row"
        return row[0]


async def _column(pool: Pool, query: str, *facts: Any) -> list[UUID]:
    async with pool.connection() as connection:
        return [row[0] for row in await (await connection.execute(query, facts)).fetchall()]
