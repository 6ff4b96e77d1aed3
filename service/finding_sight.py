"""Who sees which finding, how much of it and from when: the one place that decides it.

A finding is never seen earlier than its inspection, and what the team writes down at the visit is a
draft until the minutes are drawn up (for the unit) or frozen (for everybody else).
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from domain.finding.memory import Finding
from domain.inspection.state import Inspection
from domain.values import Value
from domain.ward import Ward
from service.roles import roles_of_post

View = Literal["full", "limited", "none"]
"""`full` with acts and files; `limited` to what was found, said in dispute and concluded."""

OFFICES = frozenset({"C", "O", "A"})
"""They see whatever is frozen, drafts that the team dropped as well."""
WATCHING = frozenset({"V", "K"})
"""They see what was delivered, of a surprise from its conclusion on."""
NEVER_LENT = frozenset({"A"})


class FindingEyes(Value, frozen=True, kw_only=True):
    """What a person looks with today; a place in a team is never lent, units and offices are."""

    person_id: UUID | None = None
    posts: tuple[UUID, ...] = ()
    units: tuple[UUID, ...] = ()
    heads: tuple[UUID, ...] = ()
    """Units that the person answers for."""
    roles: frozenset[str] = frozenset()

    @property
    def in_ward(self) -> bool:
        """An observer from outside reads what is published, which is not here."""
        return bool(self.roles - {"OB"})


class Around(Value, frozen=True, kw_only=True):
    """The inspection of a finding, as far as it bears on who may know."""

    team: frozenset[UUID] = frozenset()
    leader: UUID | None = None
    orderer: UUID | None = None
    is_told_to_others: bool = False
    """It stands in everybody's calendar."""
    has_minutes: bool = False
    is_frozen: bool = False
    is_concluded: bool = False

    @classmethod
    def of_state(cls, it: Inspection) -> Around:
        """As its own stream tells it, now or at a past act."""
        concluded = it.concluded_at is not None
        told = it.announced_at is not None or (it.opened_at is not None and it.kind != "surprise")
        return cls(
            team=frozenset(it.team),
            leader=it.leader_post,
            orderer=it.orderer_post,
            is_told_to_others=told or concluded,
            has_minutes=it.minutes is not None,
            is_frozen=it.frozen_at is not None,
            is_concluded=concluded,
        )


class Shown(Value, frozen=True, kw_only=True):
    """A finding, as far as it bears on who may know."""

    unit_id: UUID
    is_from_paper: bool = False
    is_delivered: bool = False
    is_concluded: bool = False
    is_dropped: bool = False

    @classmethod
    def of_state(cls, finding: Finding) -> Shown:
        """As its own stream tells it, now or at a past act."""
        return cls(
            unit_id=finding.unit_id,
            is_from_paper=finding.is_earlier,
            is_delivered=finding.delivered_at is not None,
            is_concluded=finding.concluded_on is not None,
            is_dropped=finding.stage == "dropped",
        )


def finding_eyes(person_id: UUID | None, ward: Ward, today: date) -> FindingEyes:
    """From the posts held today and those that lend them something."""
    if person_id is None:
        return FindingEyes()
    own = list(ward.posts_of(person_id, today))
    lent = [
        ward.posts[delegation.from_post]
        for post in own
        for delegation in ward.delegations_to(post.post_id, today)
    ]
    roles = {role for post in own for role in roles_of_post(post, today)}
    roles |= {role for post in lent for role in roles_of_post(post, today)} - NEVER_LENT
    every = (*own, *lent)
    return FindingEyes(
        person_id=person_id,
        posts=tuple(post.post_id for post in own),
        units=tuple(dict.fromkeys(post.unit_id for post in every)),
        heads=tuple(dict.fromkeys(post.unit_id for post in every if post.rank == "head")),
        roles=frozenset(roles),
    )


def finding_view(eyes: FindingEyes, shown: Shown, around: Around | None) -> View:
    """How much these eyes see; `around` is None for what was entered from older paper."""
    if not eyes.in_ward:
        return "none"
    if shown.is_from_paper:
        return "full"
    if around is None:
        return "none"
    if set(eyes.posts) & around.team:
        return "full"
    if shown.unit_id in eyes.units and (shown.is_delivered or _is_draft_of_minutes(shown, around)):
        return "full"
    if not around.is_frozen:
        return "none"
    if eyes.roles & OFFICES or around.orderer in eyes.posts:
        return "full"
    return _of_others(eyes, shown, around)


def _is_draft_of_minutes(shown: Shown, around: Around) -> bool:
    """What the unit reads in the draft; what was dropped before the delivery never concerned it."""
    return around.has_minutes and not around.is_frozen and not shown.is_dropped


def _of_others(eyes: FindingEyes, shown: Shown, around: Around) -> View:
    if not shown.is_delivered or not around.is_told_to_others:
        return "none"
    if eyes.roles & WATCHING:
        return "full"
    return "limited" if around.is_concluded or shown.is_concluded else "none"


def sees_person(eyes: FindingEyes, finding: Finding, around: Around | None, ward: Ward) -> bool:
    """The person behind a responsible post: for head, leader, chair, auditor and that person."""
    if finding.unit_id in eyes.heads or eyes.roles & {"C", "A"}:
        return True
    if around is not None and around.leader in eyes.posts:
        return True
    named = finding.responsible.post_id if finding.responsible else None
    return named is not None and named in eyes.posts
