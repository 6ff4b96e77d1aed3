"""A round or a sheet as one reader sees it at one moment, with everything the machine says of it.

Pages, files and programs build on these views; nothing here knows of requests or of templates.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.accountability.fact_line import FactLine
from domain.evaluation.commands import sheet_of
from domain.evaluation.rules import Gate, Level, Rules
from domain.evaluation.sheet.state import Sheet, Version
from domain.evaluation.totals import band_of, proposed_level, total
from domain.evaluation.values import GateResult, KnownRuleSet, Told
from domain.fact import Recorded
from domain.ward import Unit, Ward
from projections.accountability_query import rated_history
from projections.round_file import SheetFile, sheet_file
from projections.round_index import RoundRow
from projections.round_query import round_by_code
from projections.rule_set_index import RuleSetVersionRow, versions_of
from projections.task_past import AsOf, Prefix, as_of
from service.briefing_evaluation import points_given
from service.evaluation_sight import SheetFacts, SheetParts, acts_shown, sheet_parts
from service.rule_sets import adopted
from service.scoring.score_parts import Scorecard
from service.scoring.scorecard import scorecard
from service.scoring.told import told_of_card
from web.org.views import slug_of, unit_by_slug
from web.session import Visit
from web.tasks.loading import past_query


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Points as they stand, and the level the machine proposes for them."""

    points: dict[str, str]
    total: str
    level: Level
    by_points: Level
    gates: tuple[GateResult, ...]
    held_by: tuple[Gate, ...]
    """Gates that hold the proposal below the level of the points."""


