"""Which unit a name in a document means: the same words, whatever their case, marks and dashes."""

from __future__ import annotations

import re
from datetime import date

from domain.reading.wording import clean, flat
from domain.ward import Unit, Ward

WORD = re.compile(r"\w+")


def words_of(name: str) -> str:
    """Equal for names of the same words: `Phòng Văn hoá – Xã hội`, `PHÒNG VĂN HÓA - XÃ HỘI`."""
    return " ".join(WORD.findall(flat(clean(name))))


def unit_meant(ward: Ward, text: str, on: date) -> Unit | None:
    """The unit that bears a name or alias of these words; nobody when two of them do."""
    exact = ward.unit_named(text)
    if exact is not None:
        return exact
    wanted = words_of(text)
    bearing = [u for u in ward.units.values() if u.active_on(on) and wanted in _names_of(u)]
    return bearing[0] if len(bearing) == 1 and wanted else None


def _names_of(unit: Unit) -> set[str]:
    names = (*(known.name for known in unit.names), *unit.aliases, unit.code)
    return {words_of(name) for name in names}
