"""A sealed value in words, for somebody who may know of it or after it was published."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from domain.seal.draw import draw
from domain.seal.values import SealedDraw, SealedOrder
from service.sealed_boxes import KnownSeal
from web import wording
from web.tasks.naming import Names, document

Fact = tuple[str, str | None]


class Knows(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may know, since when, and whether independence is declared."""

    who: str
    part: str
    """Key of the role."""
    from_at: datetime
    has_declared: bool


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A unit of a draw."""

    code: str
    name: str
    weight: int
    is_drawn: bool = False


def stage_of(known: KnownSeal, is_over: bool) -> str:
    """Where it stands: waiting, committed, voided, opened, overdue."""
    if known.voided_at is not None:
        return "voided"
    if known.is_settled:
        return "opened"
    if known.slot_at is None:
        return "waiting"
    return "overdue" if is_over else "committed"


def order_facts(order: SealedOrder, names: Names) -> list[Fact]:
    """What the order says."""
    fields = "; ".join(names.say(f"register.field.{n}") for n in order.fields)
    return [
        (names.say("inspection.fact.unit"), names.unit(order.unit)),
        (names.say("inspection.fact.days"), _span(order.from_on, order.to_on)),
        (names.say("inspection.fact.period"), _span(order.period_from, order.period_to)),
        (names.say("inspection.fact.trigger"), names.say(f"seal.trigger.{order.trigger}")),
        (names.say("sealed.fact.fields"), fields or names.say("sealed.fact.all_fields")),
        (names.say("inspection.fact.contents"), order.contents or None),
        (names.say("inspection.fact.rights"), order.rights or None),
        (names.say("inspection.fact.order"),
         document(order.document, names.language) if order.document else None),
        (names.say("sealed.fact.reason"), order.reason or None),
        (names.say("inspection.sealed.ordered"), wording.stamp(order.ordered_at)),
        (names.say("inspection.fact.orderer"), names.holder(order.ordered_by)),
    ]  # fmt: skip


def _span(first: object, last: object) -> str:
    return f"{first:%d/%m/%Y}–{last:%d/%m/%Y}"


def who_knows(known: KnownSeal, names: Names) -> list[Knows]:
    """Orderer and leader at once, the others from their hour."""
    order = known.content
    assert isinstance(order, SealedOrder)
    late = max(order.members_from, order.ordered_at)
    declared = set(known.declared_posts)
    told = [(order.leader, "leader", order.ordered_at), (order.secretary, "secretary", late)]
    told += [(post, "member", late) for post in order.members]
    if order.ordered_by not in order.team:
        told.insert(0, (order.ordered_by, "orderer", order.ordered_at))
    return [
        Knows(
            who=names.holder(post),
            part=f"sealed.part.{part}",
            from_at=order.ordered_at if post == order.ordered_by else from_at,
            has_declared=post in declared or part == "orderer",
        )
        for post, part, from_at in told
    ]


def undeclared(known: KnownSeal) -> tuple[UUID, ...]:
    """Posts of the team that have not declared independence."""
    order = known.content
    assert isinstance(order, SealedOrder)
    return tuple(post for post in order.team if post not in known.declared_posts)


def drawn_of(value: SealedDraw, commitment: str, seed: str) -> list[str]:
    """What a seed comes to; nothing while there is none."""
    return draw(value.candidates, seed, commitment, value.pick) if seed else []


def told_candidates(value: SealedDraw, drawn: list[str], names: Names) -> list[Candidate]:
    """The frozen list, in the order in which the rule goes through it."""
    by_code = {unit.code: unit.unit_id for unit in names.ward.units.values()}
    return [
        Candidate(
            code=code,
            name=names.unit(by_code.get(code)),
            weight=weight,
            is_drawn=code in drawn,
        )
        for code, weight in sorted(value.candidates)
    ]