class SheetView(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet as one reader sees it at one moment."""

    round: RoundRow
    unit: Unit
    file: SheetFile
    ward: Ward
    """Of the moment that is shown."""
    parts: SheetParts
    rules: Rules
    card: Scorecard
    """Of a frozen version as it was known at the freeze; else as known at the moment shown."""
    lines: tuple[FactLine, ...]
    told: Told
    standing: Standing
    records: tuple[Recorded, ...]
    """Of the whole stream what the reader may know, for what leads back to now."""
    past: AsOf | None = None

    @property
    def sheet(self) -> Sheet:
        """What the sheet remembers."""
        return self.file.sheet

    @property
    def round_address(self) -> str:
        """Of the round's page of the present."""
        return round_address(self.round)

    @property
    def address(self) -> str:
        """Of the sheet's page of the present."""
        return f"{self.round_address}/{slug_of(self.unit)}"

    @property
    def past_query(self) -> str:
        """What keeps a link in the same past."""
        return past_query(self.past)

    @property
    def published(self) -> Version | None:
        """The newest version that was published."""
        return _newest_published(self.sheet)


class RoundView(msgspec.Struct, frozen=True, kw_only=True):
    """A round with the sheets that the reader may look at, in the order of its units."""

    row: RoundRow
    rules: Rules
    version: RuleSetVersionRow | None
    sheets: tuple[SheetView, ...]
    past: AsOf | None = None

    @property
    def address(self) -> str:
        """Of the page of the present."""
        return round_address(self.row)

    @property
    def past_query(self) -> str:
        """What keeps a link in the same past."""
        return past_query(self.past)


def round_address(row: RoundRow) -> str:
    """Of a round's page."""
    return f"/evaluations/{quote(row.code, safe='')}"


async def round_view(
    house: Any, visit: Visit, code: str, asked: AsOf | None = None
) -> RoundView | None:
    """The round of a code; nothing where the reader may see none of its sheets."""
    row = await round_by_code(house.pool, code)
    known = await _rules_of(house, row) if row is not None else None
    if row is None or known is None:
        return None
    found = [await _sheet(house, visit, row, known, unit_id, asked) for unit_id in row.units]
    sheets = tuple(each for each in found if each is not None)
    if not sheets:
        return None
    versions = await versions_of(house.pool, row.rule_set_id)
    version = next((each for each in versions if each.version == row.rule_set_version), None)
    return RoundView(row=row, rules=known.rules, version=version, sheets=sheets, past=asked)


async def sheet_view(
    house: Any, visit: Visit, code: str, unit_slug: str, asked: AsOf | None = None
) -> SheetView | None:
    """One sheet by its address; nothing for who may not know."""
    row = await round_by_code(house.pool, code)
    unit = unit_by_slug(visit.ward, unit_slug)
    known = await _rules_of(house, row) if row is not None else None
    if row is None or known is None or unit is None or unit.unit_id not in row.units:
        return None
    return await _sheet(house, visit, row, known, unit.unit_id, asked)


async def _rules_of(house: Any, row: RoundRow) -> KnownRuleSet | None:
    return await adopted(house.ledger, row.rule_set_id, row.rule_set_version)


async def _sheet(
    house: Any,
    visit: Visit,
    row: RoundRow,
    known: KnownRuleSet,
    unit_id: UUID,
    asked: AsOf | None,
) -> SheetView | None:
    records: Sequence[Recorded] = await house.ledger.load(sheet_of(row.round_id, unit_id))
    prefix = as_of(records, asked or AsOf(), visit.now)
    if not prefix.records:
        return None
    position = await _position(house, prefix, asked) if asked is not None else None
    ward: Ward = await house.ward(position) if position is not None else visit.ward
    file = sheet_file(prefix.records, ward, prefix.at)
    parts = _narrower(
        _parts(sheet_file(records, visit.ward, visit.now).sheet, visit), _parts(file.sheet, visit)
    )
    if not parts.anything:
        return None
    file = sheet_file(acts_shown(prefix.records, parts), ward, prefix.at, file.version)
    shown = file.sheet if parts.scores else _as_published(file.sheet)
    known_at = _known_at(shown, asked, position)
    then = ward if known_at in (None, position) else await house.ward(known_at)
    lines = await rated_history(
        house.pool, then, known.rules.rates, unit_id, file.sheet.period, known_at
    )
    given = _given(shown)
    manual = {each.key for each in known.rules.criteria if each.way == "manual"}
    unit = visit.ward.units[unit_id]
    card = scorecard(
        known.rules,
        unit.code,
        lines,
        manual={key: text for key, text in given.items() if key in manual},
    )
    told = told_of_card(card, lines, known_at or house.freshness.position)
    return SheetView(
        round=row,
        unit=unit,
        file=file,
        ward=ward,
        parts=parts,
        rules=known.rules,
        card=card,
        lines=lines,
        told=told,
        standing=_standing(shown, told, given),
        records=acts_shown(records, parts),
        past=asked,
    )


async def _position(house: Any, prefix: Prefix, asked: AsOf) -> int:
    """The place in the log that was known at the moment shown; a place is taken as it is asked."""
    if asked.position is not None:
        return min(asked.position, max(int(house.freshness.position), prefix.records[-1].position))
    position: int = await house.ledger.position_at(prefix.at)
    return max(position, prefix.records[-1].position)


def _newest_published(sheet: Sheet) -> Version | None:
    versions = (*sheet.former, sheet.now)
    return next((each for each in reversed(versions) if each.published is not None), None)


def _as_published(sheet: Sheet) -> Sheet:
    """With the published version in front: what is counted for readers without the scores."""
    version = _newest_published(sheet)
    return sheet if version is None else replace(sheet, now=version)


def _known_at(sheet: Sheet, asked: AsOf | None, position: int | None) -> int | None:
    """What is frozen stays as it was known; the rest as the reader asks."""
    approval = sheet.now.approval
    if approval is not None and approval.frozen is not None:
        return approval.frozen.position
    return None if asked is None or asked.basis == "now" else position


def _given(sheet: Sheet) -> dict[str, str]:
    """Points that people gave, the newest word on each key."""
    approval = sheet.now.approval
    approved = dict(approval.said.points) if approval is not None else {}
    return points_given(None, sheet) | approved


def _standing(sheet: Sheet, told: Told, given: dict[str, str]) -> Standing:
    """Of an approved version what was approved; else the machine's word where nobody spoke yet."""
    approval = sheet.now.approval
    points = {line.key: line.points for line in told.lines if line.points is not None} | given
    if approval is not None:
        said = approval.said
        reached, level, by_points, gates = (
            said.total,
            said.proposed_level,
            said.level_by_points,
            said.gates,
        )
    else:
        reached, gates = total(told, points), told.gates
        level, by_points = proposed_level(told.rules, reached, gates), band_of(told.rules, reached)
    failing = {gate.gate for gate in gates if gate.met is False}
    return Standing(
        points=points,
        total=reached,
        level=level,
        by_points=by_points,
        gates=gates,
        held_by=tuple(each for each in told.rules.gates if each.key in failing)
        if level != by_points
        else (),
    )


def _parts(sheet: Sheet, visit: Visit) -> SheetParts:
    versions = (*sheet.former, sheet.now)
    facts = SheetFacts(
        unit_id=sheet.unit_id,
        appraiser_posts=sheet.appraiser_posts,
        council_posts=sheet.council_posts,
        appeal_posts=sheet.appeal_posts,
        is_delivered=any(each.delivered_at is not None for each in versions),
        is_published=any(each.published is not None for each in versions),
    )
    person_id = visit.user.person_id if visit.user else None
    return sheet_parts(person_id, facts, visit.ward, visit.today)


def _narrower(now: SheetParts, then: SheetParts) -> SheetParts:
    """Rights of today, secrecy of then."""
    return SheetParts(
        scores=now.scores and then.scores,
        marks=now.marks and then.marks,
        votes=now.votes and then.votes,
        published=now.published and then.published,
    )
