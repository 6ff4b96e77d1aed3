"""What may be asked of sealed values. The first four go into the vault and leave no event."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

from domain.checklist_item import ChecklistPlace, Item
from domain.fact import Command
from domain.seal.values import Entry, Opening, TriggerClass, Voiding

INSPECTION_CODE = "inspection-code"
"""The register that numbers inspections; an order draws from it when it is opened, not before."""
NOWHERE = UUID(int=0)


class SealCommand(Command, frozen=True, kw_only=True):
    """Speaks of sealed values."""

    decision: ClassVar[bool] = True


class VaultCommand(SealCommand, frozen=True, kw_only=True):
    """Kept in the vault; the clock records a commitment, and nothing else, at the next slot."""

    @property
    def stream_id(self) -> UUID:
        """No stream: nothing of it is in the journal."""
        return NOWHERE


class SealOrder(VaultCommand, frozen=True, kw_only=True):
    """A surprise inspection is ordered; from now on it exists for orderer and leader only."""

    unit_id: UUID
    leader_post: UUID
    secretary_post: UUID
    member_posts: tuple[UUID, ...] = ()
    members_from: datetime | None = None
    checklist: ChecklistPlace
    fields: tuple[int, ...] = ()
    contents: str = ""
    rights: str = ""
    period_from: date
    period_to: date
    from_on: date
    to_on: date
    trigger: TriggerClass = "decision"
    draw: UUID | None = None
    """The sealed draw that the unit comes from."""
    seed: str = ""
    supersedes: UUID | None = None
    programme_id: UUID | None = None
    """The programme by which a leader orders himself."""
    authorised_post: UUID | None = None
    """The leader whom the programme in force lets order himself; looked up."""
    max_orders: int = 0
    """How many orders a quarter it allows him; looked up."""


class SealDraw(VaultCommand, frozen=True, kw_only=True):
    """Candidates and weights are frozen before the seed, which is named by its source, is known."""

    candidates: tuple[tuple[UUID, int], ...]
    pick: int = 1
    seed_source: str
    seed_on: date | None = None
    programme_id: UUID | None = None
    """The programme by which a leader orders himself."""
    authorised_post: UUID | None = None
    """The leader whom the programme in force lets order himself; looked up."""


class KnownSealCommand(VaultCommand, frozen=True, kw_only=True):
    """Speaks of a value that lies in the vault, to those who know of it."""

    seal_id: UUID
    people: frozenset[UUID] = frozenset()
    """Who may ask; looked up."""


class SealDeclaration(KnownSealCommand, frozen=True, kw_only=True):
    """Somebody of the team declares independence for a sealed order."""

    statement: str


class VoidSealedOrder(KnownSealCommand, frozen=True, kw_only=True):
    """It shall not be used; needs a reason. Published at the end of its life or with its successor.

    A draw or a declaration is voided by whoever sealed it in the same way.
    """

    why: Literal["superseded", "dropped"] = "dropped"


class StreamedSealCommand(SealCommand, frozen=True, kw_only=True):
    """Speaks to the stream of one committed value."""

    seal_id: UUID

    @property
    def stream_id(self) -> UUID:
        """The stream of this commitment."""
        return self.seal_id

    people: frozenset[UUID] = frozenset()
    """Who may ask; looked up."""


class OpenSealedOrder(StreamedSealCommand, frozen=True, kw_only=True):
    """At the door: value and salt are published and the inspection is born, in one append."""

    draws: ClassVar[str | None] = INSPECTION_CODE
    place: str = ""
    received_by_post: UUID
    absent_head_reason: str = ""
    declared_order: str = ""
    statement: str = ""
    """The opener's own declaration of independence, if he has not sealed one."""
    opening: Opening | None = None
    """Looked up in the vault."""
    items: tuple[Item, ...] = ()
    """Of the checklist that the order names; looked up."""


class PublishVoid(StreamedSealCommand, frozen=True, kw_only=True):
    """Asked by the clock at the end of a life; by orderer or leader when it stands overdue."""

    voidings: tuple[Voiding, ...] = ()
    """Looked up in the vault: this value first, then what belonged to it."""


class CommitSlot(SealCommand, frozen=True, kw_only=True):
    """Asked by the sealer: all entries of a slot at once, real ones and fillers."""

    slot_at: datetime
    life_end_on: date
    entries: tuple[Entry, ...]

    @property
    def stream_id(self) -> UUID:
        """The stream of the first entry; the others are written beside it."""
        return self.entries[0].seal_id


VAULT_COMMANDS: tuple[type[VaultCommand], ...] = (
    SealOrder,
    SealDraw,
    SealDeclaration,
    VoidSealedOrder,
)
ALL_COMMANDS: tuple[type[SealCommand], ...] = (
    *VAULT_COMMANDS,
    OpenSealedOrder,
    PublishVoid,
    CommitSlot,
)
