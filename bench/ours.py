"""Our own way to append and read, measured like the others'."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from bench.progress_facts import fact, stream
from projections.database import make_pool
from service.append_queue import AppendQueue
from service.ledger import Ledger, StreamAppend
from service.schema import WEB_ROLE


@asynccontextmanager
async def open_ledger(url: str) -> AsyncIterator[Ledger]:
    """A ledger with the rights of the web process."""
    pool = make_pool(url, WEB_ROLE)
    queue = AppendQueue(url, WEB_ROLE)
    async with pool:
        await queue.start()
        try:
            yield Ledger(pool, queue)
        finally:
            await queue.stop()


async def append_for(ledger: Ledger, in_flight: int, seconds: float) -> list[float]:
    """So many writers, each waiting for its own append; how long each append took."""
    took: list[float] = []
    until = time.perf_counter() + seconds

    async def write() -> None:
        stream_id, version = stream(), 0
        while (began := time.perf_counter()) < until:
            appended = StreamAppend(stream_id, version, (fact(stream_id, version + 1),))
            await ledger.append([appended])
            version += 1
            took.append(time.perf_counter() - began)

    await asyncio.gather(*(write() for _ in range(in_flight)))
    return took


async def fill(ledger: Ledger, events: int, per_append: int = 500) -> UUID:
    """One stream with so many events."""
    stream_id = stream()
    for start in range(0, events, per_append):
        last = min(start + per_append, events)
        facts = tuple(fact(stream_id, n + 1) for n in range(start, last))
        await ledger.append([StreamAppend(stream_id, start, facts)])
    return stream_id
