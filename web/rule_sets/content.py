"""What pages show of rules: the tree with depths and sums, formulas beside words, who it is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec

from domain.evaluation.rules import LEVELS, Criterion, Extra, Gate, Rules
from domain.points import HUNDRED, points, written
from domain.ward import Ward
from web.evaluations.words import criterion_name, points_text, rule_of, text_of
from web.org.views import slug_of
from web.tasks.naming import Names
from web.texts import Language, say

ZERO = Decimal(0)


class CriterionView(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the tree in words."""

    key: str
    name: str
    depth: int
    way: str
    most: str
    entry_max: str
    rule: str
    formula: str
    applies_if: str
    evidence: str
    units: str

    @property
    def is_group(self) -> bool:
        """Whether it sums what stands below it."""
        return self.way == "group"


class PartView(msgspec.Struct, frozen=True, kw_only=True):
    """A gate or an extra in words."""

    key: str
    name: str
    rule: str
    formula: str
    caps_at: str = ""
    is_on: bool = True


class SumView(msgspec.Struct, frozen=True, kw_only=True):
    """What the parts of a group come to, and what they have to."""

    key: str
    name: str
    found: str
    wanted: str

    @property
    def sums_up(self) -> bool:
        """Whether both are the same."""
        return self.found == self.wanted


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of a version that is laid out in tables."""

    criteria: tuple[CriterionView, ...]
    gates: tuple[PartView, ...]
    bands: tuple[tuple[str, str], ...]
    """Level in words and the points from which it may be proposed, best first."""
    extras: tuple[PartView, ...]
    sums: tuple[SumView, ...]
    """Of the whole, then of every group."""

    @property
    def wrong_sums(self) -> tuple[SumView, ...]:
        """What stands in the way of an adoption."""
        return tuple(each for each in self.sums if not each.sums_up)


def content_of(rules: Rules, language: Language, unit_names: Mapping[str, str]) -> Content:
    """The rules in the reader's language."""
    return Content(
        criteria=tuple(
            _criterion(each, depth, language, unit_names) for each, depth in in_tree(rules)
        ),
        gates=tuple(_gate(each, language) for each in rules.gates),
        bands=tuple(
            (say(language, f"evaluation.level.{band.level}"), band.from_points)
            for band in sorted(rules.bands, key=lambda band: LEVELS.index(band.level))
        ),
        extras=tuple(_extra(each, language) for each in rules.extras),
        sums=sums_of(rules, language),
    )


def in_tree(rules: Rules, parent: str = "", depth: int = 0) -> Iterator[tuple[Criterion, int]]:
    """Children below their group, each with its depth."""
    for each in rules.criteria:
        if each.parent == parent:
            yield each, depth
            if each.way == "group":
                yield from in_tree(rules, each.key, depth + 1)


def sums_of(rules: Rules, language: Language) -> tuple[SumView, ...]:
    """The whole has to come to a hundred, a group to its own points."""
    groups = [each for each in rules.criteria if each.way == "group"]
    return (
        SumView(
            key="",
            name=say(language, "ruleset.whole"),
            found=_sum(rules, ""),
            wanted=written(HUNDRED),
        ),
        *(
            SumView(
                key=each.key,
                name=criterion_name(each, language),
                found=_sum(rules, each.key),
                wanted=written(points(each.weight)),
            )
            for each in groups
        ),
    )


def unit_names_of(ward: Ward, names: Names) -> dict[str, str]:
    """Units that answer for tasks, by their codes, in the order of their addresses."""
    active = [unit for unit in ward.units.values() if unit.active_on(names.on)]
    rated = [unit for unit in active if ward.head_post(unit.unit_id) is not None]
    return {unit.code: names.unit(unit.unit_id) for unit in sorted(rated, key=slug_of)}


def leadership_of(ward: Ward, names: Names) -> dict[str, str]:
    """What rules for the whole ward rate, by its code."""
    active = [unit for unit in ward.units.values() if unit.active_on(names.on)]
    leading = [unit for unit in active if unit.kind == "leadership"]
    return {unit.code: names.unit(unit.unit_id) for unit in leading[:1]}


def _sum(rules: Rules, parent: str) -> str:
    children = (points(each.weight) for each in rules.criteria if each.parent == parent)
    return written(sum(children, ZERO))


def _criterion(
    each: Criterion, depth: int, language: Language, unit_names: Mapping[str, str]
) -> CriterionView:
    return CriterionView(
        key=each.key,
        name=criterion_name(each, language),
        depth=min(depth, 3),
        way=each.way,
        most=points_text(each.weight, language),
        entry_max=points_text(each.entry_max, language) if each.entry_max else "",
        rule=rule_of(each, language),
        formula=each.formula,
        applies_if=each.applies_if,
        evidence=each.evidence,
        units=", ".join(unit_names.get(code, code) for code in each.applies_to),
    )


def _gate(gate: Gate, language: Language) -> PartView:
    return PartView(
        key=gate.key,
        name=text_of(gate, language),
        rule=rule_of(gate, language),
        formula=gate.formula,
        caps_at=say(language, f"evaluation.level.{gate.caps_at}"),
        is_on=gate.is_on,
    )


def _extra(extra: Extra, language: Language) -> PartView:
    return PartView(
        key=extra.key,
        name=text_of(extra, language),
        rule=rule_of(extra, language),
        formula=extra.formula,
    )
