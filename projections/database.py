"""Connections to the database and rows as structs; the plumbing of everything that is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import msgspec
import psycopg
from psycopg import sql
from psycopg.rows import AsyncRowFactory, dict_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from projections.network import SILENCE
from projections.timed_connection import AsyncRow, PatientConnection, SyncRow
from projections.timed_connection import TimedConnection as TimedConnection

SEARCH_PATH = "SET search_path = soviec, soviec_read, public"
POOL_MIN = 2
POOL_MAX = 12
POOL_WAIT_SECONDS = 3.0
RECONNECT_SECONDS = 3.0
"""A pool that tries for longer pauses for longer: the database would be back and nobody asks it."""
STATEMENT_SECONDS = 15

AsyncConnection = psycopg.AsyncConnection[AsyncRow]
Pool = AsyncConnectionPool[AsyncConnection]
SyncConnection = psycopg.Connection[SyncRow]
Row = TypeVar("Row", bound=msgspec.Struct)


class WatchedPool(AsyncConnectionPool[AsyncConnection]):
    """A pool that is told when the database cannot be reached, and then keeps nobody waiting."""

    is_away = False

    async def getconn(self, timeout: float | None = None) -> AsyncConnection:
        """A connection; PoolTimeout at once while the database is known to be away."""
        if self.is_away:
            raise PoolTimeout("the database is away")
        return await super().getconn(timeout)

    async def reachable(self, is_reachable: bool) -> None:
        """What whoever listens to the database has found."""
        self.is_away = not is_reachable
        if is_reachable:
            # connections that died meanwhile would each be an error of some page
            await self.check()


def make_pool(url: str, role: str | None) -> WatchedPool:
    """A pool of connections for pages and commands; open it inside the running loop."""

    async def configure(connection: AsyncConnection) -> None:
        await prepare_session(connection, role)
        await connection.execute(f"SET statement_timeout = '{STATEMENT_SECONDS}s'")
        await connection.execute("SET idle_in_transaction_session_timeout = '30s'")

    return WatchedPool(
        url,
        connection_class=TimedConnection,
        min_size=POOL_MIN,
        max_size=POOL_MAX,
        timeout=POOL_WAIT_SECONDS,
        reconnect_timeout=RECONNECT_SECONDS,
        kwargs={"autocommit": True, "connect_timeout": 3},
        configure=configure,
        open=False,
        name="soviec",
    )


async def prepare_session(connection: AsyncConnection, role: str | None) -> None:
    """Our schemas by their bare names, and no more rights than needed."""
    await connection.execute(SEARCH_PATH)
    if role is not None:
        await connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))


def connect(
    url: str, role: str | None, *, answer_seconds: float | None = None
) -> PatientConnection:
    """A plain connection, in autocommit, for the feed and the chores."""
    connection = PatientConnection.connect(url, autocommit=True, connect_timeout=10, **SILENCE)  # type: ignore[arg-type]
    connection.answer_seconds = answer_seconds
    connection.execute(SEARCH_PATH)
    if role is not None:
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
    return connection


@asynccontextmanager
async def transaction(pool: Pool) -> AsyncIterator[AsyncConnection]:
    """One connection with one transaction around the block."""
    async with pool.connection() as connection, connection.transaction():
        yield connection


async def fetch(
    pool: Pool, row: type[Row], query: str, facts: dict[str, Any] | Sequence[Any] = ()
) -> list[Row]:
    """All rows of a query as structs; columns are matched to fields by name."""
    async with (
        pool.connection() as connection,
        connection.cursor(row_factory=dict_row) as cursor,
    ):
        await cursor.execute(query.encode(), facts)
        return msgspec.convert(await cursor.fetchall(), list[row])  # type: ignore[valid-type]


async def fetch_one(
    pool: Pool, row: type[Row], query: str, facts: dict[str, Any] | Sequence[Any] = ()
) -> Row | None:
    """The first row of a query as a struct."""
    rows = await fetch(pool, row, query, facts)
    return rows[0] if rows else None


async def fetch_value(pool: Pool, query: str, facts: dict[str, Any] | Sequence[Any] = ()) -> Any:
    """The first column of the first row, or None."""
    async with pool.connection() as connection:
        cursor = await connection.execute(query.encode(), facts)
        found = await cursor.fetchone()
        return None if found is None else found[0]


def struct_row(row: type[Row]) -> AsyncRowFactory[Row]:
    """A psycopg row factory that makes structs."""

    def factory(cursor: psycopg.AsyncCursor[Any]) -> Callable[[Sequence[Any]], Row]:
        names = [column.name for column in cursor.description or ()]

        def make(values: Sequence[Any]) -> Row:
            return msgspec.convert(dict(zip(names, values, strict=True)), row)

        return make

    return factory
