"""The four named indices of part I of the plan; one of them is spelled in two ways."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from domain.ids import derived

IndexKey = Literal["par_index", "sipas", "dcci", "papi"]
INDICES: tuple[IndexKey, ...] = ("par_index", "sipas", "dcci", "papi")
SPELLINGS: dict[str, IndexKey] = {
    "PARINDEX": "par_index",
    "SIPAS": "sipas",
    "DCCI": "dcci",
    "DDCI": "dcci",
    "PAPI": "papi",
}
"""The plan writes DDCI in I.1.2 and DCCI in II.1 and V.2.3 for the same index."""


def index_named(text: str) -> IndexKey | None:
    """The index that a name means, whatever its spelling."""
    return SPELLINGS.get("".join(c for c in text.upper() if c.isalpha()))


def indices_in(text: str) -> tuple[IndexKey, ...]:
    """The indices that a sentence names, each once."""
    plain = "".join(c if c.isalpha() else " " for c in text.upper()).replace(
        "PAR INDEX", "PARINDEX"
    )
    found = {SPELLINGS[word] for word in plain.split() if word in SPELLINGS}
    return tuple(key for key in INDICES if key in found)


def index_stream(key: IndexKey, year: int) -> UUID:
    """One index in one year."""
    return derived("index", key, year)
