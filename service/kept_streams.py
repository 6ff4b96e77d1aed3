"""Streams that were worked on lately, kept folded; each use reads what has come since.

Nothing stale is ever decided on: what other processes wrote is in the answer of that read, and
what they write after it makes the append collide.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from domain.fact import Recorded
from domain.refusal import Refused
from service.ledger import Ledger
from service.slices import Slice

FACTS_MAX = 20_000
"""Of all kept streams together."""
FACTS_OF_ONE_MAX = 2_000
"""A longer stream would push too many others out."""

Key = tuple[UUID, Callable[..., Any]]


class Stream(msgspec.Struct, frozen=True):
    """What happened in a stream, and what its slice remembers of it."""

    history: tuple[Recorded, ...] = ()
    state: Any = None
    by_command: dict[UUID, tuple[Recorded, ...]] = {}

    @property
    def version(self) -> int:
        """The version of the last fact; 0 where nothing has happened yet."""
        return self.history[-1].originator_version if self.history else 0

    def done_by(self, command_id: UUID) -> tuple[Recorded, ...]:
        """What a command has already come to."""
        return self.by_command.get(command_id, ())

    def after(self, fresh: Sequence[Recorded], life: Slice) -> Stream:
        """The stream with more facts."""
        if not fresh:
            return self
        # one dictionary for all stages of a stream: what a command has done stays done
        for fact in fresh:
            command_id = fact.meta.command_id
            done = self.by_command.get(command_id, ())
            if not done or done[-1].originator_version < fact.originator_version:
                self.by_command[command_id] = (*done, fact)
        return Stream((*self.history, *fresh), life.fold(fresh, self.state), self.by_command)


class KeptStreams:
    """The streams used last, within a bound."""

    def __init__(
        self, ledger: Ledger, *, most: int = FACTS_MAX, most_of_one: int = FACTS_OF_ONE_MAX
    ) -> None:
        self._ledger = ledger
        self._most = most
        self._most_of_one = most_of_one
        # by fold as well: an id sent to the wrong kind of thing must not leave its state here
        self._kept: OrderedDict[Key, Stream] = OrderedDict()
        self._facts = 0

    @property
    def facts(self) -> int:
        """How many are kept."""
        return self._facts

    def keeps(self, stream_id: UUID, life: Slice) -> bool:
        """Whether only the newest facts of this one have to be read."""
        return (stream_id, life.evolve) in self._kept

    async def load(self, stream_id: UUID, life: Slice) -> Stream:
        """A stream as it stands in the journal now; the id of another kind of thing is none."""
        key = (stream_id, life.evolve)
        known = self._kept.get(key, Stream())
        fresh = await self._ledger.since(stream_id, known.version)
        first = next(iter((*known.history[:1], *fresh[:1])), None)
        if first is not None and not life.holds(first.event):
            raise Refused("not_found")
        stream = known.after(fresh, life)
        self._keep(key, stream)
        return stream

    def _keep(self, key: Key, stream: Stream) -> None:
        before = self._kept.pop(key, Stream())
        stream = stream if stream.version >= before.version else before
        self._facts -= len(before.history)
        if stream.history and len(stream.history) <= self._most_of_one:
            self._kept[key] = stream
            self._facts += len(stream.history)
        while self._facts > self._most:
            _, oldest = self._kept.popitem(last=False)
            self._facts -= len(oldest.history)
