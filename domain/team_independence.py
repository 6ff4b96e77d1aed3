"""Who may not inspect a unit: its own people, whoever acts for its head, VH-XH its own house.

SD-7, SD-14 and SD-17, for orders that are given openly and for those that are sealed first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from domain.refusal import Refused
from domain.values import Value
from domain.ward import Ward

LEADERS = ("chair", "vice_chair")


class Span(Value, frozen=True, kw_only=True):
    """The inspected period and the days of the visit, as far as people are concerned."""

    period_from: date
    on: date
    """The day of the decision."""
    to_on: date
    """The last day of the visit."""


def refuse_partial_team(
    unit_id: UUID, leader_post: UUID, other_posts: Iterable[UUID], span: Span, ward: Ward
) -> None:
    """Refuse a team that knows the inspected unit from inside."""
    others = tuple(other_posts)
    _refuse_own_house(unit_id, leader_post, others, span, ward)
    for post in (leader_post, *others):
        if post not in ward.posts:
            raise Refused("not_found", what="post", id=post)
        if belongs(post, unit_id, span, ward):
            raise Refused("inspection.member_of_unit", post=post, unit=unit_id, rule="SD-7")
        refuse_delegated(post, unit_id, span, ward)


def _refuse_own_house(
    unit_id: UUID, leader: UUID, others: tuple[UUID, ...], span: Span, ward: Ward
) -> None:
    """SD-14: the house that coordinates the reform is inspected by a leader, without its own."""
    coordinators = ward.posts_with_duty("reform_coordinator", span.on)
    if unit_id not in {post.unit_id for post in coordinators}:
        return
    leading = ward.posts.get(leader)
    own = [post for post in (leader, *others) if belongs(post, unit_id, span, ward)]
    if own or leading is None or leading.rank not in LEADERS:
        raise Refused("inspection.vhxh_judges_itself", unit=unit_id, posts=own, rule="SD-14")


def belongs(post_id: UUID, unit_id: UUID, span: Span, ward: Ward) -> bool:
    """The post is of the unit, or its holder held one there within the inspected period."""
    post = ward.posts.get(post_id)
    if post is None:
        return False
    if post.unit_id == unit_id:
        return True
    holder = ward.holder(post_id, span.on)
    return holder is not None and any(
        term.person_id == holder.person_id
        and term.post_id in ward.posts
        and ward.posts[term.post_id].unit_id == unit_id
        and term.from_on <= span.to_on
        and (term.until_on is None or term.until_on >= span.period_from)
        for term in ward.terms
    )


def refuse_delegated(post_id: UUID, unit_id: UUID, span: Span, ward: Ward) -> None:
    """Nobody inspects a unit whose head lent him a duty for these days."""
    for lent in ward.delegations.values():
        giver = ward.posts.get(lent.from_post)
        of_head = giver is not None and giver.unit_id == unit_id and giver.rank == "head"
        touches = lent.from_on <= span.to_on and lent.until_on >= span.on
        stands = lent.revoked_from is None or lent.revoked_from > span.on
        if lent.to_post == post_id and of_head and touches and stands:
            raise Refused(
                "inspection.leader_delegated_for_unit",
                delegation_id=lent.delegation_id,
                post=post_id,
                until_on=lent.until_on,
                rule="SD-7",
            )
