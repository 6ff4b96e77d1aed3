"""What commands to sheets may consult: the lines of a unit as known once, and running clocks."""

from __future__ import annotations

from uuid import UUID

from domain.accountability.fact_line import FactLine, Period
from domain.ward import Ward
from projections import round_query
from projections.accountability_query import history
from projections.database import Pool


async def lines_known_at(
    pool: Pool, ward: Ward, unit_id: UUID, period: Period, position: int
) -> tuple[FactLine, ...]:
    """Every line of the unit in the period, as known at a place of the log; `ward` as of there."""
    return await history(pool, ward, unit_id, period, position)


async def running_sheets(pool: Pool) -> list[UUID]:
    """Sheets with a clock that a new calendar may move."""
    return await round_query.running_sheets(pool)
