"""What can lie under a seal, and what is handed over when it is opened."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from domain.checklist_item import ChecklistPlace
from domain.values import Doc, Value

TriggerClass = Literal["decision", "draw", "feedback", "anomaly", "leader"]
"""What set a surprise off, by its class; never the case itself."""
VoidReason = Literal["filler", "superseded", "dropped", "expired"]


class SealedOrder(Value, frozen=True, kw_only=True, tag="order", tag_field="kind"):
    """A surprise inspection: what, who, when, and when it was really ordered."""

    unit: UUID
    leader: UUID
    secretary: UUID
    members: tuple[UUID, ...] = ()
    members_from: datetime
    checklist: ChecklistPlace
    fields: tuple[int, ...] = ()
    contents: str = ""
    rights: str = ""
    period_from: date
    period_to: date
    from_on: date
    to_on: date
    trigger: TriggerClass = "decision"
    ordered_at: datetime
    ordered_by: UUID
    document: Doc | None = None
    reason: str = ""
    draw: str = ""
    """Commitment of the draw that this unit came from."""
    seed: str = ""
    """The public seed, as it was published."""
    supersedes: UUID | None = None
    """An earlier sealed order that this one replaces."""

    @property
    def team(self) -> tuple[UUID, ...]:
        """Leader, secretary, members."""
        return (self.leader, self.secretary, *self.members)


class SealedDraw(Value, frozen=True, kw_only=True, tag="draw", tag_field="kind"):
    """Candidates and weights, frozen before the public seed is known."""

    candidates: tuple[tuple[str, int], ...]
    pick: int = 1
    seed_source: str
    """Which public number will be the seed, named beforehand."""
    seed_on: date | None = None


class SealedDeclaration(Value, frozen=True, kw_only=True, tag="independence", tag_field="kind"):
    """A member of the team declares that nothing ties him to the unit."""

    order: UUID
    post: UUID
    statement: str
    declared_at: datetime


class SealedVoid(Value, frozen=True, kw_only=True, tag="void", tag_field="kind"):
    """A sealed value will not be used; published with it."""

    seal: UUID
    why: VoidReason
    reason: str = ""
    voided_at: datetime
    voided_by: UUID | None = None


class Filler(Value, frozen=True, kw_only=True, tag="filler", tag_field="kind"):
    """Nothing; there so that every slot has the same number of entries."""

    slot_at: datetime
    place: int


Sealed = SealedOrder | SealedDraw | SealedDeclaration | SealedVoid | Filler

_reader: msgspec.json.Decoder[Sealed] = msgspec.json.Decoder(Sealed)


def read_sealed(text: str) -> Sealed:
    """A canonical text as the value it is; raises msgspec.ValidationError."""
    return _reader.decode(text)


class Known(Value, frozen=True, kw_only=True):
    """Who knew of an order before it was opened."""

    post_id: UUID
    from_at: datetime
    first_read_at: datetime | None = None


class Revealed(Value, frozen=True, kw_only=True):
    """A committed value that is published together with another one."""

    seal_id: UUID
    salt: bytes
    value: str


class Voiding(Value, frozen=True, kw_only=True):
    """A committed value that is published without having been used."""

    seal_id: UUID
    salt: bytes
    value: str
    why: VoidReason
    voided_at: datetime
    void_commitment: str = ""
    """Of the sealed decision not to use it; empty where none was recorded."""
    void: Revealed | None = None
    """That decision itself, to be opened in the same breath."""


class Opening(Value, frozen=True, kw_only=True):
    """What the vault hands over when an order is opened; looked up, never typed."""

    salt: bytes = b""
    value: str = ""
    waiting_until: datetime | None = None
    """Still in the vault only: the slot in which its commitment will be recorded."""
    voided_at: datetime | None = None
    """It was decided that it shall not be used."""
    known_by: tuple[Known, ...] = ()
    declared: tuple[SealedDeclaration, ...] = ()
    with_it: tuple[Revealed, ...] = ()
    """The draw and the declarations that become public with it."""
    replaced: tuple[Voiding, ...] = ()
    """The order that it supersedes, with what belonged to that one."""


class Entry(Value, frozen=True, kw_only=True):
    """One line of a slot: all of it that is public."""

    seal_id: UUID
    commitment: str
