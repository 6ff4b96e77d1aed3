"""Which roles a person has today, and how much of a task that lets him see."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from domain.values import Duty, Rank
from domain.ward import Post, Ward
from service.object_facts import Facts

RoleCode = Literal["C", "V", "O", "K", "H", "D", "L", "S", "DK", "A", "OB"]
View = Literal["full", "limited", "none"]

OF_RANK: dict[Rank, RoleCode] = {
    "chair": "C",
    "vice_chair": "V",
    "head": "H",
    "deputy": "D",
    "officer": "S",
    "clerk": "S",
}
OF_DUTY: dict[Duty, RoleCode] = {
    "register_keeper": "O",
    "reform_coordinator": "K",
    "unit_clerk": "L",
    "dossier_keeper": "DK",
    "auditor": "A",
    "observer": "OB",
}
OUTSIDE: frozenset[RoleCode] = frozenset({"A", "OB"})
"""Who watches the ward does no work in it: the rank of such a post gives no role."""


def roles_of(person_id: UUID, ward: Ward, today: date) -> frozenset[RoleCode]:
    """Role codes of permissions: by rank and by duty of every post held today."""
    roles: set[RoleCode] = set()
    for post in ward.posts_of(person_id, today):
        roles |= roles_of_post(post, today)
    return frozenset(roles)


def roles_of_post(post: Post, today: date) -> frozenset[RoleCode]:
    """What one post gives on a day."""
    duties = {OF_DUTY[g.duty] for g in post.duties if g.in_force(today) and g.duty in OF_DUTY}
    return frozenset(duties if duties & OUTSIDE else {OF_RANK[post.rank], *duties})


def sees_plan_drafts(person_id: UUID, ward: Ward, today: date) -> bool:
    """A plan that is not issued belongs to the offices that review it."""
    return bool(roles_of(person_id, ward, today) & {"K", "O"})


def task_view(person_id: UUID, facts: Facts, ward: Ward, today: date) -> View:
    """`full` with acts and files, `limited` to the row of the register, or `none`."""
    posts = _seeing_posts(person_id, ward, today)
    if not posts:
        return "none"
    if facts.drafted:
        return "full" if any(_sees_draft(post, facts, today) for post in posts) else "none"
    return "full" if any(_sees_all(post, facts, today) for post in posts) else "limited"


def _seeing_posts(person_id: UUID, ward: Ward, today: date) -> list[Post]:
    """Own posts, and those that lend them something: who acts for an office reads for it."""
    own = list(ward.posts_of(person_id, today))
    lent = [
        ward.posts[delegation.from_post]
        for post in own
        for delegation in ward.delegations_to(post.post_id, today)
    ]
    return [*own, *lent]


def _sees_draft(post: Post, facts: Facts, today: date) -> bool:
    roles = roles_of_post(post, today)
    registers_it = facts.source == "self" and post.unit_id == facts.lead_unit
    decides_it = "C" in roles or _is_in_charge(post, facts)
    return bool(roles & {"K", "O"}) or decides_it or (registers_it and "H" in roles)


def _sees_all(post: Post, facts: Facts, today: date) -> bool:
    roles = roles_of_post(post, today)
    if "OB" in roles:
        return False
    if roles & {"C", "A"} or _is_in_charge(post, facts):
        return True
    follows_up = post.unit_id == facts.follow_up_unit and bool(roles & {"O", "K"})
    return follows_up or post.post_id == facts.reviewer_post or post.unit_id in units_of(facts)


def _is_in_charge(post: Post, facts: Facts) -> bool:
    return post.rank == "vice_chair" and bool(facts.fields & set(post.fields))


def units_of(facts: Facts) -> frozenset[UUID]:
    """Units whose people work or worked on the task."""
    lead = {facts.lead_unit} if facts.lead_unit is not None else set()
    return facts.former_leads | facts.cooperating | facts.asked_units | lead
