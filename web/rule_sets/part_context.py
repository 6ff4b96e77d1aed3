"""What the forms of a draft's parts are filled from, and how one part takes another's place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.evaluation.rule_set.state import RuleSet
from domain.evaluation.rules import Band, Criterion, Extra, Gate, Rules
from web.act_form import Field
from web.texts import Language

Keyed = TypeVar("Keyed", Criterion, Gate, Extra)


class PartContext(msgspec.Struct, frozen=True, kw_only=True):
    """The draft, and which of its parts the form is for."""

    rule_set_id: UUID
    state: RuleSet
    language: Language
    key: str = ""
    """Of the part that is changed; empty for a new one."""
    parent: str = ""
    """Group in which a new criterion was asked for."""
    unit_names: Mapping[str, str] = {}

    @property
    def rules(self) -> Rules:
        """The draft as it stands."""
        assert self.state.draft is not None, "parts are changed in drafts only"
        return self.state.draft

    @property
    def criterion(self) -> Criterion | None:
        """The criterion of the key."""
        return next((each for each in self.rules.criteria if each.key == self.key), None)

    @property
    def gate(self) -> Gate | None:
        """The gate of the key."""
        return next((each for each in self.rules.gates if each.key == self.key), None)

    @property
    def extra(self) -> Extra | None:
        """The extra of the key."""
        return next((each for each in self.rules.extras if each.key == self.key), None)


def field(name: str, kind: str = "line", **more: object) -> Field:
    """A question whose label follows from its name."""
    return msgspec.convert(
        {"name": name, "kind": kind, "label": f"ruleset.field.{name}", **more}, Field
    )


def put(parts: tuple[Keyed, ...], part: Keyed) -> tuple[Keyed, ...]:
    """The part in the place of the one with its key, else at the end."""
    if any(each.key == part.key for each in parts):
        return tuple(part if each.key == part.key else each for each in parts)
    longer = list(parts)
    longer.append(part)
    return tuple(longer)


def without(parts: tuple[Keyed, ...], key: str) -> tuple[Keyed, ...]:
    """All but the one with the key."""
    return tuple(each for each in parts if each.key != key)


def with_criterion(rules: Rules, criterion: Criterion) -> Rules:
    """The criterion in its place; a new one, or one of another group, last in its group."""
    former = next((each for each in rules.criteria if each.key == criterion.key), None)
    if former is not None and former.parent == criterion.parent:
        return replace(rules, criteria=put(rules.criteria, criterion))
    rest = without(rules.criteria, criterion.key)
    family = {criterion.parent}
    at = len(rest)
    if criterion.parent:
        for place, each in enumerate(rest):
            if each.key in family or each.parent in family:
                family.add(each.key)
                at = place + 1
    return replace(rules, criteria=(*rest[:at], criterion, *rest[at:]))


def with_bands(rules: Rules, bands: tuple[Band, ...]) -> Rules:
    """Other bands."""
    return replace(rules, bands=bands)
