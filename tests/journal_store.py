"""Facts to store and an open store to keep them in: for tests of ledger, feed and rebuild."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

import psycopg

from domain.fact import CLOCK, Event, Meta, Recorded
from domain.journal import encode
from domain.org.events import AliasAdded, AliasDropped
from projections.database import Pool, make_pool
from service.append_queue import AppendQueue
from service.ledger import Ledger, StreamAppend
from service.schema import WEB_ROLE

NOON = datetime(2025, 8, 18, 5, 0, tzinfo=UTC)


class Store(NamedTuple):
    pool: Pool
    queue: AppendQueue
    ledger: Ledger


@asynccontextmanager
async def open_store(url: str, *, waiting_max: int = 2000) -> AsyncIterator[Store]:
    """Pool, queue and ledger over a database, with the rights that the web process has."""
    pool = make_pool(url, WEB_ROLE)
    queue = AppendQueue(url, WEB_ROLE, waiting_max=waiting_max)
    async with pool:
        await queue.start()
        try:
            yield Store(pool, queue, Ledger(pool, queue))
        finally:
            await queue.stop()


def added(alias: str, unit_id: UUID) -> AliasAdded:
    return AliasAdded(unit_id=unit_id, alias=alias)


def dropped(alias: str, unit_id: UUID) -> AliasDropped:
    return AliasDropped(unit_id=unit_id, alias=alias)


def recorded(stream_id: UUID, version: int, event: Event) -> Recorded:
    meta = Meta(
        event_id=uuid4(), happened_at=NOON, recorded_at=NOON, actor=CLOCK, command_id=uuid4()
    )
    return Recorded(originator_id=stream_id, originator_version=version, event=event, meta=meta)


def after(stream_id: UUID, version: int, *events: Event) -> StreamAppend:
    """Events that follow a version of a stream."""
    facts = [recorded(stream_id, version + n, event) for n, event in enumerate(events, 1)]
    return StreamAppend(stream_id, version, tuple(facts))


def write_now(url: str, facts: Sequence[Recorded]) -> int:
    """Append through the database function, without a queue; the last position."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT * FROM soviec.append_facts(%b::uuid[], %b::bigint[], %b, %b, %b)",
            (
                [f.originator_id for f in facts],
                [f.originator_version for f in facts],
                [f.name for f in facts],
                [encode(f) for f in facts],
                [f.meta.recorded_at for f in facts],
            ),
        ).fetchall()
    return int(rows[-1][0])


def stream_of(aliases: Sequence[str]) -> list[Recorded]:
    """A new stream in which these aliases were added."""
    stream = uuid4()
    return [recorded(stream, n, added(alias, stream)) for n, alias in enumerate(aliases, 1)]
