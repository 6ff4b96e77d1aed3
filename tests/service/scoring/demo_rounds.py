"""Checks the rounds of the played half-year: kept points, their acts, and every freeze."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from domain.evaluation.sheet.state import Sheet
from domain.evaluation.values import KnownRuleSet
from projections.round_index import RoundRow, SheetRow
from projections.round_query import rounds, sheets_of_round
from service.evaluation_freeze import verify_freeze
from service.lookups_evaluation import lines_known_at
from service.rule_sets import adopted
from service.scoring.scorecard import scorecard
from service.slices import SHEET
from service.wiring import House

UNITS = 5


async def check_rounds(house: House, stages: dict[str, Counter[str]]) -> None:
    """Every sheet of every round; `stages` says where the sheets of each round stand."""
    await house.freshness.wait(await house.ledger.max_position(), timeout=60)
    found = {}
    for row in await rounds(house.pool):
        sheets = await sheets_of_round(house.pool, row.round_id)
        found[row.code] = Counter(each.stage for each in sheets)
        known = await adopted(house.ledger, row.rule_set_id, row.rule_set_version)
        assert known is not None
        for each in sheets:
            sheet = SHEET.fold(await house.ledger.load(each.sheet_id))
            if sheet.frozen:
                await _check_frozen(house, row, known, each, sheet)
    assert found == stages


async def _check_frozen(
    house: House, row: RoundRow, known: KnownRuleSet, line: SheetRow, sheet: Sheet
) -> None:
    """What was kept of every automatic point is what its acts come to, then and by the proof."""
    position = sheet.frozen[-1].position
    ward = await house.wards.as_of(position)
    lines = await lines_known_at(
        house.pool, ward, sheet.unit_id, sheet.period, position, known.rules.rates
    )
    said = sheet.now.approval.said  # type: ignore[union-attr]
    card = scorecard(known.rules, ward.units[sheet.unit_id].code, lines, manual=said.points)
    counted = [each for each in card.criteria if each.account is not None and each.applies]
    assert counted, f"{row.code}: nothing was counted for {card.unit_code}"
    for each in counted:
        assert each.account is not None
        key = each.criterion.key
        moved = sum((act.delta for act in each.account.lines), each.account.start)
        mark = sheet.now.marks[key]
        assert moved == Decimal(mark.system_value or "") == Decimal(said.points[key]), key
    assert set(said.points) == set(sheet.now.marks), "no point without a mark"
    proof = await verify_freeze(house.pool, house.ledger, house.wards, line.sheet_id, line.version)
    assert proof.holds, f"{row.code}/{card.unit_code}: {proof}"


async def check_year(house: House) -> None:
    """What the story wants to show of its yearly round."""
    (year,) = [row for row in await rounds(house.pool) if row.code == "2025"]
    sheets = await sheets_of_round(house.pool, year.round_id)
    assert len(sheets) == UNITS
    assert Counter(each.reply for each in sheets) == {"accepted": 3, "appealed": 1, "lapsed": 1}
    assert {each.level for each in sheets} == {"excellent", "good", "completed"}
    assert sum(each.level != each.proposed_level for each in sheets) == 1
    assert sum(each.self_late for each in sheets) == 1
    recused = {(each.in_favour, each.entitled) for each in sheets}
    assert recused == {(6, 6), (5, 7)}, "who is of the unit does not vote"
