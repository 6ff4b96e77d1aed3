"""What commands to sheets may consult: the lines that are judged as known once, running clocks."""

from __future__ import annotations

from uuid import UUID

from domain.accountability.fact_line import FactLine, Period
from domain.evaluation.rules import Rates
from domain.ward import Ward
from projections import round_query
from projections.accountability_query import rated_history
from projections.database import Pool


async def lines_known_at(
    pool: Pool, ward: Ward, unit_id: UUID, period: Period, position: int, rates: Rates
) -> tuple[FactLine, ...]:
    """Every line that is judged in the period, as known at a place of the log; `ward` as there."""
    return await rated_history(pool, ward, rates, unit_id, period, position)


async def running_sheets(pool: Pool) -> list[UUID]:
    """Sheets with a clock that a new calendar may move."""
    return await round_query.running_sheets(pool)
