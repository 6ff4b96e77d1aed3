"""The reader's codes as sentences in both languages, from the table beside this file."""

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from domain.reading.document import Problem, Where
from domain.reading.unreadable import Unreadable

Language = Literal["vi", "en"]
_TABLE = Path(__file__).with_name("sentences.csv")
_PLACES = ("page", "sheet", "row", "line", "cell")


@cache
def _table() -> dict[str, dict[str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {row["key"]: {"vi": row["vi"], "en": row["en"]} for row in csv.DictReader(file)}


def say(key: str, language: Language = "vi", **facts: object) -> str:
    """The sentence of a key; dates appear as dd/MM/yyyy."""
    shown = {
        name: value.strftime("%d/%m/%Y") if isinstance(value, date) else value
        for name, value in facts.items()
    }
    return _table()[key][language].format_map(shown)


def keys() -> set[str]:
    return set(_table())


def say_unreadable(error: Unreadable, language: Language = "vi") -> str:
    """Where and why, in one sentence."""
    exact = f"unreadable.{error.code}.{error.facts.get('cause', '')}"
    key = exact if exact in _table() else f"unreadable.{error.code}"
    return _with_place(error.facts, say(key, language, **error.facts), language)


def say_problem(problem: Problem, language: Language = "vi") -> str:
    facts = dict(problem.facts)
    sentence = say(f"problem.{problem.code}", language, **facts)
    return _with_place(_place_facts(problem.where), sentence, language)


def _place_facts(where: Where) -> dict[str, str | int]:
    return {name: value for name in _PLACES if (value := getattr(where, name)) is not None}


def _with_place(facts: Mapping[str, str | int], sentence: str, language: Language) -> str:
    named = [name for name in _PLACES if name in facts]
    if "cell" in named:
        named.remove("row")
    place = ", ".join(say(f"place.{name}", language, **facts) for name in named)
    return f"{place[:1].upper()}{place[1:]}: {sentence}" if place else sentence
