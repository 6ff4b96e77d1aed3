"""A page waits, briefly, until the read models have seen what its reader just did.

One connection per process listens for the positions that the feed announces; waiting pages share
it. Nothing is polled while notices come; after a lost connection the position is asked for once.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

import psycopg

from projections.positions import POSITION_CHANNEL
from projections.timed_connection import AsyncRow, TimedConnection

log = logging.getLogger("soviec.freshness")

WAIT_SECONDS = 0.5
RECONNECT_SECONDS = 0.5
CONNECT_SECONDS = 3
SILENCE_SECONDS = 5.0
"""After so long without a notice the position is asked for: a dead connection can be silent."""

_ASK = b"""
SELECT coalesce(min(position), 0) FROM soviec_read.positions
WHERE name NOT IN (SELECT name FROM soviec_read.parked)
"""


class Freshness:
    """Knows how far the read models are. `start` it inside the running loop."""

    def __init__(self, url: str, role: str | None) -> None:
        self._url = url
        self._role = role
        self._position = 0
        self._moved = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None
        self._listening = asyncio.Event()
        self._others: dict[str, Callable[[], Awaitable[None]]] = {}
        self._watchers: list[Callable[[bool], Awaitable[None]]] = []
        self._is_reachable = True

    @property
    def position(self) -> int:
        """The last announced position."""
        return self._position

    def also(self, channel: str, react: Callable[[], Awaitable[None]]) -> None:
        """Listen to another channel on the same connection; call before `start`."""
        self._others[channel] = react

    def watch(self, told: Callable[[bool], Awaitable[None]]) -> None:
        """Tell whether the database can be reached, when that changes; call before `start`."""
        self._watchers.append(told)

    async def start(self) -> None:
        """Begin to listen."""
        self._task = asyncio.create_task(self._run(), name="freshness")
        await self._listening.wait()

    async def stop(self) -> None:
        """End; whoever still waits runs into the timeout."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def wait(self, position: int, timeout: float = WAIT_SECONDS) -> bool:
        """True as soon as the read models have seen the position, False when it takes too long."""
        if self._position >= position:
            return True
        try:
            async with asyncio.timeout(timeout), self._moved:
                await self._moved.wait_for(lambda: self._position >= position)
        except TimeoutError:
            return False
        return True

    async def _run(self) -> None:
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                log.warning("listening begins again: %s", error)
                # after a crash of the server the read models may stand behind what was announced
                self._position = 0
                self._listening.set()  # the start of the program does not hang on it
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen(self) -> None:
        async with await self._connect() as connection:
            for channel in (POSITION_CHANNEL, *self._others):
                await connection.execute(f"LISTEN {channel}".encode())
            if self._role is not None:
                await connection.execute(f"SET ROLE {self._role}".encode())
            while True:
                await self._ask(connection)
                self._listening.set()
                async for notice in connection.notifies(timeout=SILENCE_SECONDS):
                    await self._hear(notice)

    async def _connect(self) -> TimedConnection:
        try:
            connection = await TimedConnection.connect(
                self._url, autocommit=True, connect_timeout=CONNECT_SECONDS
            )
        except psycopg.OperationalError:
            await self._tell(is_reachable=False)
            raise
        await self._tell(is_reachable=True)
        return connection

    async def _tell(self, *, is_reachable: bool) -> None:
        if is_reachable != self._is_reachable:
            self._is_reachable = is_reachable
            for told in self._watchers:
                await told(is_reachable)

    async def _ask(self, connection: psycopg.AsyncConnection[AsyncRow]) -> None:
        row = await (await connection.execute(_ASK)).fetchone()
        if row is not None and isinstance(row[0], int):
            await self._reached(row[0])

    async def _hear(self, notice: psycopg.Notify) -> None:
        react = self._others.get(notice.channel)
        if react is not None:
            await react()
        elif notice.payload.isdigit():
            await self._reached(int(notice.payload))

    async def _reached(self, position: int) -> None:
        if position > self._position:
            async with self._moved:
                self._position = position
                self._moved.notify_all()
