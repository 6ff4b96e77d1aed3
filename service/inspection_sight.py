"""Who sees which inspection, how much of it and from when: the one place that decides it."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from domain.inspection.state import Inspection
from domain.values import Value
from domain.ward import Post, Ward
from service.roles import roles_of_post

View = Literal["full", "limited", "none"]

SEE_ALL = frozenset({"C", "O", "A"})
"""Chair, office and auditor know every inspection that has a stream of its own."""
NEVER_LENT = frozenset({"A"})


class Eyes(Value, frozen=True, kw_only=True):
    """What a person looks with today; membership in a team is never lent, units and offices are."""

    posts: tuple[UUID, ...] = ()
    units: tuple[UUID, ...] = ()
    fields: frozenset[int] = frozenset()
    """Of a vice-chair, who may conclude inspections of these fields alone."""
    sees_all: bool = False
    in_ward: bool = False


class Sight(Value, frozen=True, kw_only=True):
    """How much is seen: the file or its line in the calendar, and whether with the answers."""

    view: View = "none"
    answers: bool = False
    """Points, answers and findings of the visit."""


def eyes_of(person_id: UUID | None, ward: Ward, today: date) -> Eyes:
    """From the posts held today and those that lend them something."""
    if person_id is None:
        return Eyes()
    own = list(ward.posts_of(person_id, today))
    lent = [
        ward.posts[delegation.from_post]
        for post in own
        for delegation in ward.delegations_to(post.post_id, today)
    ]
    roles = _roles(own, today) | (_roles(lent, today) - NEVER_LENT)
    leading = [post for post in (*own, *lent) if post.rank == "vice_chair"]
    return Eyes(
        posts=tuple(post.post_id for post in own),
        units=tuple(dict.fromkeys(post.unit_id for post in (*own, *lent))),
        fields=frozenset(field for post in leading for field in post.fields),
        sees_all=bool(roles & SEE_ALL),
        in_ward=bool(roles - {"OB"}),
    )


def _roles(posts: list[Post], today: date) -> frozenset[str]:
    return frozenset[str]().union(*(roles_of_post(post, today) for post in posts))


def sight(eyes: Eyes, it: Inspection) -> Sight:
    """What these eyes see of an inspection as it stands, now or at a past act."""
    is_team = bool(set(eyes.posts) & set(it.team)) or it.orderer_post in eyes.posts
    is_unit = it.unit_id in eyes.units
    return Sight(
        view=_view(eyes, it, is_team=is_team, is_unit=is_unit),
        answers=_sees_answers(eyes, it, is_unit=is_unit),
    )


def _view(eyes: Eyes, it: Inspection, *, is_team: bool, is_unit: bool) -> View:
    told_unit = it.announced_at is not None or it.opened_at is not None
    if eyes.sees_all or is_team or (is_unit and told_unit):
        return "full"
    if eyes.in_ward and it.concluded_at is not None:
        return "full"
    if eyes.in_ward and _told_others(it):
        decides = it.reported_at is not None and bool(eyes.fields & fields_of(it))
        return "full" if decides else "limited"
    return "limited" if it.published_where else "none"


def _told_others(it: Inspection) -> bool:
    """Of a surprise the others learn when it is concluded, of any other when it is announced."""
    return it.announced_at is not None or (it.opened_at is not None and it.kind != "surprise")


def _sees_answers(eyes: Eyes, it: Inspection, *, is_unit: bool) -> bool:
    """The team at once, the unit from the minutes on, everybody else once these are frozen."""
    if set(eyes.posts) & set(it.team) or it.frozen_at is not None:
        return True
    return is_unit and it.minutes is not None


def fields_of(it: Inspection) -> frozenset[int]:
    """Fields that the inspection looks at."""
    return frozenset(item.field for item in it.items)
