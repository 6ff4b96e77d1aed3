"""What the machine says of a sheet at one place of the log: the same for a briefing and a proof."""

from __future__ import annotations

from collections.abc import Mapping

from domain.evaluation.sheet.state import Sheet
from domain.evaluation.values import KnownRuleSet, Told
from domain.ward import Ward
from projections.database import Pool
from service.lookups_evaluation import lines_known_at
from service.scoring.told import told_of


async def told_of_sheet(
    pool: Pool,
    ward: Ward,
    sheet: Sheet,
    known: KnownRuleSet,
    given: Mapping[str, str],
    position: int,
) -> Told:
    """System points, gates and hashes; `ward` is the ward as it was known at that place.

    `given` are the points of people by key; formulas read those of manual criteria.
    """
    lines = await lines_known_at(
        pool, ward, sheet.unit_id, sheet.period, position, known.rules.rates
    )
    manual = {each.key for each in known.rules.criteria if each.way == "manual"}
    return told_of(
        known.rules,
        ward.units[sheet.unit_id].code,
        lines,
        position=position,
        manual={key: points for key, points in given.items() if key in manual},
    )
