"""Shapes of sealed values and of the public list of seals as the API tells them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from domain.seal.values import SealedDraw, SealedOrder
from web.api.task_shapes import PostRef


class PutAway(msgspec.Struct, frozen=True, kw_only=True):
    """What lies in the vault now: no position, no version, because the journal knows nothing."""

    ref: UUID
    href: str
    slot_at: datetime | None
    """The slot in which its commitment is recorded."""
    repeated: bool


class SealedTold(msgspec.Struct, frozen=True, kw_only=True):
    """A sealed order or draw, for somebody who may know of it."""

    ref: UUID
    href: str
    role: str
    stage: str
    content: SealedOrder | SealedDraw
    commitment: str
    sealed_at: datetime
    slot_at: datetime | None
    next_slot: datetime | None
    life_end_on: date | None
    declared: tuple[PostRef, ...]


class SealedListed(msgspec.Struct, frozen=True, kw_only=True):
    """All that the reader may know of; nothing for nearly everybody."""

    items: tuple[SealedTold, ...]


class Knew(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who knew before the seal was opened."""

    post: PostRef | None
    from_at: datetime
    first_read_at: datetime | None


class SealEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One commitment of the public list; text and salt only after it was published."""

    id: UUID
    href: str
    commitment: str
    slot_at: datetime
    life_end_on: date
    state: str
    """committed, opened, voided, filler"""
    settled_at: datetime | None
    kind: str
    why: str
    text: str
    salt: str
    known_by: tuple[Knew, ...]


class SealsListed(msgspec.Struct, frozen=True, kw_only=True):
    """Entries by slot, newest first."""

    items: tuple[SealEntry, ...]
    overdue: tuple[UUID, ...]
    """Neither opened nor voided at the end of their lives."""


class SealChecked(msgspec.Struct, frozen=True, kw_only=True):
    """The commitment of the published text, computed again."""

    id: UUID
    commitment: str
    computed: str
    """Empty while it is sealed."""
    fits: bool | None
