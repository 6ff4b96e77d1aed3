"""What a person is in the ward today: posts held and lent, and the roles that come with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from domain.ward import Post, Ward
from service.offices import Office, lent_offices, own_offices
from service.roles import roles_of, roles_of_post
from service.ward_memo import answered_once


class Standing(NamedTuple):
    """The fields of a visit that follow from the person, the chosen post and the ward."""

    posts: tuple[Post, ...]
    post: Post | None
    lent: tuple[Office, ...]
    stands_for: Office | None
    roles: frozenset[str]
    reach: frozenset[str]


@answered_once
def standing_of(ward: Ward, person_id: UUID, chosen_post: UUID | None, today: date) -> Standing:
    """Where somebody stands who acts in a post, in the place of another holder, or in all posts."""
    posts = ward.posts_of(person_id, today)
    lent = tuple(lent_offices(ward, own_offices(ward, person_id, today, None)))
    for office in lent:
        if office.post.post_id == chosen_post:
            roles = frozenset[str](roles_of_post(office.post, today))
            return Standing(posts, office.acting_in, lent, office, roles, roles)
    chosen = tuple(post for post in posts if post.post_id == chosen_post)
    roles = frozenset(
        roles_of_post(chosen[0], today) if chosen else roles_of(person_id, ward, today)
    )
    reach = roles | _lent_roles(ward, chosen or posts, today)
    return Standing(posts, next(iter(chosen or posts), None), lent, None, roles, reach)


def _lent_roles(ward: Ward, posts: Iterable[Post], today: date) -> frozenset[str]:
    roles: set[str] = set()
    for post in posts:
        for delegation in ward.delegations_to(post.post_id, today):
            roles |= roles_of_post(ward.posts[delegation.from_post], today)
    return frozenset(roles)
