"""What happens in the half-year: acts in the order of their hour, each by a person in office.

Every line of the (derived) appendix gets a course: most go well, some are late, extended, returned,
sent back, urged, suspended. Days are counted from each task's own deadline on the ward's calendar.
Every name, number and event is invented.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import msgspec

from domain.calendar import Calendar
from domain.fact import LOCAL, Command
from domain.ids import derived
from domain.values import Doc
from service.demo.cast import holder_on, post_id
from service.demo.papers import Paper


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One command of the story at its hour."""

    when: datetime
    key: str
    post: str | None
    command: Command
    reason: str | None = None
    document: Doc | None = None
    papers: tuple[Paper, ...] = ()
    """Files handed in with it; their evidence is put into the command when it is played."""
    seal: str = ""
    """Key of the act that sealed the order this one speaks of; its id is known when played."""

    @property
    def command_id(self) -> UUID:
        """Played twice, recorded once."""
        return derived("demo-act", self.key)

    @property
    def person_id(self) -> UUID | None:
        """Who holds the post at that hour of the story."""
        return holder_on(self.post, self.when.date()) if self.post else None

    @property
    def acting_post(self) -> UUID | None:
        """The post the person acts in."""
        if self.post is None:
            return None
        return post_id(self.post)


def hour(on: date, at: str) -> datetime:
    """A local hour of the story."""
    hours, minutes = at.split(":")
    return datetime.combine(on, time(int(hours), int(minutes)), tzinfo=LOCAL)


class ActScribe:
    """Collects acts about one thing; their keys begin with its name."""

    def __init__(self, about: str, *, later_by: int = 0, seal: str = "") -> None:
        self._about = about
        self._later_by = timedelta(minutes=later_by)
        self._seal = seal
        self.written: list[Act] = []

    def write(self, on: date, at: str, post: str, key: str, command: Command, **more: Any) -> None:
        """One act; `more` is its reason, document, papers and seal."""
        act = Act(
            when=hour(on, at) + self._later_by,
            key=f"{self._about}/{key}",
            post=post,
            command=command,
            **{"seal": self._seal} | more,
        )
        self.written.append(act)


class Writer:
    """Collects the acts of one task, on working days of the calendar."""

    def __init__(self, name: str, task_id: UUID, calendar: Calendar) -> None:
        self.name = name
        self.task_id = task_id
        self.calendar = calendar
        self.acts: list[Act] = []

    def act(
        self,
        on: date,
        at: str,
        post: str,
        make: Callable[..., Command],
        *,
        reason: str | None = None,
        document: Doc | None = None,
        papers: tuple[Paper, ...] = (),
        **fields: Any,
    ) -> None:
        """Add one act; the command's task is this writer's."""
        key = f"{self.name}/{len(self.acts)}/{make.__name__}"
        self.acts.append(
            Act(
                when=hour(on, at),
                key=key,
                post=post,
                command=make(task_id=self.task_id, **fields),
                reason=reason,
                document=document,
                papers=papers,
            )
        )

    def before(self, on: date, days: int) -> date:
        """Working days earlier."""
        return self.calendar.before(on, days)

    def after(self, on: date, days: int) -> date:
        """Working days later."""
        return self.calendar.after(on, days)

    def id(self, word: str) -> UUID:
        """An id of the story for a request, a submission or an obstacle."""
        return derived(f"demo-{word}", self.name)
