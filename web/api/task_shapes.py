"""Shapes of tasks as the API tells them: lines, the whole file, acts, what can be done next."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from domain.task.events import Content
from domain.values import Due, Evidence


class UnitRef(msgspec.Struct, frozen=True, kw_only=True):
    """A unit by the name it bears at the time of the answer."""

    unit_id: UUID
    slug: str
    name: str


class PersonRef(msgspec.Struct, frozen=True, kw_only=True):
    """A person; observers from outside are told units only."""

    person_id: UUID
    full_name: str


class PostRef(msgspec.Struct, frozen=True, kw_only=True):
    """A post and who holds it."""

    post_id: UUID
    title: str
    unit: UnitRef | None
    holder: PersonRef | None


class TaskLine(msgspec.Struct, frozen=True, kw_only=True):
    """A task as a list shows it."""

    task_id: UUID
    name: str
    """What stands in its address: the code, or the id of a draft."""
    href: str
    text: str
    field: int
    product: str
    lead: UnitRef | None
    head: str
    """Who answers for the lead today; empty while the post is vacant."""
    source: str
    plan_ref: str
    kind: str
    nature: str
    weight: str
    derived: bool
    stage: str
    time_class: str
    original_last_on: date | None
    last_on: date | None
    working_days_left: int | None
    """Negative when overdue; null where today plays no part."""
    extensions: int
    asks_extension: bool
    assigned_on: date | None
    accepted_on: date | None
    submitted_on: date | None
    confirmed_on: date | None
    schedule: str | None
    quality: str | None
    days_late: int
    percent: int | None
    last_act_at: datetime
    position: int


class TaskList(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the register, and how many match in all."""

    items: tuple[TaskLine, ...]
    total: int
    counts: dict[str, int]
    """By time class."""
    next: str | None
    previous: str | None
    as_of: date | None
    position: int
    """The read models had seen the log up to here."""


class HeldFor(msgspec.Struct, frozen=True, kw_only=True):
    """Working days that somebody held the task."""

    holder: str
    unit: UnitRef | None
    post: PostRef | None
    person: PersonRef | None
    from_on: date
    until_on: date
    days: int


class FileOfTask(msgspec.Struct, frozen=True, kw_only=True):
    """A file of evidence and the act that brought it."""

    evidence: Evidence
    event_id: UUID
    act: int
    same_as: int | None
    """An earlier act that brought the same octets."""
    href: str | None
    """Null when the file is no longer on the disk."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question to another unit and what became of it."""

    request_id: UUID
    unit: UnitRef | None
    question: str
    asked_on: date
    last_on: date
    answer: str
    settled_on: date | None
    files: tuple[Evidence, ...]


class TaskDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A task at a moment. Who may see it only in part gets the parts that the register shows."""

    task_id: UUID
    name: str
    href: str
    view: str
    """`full` or `limited`."""
    as_of: date | None
    position: int
    """Of the last act that is shown."""
    version: int
    """For If-Match."""
    text: str
    kind: str
    stage: str
    time_class: str
    lead: UnitRef | None
    head: PersonRef | None
    original_last_on: date | None
    last_on: date | None
    content: Content | None
    due: Due | None
    original_due: Due | None
    assigned_on: date | None
    percent: int | None
    extensions: int
    holder: HeldFor | None
    held: tuple[HeldFor, ...]
    reviewer: PostRef | None
    authority: PostRef | None
    allocated: tuple[PostRef, ...]
    questions: tuple[Question, ...]
    evidence: tuple[FileOfTask, ...]
    children: tuple[UUID, ...]
    parent_id: UUID | None


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """What an act changed, in words."""

    label: str
    before: str
    after: str


class ActTold(msgspec.Struct, frozen=True, kw_only=True):
    """One act as a sentence in the asked language, with its place and times."""

    event_id: UUID
    kind: str
    """Stored name of the event, e.g. `task.accepted`."""
    number: int
    position: int
    category: str
    sentence: str
    more: tuple[str, ...]
    recorded_at: datetime
    happened_at: datetime
    is_late_entry: bool
    by_person: UUID | None
    cause: UUID | None
    corrects: UUID | None
    files: tuple[Evidence, ...]
    changes: tuple[Difference, ...]


class ActList(msgspec.Struct, frozen=True, kw_only=True):
    """All acts of a task, oldest first."""

    items: tuple[ActTold, ...]
    version: int


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """The task as it was after one of its acts, and that act."""

    act: ActTold
    total: int
    task: TaskDetail


class MayDo(msgspec.Struct, frozen=True, kw_only=True):
    """An act that is open to the person now."""

    act: str
    title: str
    note: str


class MayNot(msgspec.Struct, frozen=True, kw_only=True):
    """Acts that are somebody else's, or not due yet."""

    titles: str
    who: str
    why: str


class CanBeDone(msgspec.Struct, frozen=True, kw_only=True):
    """What can be done next, by the person and by others."""

    mine: tuple[MayDo, ...]
    later: tuple[MayNot, ...]
    others: tuple[MayNot, ...]
