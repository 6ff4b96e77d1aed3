"""What the vault hands over when values become public: at the door, or at the end of a life."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from domain.refusal import Refused
from domain.seal.slots import next_slot
from domain.seal.values import (
    Known,
    Opening,
    Revealed,
    SealedDeclaration,
    SealedOrder,
    Voiding,
    VoidReason,
)
from domain.ward import Ward
from service.sealed_boxes import declarations_of
from service.vault import Boxes, Kept

Versions = Mapping[UUID, int]
COMMITTED = 1
"""The version of a stream that holds its commitment and nothing else yet."""


def asked_for(boxes: Boxes, seal_id: UUID, person_id: UUID | None, now: datetime) -> Kept:
    """A value that this person may publish: whoever sealed it, or who leads by it."""
    kept = boxes.find(seal_id)
    reader = kept.reader(person_id, now) if kept is not None else None
    if kept is None or reader is None or reader.role == "member":
        raise Refused("not_found")
    return kept


def opening_of(kept: Kept, boxes: Boxes, versions: Versions, ward: Ward, now: datetime) -> Opening:
    """Everything that becomes public when this order is opened."""
    order = kept.content
    if not isinstance(order, SealedOrder):
        raise Refused("not_found")
    declared = declarations_of(boxes, kept)
    draws = [each for each in boxes if order.draw and each.commitment == order.draw]
    said = (each.content for each in declared)
    return Opening(
        salt=kept.salt,
        value=kept.value,
        waiting_until=None if kept.seal_id in versions else kept.slot_at or next_slot(ward, now),
        voided_at=kept.decided.at if kept.decided is not None else None,
        known_by=tuple(
            Known(post_id=r.post_id, from_at=r.from_at, first_read_at=r.first_read_at)
            for r in kept.readers
            if r.from_at <= now
        ),
        declared=tuple(each for each in said if isinstance(each, SealedDeclaration)),
        with_it=tuple(_revealed(each) for each in _committed((*draws, *declared), versions)),
        replaced=_replaced(order, boxes, versions, now),
    )


def _replaced(
    order: SealedOrder, boxes: Boxes, versions: Versions, now: datetime
) -> tuple[Voiding, ...]:
    former = boxes.find(order.supersedes) if order.supersedes is not None else None
    if former is None or former.decided is None:
        return ()
    return voidings_of(former, boxes, versions, now)


def voidings_of(kept: Kept, boxes: Boxes, versions: Versions, now: datetime) -> tuple[Voiding, ...]:
    """A value that was not used and what was declared for it, as far as both were committed."""
    if versions.get(kept.seal_id) != COMMITTED:
        return ()
    declared = _committed(declarations_of(boxes, kept), versions)
    why: VoidReason = kept.decided.why if kept.decided is not None else "dropped"
    return (
        _voiding(kept, boxes, versions, now),
        *(
            Voiding(seal_id=each.seal_id, salt=each.salt, value=each.value, why=why, voided_at=now)
            for each in declared
        ),
    )


def _voiding(kept: Kept, boxes: Boxes, versions: Versions, now: datetime) -> Voiding:
    decided = kept.decided
    why: VoidReason = "filler" if kept.kind == "filler" else "expired"
    void = boxes.find(decided.by_void) if decided is not None and decided.by_void else None
    recorded = void is not None and versions.get(void.seal_id) == COMMITTED
    return Voiding(
        seal_id=kept.seal_id,
        salt=kept.salt,
        value=kept.value,
        why=decided.why if decided is not None else why,
        voided_at=decided.at if decided is not None else now,
        void_commitment=void.commitment if void is not None and recorded else "",
        void=_revealed(void) if void is not None and recorded else None,
    )


def _committed(all_of_them: Iterable[Kept], versions: Versions) -> list[Kept]:
    return [each for each in all_of_them if versions.get(each.seal_id) == COMMITTED]


def _revealed(kept: Kept) -> Revealed:
    return Revealed(seal_id=kept.seal_id, salt=kept.salt, value=kept.value)
