"""What the machine's values of a sheet are worked out from: the lines of a unit as known once."""

from __future__ import annotations

from uuid import UUID

from domain.accountability.fact_line import FactLine, Period
from domain.ward import Ward
from projections.accountability_query import history
from projections.database import Pool


async def lines_known_at(
    pool: Pool, ward: Ward, unit_id: UUID, period: Period, position: int
) -> tuple[FactLine, ...]:
    """Every line of the unit in the period, as known at a place of the log; `ward` as of there."""
    return await history(pool, ward, unit_id, period, position)
