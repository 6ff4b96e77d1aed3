"""Which known units a name may mean: close enough to be worth a look, or none at all."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from domain.reading.units import unit_key
from domain.ward import Unit

KINDS = (
    "hoi dong nhan dan",
    "uy ban nhan dan",
    "uy ban mat tran to quoc",
    "mat tran to quoc",
    "van phong",
    "trung tam",
    "ban chi huy",
    "bo phan",
    "thanh tra",
    "cong an",
    "phong",
    "tram",
    "truong",
    "hoi",
    "doan",
    "ban",
    "doi",
    "to",
)
"""What a name begins with and what it says least by; longest first where one begins another."""
SPEAK_FOR_THEMSELVES = frozenset({"van phong", "cong an", "uy ban mat tran to quoc"})
"""Kinds of which a ward has one: the rest of the name may be missing."""
SHARED_LEAST = 0.6
SAME_WORD = 0.8
"""A slip of one letter in a word of five."""
SHORT_WORD = 4
SUGGESTIONS = 3


def like_units(text: str, units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Units of the same kind that share most of the telling words, likest first."""
    scored = [
        (max(likeness(text, name) for name in (unit.name, *unit.aliases)), unit)
        for unit in units
        if unit.ended_on is None
    ]
    likest = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
    return tuple(unit for _, unit in likest[:SUGGESTIONS])


def likeness(one: str, other: str) -> float:
    """0 for names nobody would take for each other, up to 1."""
    kind, words = _parts(one)
    other_kind, other_words = _parts(other)
    if kind and other_kind and kind != other_kind:
        return 0.0
    if not words or not other_words:
        return 0.5 if kind == other_kind and kind in SPEAK_FOR_THEMSELVES else 0.0
    if _is_short_for(words, other_words) or _is_short_for(other_words, words):
        return 0.9
    shared = sum(1 for word in words if any(_same(word, w) for w in other_words))
    fewer, more = sorted((len(words), len(other_words)))
    if shared == fewer >= 2 or shared / more >= SHARED_LEAST:
        return shared / more
    return 0.0


def _parts(name: str) -> tuple[str, list[str]]:
    """Kind of unit and the words that tell it from others of its kind."""
    key = unit_key(name)
    kind = next((kind for kind in KINDS if f"{key} ".startswith(f"{kind} ")), "")
    return kind, key[len(kind) :].split()


def _is_short_for(short: list[str], words: list[str]) -> bool:
    """`VH-XH` for `Văn hóa - Xã hội`."""
    letters = "".join(short)
    return len(letters) > 1 and letters == "".join(word[0] for word in words)


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    is_long = min(len(one), len(other)) >= SHORT_WORD
    return is_long and SequenceMatcher(None, one, other).ratio() >= SAME_WORD
