"""Who may appraise and who may vote on a unit (SD-9): nobody of it or of what speaks for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from domain.evaluation.rated import own_units
from domain.ward import Ward


def impartial(posts: Iterable[UUID], unit_id: UUID, on: date, ward: Ward) -> tuple[UUID, ...]:
    """Those of the posts that are not of the unit; the others leave the denominator."""
    return tuple(post for post in posts if not belongs(post, unit_id, on, ward))


def belongs(post_id: UUID, unit_id: UUID, on: date, ward: Ward) -> bool:
    """Whether a post, or whoever holds it by another post, is of the unit."""
    post = ward.posts.get(post_id)
    own = own_units(unit_id, on, ward)
    if post is None or post.unit_id in own:
        return True
    holder = ward.holder(post_id, on)
    if holder is None:
        return False
    return any(held.unit_id in own for held in ward.posts_of(holder.person_id, on))
