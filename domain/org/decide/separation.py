"""SD-18: auditor and observer hold no other duty and no deciding post, by post and by person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from domain.calendar import ONE_DAY
from domain.org import events as e
from domain.refusal import Refused
from domain.values import Duty, Rank
from domain.ward import DutyGrant, Post, Ward

APART: frozenset[Duty] = frozenset({"auditor", "observer"})
DECIDING: frozenset[Rank] = frozenset({"chair", "vice_chair", "head", "deputy"})
RULE = "SD-18"


def check_grant(ward: Ward, post: Post, duty: Duty, on: date) -> None:
    """A duty may be granted if nobody comes to watch himself by it."""
    holder = ward.holder(post.post_id, on)
    posts = [post]
    if holder is not None:
        posts += [p for p in ward.posts_of(holder.person_id, on) if p.post_id != post.post_id]
    for other in posts:
        clashing = [g.duty for g in _lasting(other, on) if _clash(duty, g.duty)]
        if clashing or (duty in APART and other.rank in DECIDING):
            raise Refused(
                "org.duty_conflict",
                rule=RULE,
                duty=duty,
                other=clashing[0] if clashing else other.rank,
                post_id=other.post_id,
            )


def check_appointment(ward: Ward, post: Post, person_id: UUID, on: date) -> list[e.DutyRevoked]:
    """Duties that end because their holder takes a deciding post; any other clash refuses."""
    ended: list[e.DutyRevoked] = []
    gained = [g.duty for g in _lasting(post, on)]
    for other, grant in _held_duties(ward, person_id, on):
        if other.post_id == post.post_id:
            continue
        if grant.duty in APART and post.rank in DECIDING:
            ended.append(
                e.DutyRevoked(post_id=other.post_id, duty=grant.duty, until_on=on - ONE_DAY)
            )
        elif any(_clash(duty, grant.duty) for duty in gained):
            raise Refused("org.duty_conflict", rule=RULE, duty=grant.duty, post_id=other.post_id)
    if any(duty in APART for duty in gained):
        _refuse_deciders(ward, person_id, on)
    return ended


def _refuse_deciders(ward: Ward, person_id: UUID, on: date) -> None:
    for other in ward.posts_of(person_id, on):
        if other.rank in DECIDING:
            raise Refused("org.duty_conflict", rule=RULE, other=other.rank, post_id=other.post_id)


def _clash(one: Duty, other: Duty) -> bool:
    return one != other and (one in APART or other in APART)


def _lasting(post: Post, on: date) -> list[DutyGrant]:
    """Grants that are in force on a day or will be later."""
    return [g for g in post.duties if g.until_on is None or g.until_on >= on]


def _held_duties(ward: Ward, person_id: UUID, on: date) -> Iterator[tuple[Post, DutyGrant]]:
    for post in ward.posts_of(person_id, on):
        for grant in _lasting(post, on):
            yield post, grant
