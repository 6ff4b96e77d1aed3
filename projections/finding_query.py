"""What is asked about findings: repeats, running clocks, what is open, lists with filters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from projections.database import Pool, fetch, fetch_one, fetch_value
from projections.finding_register import FindingRow

COLUMNS = ", ".join(f"r.{name}" for name in FindingRow.__struct_fields__)
REPEATED = """EXISTS (
    SELECT FROM finding_register e WHERE e.finding_id = ANY(r.repeat_of) AND e.stage <> 'dropped'
) AS is_repeated"""
"""A mark falls away when every earlier finding it rests on was dropped later."""

EARLIER = """
SELECT finding_id, recorded_on FROM finding_register
WHERE unit_id = %(unit)s AND item_key = %(item)s AND stage <> 'dropped'
  AND severity IN ('shortcoming', 'serious', 'breach_sign') AND recorded_on <= %(on)s
ORDER BY recorded_on, finding_id
"""
OF_INSPECTION = """
SELECT finding_id, code, item_key, severity, stage, answering_until, granted_days
FROM finding_register WHERE inspection_id = %(inspection)s ORDER BY no
"""
OWED = """
SELECT finding_id, kind, on_day FROM (
    SELECT finding_id, 'lapse_acknowledgement' AS kind, acknowledge_by AS on_day
    FROM finding_register WHERE stage = 'delivered'
    UNION ALL
    SELECT finding_id, 'lapse_explanation', explain_by
    FROM finding_register WHERE stage = 'acknowledged' AND asked_until IS NULL
    UNION ALL
    SELECT finding_id, 'place_follow_up', promise_by
    FROM finding_register WHERE stage = 'upheld'
) AS waiting
WHERE on_day < %(today)s ORDER BY on_day, finding_id LIMIT %(limit)s
"""
RUNNING = """
SELECT finding_id FROM finding_register
WHERE stage IN ('delivered', 'acknowledged', 'explained', 'upheld', 'remedy_reported')
ORDER BY recorded_position
"""
BY_CODE = "SELECT finding_id FROM finding_register WHERE code = %(code)s"
GRANTED = """
SELECT coalesce(max(granted_days), 0) FROM finding_register
WHERE inspection_id = %(inspection)s AND stage <> 'dropped'
"""


class EarlierFinding(msgspec.Struct, frozen=True):
    """A finding of the same item in the same unit."""

    finding_id: UUID
    recorded_on: date


class FindingOwed(msgspec.Struct, frozen=True):
    """A clock that ran out; the day after `on_day` the clock acts."""

    finding_id: UUID
    kind: str
    on_day: date


class FindingBrief(msgspec.Struct, frozen=True):
    """What an inspection needs to know of one of its findings."""

    finding_id: UUID
    code: str
    item_key: str
    severity: str
    stage: str
    answering_until: date | None
    granted_days: int


class FindingLine(FindingRow, kw_only=True):
    """A row with the mark that hangs on other rows."""

    is_repeated: bool


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """The filters of a list; None asks for nothing in particular."""

    unit_ids: Sequence[UUID] | None = None
    inspection_id: UUID | None = None
    item_key: str | None = None
    field: int | None = None
    severities: Sequence[str] | None = None
    stages: Sequence[str] | None = None
    is_open: bool | None = None
    is_repeated: bool | None = None
    limit: int = 500


async def earlier(pool: Pool, unit_id: UUID, item_key: str, on: date) -> list[EarlierFinding]:
    """Shortcomings of the same item in the same unit, recorded up to a day."""
    facts = {"unit": unit_id, "item": item_key, "on": on}
    return await fetch(pool, EarlierFinding, EARLIER, facts)


async def of_inspection(pool: Pool, inspection_id: UUID) -> list[FindingBrief]:
    """Every finding of an inspection, dropped ones too."""
    return await fetch(pool, FindingBrief, OF_INSPECTION, {"inspection": inspection_id})


async def owed(pool: Pool, today: date, limit: int) -> list[FindingOwed]:
    """Limits that went by in silence, oldest first."""
    return await fetch(pool, FindingOwed, OWED, {"today": today, "limit": limit})


async def running(pool: Pool) -> list[UUID]:
    """Findings with a clock that a new calendar may move."""
    async with pool.connection() as connection:
        return [row[0] for row in await (await connection.execute(RUNNING)).fetchall()]


async def granted_days(pool: Pool, inspection_id: UUID) -> int:
    """Working days by which granted time to explain moves the limit of the team's report."""
    return int(await fetch_value(pool, GRANTED, {"inspection": inspection_id}))


async def by_code(pool: Pool, code: str) -> UUID | None:
    """The finding behind an address."""
    found: UUID | None = await fetch_value(pool, BY_CODE, {"code": code})
    return found


async def line(pool: Pool, finding_id: UUID) -> FindingLine | None:
    """One finding."""
    query = f"SELECT {COLUMNS}, {REPEATED} FROM finding_register r WHERE finding_id = %(id)s"
    return await fetch_one(pool, FindingLine, query, {"id": finding_id})


async def lines(pool: Pool, wanted: Wanted) -> list[FindingLine]:
    """A filtered list, by the next last day."""
    where, facts = _where(wanted)
    query = f"""
        SELECT * FROM (SELECT {COLUMNS}, {REPEATED} FROM finding_register r) AS r
        WHERE {where}
        ORDER BY coalesce(answering_until, verify_by, remedy_by), code LIMIT %(limit)s
    """
    return await fetch(pool, FindingLine, query, facts | {"limit": wanted.limit})


def _where(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    parts: dict[str, str] = {
        "unit_ids": "unit_id = ANY(%(unit_ids)s)",
        "inspection_id": "inspection_id = %(inspection_id)s",
        "item_key": "item_key = %(item_key)s",
        "field": "field = %(field)s",
        "severities": "severity = ANY(%(severities)s)",
        "stages": "stage = ANY(%(stages)s)",
        "is_open": "is_open = %(is_open)s",
        "is_repeated": "is_repeated = %(is_repeated)s",
    }
    asked = {name: getattr(wanted, name) for name in parts}
    facts = {
        name: list(value) if isinstance(value, list | tuple) else value
        for name, value in asked.items()
        if value is not None
    }
    return " AND ".join(parts[name] for name in facts) or "true", facts
