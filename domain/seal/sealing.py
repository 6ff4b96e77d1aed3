"""What may be put under a seal: the rules that are checked before anything lies in the vault."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.fact import Moment, local_date
from domain.refusal import Refused
from domain.seal import commands as c
from domain.seal.draw import draw
from domain.seal.slots import life_end, members_from
from domain.seal.values import SealedDeclaration, SealedDraw, SealedOrder, SealedVoid
from domain.team_independence import LEADERS, Span, belongs, refuse_delegated, refuse_partial_team
from domain.values import Value
from domain.ward import Ward


class FrozenDraw(Value, frozen=True, kw_only=True):
    """A draw of the vault that an order rests on."""

    commitment: str
    is_committed: bool
    value: SealedDraw


class Around(Value, frozen=True, kw_only=True):
    """What sealing an order must know besides the order; looked up by the service."""

    slot_at: datetime
    """The slot in which the commitment will be recorded."""
    draw: FrozenDraw | None = None
    orders_used: int = 0
    """Surprise orders of this post in this quarter, sealed ones included."""


def seal_order(command: c.SealOrder, moment: Moment, around: Around, ward: Ward) -> SealedOrder:
    """The order as it goes into the vault; its hour is the true one and stays inside."""
    actor_post = moment.actor.post_id
    assert actor_post is not None, "only somebody in office orders"
    _refuse_unauthorised(command, actor_post, around, moment, ward)
    _refuse_window(command, around, ward)
    _refuse_people(command, actor_post, moment, ward)
    _refuse_other_unit(command, around, ward)
    return SealedOrder(
        unit=command.unit_id,
        leader=command.leader_post,
        secretary=command.secretary_post,
        members=command.member_posts,
        members_from=command.members_from or members_from(command.from_on, ward),
        checklist=command.checklist,
        fields=command.fields,
        contents=command.contents,
        rights=command.rights,
        period_from=command.period_from,
        period_to=command.period_to,
        from_on=command.from_on,
        to_on=command.to_on,
        trigger="draw" if around.draw is not None else command.trigger,
        ordered_at=moment.happened_at,
        ordered_by=actor_post,
        document=moment.document,
        reason=moment.reason or "",
        draw=around.draw.commitment if around.draw is not None else "",
        seed=command.seed if around.draw is not None else "",
        supersedes=command.supersedes,
    )


def _refuse_unauthorised(
    command: c.SealOrder, actor_post: UUID, around: Around, moment: Moment, ward: Ward
) -> None:
    """A leader only as the programme authorises him, himself leading, within its number."""
    post = ward.posts[actor_post]
    if post.rank in LEADERS:
        return
    most = min(command.max_orders, ward.days("surprise_orders_max", moment.happened_on))
    if command.leader_post != actor_post or around.orders_used >= most:
        raise Refused("inspection.not_authorised", post=actor_post, max_orders=most)


def _refuse_window(command: c.SealOrder, around: Around, ward: Ward) -> None:
    if command.to_on < command.from_on:
        raise Refused("inspection.dates_cross", from_on=command.from_on, to_on=command.to_on)
    if command.period_to < command.period_from:
        raise Refused(
            "inspection.dates_cross", from_on=command.period_from, to_on=command.period_to
        )
    last_on = life_end(around.slot_at, ward)
    if command.to_on < local_date(around.slot_at) or command.from_on > last_on:
        raise Refused("seal.window_impossible", next_slot=around.slot_at, life_end=last_on)


def _refuse_people(command: c.SealOrder, actor_post: UUID, moment: Moment, ward: Ward) -> None:
    unit, on = ward.units.get(command.unit_id), moment.happened_on
    if unit is None or not unit.active_on(on):
        raise Refused(
            "unit_not_active",
            unit_id=command.unit_id,
            since=unit.ended_on if unit else None,
            successor_id=unit.successor_id if unit else None,
        )
    team = (command.leader_post, command.secretary_post, *command.member_posts)
    for post in team:
        if team.count(post) > 1:
            raise Refused("inspection.post_twice", post=post)
        if ward.holder(post, on) is None:
            raise Refused("seal.post_vacant", post=post)
    span = Span(period_from=command.period_from, on=on, to_on=command.to_on)
    refuse_partial_team(command.unit_id, team[0], team[1:], span, ward)
    if belongs(actor_post, command.unit_id, span, ward):
        raise Refused("own_unit", rule="SD-17", unit=command.unit_id)
    refuse_delegated(actor_post, command.unit_id, span, ward)


def _refuse_other_unit(command: c.SealOrder, around: Around, ward: Ward) -> None:
    """An order that rests on a draw names what was drawn, from a list frozen in time."""
    frozen = around.draw
    if command.draw is None:
        return
    if frozen is None:
        raise Refused("not_found")
    if not frozen.is_committed:
        raise Refused("seal.draw_not_committed")
    if not command.seed.strip():
        raise Refused("seal.seed_missing", source=frozen.value.seed_source)
    drawn = draw(
        frozen.value.candidates, command.seed.strip(), frozen.commitment, frozen.value.pick
    )
    if ward.units[command.unit_id].code not in drawn:
        raise Refused("seal.not_what_was_drawn", drawn=drawn, unit=command.unit_id)


def seal_draw(command: c.SealDraw, ward: Ward) -> SealedDraw:
    """Candidates by code; each once, each with a weight of at least 1."""
    codes = [
        (ward.units[unit].code, weight) for unit, weight in command.candidates if unit in ward.units
    ]
    names = {code for code, _ in codes}
    well = len(codes) == len(command.candidates) == len(names) and all(w >= 1 for _, w in codes)
    if not well or not 1 <= command.pick <= len(codes) or not command.seed_source.strip():
        raise Refused("seal.draw_malformed")
    return SealedDraw(
        candidates=tuple(sorted(codes)),
        pick=command.pick,
        seed_source=command.seed_source.strip(),
        seed_on=command.seed_on,
    )


def seal_declaration(
    command: c.SealDeclaration, order: SealedOrder, moment: Moment
) -> SealedDeclaration:
    """Only for the own post in that team."""
    post = moment.actor.post_id
    if post is None or post not in order.team:
        raise Refused("not_found")
    return SealedDeclaration(
        order=command.seal_id,
        post=post,
        statement=command.statement,
        declared_at=moment.happened_at,
    )


def seal_void(command: c.VoidSealedOrder, moment: Moment) -> SealedVoid:
    """The decision not to use it, with its reason."""
    if not (moment.reason or "").strip():
        raise Refused("reason_needed")
    return SealedVoid(
        seal=command.seal_id,
        why=command.why,
        reason=moment.reason or "",
        voided_at=moment.happened_at,
        voided_by=moment.actor.post_id,
    )
