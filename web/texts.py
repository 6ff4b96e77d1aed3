"""Every word people read, in both languages, from the tables in `web/texts/`."""

from __future__ import annotations

import csv
import functools
import io
import string
import unicodedata
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Literal, get_args

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "vi"

Table = Mapping[str, Mapping[Language, str]]


class BadTable(Exception):
    """A table of texts that cannot be used: a key twice, or a sentence missing."""


class MissingText(KeyError):
    """A key that stands in no table: a slip of whoever wrote the page."""


def say(language: Language, key: str, /, **facts: object) -> str:
    """The sentence of a key with its facts filled in; raises MissingText."""
    try:
        sentence = table()[key][language]
    except KeyError:
        raise MissingText(key) from None
    return sentence.format_map({name: Fact(fact) for name, fact in facts.items()})


class Fact(str):
    """What is filled into a sentence; `{n:day|days}` is the word that goes with the number."""

    __slots__ = ()

    def __format__(self, words: str, /) -> str:
        one, is_counted, many = words.partition("|")
        if not is_counted:
            return str(self)
        return one if self == "1" else many


def has(key: str) -> bool:
    """Whether a key stands in a table."""
    return key in table()


def placeholders(sentence: str) -> frozenset[str]:
    """Names of the facts a sentence needs."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


@functools.cache
def table() -> Table:
    """All tables of `web/texts/`, read once per process."""
    folder = resources.files("web") / "texts"
    files = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".csv"))
    return merge((name, (folder / name).read_text(encoding="utf-8-sig")) for name in files)


def merge(files: Iterable[tuple[str, str]]) -> Table:
    """One table from many files; raises BadTable for a key twice or a blank sentence."""
    merged: dict[str, dict[Language, str]] = {}
    found_in: dict[str, str] = {}
    for name, content in files:
        for row in csv.DictReader(io.StringIO(content)):
            key = row["key"]
            if key in merged:
                raise BadTable(f"{key} stands in {found_in[key]} and again in {name}")
            merged[key] = {language: _sentence(row, language, name) for language in LANGUAGES}
            found_in[key] = name
    return merged


def _sentence(row: Mapping[str, str | None], language: Language, file: str) -> str:
    sentence = unicodedata.normalize("NFC", row.get(language) or "")
    if not sentence.strip():
        raise BadTable(f"{row['key']} in {file} has no sentence in {language}")
    return sentence
