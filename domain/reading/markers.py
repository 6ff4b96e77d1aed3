"""The marks that open a part, an article, an item or a bullet, and how deep each one lies."""

import re
from typing import Literal

import msgspec

from domain.reading.wording import clean, ends_sentence, flat, starts_lower

MarkerKind = Literal[
    "part", "chapter", "capital", "mục", "roman", "article", "number", "decimal", "letter",
    "numeral", "dash", "plus", "star", "heading",
]  # fmt: skip

# "1." directly under "1." is deeper than its parent although it looks the same.
NESTED_NUMBER_RANK = 58
RANKS: dict[str, int] = {
    "part": 0, "chapter": 10, "capital": 20, "mục": 25, "roman": 30, "article": 40,
    "number": 50, "decimal": 51, "letter": 60, "numeral": 65, "dash": 70, "plus": 80, "star": 85,
}  # fmt: skip

_ORDINALS = {
    "nhat": "1", "mot": "1", "hai": "2", "ba": "3", "tu": "4", "bon": "4", "nam": "5",
    "sau": "6", "bay": "7", "tam": "8", "chin": "9", "muoi": "10",
}  # fmt: skip
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}

_ARTICLE_WORD = re.compile(r"(dieu|muc)\s+(\d{1,3})\s*[.:]\s*")
_PART_WORD = re.compile(
    r"(phan|chuong)\s+(?:thu\s+)?([ivx]{1,6}|\d{1,2}|" + "|".join(_ORDINALS) + r")\b\s*[.:\-]?\s*"
)
_ROMAN = re.compile(r"([IVX]{1,6})\s?[.)/\-]\s+(?=\S)")
_CAPITAL = re.compile(r"([A-HĐ])[.)]\s+(?=\S)")
_DECIMAL = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})[.)]?\s+(?=[^\W\d])")
_NUMBER = re.compile(r"(\d{1,3})(?:[.)]\s*(?=[^\W\d]|[\"(“])|[.)/]\s+(?=\S))")
_NUMERAL = re.compile(r"\((\d{1,2})\)\s*(?=\S)")
_LETTER = re.compile(r"\(?([a-zđ])(?:\)\s*|[./]\s+)(?=\S)")
_BULLET = re.compile(r"([-–—•▪●◦+*])\s*(?=[^\W\d]|[\"“(]|\d+%|\s?\d)")


class Marker(msgspec.Struct, frozen=True):
    kind: MarkerKind
    label: str
    rank: int


def roman_value(label: str) -> int:
    """The number a Roman numeral stands for; enough for the parts of a plan."""
    values = [_ROMAN_VALUES[letter] for letter in label.lower()]
    following = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, following, strict=True)
    )


def split_marker(text: str, *, before: str = "") -> tuple[Marker | None, str]:
    """The marker that opens the line and the rest of it; `before` is the line it follows."""
    for find in (_worded, _roman_or_capital, _numbered, _lettered, _bulleted):
        found = find(text)
        if found is None:
            continue
        marker, rest = found
        if before and not ends_sentence(before) and _broken_phrase(marker, before, rest):
            return None, text
        return marker, rest
    return None, text


def _broken_phrase(marker: Marker, before: str, rest: str) -> bool:
    """The line broke inside "chính trị / - xã hội", "2021 / - 2030" or "quý / IV."."""
    if marker.kind == "roman":
        return flat(before).endswith((" quy", " khoa", " ky"))
    if marker.kind == "dash" and before[-1].isdigit() and rest[:1].isdigit():
        return True
    return starts_lower(rest) and marker.kind in ("number", "decimal", "dash", "plus", "star")


def _worded(text: str) -> tuple[Marker, str] | None:
    plain = flat(text[:80])
    article = _ARTICLE_WORD.match(plain)
    if article and text[0].isupper():
        kind: MarkerKind = "article" if article[1] == "dieu" else "mục"
        return Marker(kind, article[2], RANKS[kind]), text[article.end() :]
    part = _PART_WORD.match(plain)
    if part is None or not text[0].isupper():
        return None
    rest = text[part.end() :]
    if starts_lower(rest):
        return None  # "Phần hai bên thỏa thuận…" is a sentence, not a title
    kind = "part" if part[1] == "phan" else "chapter"
    return Marker(kind, _ordinal(part[2]), RANKS[kind]), rest


def _ordinal(word: str) -> str:
    if word in _ORDINALS:
        return _ORDINALS[word]
    return word if word.isdigit() else str(roman_value(word))


def _roman_or_capital(text: str) -> tuple[Marker, str] | None:
    roman = _ROMAN.match(text)
    if roman:
        return Marker("roman", roman[1], RANKS["roman"]), text[roman.end() :]
    capital = _CAPITAL.match(text)
    if capital:
        return Marker("capital", capital[1], RANKS["capital"]), text[capital.end() :]
    return None


def _numbered(text: str) -> tuple[Marker, str] | None:
    decimal = _DECIMAL.match(text)
    if decimal:
        depth = decimal[1].count(".")
        return Marker("decimal", decimal[1], RANKS["number"] + depth), text[decimal.end() :]
    number = _NUMBER.match(text)
    if number:
        label = str(int(number[1]))
        return Marker("number", label, RANKS["number"]), text[number.end() :].strip()
    numeral = _NUMERAL.match(text)
    if numeral:
        return Marker("numeral", numeral[1], RANKS["numeral"]), text[numeral.end() :]
    return None


def _lettered(text: str) -> tuple[Marker, str] | None:
    letter = _LETTER.match(text)
    if letter is None:
        return None
    return Marker("letter", letter[1], RANKS["letter"]), text[letter.end() :]


def _bulleted(text: str) -> tuple[Marker, str] | None:
    bullet = _BULLET.match(text)
    if bullet is None:
        return None
    kind: MarkerKind = "plus" if bullet[1] == "+" else "star" if bullet[1] == "*" else "dash"
    return Marker(kind, bullet[1], RANKS[kind]), clean(text[bullet.end() :])
