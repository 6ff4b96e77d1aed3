"""What a command may consult beyond its own stream: the only door from writing to reading."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool

from projections.clock_work import OWED
from projections.clock_work import ClockRow as ClockRow
from projections.finding_query import EarlierFinding
from projections.finding_query import FindingBrief as FindingBrief
from projections.finding_query import earlier as _earlier_findings
from projections.finding_query import granted_days as _granted_days
from projections.finding_query import of_inspection as _findings_of
from projections.finding_query import owed as _findings_owed
from projections.finding_query import running as _running_findings
from projections.finding_register import FindingRow as FindingRow
from projections.round_query import replies_owed as _replies_owed

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
WHERE stage IN ('assigned', 'returned', 'accepted', 'submitted', 'suspended')
  AND (last_on IS NOT NULL OR EXISTS (
    SELECT FROM work_duties
    WHERE work_duties.task_id = task_register.task_id AND limit_on IS NOT NULL))
ORDER BY code
"""
OPEN_REQUESTS_TO = """
SELECT DISTINCT task_id FROM work_duties
WHERE kind = 'answer_cooperation' AND holder_unit = ANY(%s)
ORDER BY task_id
"""
DRAFTS = "SELECT plan_id FROM plan_index WHERE stage = 'read' ORDER BY read_at, plan_id"
TASK_BY_CODE = "SELECT task_id FROM task_register WHERE code = %s"


async def owed_by_the_clock(pool: Pool, today: date, limit: int = 200) -> list[ClockRow]:
    """Oldest first, so that an outage is caught up in order."""
    async with (
        pool.connection() as connection,
        connection.cursor(row_factory=class_row(ClockRow)) as cursor,
    ):
        await cursor.execute(OWED, {"today": today, "limit": limit})
        rows: list[ClockRow] = await cursor.fetchall()
    answers = await _findings_owed(pool, today, limit)
    rows += [ClockRow(task_id=o.finding_id, kind=o.kind, on_day=o.on_day) for o in answers]
    replies = await _replies_owed(pool, today, limit)
    rows += [ClockRow(task_id=o.sheet_id, kind="lapse_reply", on_day=o.on_day) for o in replies]
    return sorted(rows, key=lambda row: (row.on_day, row.task_id, row.kind))


async def open_duties_of(pool: Pool, unit_id: UUID) -> int:
    """How many tasks a unit still owes."""
    return int(await _one(pool, OPEN_DUTIES, unit_id))


async def open_tasks_of_plan(pool: Pool, plan_id: UUID) -> int:
    """How many tasks of a plan are not closed."""
    return int(await _one(pool, OPEN_TASKS_OF_PLAN, plan_id))


async def open_tasks_led_by(pool: Pool, unit_ids: list[UUID]) -> list[UUID]:
    """Tasks that must move when units are merged."""
    return await _column(pool, OPEN_TASKS_LED_BY, unit_ids)


async def open_requests_to(pool: Pool, unit_ids: list[UUID]) -> list[UUID]:
    """Tasks in which these units were asked for cooperation and have not answered."""
    return await _column(pool, OPEN_REQUESTS_TO, unit_ids)


async def open_dated_tasks(pool: Pool) -> list[UUID]:
    """Tasks with a last day, their own or that of an answer, which a new calendar may move."""
    return await _column(pool, OPEN_DATED)


async def running_findings(pool: Pool) -> list[UUID]:
    """Findings with a clock that runs, which a new calendar may move."""
    return await _running_findings(pool)


async def drafts_of_plans(pool: Pool) -> list[UUID]:
    """Plans that were read and neither issued nor abandoned."""
    return await _column(pool, DRAFTS)


async def task_by_code(pool: Pool, code: str) -> UUID | None:
    """The task behind an address."""
    found = await _column(pool, TASK_BY_CODE, code)
    return found[0] if found else None


async def earlier_findings(
    pool: Pool, unit_id: UUID, item_key: str, on: date
) -> list[EarlierFinding]:
    """Shortcomings of the same item in the same unit up to a day."""
    return await _earlier_findings(pool, unit_id, item_key, on)


async def findings_of(pool: Pool, inspection_id: UUID) -> list[FindingBrief]:
    """Every finding of an inspection."""
    return await _findings_of(pool, inspection_id)


async def granted_days(pool: Pool, inspection_id: UUID) -> int:
    """Working days by which the limit of a team's report moves."""
    return await _granted_days(pool, inspection_id)


async def _one(pool: Pool, query: str, *facts: Any) -> Any:
    async with pool.connection() as connection:
        row = await (await connection.execute(query, facts)).fetchone()
        assert row is not None, "a count always has a row"
        return row[0]


async def _column(pool: Pool, query: str, *facts: Any) -> list[UUID]:
    async with pool.connection() as connection:
        return [row[0] for row in await (await connection.execute(query, facts)).fetchall()]
