"""The forms of a task's acts: what they may look at, what they ask, what they try beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

import msgspec

from domain.ids import derived
from domain.task.commands import TaskCommand
from domain.task.memory import Task
from domain.values import Duty, Every, Evidence, Standing
from domain.ward import Post, Unit, Ward
from projections.task_file import TaskFile
from web.act_form import ActForm, Field, Need, Option, day_text, options
from web.tasks.naming import Names
from web.texts import Language, say


class TaskContext(msgspec.Struct, frozen=True, kw_only=True):
    """What a form of a task may look at; `files` are received and not yet recorded."""

    file: TaskFile
    ward: Ward
    today: date
    language: Language
    query: dict[str, str] = {}
    new_id: UUID = UUID(int=0)
    """For whatever the act begins: a request, an obstacle, a submission."""
    files: tuple[Evidence, ...] = ()
    given_on: dict[str, date] = {}
    """Days on which other tasks were given the same files."""
    missing_files: tuple[str, ...] = ()
    open_children: tuple[UUID, ...] = ()
    prepares: bool = False
    """The reader is an officer of the lead unit: he fills forms in for its head."""
    prepared_by: tuple[UUID, ...] = ()
    """Who prepared the form that is being sent."""

    @property
    def task(self) -> Task:
        """What the task remembers."""
        return self.file.task

    @property
    def task_id(self) -> UUID:
        """The stream."""
        return self.file.task_id

    @property
    def names(self) -> Names:
        """Words for ids, as of today."""
        return Names(self.ward, self.language, self.today)


class TaskForm(ActForm, frozen=True, kw_only=True):
    """An act of a task, with what it needs beside its own questions."""

    sample: Callable[[TaskContext], TaskCommand | None]
    """The plainest command of this kind, to ask the domain beforehand; None: nothing to ask."""
    limit: Callable[[TaskContext], date | None] = lambda _context: None
    """The last day on which it can, or should, be done."""
    limit_key: str = "can.limit.by"
    files: Need = "no"
    may_backdate: bool = True

    @property
    def title_key(self) -> str:
        """Also the words of its link and its button."""
        return f"{self.words}.title"


def new_thing(command_id: UUID) -> UUID:
    """The same form sent twice begins the same thing."""
    return derived("asked-by", command_id)


def area(
    name: str, *, required: bool = True, rows: int = 4, hint: str = "", value: str = ""
) -> Field:
    """Several lines of words."""
    return Field(
        name=name,
        kind="area",
        label=f"task.field.{name}",
        hint=hint,
        required=required,
        rows=rows,
        value=value,
    )


def line(name: str, *, required: bool = True, hint: str = "", value: str = "") -> Field:
    """One line of words."""
    return Field(name=name, label=f"task.field.{name}", hint=hint, required=required, value=value)


def day_field(
    name: str, *, required: bool = True, hint: str = "", value: date | None = None
) -> Field:
    """A day."""
    return Field(
        name=name,
        kind="day",
        label=f"task.field.{name}",
        hint=hint,
        required=required,
        value=day_text(value),
    )


def number(name: str, *, required: bool = True, hint: str = "", value: int | None = None) -> Field:
    """A whole number."""
    return Field(
        name=name,
        kind="number",
        label=f"task.field.{name}",
        hint=hint,
        required=required,
        value="" if value is None else str(value),
    )


def choice(
    name: str, among: tuple[Option, ...], *, required: bool = True, hint: str = "", value: str = ""
) -> Field:
    """One of a list."""
    return Field(
        name=name,
        kind="choice",
        label=f"task.field.{name}",
        hint=hint,
        required=required,
        options=among,
        value=value,
    )


def radio(
    name: str, among: tuple[Option, ...], *, hint: str = "", value: str = "", required: bool = True
) -> Field:
    """One of a few, all of them shown."""
    return Field(
        name=name,
        kind="radio",
        label=f"task.field.{name}",
        hint=hint,
        options=among,
        value=value,
        required=required,
    )


# -- who may be chosen -----------------------------------------------------------


def working_units(ward: Ward, on: date) -> list[Unit]:
    """Units that can be given work, by name."""
    kinds = ("leadership", "council")
    active = [u for u in ward.units.values() if u.active_on(on) and u.kind not in kinds]
    return sorted(active, key=lambda unit: unit.name_on(on))


def unit_options(
    ward: Ward, on: date, *, without: Iterable[UUID | None] = ()
) -> tuple[Option, ...]:
    """Units as options."""
    left_out = set(without)
    return options(
        (unit.unit_id, unit.name_on(on))
        for unit in working_units(ward, on)
        if unit.unit_id not in left_out
    )


def posts_of(ward: Ward, unit_id: UUID | None, on: date) -> list[Post]:
    """Posts of a unit that somebody holds."""
    return [
        post
        for post in ward.posts.values()
        if post.unit_id == unit_id and ward.holder(post.post_id, on) is not None
    ]


def post_options(names: Names, posts: Iterable[Post]) -> tuple[Option, ...]:
    """Posts with their holders as options."""
    return options((post.post_id, names.holder(post.post_id)) for post in posts)


def reviewers(ward: Ward, on: date) -> list[Post]:
    """Leaders, heads and follow-up offices: whoever may be named to review."""
    follow_up: tuple[Duty, ...] = ("register_keeper", "reform_coordinator")
    offices = {post.post_id for duty in follow_up for post in ward.posts_with_duty(duty, on)}
    return [
        post
        for post in ward.posts.values()
        if (post.rank in ("chair", "vice_chair", "head") or post.post_id in offices)
        and ward.holder(post.post_id, on) is not None
    ]


def reviewer_options(
    names: Names, lead_id: UUID | None, barred: Iterable[UUID] = ()
) -> tuple[Option, ...]:
    """Reviewers; those whom the separation of duties bars are shown with the reason."""
    out = {lead_id, *barred}
    return tuple(
        Option(
            value=str(post.post_id),
            label=names.holder(post.post_id)
            + (f" – {say(names.language, 'task.barred')}" if post.unit_id in out else ""),
        )
        for post in reviewers(names.ward, names.on)
    )


def ids_of(among: Iterable[Option]) -> tuple[UUID, ...]:
    """The ids behind options."""
    return tuple(UUID(option.value) for option in among)


def reporting_rhythm(task: Task) -> Every:
    """How often a standing duty is reported."""
    deadline = task.content.deadline
    return deadline.report_every if isinstance(deadline, Standing) else "quarter"
