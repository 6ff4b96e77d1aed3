"""Every unit under a draft beside other rules, over the real lines of a period."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from domain.accountability.fact_line import FactLine, Period
from domain.evaluation.rules import Criterion, Rules
from domain.ward import Ward
from projections.accountability_query import histories, rated_history
from projections.database import Pool
from service.scoring.score_parts import CriterionScore, Scorecard
from service.scoring.scorecard import scorecard
from service.scoring.what_if import CriterionChange, SideBySide, under_other_rules
from web.evaluations.words import (
    criterion_name,
    criterion_names,
    figure_name,
    joined,
    points_text,
    signed,
    text_of,
)
from web.house import house_of
from web.render import AnyRequest
from web.rule_sets.content import leadership_of, unit_names_of
from web.session import visit_of
from web.tasks.naming import Names
from web.texts import Language, say

RULE_FIELDS = ("way", "weight", "formula", "applies_if", "applies_to", "entry_max")
"""What makes the points of a criterion; other words change nothing."""


class SideView(msgspec.Struct, frozen=True, kw_only=True):
    """What one set of rules says of a unit."""

    total: str
    level: str
    held_by: str
    missing: int


class ChangeView(msgspec.Struct, frozen=True, kw_only=True):
    """A criterion that comes out differently, and why."""

    name: str
    before: str
    after: str
    difference: str
    why: tuple[str, ...]


class UnitTrial(msgspec.Struct, frozen=True, kw_only=True):
    """One unit under both."""

    name: str
    before: SideView | None
    after: SideView
    difference: str = ""
    moves_level: bool = False
    changes: tuple[ChangeView, ...] = ()


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """All units over one period."""

    period: Period
    units: tuple[UnitTrial, ...]
    beside: str
    """What stands beside the draft; empty where nothing does."""

    @property
    def moved(self) -> int:
        """How many units come to other points."""
        return sum(1 for unit in self.units if unit.difference not in ("", "0"))

    @property
    def levels(self) -> int:
        """How many units come to another level."""
        return sum(1 for unit in self.units if unit.moves_level)


class Sides(msgspec.Struct, frozen=True, kw_only=True):
    """The rules that are tried, and what stands beside them."""

    draft: Rules
    other: Rules | None = None
    beside: str = ""


async def tried(
    request: AnyRequest, sides: Sides, period: Period, *, full_entries: bool = False
) -> Trial:
    """Everything is worked out from the lines of the period; `full_entries` gives every criterion
    that people judge its most points, else none."""
    house: Any = house_of(request)
    visit = visit_of(request)
    names = Names(visit.ward, visit.language, visit.today)
    codes = unit_names_of(visit.ward, names)
    if sides.draft.rates == "ward":
        codes = leadership_of(visit.ward, names)
    units = {unit.code: unit.unit_id for unit in visit.ward.units.values() if unit.code in codes}
    lines = await _lines(house.pool, visit.ward, sides.draft, tuple(units.values()), period)

    def work() -> tuple[UnitTrial, ...]:
        return tuple(
            _unit(code, codes[code], lines[units[code]], sides, visit.language, full_entries)
            for code in codes
        )

    # a second of plain arithmetic would hold up everybody else's pages
    return Trial(period=period, units=await asyncio.to_thread(work), beside=sides.beside)


async def _lines(
    pool: Pool, ward: Ward, rules: Rules, units: tuple[UUID, ...], period: Period
) -> Mapping[UUID, tuple[FactLine, ...]]:
    if rules.rates != "ward":
        return await histories(pool, ward, units, period)
    whole = await rated_history(pool, ward, "ward", units[0], period) if units else ()
    return dict.fromkeys(units, whole)


def _unit(
    code: str,
    name: str,
    lines: tuple[FactLine, ...],
    sides: Sides,
    language: Language,
    full_entries: bool,
) -> UnitTrial:
    given = _given(sides.draft, full_entries)
    if sides.other is None:
        card = scorecard(sides.draft, code, lines, manual=given)
        return UnitTrial(name=name, before=None, after=_side(card, language))
    both = under_other_rules(
        sides.other,
        sides.draft,
        code,
        lines,
        manual=_given(sides.other, full_entries),
        other_manual=given,
    )
    return UnitTrial(
        name=name,
        before=_side(both.here, language),
        after=_side(both.there, language),
        difference=signed(both.difference, language),
        moves_level=both.here.proposal.level != both.there.proposal.level,
        changes=(*_changes(both, language), *_extras(both, language)),
    )


def _given(rules: Rules, full_entries: bool) -> dict[str, str]:
    if not full_entries:
        return {}
    return {each.key: each.entry_max or each.weight for each in rules.criteria
            if each.way == "manual"}  # fmt: skip


def _side(card: Scorecard, language: Language) -> SideView:
    return SideView(
        total=points_text(card.total, language),
        level=say(language, f"evaluation.level.{card.proposal.level}"),
        held_by=joined(text_of(gate, language) for gate in card.proposal.held_by),
        missing=len(card.missing),
    )


def _changes(both: SideBySide, language: Language) -> Iterable[ChangeView]:
    entries = criterion_names(both.here.rules, language) | criterion_names(
        both.there.rules, language
    )
    for each in both.criteria:
        if each.is_same or _is_group(each):
            continue
        score = each.there or each.here
        assert score is not None, "a change is of something"
        yield ChangeView(
            name=criterion_name(score.criterion, language),
            before=_points(each.here, language),
            after=_points(each.there, language),
            difference=signed(each.difference, language) if each.difference is not None else "–",
            why=tuple(_why(each, language, entries)),
        )


def _is_group(change: CriterionChange) -> bool:
    """A group differs by what differs below it, which is told."""
    return all(
        side is None or side.criterion.way == "group" for side in (change.here, change.there)
    )


def _points(score: CriterionScore | None, language: Language) -> str:
    if score is None:
        return "–"
    if not score.applies:
        return say(language, f"evalpage.why_not.{score.why_not}")
    if score.points is None:
        return say(language, "ruleset.trial.judged")
    return f"{points_text(score.points, language)}/{points_text(score.max, language)}"


def _why(change: CriterionChange, language: Language, entries: Mapping[str, str]) -> Iterable[str]:
    if change.here is None or change.there is None:
        yield say(language, "ruleset.trial.added" if change.here is None else "ruleset.trial.gone")
    else:
        yield from _rule_changes(change.here.criterion, change.there.criterion, language)
    for figure in change.figures:
        value = figure.there or figure.here
        yield say(
            language,
            "ruleset.trial.figure",
            name=figure_name(figure.name, language, entries),
            value=points_text(value, language),
        )


def _rule_changes(one: Criterion, other: Criterion, language: Language) -> Iterable[str]:
    for name in RULE_FIELDS:
        before, after = getattr(one, name), getattr(other, name)
        if before != after:
            yield say(
                language,
                "ruleset.trial.rule",
                field=say(language, f"ruleset.field.{name}"),
                before=_said(name, before, language),
                after=_said(name, after, language),
            )


def _said(name: str, value: Any, language: Language) -> str:
    if name == "way":
        return say(language, f"ruleset.way.{value}")
    if name in ("weight", "entry_max"):
        return points_text(value, language)
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    return text or say(language, "ruleset.nothing")


def _extras(both: SideBySide, language: Language) -> Iterable[ChangeView]:
    """Bonus and penalty as they count, each within its bounds."""
    for key in ("bonus", "penalty"):
        before: Decimal = getattr(both.here, key)
        after: Decimal = getattr(both.there, key)
        if before != after:
            yield ChangeView(
                name=say(language, f"ruleset.field.{key}"),
                before=signed(before, language),
                after=signed(after, language),
                difference=signed(after - before, language),
                why=(),
            )
