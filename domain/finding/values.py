"""The small things a finding is made of: team, measures, and an inspection as a finding sees it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.inspection_limits import Limits
from domain.values import Due, Value

Severity = Literal["commendation", "advice", "shortcoming", "serious", "breach_sign"]
Stance = Literal["accept", "accept_in_part", "contest", "other_way"]
Cause = Literal["objective", "subjective"]
Outcome = Literal["upheld", "softened", "dropped"]
Effect = Literal["drop", "soften", "keep"]
Way = Literal["file", "visit"]
Clock = Literal["acknowledge", "explain", "assess", "plan", "remedy", "verify", "visit"]

REMEDIED: frozenset[Severity] = frozenset(("shortcoming", "serious"))
"""Upheld, these become a remedial task."""
LIGHTER: tuple[Severity, ...] = (
    "commendation",
    "advice",
    "shortcoming",
    "serious",
    "breach_sign",
)
"""From light to heavy; softening goes to the left."""


class Team(Value, frozen=True, kw_only=True):
    """Who inspects, by post."""

    leader_post: UUID
    secretary_post: UUID
    member_posts: tuple[UUID, ...] = ()

    @property
    def posts(self) -> frozenset[UUID]:
        """Everybody in it."""
        return frozenset((self.leader_post, self.secretary_post, *self.member_posts))


class Visit(Value, frozen=True, kw_only=True):
    """An inspection as its findings see it; looked up by the service, never typed."""

    inspection_id: UUID
    unit_id: UUID
    stage: str
    opened_on: date
    closed_at: datetime | None = None
    """When the visit was closed; what a device captured before still belongs to it."""
    frozen_at: datetime | None = None
    team: Team
    limits: Limits
    next_no: int = 1
    """The number that the inspection's next finding gets."""


class Responsible(Value, frozen=True, kw_only=True):
    """Who answers: the unit, perhaps a post of it, and the post of its head. Never a person."""

    unit_id: UUID
    post_id: UUID | None = None
    head_post_id: UUID | None = None


class Promise(Value, frozen=True, kw_only=True):
    """A measure as it is asked for: what, and by which day."""

    text: str
    on: date


class Promised(Value, frozen=True, kw_only=True):
    """A measure of an explanation with the due that its day came to."""

    text: str
    due: Due


class PlannedMeasure(Value, frozen=True, kw_only=True):
    """A measure of the head's remedial plan as it is asked for."""

    measure_id: UUID
    text: str
    on: date
    doer_post: UUID | None = None


class Measure(Value, frozen=True, kw_only=True):
    """A measure of the remedial plan."""

    measure_id: UUID
    text: str
    due: Due
    doer_post: UUID | None = None


class FollowUp(Value, frozen=True, kw_only=True):
    """A look at a fix whose promised day went by without a report."""

    measure_id: UUID | None = None
    """None: the remedy as a whole."""
    promised_on: date
    spell: int
    visit_by: Due
    is_done: bool | None = None
    """What was seen there; None while nobody has looked."""
    noted_on: date | None = None


def remedy_days(severity: Severity, limits: Limits) -> int | None:
    """Calendar days that a remedy of this severity may take; None where there is no limit."""
    if severity == "shortcoming":
        return limits.remedy_shortcoming_days
    if severity in ("serious", "breach_sign"):
        return limits.remedy_serious_days
    return None
