"""What lies in the boxes of the vault: made, found and described, without any permission."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.fact import Moment, local_date
from domain.ids import derived
from domain.refusal import Refused
from domain.seal import commands as c
from domain.seal.commitment import SALT_BYTES, canonical, commit
from domain.seal.sealing import (
    Around,
    FrozenDraw,
    seal_declaration,
    seal_draw,
    seal_order,
    seal_void,
)
from domain.seal.slots import next_slot
from domain.seal.values import Sealed, SealedDraw, SealedOrder
from domain.values import Value
from domain.ward import Ward
from service.vault import Boxes, Decided, Kept, Kind, Reader, ReaderRole


class SealReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """What was put away, and in which slot its commitment will be recorded."""

    seal_id: UUID
    slot_at: datetime | None = None
    """None: at once."""
    repeated: bool = False


class KnownSeal(Value, frozen=True, kw_only=True):
    """One sealed value, for somebody who may know of it."""

    seal_id: UUID
    role: ReaderRole
    content: Sealed
    commitment: str
    sealed_at: datetime
    slot_at: datetime | None = None
    """None while it waits for its slot."""
    next_slot: datetime | None = None
    life_end_on: date | None = None
    is_settled: bool = False
    voided_at: datetime | None = None
    declared_posts: tuple[UUID, ...] = ()
    """Who declared independence so far, for an order."""


def done_by(boxes: Boxes, command_id: UUID) -> Kept | None:
    """What a command has come to: a value, or a decision about one."""
    for kept in boxes:
        if kept.decided is not None and kept.decided.command_id == command_id:
            return kept
    return boxes.done_by(command_id)


def slot_of(kept: Kept, ward: Ward) -> datetime | None:
    """The slot that records it, or did."""
    return kept.slot_at or next_slot(ward, kept.sealed_at)


def _sealed(
    kind: Kind,
    value: Sealed,
    moment: Moment,
    readers: tuple[Reader, ...],
    about: UUID | None = None,
) -> Kept:
    """The value with its salt. Its id hangs on the commitment and tells no time."""
    salt, text = secrets.token_bytes(SALT_BYTES), canonical(value)
    commitment = commit(salt, text)
    return Kept(
        seal_id=seal_id_of(commitment),
        kind=kind,
        salt=salt,
        value=text,
        commitment=commitment,
        sealed_at=moment.now,
        command_id=moment.command_id,
        readers=readers,
        about=about,
    )


def seal_id_of(commitment: str) -> UUID:
    """The stream of a commitment."""
    return derived("seal", commitment)


def _orderer(moment: Moment) -> Reader:
    person, post = moment.actor.person_id, moment.actor.post_id
    assert person is not None, "somebody in person seals"
    assert post is not None, "and in office"
    return Reader(
        person_id=person,
        post_id=post,
        role="orderer",
        from_at=moment.now,
        first_read_at=moment.now,
    )


def put_order(boxes: Boxes, command: c.SealOrder, moment: Moment, ward: Ward) -> SealReceipt:
    """The order, and the void of the one it replaces."""
    slot_at = next_slot(ward, moment.now)
    around = Around(
        slot_at=slot_at or moment.now,
        draw=_frozen_draw(boxes, command, moment),
        orders_used=_orders_used(boxes, moment),
    )
    if command.supersedes is not None:
        former = boxes.find(command.supersedes)
        if former is None or former.reader(moment.actor.person_id, moment.now) is None:
            raise Refused("not_found")
    order = seal_order(command, moment, around, ward)
    kept = _sealed("order", order, moment, _readers(order, moment, ward))
    boxes.add(kept)
    if command.supersedes is not None:
        void = c.VoidSealedOrder(seal_id=command.supersedes, why="superseded")
        put_void(boxes, void, replace(moment, reason=moment.reason or "superseded"), ward)
    return SealReceipt(seal_id=kept.seal_id, slot_at=slot_at)


def _frozen_draw(boxes: Boxes, command: c.SealOrder, moment: Moment) -> FrozenDraw | None:
    kept = boxes.find(command.draw) if command.draw is not None else None
    if kept is None or kept.reader(moment.actor.person_id, moment.now) is None:
        return None
    value = kept.content
    if not isinstance(value, SealedDraw):
        return None
    return FrozenDraw(
        commitment=kept.commitment, is_committed=kept.slot_at is not None, value=value
    )


def _orders_used(boxes: Boxes, moment: Moment) -> int:
    """Orders of this post in this quarter that lie or lay in the vault, voided ones left out."""
    quarter = _quarter(moment.now)
    return sum(
        1
        for kept in boxes
        if kept.kind == "order"
        and kept.decided is None
        and any(r.role == "orderer" and r.post_id == moment.actor.post_id for r in kept.readers)
        and _quarter(kept.sealed_at) == quarter
    )


def _quarter(at: datetime) -> tuple[int, int]:
    on = local_date(at)
    return on.year, (on.month - 1) // 3


def _readers(order: SealedOrder, moment: Moment, ward: Ward) -> tuple[Reader, ...]:
    """Orderer and leader at once, the others from their hour: persons, not whoever comes after."""
    first = _orderer(moment)
    readers = [first]
    for post in order.team:
        holder = ward.holder(post, moment.today)
        assert holder is not None, "a vacant post was refused"
        if holder.person_id == first.person_id:
            continue
        leads = post == order.leader
        readers.append(
            Reader(
                person_id=holder.person_id,
                post_id=post,
                role="leader" if leads else "member",
                from_at=moment.now if leads else max(order.members_from, moment.now),
            )
        )
    return tuple(readers)


def put_draw(boxes: Boxes, command: c.SealDraw, moment: Moment, ward: Ward) -> SealReceipt:
    """Candidates and weights, frozen."""
    kept = _sealed("draw", seal_draw(command, ward), moment, (_orderer(moment),))
    boxes.add(kept)
    return SealReceipt(seal_id=kept.seal_id, slot_at=next_slot(ward, moment.now))


def put_declaration(
    boxes: Boxes, command: c.SealDeclaration, moment: Moment, ward: Ward
) -> SealReceipt:
    """Once for each of the team."""
    kept = boxes.find(command.seal_id)
    order = kept.content if kept is not None else None
    if kept is None or not isinstance(order, SealedOrder) or kept.is_settled:
        raise Refused("not_found")
    before = next(
        (d for d in declarations_of(boxes, kept) if d.readers[0].post_id == moment.actor.post_id),
        None,
    )
    if before is not None:
        return SealReceipt(seal_id=before.seal_id, slot_at=slot_of(before, ward), repeated=True)
    said = seal_declaration(command, order, moment)
    declared = _sealed("independence", said, moment, (_orderer(moment),), about=kept.seal_id)
    boxes.add(declared)
    return SealReceipt(seal_id=declared.seal_id, slot_at=next_slot(ward, moment.now))


def declarations_of(boxes: Boxes, order: Kept) -> list[Kept]:
    """What the team has declared for an order."""
    return [
        kept
        for kept in boxes
        if kept.kind == "independence" and kept.about == order.seal_id and kept.decided is None
    ]


def put_void(boxes: Boxes, command: c.VoidSealedOrder, moment: Moment, ward: Ward) -> SealReceipt:
    """Waiting: dropped, and never recorded. Committed: a sealed void waits for its slot."""
    kept = boxes.find(command.seal_id)
    if kept is None:
        raise Refused("not_found")
    if kept.decided is not None:
        return SealReceipt(seal_id=kept.seal_id, slot_at=slot_of(kept, ward), repeated=True)
    if kept.is_settled:
        raise Refused("seal.already_opened")
    if kept.life_end_on is not None and moment.today > kept.life_end_on:
        raise Refused("seal.publish_instead", life_end=kept.life_end_on)
    said = seal_void(command, moment)
    decided = Decided(why=said.why, at=moment.now, command_id=moment.command_id)
    if kept.waits:
        boxes.put(replace(kept, decided=decided, is_settled=True))
        return SealReceipt(seal_id=kept.seal_id)
    void = _sealed(
        "void", said, replace(moment, command_id=derived("void", kept.seal_id)), (), kept.seal_id
    )
    boxes.add(void)
    boxes.put(replace(kept, decided=replace(decided, by_void=void.seal_id)))
    return SealReceipt(seal_id=kept.seal_id, slot_at=next_slot(ward, moment.now))


def noted(kept: Kept, reader: Reader, now: datetime) -> Kept:
    """The first reading of a reader."""
    readers = tuple(
        replace(each, first_read_at=now) if each == reader else each for each in kept.readers
    )
    return replace(kept, readers=readers)


def described(kept: Kept, reader: Reader, boxes: Boxes, ward: Ward, now: datetime) -> KnownSeal:
    """For somebody who may know."""
    declared = declarations_of(boxes, kept)
    return KnownSeal(
        seal_id=kept.seal_id,
        role=reader.role,
        content=kept.content,
        commitment=kept.commitment,
        sealed_at=kept.sealed_at,
        slot_at=kept.slot_at,
        next_slot=next_slot(ward, now) if kept.waits else None,
        life_end_on=kept.life_end_on,
        is_settled=kept.is_settled,
        voided_at=kept.decided.at if kept.decided else None,
        declared_posts=tuple(each.readers[0].post_id for each in declared),
    )
