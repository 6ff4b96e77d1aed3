"""What differs between two versions in words: part by part, field by field."""

from __future__ import annotations

import re
from itertools import groupby

import msgspec

from domain.evaluation.rules import Rules
from service.scoring.rule_diff import Difference, compare_rules
from web.evaluations.words import criterion_name, points_text, text_of
from web.texts import Language, has, say

WORDED = {
    "rates": "ruleset.rates",
    "confidence": "ruleset.confidence",
    "way": "ruleset.way",
    "caps_at": "evaluation.level",
}
POINTS = frozenset({"weight", "entry_max", "from_points", "bonus_max", "penalty_max"})
DAYS = frozenset({"valid_from_on", "valid_until_on"})
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """One field before and after."""

    field: str
    before: str
    after: str


class PartChange(msgspec.Struct, frozen=True, kw_only=True):
    """A part that came, went or changed."""

    title: str
    how: str
    fields: tuple[FieldChange, ...]
    text: str = ""


def changes_of(before: Rules, after: Rules, language: Language) -> list[PartChange]:
    """Every difference in the reader's language, in the order of the rules."""
    found = compare_rules(before, after)
    return [
        _part(list(group), before, after, language)
        for _, group in groupby(found, key=lambda each: (each.part, each.key))
    ]


def _part(group: list[Difference], before: Rules, after: Rules, language: Language) -> PartChange:
    first = group[0]
    fields = tuple(
        FieldChange(
            field=say(language, f"ruleset.field.{each.field}"),
            before=_said(each.field, each.before, language),
            after=_said(each.field, each.after, language),
        )
        for each in group
        if each.how == "changed"
    )
    return PartChange(
        title=_title(first, before, after, language),
        how=first.how,
        fields=fields,
        text=_text(first, language) if first.how != "changed" else "",
    )


def _title(each: Difference, before: Rules, after: Rules, language: Language) -> str:
    if each.part == "rules":
        return say(language, "ruleset.general")
    if not each.key:
        return say(language, f"ruleset.order_of.{each.part}")
    if each.part == "band":
        return say(language, f"evaluation.level.{each.key}")
    return say(language, f"ruleset.part.{each.part}", name=_name(each, after, before, language))


def _name(each: Difference, after: Rules, before: Rules, language: Language) -> str:
    for rules in (after, before):
        if each.part == "criterion":
            for criterion in rules.criteria:
                if criterion.key == each.key:
                    return criterion_name(criterion, language)
        for part in rules.gates if each.part == "gate" else rules.extras:
            if part.key == each.key:
                return text_of(part, language)
    return each.key


def _text(each: Difference, language: Language) -> str:
    said = each.after or each.before
    return (
        say(language, "ruleset.from_points", points=points_text(said, language))
        if (each.part == "band")
        else said
    )


def _said(field: str, value: str, language: Language) -> str:
    if not value:
        return say(language, "ruleset.nothing")
    if field in WORDED and has(f"{WORDED[field]}.{value}"):
        return say(language, f"{WORDED[field]}.{value}")
    if field in POINTS:
        return points_text(value, language)
    if field in DAYS and (found := _DAY.fullmatch(value)) is not None:
        return f"{found[3]}/{found[2]}/{found[1]}"
    if value in ("True", "False"):
        return say(language, "ruleset.yes" if value == "True" else "ruleset.no")
    return value
