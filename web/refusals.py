"""A refusal as a sentence: its facts become names, dates and offices of the ward."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, get_args
from uuid import UUID

from domain.evaluation.rules import LEVELS
from domain.figures.indices import INDICES
from domain.finding.values import Severity, Stance
from domain.refusal import Refused
from domain.values import Doc
from domain.ward import Ward
from service.scoring.formula_fault import FAULTS
from web import texts, wording
from web.texts import Language

ROLE_KEYS = {
    "C": "role.chair",
    "V": "role.vice_chair",
    "O": "role.office",
    "K": "role.coordinator",
    "FO": "role.follow_up",
    "H": "role.head",
    "D": "role.deputy",
    "L": "role.clerk",
    "S": "role.officer",
    "R": "role.reviewer",
    "DK": "role.dossier_keeper",
    "A": "role.auditor",
    "OB": "role.observer",
    "T": "role.technical",
    "TL": "role.team_leader",
    "TS": "role.team_secretary",
    "TM": "role.team_member",
    "IK": "role.index_keeper",
    "AP": "role.appraiser",
    "CM": "role.council_member",
    "AD": "role.appeal_decider",
    "OR": "role.orderer",
    "assigning_authority": "role.authority",
    "another_verifier": "role.another_verifier",
}

WORD_KEYS = {
    **{word: f"severity.{word}" for word in get_args(Severity)},
    **{word: f"stance.{word}" for word in get_args(Stance)},
    **{word: f"index.name.{word}" for word in INDICES},
    **{word: f"evaluation.level.{word}" for word in LEVELS},
    **{f"formula.{word}": f"evaluation.formula.{word}" for word in FAULTS},
    **{
        word: f"finding.field.{word}"
        for word in (
            "text",
            "measures",
            "counter_evidence",
            "containment",
            "description",
            "proposal",
            "basis",
        )
    },
}
"""Words of the domain that stand in the middle of a sentence."""

VARIANTS: tuple[tuple[str, str, object, str], ...] = (
    ("task.product_missing", "expected", "", "task.product_missing.unnamed"),
    ("task.already_accepted", "by_silence", True, "task.already_accepted_by_silence"),
    ("backdated_without_document", "gap", "minutes", "backdated_without_document_minutes"),
    ("own_work", "rule", "SD-20", "own_work_shared"),
    *(
        ("figures.impossible_sum", "rule", rule, f"figures.impossible_sum_{rule}")
        for rule in ("received", "among", "answers", "either")
    ),
    ("evaluation.already_voted", "choice", "for", "evaluation.already_voted_for"),
    ("evaluation.list_unsound", "what", "council", "evaluation.list_unsound_council"),
    ("evaluation.list_unsound", "what", "appraisers", "evaluation.list_unsound_appraisers"),
    ("evaluation.validity_overlaps", "until_on", None, "evaluation.validity_overlaps_open"),
    ("evaluation.weights_do_not_sum", "key", "", "evaluation.weights_do_not_sum_top"),
)
"""Code, fact, its value: another sentence for the same refusal."""


def sentence(refused: Refused, language: Language, ward: Ward) -> str:
    """What is not possible, why, and what to do next: never a bare code."""
    key = f"refusal.{_variant(refused)}"
    if not texts.has(key):
        key = "refusal.other"
    wanted = texts.placeholders(texts.table()[key][language])
    facts = {"code": refused.code} | refused.facts
    return texts.say(
        language, key, **{name: named(_fact(facts, name), language, ward) for name in wanted}
    )


def _fact(facts: dict[str, Any], name: str) -> Any:
    """A sentence says `{unit}`, the refusal knows its `unit_id`."""
    return facts.get(name, facts.get(f"{name}_id"))


def _variant(refused: Refused) -> str:
    for code, fact, value, other in VARIANTS:
        if refused.code == code and refused.facts.get(fact) == value:
            return other
    return refused.code


def named(fact: Any, language: Language, ward: Ward) -> str:
    """A fact as people write it."""
    match fact:
        case None | "":
            return texts.say(language, "refusal.unnamed")
        case datetime():
            return wording.stamp(fact)
        case date():
            return wording.day(fact)
        case UUID():
            return _name_of(fact, language, ward)
        case Doc():
            return f"{fact.number}/{fact.notation}" if fact.notation else fact.number
        case str():
            key = ROLE_KEYS.get(fact) or WORD_KEYS.get(fact)
            return texts.say(language, key) if key else fact
        case list() | tuple() | set() | frozenset():
            return _joined(fact, language, ward)
    return str(fact)


def _name_of(found: UUID, language: Language, ward: Ward) -> str:
    if found in ward.persons:
        return ward.persons[found].full_name
    if found in ward.posts:
        post = ward.posts[found]
        return f"{post.title}, {ward.units[post.unit_id].name}"
    if found in ward.units:
        return ward.units[found].name
    return texts.say(language, "refusal.unnamed")


def _joined(facts: Iterable[Any], language: Language, ward: Ward) -> str:
    names = [named(fact, language, ward) for fact in facts]
    return ", ".join(names) if names else texts.say(language, "refusal.nobody")
