"""One criterion of a checklist (mục kiểm tra), as it is published and as an inspection keeps it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal
from uuid import UUID

import msgspec

from domain.values import Value
from domain.ward import Unit

ItemSource = Literal["DATA", "DOC", "OBS", "SAMPLE"]
"""Computed from what is recorded, read in documents, observed on site, counted in a sample."""

ALL_UNITS = "all"
WITH_DOSSIERS = "handles_dossiers"
"""`applies_to` is one of these two, or the code of the only unit it applies to."""


class Item(Value, frozen=True, kw_only=True):
    """A criterion; `item_key` outlives renumbering, so that repeats are recognised."""

    item_key: str
    code: str
    field: int
    text: str
    text_en: str = ""
    max_points: str
    source: ItemSource
    applies_to: str = ALL_UNITS
    surprise_fit: bool = False
    photo_on_fail: bool = False
    legal_basis: str = ""
    scoring: str = ""
    scoring_en: str = ""

    def applies(self, unit: Unit) -> bool:
        """Whether a unit can be asked about it at all."""
        if self.applies_to == ALL_UNITS:
            return True
        if self.applies_to == WITH_DOSSIERS:
            return unit.handles_dossiers
        return unit.code == self.applies_to


class ChecklistPlace(Value, frozen=True, kw_only=True):
    """Which version of which checklist an inspection keeps."""

    checklist_id: UUID
    version: int
    hash: str = ""


def items_hash(items: Iterable[Item]) -> str:
    """SHA-256 of the items as canonical JSON: keys sorted, no spaces, UTF-8."""
    return hashlib.sha256(msgspec.json.encode(tuple(items), order="sorted")).hexdigest()


def renumbered(code: str) -> tuple[int, ...]:
    """`3.10` comes after `3.9`."""
    return tuple(int(part) for part in code.split(".") if part.isdigit())
