"""Opening a seal: what was sealed becomes public and an inspection is born, in one append."""

from __future__ import annotations

from uuid import UUID

from domain.fact import Elsewhere, Event, Moment
from domain.inspection.commands import OrderFromSeal, OrderWords, inspection_of_seal
from domain.inspection.decide import decide as decide_inspection
from domain.seal.commands import OpenSealedOrder
from domain.seal.decide import decide as decide_seal
from domain.seal.decide import declared_posts, opened_order
from domain.seal.state import Seal
from domain.seal.values import SealedOrder
from domain.ward import Ward

Decided = list[Event | Elsewhere]


def decide(command: OpenSealedOrder, seal: Seal | None, moment: Moment, ward: Ward) -> Decided:
    """The seal's own events, then the first two acts of the inspection in its stream."""
    opened = decide_seal(command, seal, moment, ward)
    if not opened:
        return []
    assert seal is not None, "only a committed order is opened"
    assert command.opening is not None, "and only one that the vault handed over"
    order = opened_order(command.opening, seal)
    declared = declared_posts(order, command, command.opening, moment)
    birth = order_from_seal(command, order, declared, moment)
    born = decide_inspection(birth, None, moment, ward)
    return [*opened, *_in_stream(birth.inspection_id, born)]


def order_from_seal(
    command: OpenSealedOrder, order: SealedOrder, declared: tuple[UUID, ...], moment: Moment
) -> OrderFromSeal:
    """The sealed words as the inspection takes them over."""
    opened_by = moment.actor.post_id
    assert opened_by is not None, "an order is opened by somebody in office"
    return OrderFromSeal(
        inspection_id=inspection_of_seal(command.seal_id),
        seal_id=command.seal_id,
        words=words_of(order),
        checklist=order.checklist,
        items=command.items,
        orderer_post=order.ordered_by,
        ordered_at=order.ordered_at,
        document=order.document,
        declared_posts=declared,
        opened_by=opened_by,
        place=command.place,
        received_by_post=command.received_by_post,
        absent_head_reason=command.absent_head_reason,
        declared_order=command.declared_order,
    )


def words_of(order: SealedOrder) -> OrderWords:
    """What the order says, without when and by whom."""
    return OrderWords(
        kind="surprise",
        unit_id=order.unit,
        leader_post=order.leader,
        secretary_post=order.secretary,
        member_posts=order.members,
        contents=order.contents,
        fields=order.fields,
        rights=order.rights,
        period_from=order.period_from,
        period_to=order.period_to,
        from_on=order.from_on,
        to_on=order.to_on,
        trigger=order.trigger,
    )


def _in_stream(stream_id: UUID, born: Decided) -> Decided:
    """Its own events are written beside the seal's, from version 1 on."""
    placed: Decided = []
    for event in born:
        if isinstance(event, Elsewhere):
            placed.append(event)
        else:
            version = None if placed else 1
            placed.append(Elsewhere(stream_id=stream_id, event=event, version=version))
    return placed
