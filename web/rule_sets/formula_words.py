"""Formulas on pages: what is wrong at which place, and which names may be used for what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from domain.accountability.quantity import QUANTITIES
from domain.evaluation.rules import Rules
from service.scoring.formula import Kind, check
from service.scoring.formula_fault import FormulaError
from service.scoring.formula_names import (
    ENTERED,
    FUNCTIONS,
    SHARE,
    Name,
    quantity_parts,
    share_of,
)
from service.scoring.rule_formulas import entry_keys, formulas_of
from web.answers import Answers
from web.evaluations.words import criterion_names
from web.texts import Language, has, say
from web.wording import capital

FORMULA_MAX = 10_000
"""What a form still reads, so that a formula far too long is told of and kept."""
EXCERPT = 24


class KnownName(msgspec.Struct, frozen=True, kw_only=True):
    """A name that formulas may use."""

    name: str
    meaning: str


class NameGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The names of one quantity, or what people enter."""

    title: str
    meaning: str
    names: tuple[KnownName, ...]


def read_formula(
    answers: Answers,
    name: str,
    kind: Kind,
    entries: Collection[str],
    language: Language,
    *,
    required: bool = False,
) -> str:
    """The formula of a field; a mistake is told with its line and column."""
    text = answers.text(name, required=required, most=FORMULA_MAX)
    if not text or len(text) > FORMULA_MAX:
        return ""
    try:
        check(text, kind, [key for key in entries if key.isidentifier()])
    except FormulaError as fault:
        answers.fail(
            name,
            "ruleset.error.formula",
            place=capital(place_of(fault, text, language)),
            said=fault_words(fault, language),
        )
    return text


def place_of(fault: FormulaError, text: str, language: Language) -> str:
    """`dòng 1, cột 5, tại “k2.ontime * 4”`."""
    place = say(language, "scoring.formula.place", line=fault.line, column=fault.column)
    lines = text.split("\n")
    line = lines[fault.line - 1] if fault.line <= len(lines) else ""
    excerpt = line[fault.column - 1 :].strip()
    if not excerpt:
        return place
    return say(language, "ruleset.error.at", place=place, text=clipped(excerpt))


def clipped(text: str) -> str:
    """Enough of a text to recognise it."""
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"


def fault_words(fault: FormulaError, language: Language) -> str:
    """What is wrong, with the nearest known name where one looks alike."""
    key = f"scoring.formula.{fault.code}"
    facts: dict[str, Any] = dict(fault.facts)
    if "name" in facts:
        facts["name"] = clipped(str(facts["name"]))
    if fault.code == "wrong_type":
        key = f"{key}.{facts['wanted']}"
    elif facts.get("nearest"):
        key = f"{key}_near"
    return say(language, key, **facts)


def all_faults(rules: Rules, language: Language) -> list[tuple[str, str, str]]:
    """Every formula that cannot be kept: key of its part, place, what is wrong."""
    found, keys = [], entry_keys(rules)
    for key, text, kind in formulas_of(rules):
        try:
            check(text, kind, keys)
        except FormulaError as fault:
            found.append((key, place_of(fault, text, language), fault_words(fault, language)))
    return found


def known_names(rules: Rules, language: Language) -> tuple[NameGroup, ...]:
    """Everything that can be named, with its meaning."""
    groups = [_quantity(each.code, language) for each in QUANTITIES]
    texts = criterion_names(rules, language)
    given = [
        KnownName(name=f"{ENTERED}.{key}", meaning=texts[key])
        for key in sorted(entry_keys(rules))
        if key.isidentifier()
    ]
    if given:
        groups.append(_group("ruleset.names.given", given, language))
    functions = [
        KnownName(name=each, meaning=say(language, f"ruleset.function.{each}"))
        for each in FUNCTIONS
    ]
    return (*groups, _group("ruleset.names.functions", functions, language))


def _group(key: str, names: list[KnownName], language: Language) -> NameGroup:
    return NameGroup(
        title=say(language, key), meaning=say(language, f"{key}.meaning"), names=tuple(names)
    )


def _quantity(code: str, language: Language) -> NameGroup:
    words: Mapping[str, str] = {
        part: say(language, key)
        for part in quantity_parts(code)
        if has(key := f"quantity.{code}.{part}")
    }
    title, meaning = f"quantity.{code}.name", f"quantity.{code}.meaning"
    return NameGroup(
        title=f"{code}. {say(language, title)}"
        if has(title)
        else say(language, "ruleset.names.products"),
        meaning=say(language, meaning)
        if has(meaning)
        else say(language, "ruleset.names.products.meaning"),
        names=tuple(
            KnownName(name=str(Name(code, part)), meaning=_part(code, part, words, language))
            for part in quantity_parts(code)
        ),
    )


def _part(code: str, part: str, words: Mapping[str, str], language: Language) -> str:
    if part == SHARE:
        top, bottom = share_of(code)
        return f"{words.get(top.part, top.part)} ÷ {words.get(bottom.part, bottom.part)}"
    key = f"ruleset.product.{part}"
    return words.get(part) or (say(language, key) if has(key) else part.replace("_", " "))
