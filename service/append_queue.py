"""Group commit: whatever commands are waiting are written in one transaction, in order.

One connection per process. A command is atomic; several commands share a commit. After a lost
connection nothing is repeated before it has been looked up, so a command happens once.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
import psycopg
from psycopg import errors, sql

from projections.database import TimedConnection

log = logging.getLogger("soviec.append")

BATCH_COMMANDS = 256
WAITING_MAX = 2000
LOSSES_MAX = 4
PATIENCE_SECONDS = 3.0
"""So long a lost connection is tried again; whoever waits has a page that waits for it."""
RECONNECT_SECONDS = 0.2
CONNECT_SECONDS = 3
LOCK_TIMEOUT = "3s"
STATEMENT_TIMEOUT = "15s"

_APPEND = b"SELECT * FROM soviec.append_facts(%b::uuid[], %b::bigint[], %b, %b, %b::timestamptz[])"
_LOOK_UP = b"""
SELECT j.originator_id, j.originator_version, j.state, j.notification_id
FROM unnest(%b::uuid[], %b::bigint[]) AS asked (id, version)
JOIN soviec.journal_events j
  ON j.originator_id = asked.id AND j.originator_version = asked.version
"""


class Busy(Exception):
    """Too many commands are waiting; try again in a moment (503)."""


class Unavailable(Exception):
    """The database did not answer; whether the command was written is not known (503)."""


class NoRoom(Unavailable):
    """A disk is full: nothing was written, and nothing can be until somebody makes room (507)."""


class Conflict(Exception):
    """Somebody else wrote one of these versions first."""

    def __init__(self, taken: Sequence[tuple[UUID, int]]) -> None:
        super().__init__(", ".join(f"{stream} v{version}" for stream, version in taken))
        self.taken = tuple(taken)

    @property
    def streams(self) -> frozenset[UUID]:
        """The streams that had moved on."""
        return frozenset(stream for stream, _ in self.taken)


class StoredFact(msgspec.Struct, frozen=True):
    """A fact in the bytes it is kept in."""

    stream_id: UUID
    version: int
    name: str
    state: bytes
    recorded_at: datetime


class _Command:
    __slots__ = ("done", "facts")

    def __init__(self, facts: tuple[StoredFact, ...], done: asyncio.Future[int]) -> None:
        self.facts = facts
        self.done = done

    def answer(self, position: int) -> None:
        if not self.done.done():
            self.done.set_result(position)

    def fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)
            self.done.exception()  # the asker may be gone; the loop need not complain


class AppendQueue:
    """The only way into the journal. `start` it inside the running loop."""

    def __init__(self, url: str, role: str | None, *, waiting_max: int = WAITING_MAX) -> None:
        self._url = url
        self._role = role
        self._waiting_max = waiting_max
        self._waiting: deque[_Command] = deque()
        self._wake = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        self._connection: TimedConnection | None = None
        self._closing = False
        self.batches = 0

    @property
    def length(self) -> int:
        """Commands that wait to be written."""
        return len(self._waiting)

    async def start(self) -> None:
        """Begin to write."""
        self._closing = False
        self._worker = asyncio.create_task(self._work(), name="append-queue")

    async def stop(self) -> None:
        """Write what is waiting, then end."""
        self._closing = True
        self._wake.set()
        if self._worker is not None:
            await self._worker
            self._worker = None
        await self._drop_connection()

    async def append(self, facts: Sequence[StoredFact]) -> int:
        """Write the facts of one command; the position of the last one. Raises Conflict, Busy."""
        assert facts, "a command that changes nothing writes nothing"
        if self._closing or len(self._waiting) >= self._waiting_max:
            raise Busy
        command = _Command(tuple(facts), asyncio.get_running_loop().create_future())
        self._waiting.append(command)
        self._wake.set()
        # a client that goes away may still have committed: the write is not cancelled with it
        return await asyncio.shield(command.done)

    async def _work(self) -> None:
        while not (self._closing and not self._waiting):
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                count = min(BATCH_COMMANDS, len(self._waiting))
                batch = [self._waiting.popleft() for _ in range(count)]
                await self._commit_guarded(batch)
            if self._closing:
                self._wake.set()

    async def _commit_guarded(self, batch: list[_Command]) -> None:
        try:
            await self._commit(batch, losses=0)
        except Unavailable as error:
            # who came meanwhile would only wait as long again for the same database
            late, self._waiting = list(self._waiting), deque()
            for command in (*batch, *late):
                command.fail(error)
        except Exception as error:  # nobody in the batch may wait for ever
            log.exception("append failed")
            for command in batch:
                command.fail(Unavailable(str(error)))

    async def _commit(self, batch: list[_Command], losses: int) -> None:
        try:
            positions = await self._write(batch)
        except errors.UniqueViolation:
            await self._apart(batch, losses)
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            await self._after_loss(batch, losses + 1, error)
        except psycopg.Error as error:
            if len(batch) == 1:
                batch[0].fail(error)
            else:
                await self._apart(batch, losses)
        else:
            self.batches += 1
            for command, position in zip(batch, positions, strict=True):
                command.answer(position)

    async def _apart(self, batch: list[_Command], losses: int) -> None:
        """The whole batch was rolled back: each command once more, by itself."""
        if len(batch) > 1:
            for command in batch:
                await self._commit([command], losses)
            return
        command = batch[0]
        found = await self._look_up(command)
        if _is_ours(command, found):
            command.answer(max(position for _, position in found.values()))
        else:
            command.fail(Conflict(sorted(found)))

    async def _after_loss(self, batch: list[_Command], losses: int, error: Exception) -> None:
        """Look every command up before anything is written again."""
        still_there = self._connection is not None and not self._connection.closed
        if still_there or losses > LOSSES_MAX:  # e.g. lock timeout: surely rolled back
            kind = NoRoom if isinstance(error, errors.DiskFull) else Unavailable
            for command in batch:
                command.fail(kind(str(error)))
            return
        log.warning("connection lost while appending %d commands", len(batch))
        absent = []
        for command in batch:
            found = await self._look_up(command)
            if _is_ours(command, found):
                command.answer(max(position for _, position in found.values()))
            else:
                absent.append(command)
        if absent:
            await self._commit(absent, losses)

    async def _write(self, batch: list[_Command]) -> list[int]:
        facts = [fact for command in batch for fact in command.facts]
        connection = await self._connected()
        cursor = await connection.execute(
            _APPEND,
            (
                [fact.stream_id for fact in facts],
                [fact.version for fact in facts],
                [fact.name for fact in facts],
                [fact.state for fact in facts],
                [fact.recorded_at for fact in facts],
            ),
            prepare=True,
        )
        rows = await cursor.fetchall()
        positions, end = [], 0
        for command in batch:
            end += len(command.facts)
            positions.append(_number(rows[end - 1][0]))
        return positions

    async def _look_up(self, command: _Command) -> dict[tuple[UUID, int], tuple[bytes, int]]:
        """What the journal holds at the places this command wanted to write."""
        connection = await self._connected()
        cursor = await connection.execute(
            _LOOK_UP,
            ([f.stream_id for f in command.facts], [f.version for f in command.facts]),
        )
        found: dict[tuple[UUID, int], tuple[bytes, int]] = {}
        for stream_id, version, state, position in await cursor.fetchall():
            assert isinstance(stream_id, UUID)
            assert isinstance(state, bytes)
            found[(stream_id, _number(version))] = (state, _number(position))
        return found

    async def _connected(self) -> TimedConnection:
        if self._connection is not None and not self._connection.closed:
            return self._connection
        await self._drop_connection()
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self._connection = await self._connect()
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                if time.monotonic() + RECONNECT_SECONDS > until:
                    raise Unavailable(str(error)) from error
                await asyncio.sleep(RECONNECT_SECONDS)
            else:
                return self._connection

    async def _connect(self) -> TimedConnection:
        connection = await TimedConnection.connect(
            self._url, autocommit=True, connect_timeout=CONNECT_SECONDS
        )
        await connection.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'".encode())
        await connection.execute(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'".encode())
        if self._role is not None:
            await connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(self._role)))
        return connection

    async def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(psycopg.Error):
                await connection.close()


def _is_ours(command: _Command, found: dict[tuple[UUID, int], tuple[bytes, int]]) -> bool:
    """Whether these very facts are stored: their bytes hold their event ids."""
    return all(
        (stored := found.get((fact.stream_id, fact.version))) is not None
        and stored[0] == fact.state
        for fact in command.facts
    )


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value
