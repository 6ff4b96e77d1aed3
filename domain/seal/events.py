"""What the journal says of sealed values: committed, opened, voided."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from domain.fact import Event
from domain.seal.values import Known, VoidReason


class Committed(Event, frozen=True, kw_only=True):
    """An entry of a slot, real or filler: nothing tells them apart."""

    stored_name: ClassVar[str] = "seal.committed"
    commitment: str
    slot_at: datetime
    life_end_on: date


class Opened(Event, frozen=True, kw_only=True):
    """Value and salt are public: HMAC-SHA-256(salt, "soviec-seal/v1" LF value) was committed."""

    stored_name: ClassVar[str] = "seal.opened"
    salt: bytes
    value: str
    known_by: tuple[Known, ...] = ()


class Voided(Event, frozen=True, kw_only=True):
    """Published without having been used."""

    stored_name: ClassVar[str] = "seal.voided"
    salt: bytes
    value: str
    why: VoidReason
    voided_at: datetime
    void_commitment: str = ""


SealEvent = Committed | Opened | Voided
