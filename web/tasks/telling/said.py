"""What a teller gives back: facts for the sentence, further lines, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec

from domain.fact import Event, Meta, Recorded
from domain.task.events import (
    Content,
    CooperationRequested,
    DelayExplained,
    ObstacleReported,
)
from domain.values import Due
from web.tasks.days import day
from web.tasks.naming import Names


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One thing before and after an act, in words."""

    label: str
    before: str
    after: str


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """`variant` chooses among the sentences of one event."""

    facts: Mapping[str, object] = {}
    variant: str = ""
    more: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


class Past(msgspec.Struct):
    """Earlier acts of the same task that a sentence looks back on."""

    events: dict[UUID, Recorded]
    questions: dict[UUID, CooperationRequested]
    obstacles: dict[UUID, ObstacleReported]
    explanations: dict[UUID, DelayExplained]
    due: Due | None = None
    """The due by which lateness was judged then (T6)."""

    @classmethod
    def empty(cls) -> Past:
        """Before the first act."""
        return cls(events={}, questions={}, obstacles={}, explanations={})

    def remember(self, recorded: Recorded) -> None:
        """One act more."""
        self.events[recorded.meta.event_id] = recorded
        match recorded.event:
            case CooperationRequested() as asked:
                self.questions[asked.request_id] = asked
            case ObstacleReported() as met:
                self.obstacles[met.obstacle_id] = met
            case DelayExplained() as said:
                self.explanations[recorded.meta.event_id] = said
        due = getattr(recorded.event, "due", None) or getattr(recorded.event, "after", None)
        if isinstance(due, Due) and getattr(recorded.event, "counts", True):
            self.due = due


class Told(msgspec.Struct, frozen=True):
    """What a teller may use: words for ids, the envelope, and what came before."""

    names: Names
    meta: Meta
    past: Past

    def say(self, key: str, **facts: Any) -> str:
        """A text in the reader's language."""
        return self.names.say(key, **facts)

    def due(self, due: Due | None) -> str:
        """`, hạn 21/11/2025`, or nothing."""
        return self.say("act.part.due", date=day(due.last_on)) if due is not None else ""

    def moved(self, label: str, before: Due | None, after: Due | None) -> Change:
        """A due before and after."""
        return Change(
            label=self.say(label),
            before=day(before.last_on) if before else self.say("change.nothing"),
            after=day(after.last_on) if after else self.say("change.nothing"),
        )

    def content_changes(self, before: Content, after: Content) -> tuple[Change, ...]:
        """Every field of the words that differs."""
        changes = []
        for field in Content.__struct_fields__:
            was, now = getattr(before, field), getattr(after, field)
            if was != now:
                changes.append(
                    Change(
                        label=self.say(f"content.{field}"),
                        before=self.content_value(field, was),
                        after=self.content_value(field, now),
                    )
                )
        return tuple(changes)

    def content_value(self, field: str, value: Any) -> str:
        """One field of the words as people read it."""
        if value in (None, "", ()):
            return self.say("change.nothing")
        worded = WORDED.get(field)
        return worded(self, value) if worded else str(value)


def _place(told: Told, value: Any) -> str:
    return told.say("content.plan_place", ref=value.ref, version=value.version)


def _links(told: Told, value: Any) -> str:
    return "; ".join(f"{told.say(f'link.{each.kind}')} {each.id}" for each in value)


WORDED: dict[str, Callable[[Told, Any], str]] = {
    "lead_id": lambda told, value: told.names.unit(value),
    "cooperating": lambda told, value: told.names.units(value),
    "deadline": lambda told, value: told.names.deadline(value),
    "city_last_on": lambda told, value: day(value),
    "reviewer_post_id": lambda told, value: told.names.holder(value),
    "field": lambda told, value: told.say(f"register.field.{value}"),
    "source": lambda told, value: told.say(f"source.{value}"),
    "nature": lambda told, value: told.say(f"nature.{value}"),
    "plan": _place,
    "links": _links,
    "derived": lambda told, value: told.say("yes" if value else "no"),
}
"""How the fields of a task's words are read; the others are words already."""

Teller = Any
"""`Callable[[SomeEvent, Told], Said]`, registered under the event's own type."""


def fields_of(changes: tuple[Change, ...]) -> str:
    """The names of what changed, one after another."""
    return ", ".join(change.label for change in changes)


def without_stop(text: str) -> str:
    """A text that is put inside a sentence loses its own full stop."""
    return " ".join(text.split()).rstrip(".")


Tellers = dict[type[Event], Teller]
