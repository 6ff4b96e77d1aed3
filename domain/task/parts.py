"""The small things that a task remembers: leads, dues, workers, requests, submissions, letters."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from domain.task.events import AllocationRole, Cause, Content, ReturnReason
from domain.values import Deadline, Due, Every, Quality, Schedule, Value

Stage = Literal[
    "drafted",
    "assigned",
    "returned",
    "accepted",
    "submitted",
    "suspended",
    "confirmed",
    "withdrawn",
    "filed",
    "dropped",
]
Kind = Literal["single", "group", "series", "standing", "conditional"]

CLOSED: frozenset[Stage] = frozenset(("withdrawn", "filed", "dropped"))


class Lead(Value, frozen=True, kw_only=True):
    """Which unit owed the product since when."""

    unit_id: UUID
    head_post_id: UUID | None
    since: datetime


class DueDecision(Value, frozen=True, kw_only=True):
    """A due as it was decided; `counts` says whether lateness is judged by it (T6)."""

    due: Due | None
    counts: bool
    decided_at: datetime
    spell: int
    by: str
    deadline: Deadline | None = None
    start_on: date | None = None
    """What the due was counted from, so that a new calendar can count it again."""


class Stop(Value, frozen=True, kw_only=True):
    """A suspension that lasts."""

    at: datetime
    on: date
    was: Stage
    by_post: UUID | None
    until_on: date | None = None


class Returning(Value, frozen=True, kw_only=True):
    """Why the unit gave the task back."""

    at: datetime
    why: ReturnReason
    text: str
    proposes_unit_id: UUID | None = None


class Allocation(Value, frozen=True, kw_only=True):
    """A post of the lead unit that has the work or a share of it."""

    to_post_id: UUID
    role: AllocationRole
    share: int | None
    work: str
    on: date


class Worker(Value, frozen=True, kw_only=True):
    """Somebody who worked on a spell, so may not judge it (SD-1)."""

    spell: int
    event_id: UUID
    event: str
    people: frozenset[UUID] = frozenset()
    post_id: UUID | None = None
    """For an allocation: whoever held this post since `on`."""
    on: date
    delegation_id: UUID | None = None


class Cooperation(Value, frozen=True, kw_only=True):
    """A request to another unit, with its own clock."""

    request_id: UUID
    unit_id: UUID
    asked_at: datetime
    asked_on: date
    reply_by: Due
    settled_at: datetime | None = None
    outcome: Literal["open", "answered", "declined", "withdrawn"] = "open"
    days_late: int = 0


class Obstacle(Value, frozen=True, kw_only=True):
    """A difficulty that asks for a direction."""

    obstacle_id: UUID
    at: datetime
    direction_by: date
    directed_at: datetime | None = None


class ExtensionRequest(Value, frozen=True, kw_only=True):
    """A request for more time that nobody has decided yet."""

    request_id: UUID
    at: datetime
    to_on: date
    decide_by: date
    people: frozenset[UUID]
    unit_id: UUID | None
    delegation_id: UUID | None = None


class Submission(Value, frozen=True, kw_only=True):
    """A result that was handed in; a sent-back one counts for nothing (T9)."""

    submission_id: UUID
    spell: int
    at: datetime
    on: date
    products: tuple[str, ...]
    documents: tuple[str, ...]
    review_by: date
    sent_back_at: datetime | None = None


class Verdict(Value, frozen=True, kw_only=True):
    """The two verdicts on a spell."""

    spell: int
    at: datetime
    submitted_at: datetime
    last_on: date | None
    days_late: int
    schedule: Schedule
    quality: Quality


class Urging(Value, frozen=True, kw_only=True):
    """A signed letter of the ladder."""

    step: int
    at: datetime
    reply_by: Due


class Explanation(Value, frozen=True, kw_only=True):
    """What the head said about a delay, and whether the cause was confirmed."""

    event_id: UUID
    at: datetime
    cause: Cause
    outcome: Literal["open", "confirmed", "rejected"] = "open"


class Told(Value, frozen=True, kw_only=True):
    """A reminder, prepared letter or escalation of the clock; each happens once."""

    event: str
    rule: str
    for_on: date


class Child(Value, frozen=True, kw_only=True):
    """A unit's share of a group."""

    unit_id: UUID
    child_id: UUID


class Occurrence(Value, frozen=True, kw_only=True):
    """A period of a series that was opened."""

    period: str
    child_id: UUID
    due: Due


class Rhythm(Value, frozen=True, kw_only=True):
    """How a series recurs, and which words hold from which period on."""

    every: Every
    due_day: int | None
    first_period: str
    last_period: str | None
    started_on: date
    templates: tuple[tuple[str, Content], ...]
    occurrences: tuple[Occurrence, ...] = ()
    ends_before: str | None = None

    def template(self, period: str) -> Content:
        """The words that hold for a period."""
        return [words for since, words in self.templates if since <= period][-1]


class Act(Value, frozen=True, kw_only=True):
    """An entry of the journal, so that it can be corrected by the right people."""

    event_id: UUID
    event: str
    people: frozenset[UUID]


class Correction(Value, frozen=True, kw_only=True):
    """An entry that turned out wrong."""

    event_id: UUID
    field: str
    was: str
    should_be: str
