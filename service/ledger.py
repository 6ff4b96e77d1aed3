"""Streams are loaded from here and appended to here; nothing else touches the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from domain.fact import Recorded
from domain.journal import decode, encode
from service.append_queue import AppendQueue, Busy, Conflict, StoredFact, Unavailable
from service.gathering import Gathering

__all__ = ["Busy", "Conflict", "Ledger", "StreamAppend", "Unavailable"]

Pool = AsyncConnectionPool[AsyncConnection[tuple[Any, ...]]]

LAST = 2**63 - 1

StoredRow = tuple[UUID, int, str, bytes, int]

_LOAD = b"""
SELECT originator_id, originator_version, topic, state, notification_id
FROM soviec.journal_events
WHERE originator_id = %b AND originator_version > %b AND originator_version <= %b
  AND notification_id <= %b
ORDER BY originator_version
"""
_SINCE = b"""
SELECT asked.n, j.originator_id, j.originator_version, j.topic, j.state, j.notification_id
FROM unnest(%b::uuid[], %b::bigint[]) WITH ORDINALITY AS asked (id, version, n)
JOIN LATERAL (
  SELECT * FROM soviec.journal_events
  WHERE originator_id = asked.id AND originator_version > asked.version
  ORDER BY originator_version OFFSET 0) j ON true
ORDER BY asked.n, j.originator_version
"""
_READ = b"""
SELECT originator_id, originator_version, topic, state, notification_id
FROM soviec.journal_events
WHERE notification_id > %b ORDER BY notification_id LIMIT %b
"""
_READ_NAMED = b"""
SELECT originator_id, originator_version, topic, state, notification_id
FROM soviec.journal_events
WHERE notification_id > %b AND notification_id <= %b AND topic = ANY(%b)
ORDER BY notification_id LIMIT %b
"""
_VERSIONS = b"""
SELECT originator_id, max(originator_version) FROM soviec.journal_events
WHERE originator_id = ANY(%b) GROUP BY originator_id
"""
_POSITION_AT = b"""
SELECT notification_id FROM soviec.journal_events
WHERE recorded_at <= %b ORDER BY recorded_at DESC, notification_id DESC LIMIT 1
"""


class StreamAppend(msgspec.Struct, frozen=True):
    """New facts for one stream, to follow the version that was read."""

    stream_id: UUID
    expected_version: int
    facts: Sequence[Recorded]


class Ledger:
    """Loads from the pool, appends through the queue."""

    def __init__(self, pool: Pool, queue: AppendQueue) -> None:
        self._pool = pool
        self._queue = queue
        self._news: Gathering[tuple[UUID, int], list[StoredRow]] = Gathering(self._since, [])

    @property
    def waiting(self) -> int:
        """Commands that wait to be written."""
        return self._queue.length

    async def load(
        self,
        stream_id: UUID,
        upto_position: int | None = None,
        *,
        after_version: int = 0,
        upto_version: int | None = None,
    ) -> list[Recorded]:
        """The facts of a stream in order; bounds choose a part or how it stood back then."""
        version = LAST if upto_version is None else upto_version
        position = LAST if upto_position is None else upto_position
        return await self._records(_LOAD, (stream_id, after_version, version, position))

    async def since(self, stream_id: UUID, version: int) -> list[Recorded]:
        """The facts of a stream after a version; the round trip is shared with other askers."""
        rows = await self._news.ask((stream_id, version))
        return [decode(*row) for row in rows]

    async def read(self, after_position: int, limit: int) -> list[Recorded]:
        """The next facts of the whole log."""
        return await self._records(_READ, (after_position, limit))

    async def read_named(
        self, after_position: int, upto_position: int, names: Sequence[str], limit: int
    ) -> list[Recorded]:
        """The facts with one of these names in a part of the log."""
        facts = (after_position, upto_position, list(names), limit)
        return await self._records(_READ_NAMED, facts)

    async def append(self, appends: Sequence[StreamAppend]) -> int:
        """Write the facts of one command, all or none; the position of the last one.

        Raises Conflict when a stream has moved on, Busy or Unavailable when it cannot be done now.
        """
        return await self._queue.append([fact for each in appends for fact in _stored(each)])

    async def versions(self, stream_ids: Sequence[UUID]) -> dict[UUID, int]:
        """The present version of each stream that exists."""
        async with self._pool.connection() as connection:
            cursor = await connection.execute(_VERSIONS, (list(stream_ids),), prepare=True)
            return dict(await cursor.fetchall())

    async def version(self, stream_id: UUID) -> int:
        """The present version of one stream; 0 where nothing has happened yet."""
        return (await self.versions([stream_id])).get(stream_id, 0)

    async def max_position(self) -> int:
        """The position of the newest fact; 0 in an empty journal."""
        return await self._number(b"SELECT max(notification_id) FROM soviec.journal_events", ())

    async def position_at(self, instant: datetime) -> int:
        """The position of the last fact recorded at or before an instant."""
        return await self._number(_POSITION_AT, (instant,))

    async def _since(
        self, asked: Sequence[tuple[UUID, int]]
    ) -> dict[tuple[UUID, int], list[StoredRow]]:
        found: dict[tuple[UUID, int], list[StoredRow]] = {}
        streams, versions = [stream for stream, _ in asked], [version for _, version in asked]
        async with (
            self._pool.connection() as connection,
            connection.cursor(binary=True) as cursor,
        ):
            await cursor.execute(_SINCE, (streams, versions), prepare=True)
            for number, *row in await cursor.fetchall():
                found.setdefault(asked[number - 1], []).append(tuple(row))
        return found

    async def _number(self, query: bytes, facts: tuple[Any, ...]) -> int:
        async with self._pool.connection() as connection:
            row = await (await connection.execute(query, facts)).fetchone()
            return int(row[0]) if row and row[0] is not None else 0

    async def _records(self, query: bytes, facts: tuple[Any, ...]) -> list[Recorded]:
        async with (
            self._pool.connection() as connection,
            connection.cursor(binary=True) as cursor,
        ):
            await cursor.execute(query, facts, prepare=True)
            return [decode(*row) for row in await cursor.fetchall()]


def _stored(append: StreamAppend) -> list[StoredFact]:
    stored = []
    for version, fact in enumerate(append.facts, append.expected_version + 1):
        assert fact.originator_id == append.stream_id, "a fact belongs to its stream"
        assert fact.originator_version == version, "facts follow the version that was read"
        stored.append(
            StoredFact(append.stream_id, version, fact.name, encode(fact), fact.meta.recorded_at)
        )
    return stored
