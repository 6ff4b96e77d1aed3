"""Words of Vietnamese administrative plans, compared without marks and without case."""

import re
import unicodedata

# No task, duty or cell needs more to be understood; it keeps every search bounded.
READ_AT_MOST = 10_000

_SPACES = re.compile(r"\s+")
_SENTENCE_END = (".", ";", ":", "!", "?", "…")

# The seven fields of administrative reform; other plans may add their own after them.
STANDARD_FIELDS: dict[int, tuple[str, ...]] = {
    1: ("chi dao, dieu hanh", "chi dao dieu hanh", "chi dao va dieu hanh"),
    2: ("the che",),
    3: ("thu tuc hanh chinh", "tthc"),
    4: ("to chuc bo may", "bo may hanh chinh"),
    5: ("cong vu", "doi ngu can bo"),
    6: ("tai chinh cong",),
    7: ("chinh quyen dien tu", "chinh quyen so", "chuyen doi so"),
}


def clean(text: str) -> str:
    """One line in composed letters, with single spaces."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def flat(text: str) -> str:
    """Lower case without marks, letter for letter, so places in it are places in `text`."""
    return "".join(_flat_letter(letter) for letter in text)


def _flat_letter(letter: str) -> str:
    if letter < "\x80":
        return letter.lower()
    if letter in "đĐ":
        return "d"
    if letter in "–—−‐‑":
        return "-"
    if letter in "“”„«»":
        return '"'
    bare = unicodedata.normalize("NFD", letter)[0].lower()
    return bare if len(bare) == 1 else letter


def ends_sentence(text: str) -> bool:
    return text.rstrip(" )\"”'").endswith(_SENTENCE_END)


def starts_lower(text: str) -> bool:
    first = text[:1]
    return first.isalpha() and first == first.lower()


def starts_upper(text: str) -> bool:
    first = text.lstrip("(\"“'")[:1]
    return first.isalpha() and first == first.upper()


def is_capitals(text: str) -> bool:
    """A line wholly in capitals, as titles of parts are set."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 3 and all(letter == letter.upper() for letter in letters)


def standard_field(text: str) -> int | None:
    """Which of the seven fields a heading or a duty speaks of: the one named first."""
    plain = flat(text)
    places = [
        (plain.find(word), number)
        for number, words in STANDARD_FIELDS.items()
        for word in words
        if word in plain
    ]
    return min(places)[1] if places else None
