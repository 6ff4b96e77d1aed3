"""The offices a person may act in on a day: own posts, standing deputyship, delegations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from msgspec.structs import replace

from domain.fact import Capacity
from domain.values import Duty, Value
from domain.ward import Delegation, Post, Ward
from service.ward_memo import answered_once


class Office(Value, frozen=True, kw_only=True):
    """A right that a person may use: the post it comes from, and how it is used."""

    post: Post
    """The post whose right is used: the own one, or the one that lent it."""
    acting_in: Post
    """The post the person holds."""
    person_id: UUID
    capacity: Capacity = "own"
    on: date
    delegation: Delegation | None = None
    lent_by: UUID | None = None
    """Who holds the post that lent it."""

    def has_duty(self, duty: Duty) -> bool:
        """Whether the post carries a standing duty on this day."""
        return any(g.duty == duty and g.in_force(self.on) for g in self.post.duties)


def own_offices(ward: Ward, person_id: UUID, on: date, post_id: UUID | None) -> list[Office]:
    """Posts held today, or the one of them that was chosen."""
    return list(_held(ward, person_id, on, post_id))


@answered_once
def _held(ward: Ward, person_id: UUID, on: date, post_id: UUID | None) -> tuple[Office, ...]:
    return tuple(
        Office(
            post=post,
            acting_in=post,
            person_id=person_id,
            capacity=_capacity(ward, post, on),
            on=on,
        )
        for post in ward.posts_of(person_id, on)
        if post_id is None or post.post_id == post_id
    )


def _capacity(ward: Ward, post: Post, on: date) -> Capacity:
    term = ward.holder(post.post_id, on)
    return "acting" if term is not None and term.acting else "own"


def deputy_offices(ward: Ward, own: list[Office]) -> Iterator[Office]:
    """A deputy with fields of his own acts for the head in these fields."""
    for office in own:
        head = ward.head_post(office.post.unit_id)
        if office.post.rank == "deputy" and office.post.fields and head is not None:
            yield replace(office, post=head, capacity="deputy")


def lent_offices(ward: Ward, own: list[Office]) -> Iterator[Office]:
    """Rights lent to the own posts by delegations in force."""
    for office in own:
        for delegation in ward.delegations_to(office.post.post_id, office.on):
            yield _lent(ward, office, delegation)


def lent_by(ward: Ward, person_id: UUID, on: date, post_id: UUID) -> list[Office]:
    """The offices in which the person stands for the holder of another post."""
    own = own_offices(ward, person_id, on, None)
    return [office for office in lent_offices(ward, own) if office.post.post_id == post_id]


def every_office(ward: Ward, person_id: UUID, on: date, chosen: UUID | None) -> tuple[Office, ...]:
    """All that the person may act in, the own ones first; a chosen post narrows it down.

    Who chose to stand for the holder of another post acts in nothing else.
    """
    own = own_offices(ward, person_id, on, chosen)
    if chosen is not None and not own:
        return tuple(lent_by(ward, person_id, on, chosen))
    return (*own, *deputy_offices(ward, own), *lent_offices(ward, own))


def lapsed_offices(ward: Ward, own: list[Office]) -> Iterator[Office]:
    """Rights once lent to the own posts, in force or not: to say why they do not cover."""
    for office in own:
        for delegation in ward.delegations.values():
            if delegation.to_post == office.post.post_id:
                yield _lent(ward, office, delegation)


def _lent(ward: Ward, office: Office, delegation: Delegation) -> Office:
    holder = ward.holder(delegation.from_post, office.on)
    return replace(
        office,
        post=ward.posts[delegation.from_post],
        capacity="delegate",
        delegation=delegation,
        lent_by=holder.person_id if holder else None,
    )
