"""Vietnamese words as a database without Vietnamese can search and sort them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
"""Huyền, hỏi, ngã, sắc, nặng, in the order of dictionaries; no tone comes before all of them."""
LETTERS = {letter: chr(ord("A") + place) for place, letter in enumerate(ALPHABET)}
"""Every letter by a character whose byte order is the order of the alphabet."""
FOREIGN = "~"
"""Letters of other alphabets come after ours."""
KEY_LENGTH = 160
"""Longer texts differ before this, or it does not matter in which order they stand."""
CHARACTERS_KEPT = 1024
"""Texts are made of few different characters: each is worked out once."""


def fold_text(text: str) -> str:
    """Lower case, without marks and doubled blanks: `Đôn đốc` is found by `don doc`."""
    parts = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    return " ".join(bare.split())


def sort_key(text: str) -> str:
    """Orders as a Vietnamese dictionary does when compared byte by byte (COLLATE "C").

    Letters first, over the whole text; tones decide only between equal letters.
    """
    letters: list[str] = []
    tones: list[str] = []
    for character in unicodedata.normalize("NFC", text[:KEY_LENGTH]).casefold():
        mark = _key_character(character)
        if mark:
            letters.append(mark)
            tones.append(_tone(character))
    return "".join(letters) + "\x01" + "".join(tones)


def person_key(full_name: str) -> str:
    """People are sorted by given name, then family name, then what stands between."""
    words = full_name.split()
    if len(words) < 2:
        return sort_key(full_name)
    return "\x02".join(sort_key(part) for part in (words[-1], words[0], " ".join(words[1:-1])))


@lru_cache(maxsize=CHARACTERS_KEPT)
def _key_character(character: str) -> str:
    """The character's place in the order; punctuation has none."""
    base = _without_tone(character)
    if base in LETTERS:
        return LETTERS[base]
    if base.isspace():
        return " "
    if base.isdecimal():
        return str(unicodedata.decimal(base))
    return FOREIGN + base if base.isalnum() else ""


def _without_tone(character: str) -> str:
    parts = unicodedata.normalize("NFD", character)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))


@lru_cache(maxsize=CHARACTERS_KEPT)
def _tone(character: str) -> str:
    parts = unicodedata.normalize("NFD", character)
    return next((TONES[part] for part in parts if part in TONES), "0")
