"""What the journal is told of sealed values: entries of a slot, openings, published voids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from domain.fact import Elsewhere, Event, Moment
from domain.refusal import Refused
from domain.seal import commands as c
from domain.seal import events as s
from domain.seal.commitment import fits
from domain.seal.state import Seal
from domain.seal.values import Opening, Revealed, SealedOrder, Voiding, read_sealed
from domain.ward import Ward

Decided = list[Event | Elsewhere]


def commit_slot(command: c.CommitSlot, seal: Seal | None, moment: Moment, ward: Ward) -> Decided:
    """All entries of a slot in one append, each the first event of its stream."""
    if seal is not None:
        return []  # another worker was first
    committed = [
        s.Committed(
            commitment=entry.commitment, slot_at=command.slot_at, life_end_on=command.life_end_on
        )
        for entry in command.entries
    ]
    others = zip(command.entries[1:], committed[1:], strict=True)
    return [
        committed[0],
        *(Elsewhere(stream_id=entry.seal_id, event=event, version=1) for entry, event in others),
    ]


def open_order(
    command: c.OpenSealedOrder, seal: Seal | None, moment: Moment, ward: Ward
) -> Decided:
    """Value and salt are published, and with them the draw, declarations and what it replaced."""
    opening = command.opening
    if opening is None:
        raise Refused("not_found")
    if opening.waiting_until is not None or seal is None:
        raise Refused("seal.not_yet_committed", next_slot=opening.waiting_until)
    if seal.stage == "opened":
        return []
    if seal.stage == "voided" or opening.voided_at is not None:
        raise Refused("seal.order_voided", at=opening.voided_at or seal.settled_at)
    order = opened_order(opening, seal)
    _refuse_wrong_day(order, seal, moment)
    _refuse_undeclared(order, command, opening, moment)
    return [
        s.Opened(salt=opening.salt, value=opening.value, known_by=opening.known_by),
        *(_published(each) for each in opening.with_it),
        *(event for voiding in opening.replaced for event in voided(voiding)),
    ]


def opened_order(opening: Opening, seal: Seal) -> SealedOrder:
    """The order inside, once it is seen to be what was committed to."""
    if not fits(seal.commitment, opening.salt, opening.value):
        raise Refused("seal.does_not_fit_commitment", commitment=seal.commitment)
    order = read_sealed(opening.value)
    if not isinstance(order, SealedOrder):
        raise Refused("not_found")
    return order


def _refuse_wrong_day(order: SealedOrder, seal: Seal, moment: Moment) -> None:
    on = moment.happened_on
    if seal.is_expired(on):
        raise Refused("seal.seal_expired", life_end=seal.life_end_on)
    if not order.from_on <= on <= order.to_on:
        raise Refused("seal.outside_window", from_on=order.from_on, to_on=order.to_on)


def declared_posts(
    order: SealedOrder, command: c.OpenSealedOrder, opening: Opening, moment: Moment
) -> tuple[UUID, ...]:
    """Posts of the team that declared independence, under the seal or with the opening."""
    said = {each.post for each in opening.declared}
    if command.statement.strip() and moment.actor.post_id is not None:
        said.add(moment.actor.post_id)
    return tuple(post for post in order.team if post in said)


def _refuse_undeclared(
    order: SealedOrder, command: c.OpenSealedOrder, opening: Opening, moment: Moment
) -> None:
    said = declared_posts(order, command, opening, moment)
    silent = [post for post in order.team if post not in said]
    if silent:
        raise Refused("seal.members_not_declared", posts=silent)


def _published(revealed: Revealed) -> Elsewhere:
    return Elsewhere(
        stream_id=revealed.seal_id, event=s.Opened(salt=revealed.salt, value=revealed.value)
    )


def voided(voiding: Voiding) -> list[Elsewhere]:
    """A value that is published unused, and the sealed decision about it."""
    event = _voided(voiding)
    published = [Elsewhere(stream_id=voiding.seal_id, event=event)]
    if voiding.void is not None:
        published.append(_published(voiding.void))
    return published


def _voided(voiding: Voiding) -> s.Voided:
    return s.Voided(
        salt=voiding.salt,
        value=voiding.value,
        why=voiding.why,
        voided_at=voiding.voided_at,
        void_commitment=voiding.void_commitment,
    )


def publish_void(command: c.PublishVoid, seal: Seal | None, moment: Moment, ward: Ward) -> Decided:
    """At the end of its life whatever was not used is published."""
    if seal is None or not command.voidings:
        raise Refused("not_found")
    if seal.stage == "opened":
        raise Refused("seal.already_opened")
    if seal.stage == "voided":
        return []
    if not seal.is_expired(moment.happened_on):
        raise Refused("seal.not_yet", on=seal.life_end_on)
    first, *others = command.voidings
    if not fits(seal.commitment, first.salt, first.value):
        raise Refused("seal.does_not_fit_commitment", commitment=seal.commitment)
    own: Decided = [_voided(first)]
    if first.void is not None:
        own.append(_published(first.void))
    return [*own, *(event for voiding in others for event in voided(voiding))]


DECISIONS: Mapping[type[c.SealCommand], Callable[[Any, Any, Moment, Ward], Decided]] = {
    c.CommitSlot: commit_slot,
    c.OpenSealedOrder: open_order,
    c.PublishVoid: publish_void,
}


def decide(command: c.SealCommand, seal: Seal | None, moment: Moment, ward: Ward) -> Decided:
    """What the journal is told because of this command; or Refused."""
    decision = DECISIONS.get(type(command))
    assert decision is not None, f"{type(command).__name__} is for the vault, not for the journal"
    return decision(command, seal, moment, ward)
