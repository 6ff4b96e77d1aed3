"""Who must keep out: the units behind an actor, and everybody who held a post in a span of days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from domain.fact import Moment
from domain.refusal import Refused
from domain.ward import Ward


def units_of(moment: Moment, ward: Ward) -> frozenset[UUID]:
    """Units of the post that acts and of the post that lent its duty."""
    posts = (moment.actor.post_id, moment.actor.on_behalf_of)
    units = {ward.posts[p].unit_id for p in posts if p is not None and p in ward.posts}
    if moment.actor.unit_id is not None:
        units.add(moment.actor.unit_id)
    return frozenset(units)


def people_in_post(post_id: UUID, from_on: date, to_on: date, ward: Ward) -> frozenset[UUID]:
    """Everybody who held a post on some day of a span."""
    return frozenset(
        term.person_id
        for term in ward.terms
        if term.post_id == post_id
        and term.from_on <= to_on
        and (term.until_on is None or term.until_on >= from_on)
    )


def refuse_own_unit(rule: str, units: Iterable[UUID | None], moment: Moment, ward: Ward) -> None:
    """The acting unit, or the one that lent the duty, is among those that the rule keeps out."""
    for unit in units_of(moment, ward).intersection(u for u in units if u is not None):
        raise Refused("own_unit", rule=rule, unit=unit)
