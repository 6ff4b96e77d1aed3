"""Hands the journal to the reactions, in order, and remembers how far it was.

A reaction asks the desk for commands with ids derived from the event, so handing an event over
twice is handing it over once. One that fails is tried again a few times, then parked and shown;
the others, and later events, go on.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
import psycopg
from psycopg import sql

from domain.fact import Recorded
from domain.refusal import Refused
from projections.database import TimedConnection
from service.ledger import Busy, Ledger, Unavailable
from service.unreachable import UNREACHABLE

if TYPE_CHECKING:
    from service.wiring import House

log = logging.getLogger("soviec.reactions")

LEADER_LOCK = (7306, 5)
BATCH = 200
POLL_SECONDS = 1.0
TRIES = 3
TRIES_AWAY = 60
"""Where the database did not answer; half a minute and more."""
PAUSES = (0.1, 0.5)
BUSY_PAUSE = 0.5
RESTART_SECONDS = 2.0
ANSWER_SECONDS = 60.0
"""Nobody waits for it, and after a long pause there is much to read at once."""

Connection = psycopg.AsyncConnection[tuple[Any, ...]]


class Reaction(msgspec.Struct, frozen=True):
    """When one of these happened, do that; `name` is kept in the database, so it stays."""

    name: str
    topics: frozenset[str]
    react: Callable[[Recorded, House], Awaitable[None]]


class ParkedReaction(msgspec.Struct, frozen=True):
    """A reaction that could not be done, for the status page."""

    reaction: str
    position: int
    error: str
    parked_at: datetime


class ReactionRunner:
    """Follows the read models: a reaction may look at what its event has led to."""

    def __init__(
        self,
        url: str,
        role: str | None,
        ledger: Ledger,
        house: House,
        reactions: Sequence[Reaction],
    ) -> None:
        names = [reaction.name for reaction in reactions]
        assert len(set(names)) == len(names), "each reaction has a name of its own"
        self._url = url
        self._role = role
        self._ledger = ledger
        self._house = house
        self._reactions = tuple(reactions)
        self._topics = sorted({topic for each in reactions for topic in each.topics})
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Run beside everything else."""
        if self._reactions:
            self._task = asyncio.create_task(self._run(), name="reactions")

    async def stop(self) -> None:
        """End; what was under way is done again at the next start."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def catch_up(self) -> None:
        """Do everything that is waiting, then return; for chores and tests."""
        async with self._connected() as connection:
            places = await self._places(connection)
            while await self._step(connection, places):
                pass

    async def _run(self) -> None:
        while True:
            try:
                async with self._connected() as connection:
                    await self._lead(connection)
                    await self._follow(connection)
            except Exception:
                log.exception("reactions begin again")
                await asyncio.sleep(RESTART_SECONDS)

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[Connection]:
        connection = await TimedConnection.connect(self._url, autocommit=True, connect_timeout=5)
        connection.answer_seconds = ANSWER_SECONDS
        async with connection:
            if self._role is not None:
                await connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(self._role)))
            yield connection

    async def _lead(self, connection: Connection) -> None:
        while True:
            cursor = await connection.execute("SELECT pg_try_advisory_lock(%s, %s)", LEADER_LOCK)
            row = await cursor.fetchone()
            if row and row[0]:
                return
            await asyncio.sleep(POLL_SECONDS)

    async def _follow(self, connection: Connection) -> None:
        places = await self._places(connection)
        while True:
            if not await self._step(connection, places):
                next_position = min(places.values()) + 1
                await self._house.freshness.wait(next_position, POLL_SECONDS)

    async def _places(self, connection: Connection) -> dict[str, int]:
        """Where each reaction stands. One that is new to an old journal begins at its end."""
        cursor = await connection.execute("SELECT name, position FROM soviec.reaction_position")
        known = {str(name): int(position) for name, position in await cursor.fetchall()}
        start = await self._ledger.max_position() if known else 0
        places = {reaction.name: known.get(reaction.name, start) for reaction in self._reactions}
        await self._save(connection, places)
        return places

    async def _step(self, connection: Connection, places: dict[str, int]) -> bool:
        """The next facts that the read models have seen; False when there are none."""
        if not places:
            return False
        seen, first = self._house.freshness.position, min(places.values())
        if seen <= first:
            return False
        facts = await self._ledger.read_named(first, seen, self._topics, BATCH)
        for fact in facts:
            for reaction in self._reactions:
                if fact.position > places[reaction.name]:
                    if fact.name in reaction.topics:
                        await self._react(connection, reaction, fact)
                    places[reaction.name] = fact.position
        # between these and the last one seen nothing concerns anybody
        end = facts[-1].position if len(facts) == BATCH else seen
        for name, place in places.items():
            places[name] = max(place, end)
        await self._save(connection, places)
        return True

    async def _react(self, connection: Connection, reaction: Reaction, fact: Recorded) -> None:
        tries = 0
        while True:
            try:
                await reaction.react(fact, self._house)
            except (Busy, Unavailable):
                await asyncio.sleep(BUSY_PAUSE)
            except Refused as refused:
                # a rule said no: asking again would hear the same
                await self._park(connection, reaction, fact, repr(refused))
                return
            except Exception as error:
                if isinstance(error, UNREACHABLE):
                    # no fault of the fact: the runner begins again when its own line is dead too
                    await connection.execute("SELECT 1")
                tries += 1
                if tries >= (TRIES_AWAY if isinstance(error, UNREACHABLE) else TRIES):
                    log.exception("reaction %s at %d is parked", reaction.name, fact.position)
                    said = f"{type(error).__name__}: {error}"
                    await self._park(connection, reaction, fact, said)
                    return
                await asyncio.sleep(PAUSES[min(tries, len(PAUSES)) - 1])
            else:
                return

    async def _park(
        self, connection: Connection, reaction: Reaction, fact: Recorded, error: str
    ) -> None:
        await connection.execute(
            "INSERT INTO soviec.reaction_parked (reaction, position, error) VALUES (%s, %s, %s)"
            " ON CONFLICT (reaction, position) DO UPDATE SET error = EXCLUDED.error,"
            " parked_at = clock_timestamp()",
            (reaction.name, fact.position, error[:500]),
        )

    async def _save(self, connection: Connection, places: dict[str, int]) -> None:
        await connection.execute(
            "INSERT INTO soviec.reaction_position (name, position)"
            " SELECT * FROM unnest(%s::text[], %s::bigint[])"
            " ON CONFLICT (name) DO UPDATE SET position = EXCLUDED.position",
            (list(places), list(places.values())),
        )
