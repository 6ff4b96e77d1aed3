"""Given what happened, when this is asked, then exactly that: the shape of every domain test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.fact import LOCAL, Actor, Meta, Moment
from domain.refusal import Refused
from domain.values import Doc
from domain.ward import Ward

COMMAND = UUID(int=0xC0)


def at(text: str) -> datetime:
    """A local time of the ward: `2025-08-18`, or `2025-08-18 09:00`."""
    shape = "%Y-%m-%d %H:%M" if " " in text else "%Y-%m-%d"
    moment = datetime.strptime(text, shape).replace(tzinfo=LOCAL)
    return moment if " " in text else moment + timedelta(hours=8)


@dataclass
class Story:
    """One stream lived through commands, each at its own moment by its own actor.

    `decide(command, state, moment, ward)` and `evolve(state, event, meta)` belong to the slice.
    """

    decide: Callable[..., list[Any]]
    evolve: Callable[..., Any]
    ward: Ward
    state: Any = None
    events: tuple[Any, ...] = ()
    count: int = 0

    def moment(self, when: str | datetime, actor: Actor, **more: Any) -> Moment:
        """A moment at which recorded and happened agree, unless `happened_at` is given."""
        now = at(when) if isinstance(when, str) else when
        more.setdefault("happened_at", now)
        more.setdefault("command_id", UUID(int=COMMAND.int + self.count))
        return Moment(now=now, actor=actor, **more)

    def when(self, when: str | datetime, actor: Actor, command: Any, **more: Any) -> Story:
        """Ask for something and live with what it decided."""
        moment = self.moment(when, actor, **more)
        story = replace(self, count=self.count + 1, events=())
        for event in self.decide(command, self.state, moment, self.ward):
            story.events = (*story.events, event)
            if hasattr(event, "stream_id"):
                continue  # goes to another stream
            story.state = self.evolve(story.state, event, meta_of(moment, story.count))
        return story

    def refused(
        self, when: str | datetime, actor: Actor, command: Any, code: str, **more: Any
    ) -> Refused:
        """Ask for something that a rule does not allow; returns the refusal for its facts."""
        with pytest.raises(Refused) as caught:
            self.decide(command, self.state, self.moment(when, actor, **more), self.ward)
        assert caught.value.code == code, f"expected {code}, got {caught.value!r}"
        return caught.value


def meta_of(moment: Moment, count: int) -> Meta:
    """The envelope that the ledger would write around an event of this moment."""
    return Meta(
        event_id=UUID(int=count),
        happened_at=moment.happened_at,
        recorded_at=moment.now,
        actor=moment.actor,
        command_id=moment.command_id,
        cause=moment.cause,
        reason=moment.reason,
        document=moment.document,
        device=moment.device,
    )


def document(number: str = "41", on: str = "2025-08-04") -> Doc:
    """A document of the ward, as short as a test needs it."""
    return Doc(number=number, notation="QĐ-UBND", issued_on=at(on).date(), issuer="UBND phường")
