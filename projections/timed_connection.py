"""A connection on which nobody waits for ever: a server may hang without refusing anything."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Any, Self, TypeVar

import psycopg
from psycopg import errors, waiting
from psycopg.abc import PQGen

from projections.network import SILENCE

ANSWER_SECONDS = 5.0
"""An answer that takes longer would be too late for the page that waits for it."""
INTERVAL_SECONDS = 0.1

AsyncRow = tuple[Any, ...]
SyncRow = tuple[Any, ...]
Found = TypeVar("Found")


class TimedConnection(psycopg.AsyncConnection[AsyncRow]):
    """Gives up, and closes itself, where the server does not answer in time."""

    answer_seconds = ANSWER_SECONDS

    @classmethod
    async def connect(cls, conninfo: str = "", **more: Any) -> Self:
        """As in the library; packets that vanish are noticed on every connection."""
        return await super().connect(conninfo, **{**SILENCE, **more})

    async def wait(
        self,
        gen: PQGen[Found],
        interval: float = INTERVAL_SECONDS,
        timeout: float | None = None,
    ) -> Found:
        """As in the library, but within a limit, and whoever is cancelled leaves at once.

        The library would first ask the server to cancel: one that hangs is asked in vain.
        """
        if timeout is not None:  # somebody listens and says for how long
            return await super().wait(gen, interval, timeout)
        try:
            return await waiting.wait_async(
                gen, self.pgconn.socket, interval=interval, timeout=self.answer_seconds
            )
        except errors._WaitTimeout as error:
            self.pgconn.finish()
            raise psycopg.OperationalError("the database does not answer") from error
        except (asyncio.CancelledError, KeyboardInterrupt):
            self.pgconn.finish()
            raise


class PatientConnection(psycopg.Connection[SyncRow]):
    """As above for a thread: waits as long as it was told, and for ever where nothing was said."""

    answer_seconds: float | None = None

    @contextlib.contextmanager
    def unhurried(self) -> Iterator[None]:
        """No limit within: for a statement that may take as long as it takes."""
        kept, self.answer_seconds = self.answer_seconds, None
        try:
            yield
        finally:
            self.answer_seconds = kept

    def wait(
        self,
        gen: PQGen[Found],
        interval: float = INTERVAL_SECONDS,
        timeout: float | None = None,
    ) -> Found:
        """As in the library, but within the limit."""
        if timeout is not None or self.answer_seconds is None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.answer_seconds)
        except errors._WaitTimeout as error:
            self.pgconn.finish()
            raise psycopg.OperationalError("the database does not answer") from error
