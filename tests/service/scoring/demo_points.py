"""Checks every point of the played half-year: acts add up, and what is suggested comes true."""

from __future__ import annotations

from datetime import date

from domain.accountability.fact_line import FactLine, Period
from domain.evaluation.rules import Rules
from projections.accountability_query import history
from service.scoring.nearest import nearest_changes
from service.scoring.possible_changes import applied
from service.scoring.scorecard import scorecard
from service.scoring.shipped_rules import shipped_rules
from service.wiring import House

HALF_YEAR = Period(from_on=date(2025, 7, 1), to_on=date(2025, 12, 31), cut_on=date(2025, 11, 20))


async def check_all_points(house: House, position: int) -> None:
    """All units under all shipped rule sets, over the lines the read model has."""
    assert await house.freshness.wait(position, timeout=60)
    ward = await house.wards.current()
    judged = 0
    for unit in ward.units.values():
        lines = await history(house.pool, ward, unit.unit_id, HALF_YEAR)
        for each in shipped_rules():
            judged += _check(each.rules, unit.code, lines)
    assert judged > 50, "the half-year gives something to judge"


def _check(rules: Rules, unit_code: str, lines: tuple[FactLine, ...]) -> int:
    manual = {
        each.key: each.entry_max or each.weight for each in rules.criteria if each.way == "manual"
    }
    card = scorecard(rules, unit_code, lines, manual=manual)
    accounts = [(each, each.account) for each in card.criteria if each.account is not None]
    for score, account in accounts:
        moved = sum((line.delta for line in account.lines), account.start)
        assert moved == account.points == score.points
    nearest = nearest_changes(rules, unit_code, lines, manual)
    for suggestion in (nearest.up, nearest.down):
        if suggestion is not None:
            changed = scorecard(rules, unit_code, applied(lines, suggestion.changes), manual=manual)
            assert (changed.total, changed.proposal.level) == (suggestion.total, suggestion.level)
    return len(accounts)
