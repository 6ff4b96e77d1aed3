"""The lines and figures of units over a period: one query, then the pure rules of the domain."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec

from domain.accountability.fact_line import FactLine, Period
from domain.accountability.history import figures_of_lines, lines_of, lines_of_unit
from domain.accountability.marks import Record
from domain.accountability.quantity import Figures
from domain.evaluation.rules import Rates
from domain.ward import Ward
from projections.accountability_memo import AccountabilityMemo
from projections.accountability_records import SPAN, place_of
from projections.database import Pool

FIRST_DAY = "date '0001-01-01'"
"""Day 1 of the numbers that days are kept as."""
SELECT = f"""
WITH known AS (
    SELECT (recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date - {FIRST_DAY} + 1 AS day
    FROM soviec.journal_events
    WHERE notification_id <= %(known_at)s::bigint
    ORDER BY notification_id DESC LIMIT 1
)
SELECT record::text FROM accountability_records
WHERE subject_id IN (
    SELECT s.subject_id
    FROM unnest(%(units)s::uuid[], %(bases)s::bigint[]) AS asked (unit_id, base)
    JOIN accountability_spans AS s
      ON s.unit_id = asked.unit_id
     AND {SPAN} && int8range(
            asked.base + LEAST(%(from_day)s, (SELECT day FROM known)),
            asked.base + %(cut_day)s,
            '[]')
)
ORDER BY subject_id
"""
RECORD = msgspec.json.Decoder(Record)
MEMO = AccountabilityMemo()


async def history(
    pool: Pool, ward: Ward, unit_id: UUID, period: Period, known_at: int | None = None
) -> tuple[FactLine, ...]:
    """All lines of a unit, oldest first.

    `known_at` is a place in the log: only what was known there; then `ward` has to be the ward as
    it was known there too.
    """
    lines = await _lines(pool, ward, (unit_id,), period, known_at)
    return lines_of_unit(lines, unit_id)


async def rated_history(
    pool: Pool,
    ward: Ward,
    rates: Rates,
    unit_id: UUID,
    period: Period,
    known_at: int | None = None,
) -> tuple[FactLine, ...]:
    """The lines that rules of a kind judge: those of the unit, or those of all units together."""
    if rates == "ward":
        return await _lines(pool, ward, tuple(ward.units), period, known_at)
    return await history(pool, ward, unit_id, period, known_at)


async def figures(
    pool: Pool,
    ward: Ward,
    unit_ids: Iterable[UUID],
    period: Period,
    known_at: int | None = None,
) -> dict[UUID, Figures]:
    """Every quantity of several units, from one reading of the records."""
    found = await histories(pool, ward, unit_ids, period, known_at)
    return {unit_id: figures_of_lines(lines) for unit_id, lines in found.items()}


async def histories(
    pool: Pool,
    ward: Ward,
    unit_ids: Iterable[UUID],
    period: Period,
    known_at: int | None = None,
) -> dict[UUID, tuple[FactLine, ...]]:
    """The lines of several units, from one reading of the records."""
    units = tuple(dict.fromkeys(unit_ids))
    lines: dict[UUID, list[FactLine]] = {unit_id: [] for unit_id in units}
    for line in await _lines(pool, ward, units, period, known_at):
        if line.unit_id in lines:
            lines[line.unit_id].append(line)
    return {unit_id: tuple(own) for unit_id, own in lines.items()}


async def _lines(
    pool: Pool, ward: Ward, units: tuple[UUID, ...], period: Period, known_at: int | None
) -> tuple[FactLine, ...]:
    texts = await _records(pool, units, period, known_at)
    return MEMO.lines(
        texts,
        period,
        known_at,
        ward,
        lambda: lines_of([RECORD.decode(text) for text in texts], period, ward, known_at),
    )


async def _records(
    pool: Pool, units: tuple[UUID, ...], period: Period, known_at: int | None
) -> list[str]:
    facts: dict[str, Any] = {
        "units": list(units),
        "bases": [place_of(unit_id, 0) for unit_id in units],
        "from_day": min(period.from_on, period.cut_on).toordinal(),
        "cut_day": period.cut_on.toordinal(),
        "known_at": known_at,
    }
    async with pool.connection() as connection:
        cursor = await connection.execute(SELECT.encode(), facts)
        return [row[0] for row in await cursor.fetchall()]
