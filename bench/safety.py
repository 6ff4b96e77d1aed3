"""Nothing missed, lost or doubled: a tailing reader under writers, and sudden death under load."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterable
from multiprocessing.synchronize import Event as Flag
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import psutil
import psycopg

from bench.figures import Results, exactly, figure
from bench.ours import append_for, open_ledger
from bench.postgres import Server
from bench.progress_facts import fact, stream
from domain.fact import Recorded
from projections.database import connect
from projections.feed import Feed
from projections.read_model import Rows, Table
from service.ledger import Busy, StreamAppend, Unavailable
from service.schema import FEED_ROLE, migrate
from service.server import EmbeddedServer

WRITERS = 8
TAIL_SECONDS = 5.0
SERVER_DEATHS = 3
FEED_DEATHS = 12
spawning = multiprocessing.get_context("spawn")


class CountRow(msgspec.Struct, kw_only=True):
    """How many acts of a stream were taken in; counting twice would show."""

    stream_id: UUID
    acts: int = 0


COUNTS = Table("bench_counts", CountRow, key=("stream_id",))


class Counting:
    """A read model that is wrong as soon as an event is taken in twice, or not at all."""

    name = "bench_counting"
    version = 1
    tables: tuple[Table, ...] = (COUNTS,)
    topics: frozenset[str] | None = None

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        """The row of the stream."""
        yield COUNTS, (recorded.originator_id,)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        """One more."""
        row = rows.get(COUNTS, recorded.originator_id) or CountRow(stream_id=recorded.originator_id)
        row.acts += 1
        rows.put(COUNTS, row)


# -- a reader that follows while eight processes write -----------------------------


def measure_tail(server: Server, results: Results) -> None:
    """Every process has a queue of its own; the reader only ever asks for what comes after."""
    url = server.fresh("tail")
    writers = [spawning.Process(target=_write, args=(url,)) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    seen = _follow(url, writers)
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT notification_id FROM soviec.journal_events").fetchall()
    missed = len({row[0] for row in rows} - set(seen)) + (len(seen) - len(set(seen)))
    note = f"{len(seen):,} events, each seen once" if not missed else f"of {len(rows):,}"
    results.figures.append(
        figure("events missed by a tailing reader, 8 writers", missed, exactly(0), note)
    )
    server.drop(url)


def _write(url: str) -> None:
    async def writing() -> None:
        async with open_ledger(url) as ledger:
            await append_for(ledger, 4, TAIL_SECONDS)

    asyncio.run(writing())


def _follow(url: str, writers: list[Any]) -> list[int]:
    seen: list[int] = []
    with psycopg.connect(url, autocommit=True) as connection:
        while True:
            writing = any(writer.is_alive() for writer in writers)
            rows = connection.execute(
                "SELECT notification_id FROM soviec.journal_events"
                " WHERE notification_id > %s ORDER BY 1 LIMIT 500",
                (seen[-1] if seen else 0,),
                prepare=True,
            ).fetchall()
            seen.extend(row[0] for row in rows)
            if not rows and not writing:
                return seen


# -- the server dies ------------------------------------------------------------


def measure_server_deaths(folder: Path, results: Results) -> None:
    """kill -9 of every process of PostgreSQL while commands come in, and a start after each."""
    asyncio.run(_server_deaths(folder, results))


async def _server_deaths(folder: Path, results: Results) -> None:
    logging.getLogger("soviec.append").setLevel(logging.CRITICAL)  # it will complain, and rightly
    server = EmbeddedServer(folder / "dying", durable=True)
    url = server.start()
    migrate(url)
    acknowledged: dict[UUID, int] = {}
    try:
        for _ in range(SERVER_DEATHS):
            async with open_ledger(url) as ledger:
                writers = [asyncio.create_task(_remember(ledger, acknowledged)) for _ in range(8)]
                await asyncio.sleep(1.0 + random.random())
                _kill_postgres(folder / "dying")
                await asyncio.to_thread(server.stop)
                for writer in writers:
                    writer.cancel()
                await asyncio.gather(*writers, return_exceptions=True)
            url = server.start()
        lost, doubled, stored = await asyncio.to_thread(_compare, url, acknowledged)
    finally:
        server.stop()
    said = f"{sum(acknowledged.values()):,} acknowledged, {stored:,} stored"
    results.figures.append(
        figure(f"kill -9 of the server ×{SERVER_DEATHS}: lost", lost, exactly(0), said)
    )
    results.figures.append(
        figure(f"kill -9 of the server ×{SERVER_DEATHS}: doubled", doubled, exactly(0), "")
    )


async def _remember(ledger: Any, acknowledged: dict[UUID, int]) -> None:
    """A client that notes what it was told is written."""
    stream_id, version = stream(), 0
    while True:
        try:
            act = fact(stream_id, version + 1)
            await ledger.append([StreamAppend(stream_id, version, (act,))])
        except (Unavailable, Busy):
            return
        version += 1
        acknowledged[stream_id] = version


def _kill_postgres(data: Path) -> None:
    """Our own server by the number in its data folder, with all its children."""
    number = int((data / "pg" / "postmaster.pid").read_text(encoding="ascii").split()[0])
    leader = psutil.Process(number)
    for process in [leader, *leader.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)


def _compare(url: str, acknowledged: dict[UUID, int]) -> tuple[int, int, int]:
    """Acknowledged acts that are not there, acts that are there twice, all that are there."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT originator_id, max(originator_version), count(*),"
            " count(DISTINCT convert_from(state, 'UTF8')::jsonb -> 'meta' ->> 'event_id')"
            " FROM soviec.journal_events GROUP BY 1"
        ).fetchall()
    stored = {row[0]: row[1] for row in rows}
    lost = sum(max(0, n - stored.get(stream_id, 0)) for stream_id, n in acknowledged.items())
    holes_or_doubles = sum(abs(row[2] - row[1]) + row[2] - row[3] for row in rows)
    return lost, holes_or_doubles, sum(row[2] for row in rows)


# -- the feed dies ----------------------------------------------------------------


def measure_feed_deaths(server: Server, results: Results) -> None:
    """kill -9 of the feed's process under load; then what it counted is compared with the log."""
    url = server.fresh("feed_deaths")
    done = spawning.Event()
    writer = spawning.Process(target=_write_until, args=(url, done))
    writer.start()
    for _ in range(FEED_DEATHS):
        feed = spawning.Process(target=_feed, args=(url,))
        feed.start()
        _wait_until_it_feeds(url)
        time.sleep(random.random() * 0.3)
        assert feed.pid is not None
        os.kill(feed.pid, signal.SIGKILL)
        feed.join()
    done.set()
    writer.join()
    Feed(url, FEED_ROLE, [Counting()]).catch_up()
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT count(*), coalesce(acts, 0) FROM soviec.journal_events j"
            " LEFT JOIN soviec_read.bench_counts c ON c.stream_id = j.originator_id"
            " GROUP BY j.originator_id, acts"
        ).fetchall()
    lost = sum(max(0, written - counted) for written, counted in rows)
    doubled = sum(max(0, counted - written) for written, counted in rows)
    said = f"{sum(row[0] for row in rows):,} events counted"
    name = f"kill -9 of the feed ×{FEED_DEATHS}"
    results.figures.append(figure(f"{name}: lost", lost, exactly(0), said))
    results.figures.append(figure(f"{name}: doubled", doubled, exactly(0), ""))
    server.drop(url)


def _feed(url: str) -> None:
    Feed(url, FEED_ROLE, [Counting()]).run()


def _write_until(url: str, done: Flag) -> None:
    async def writing() -> None:
        async with open_ledger(url) as ledger:
            while not done.is_set():
                await append_for(ledger, 4, 0.3)

    asyncio.run(writing())


def _wait_until_it_feeds(url: str) -> None:
    """The position moves: killed earlier, it would have had nothing in hand."""
    with connect(url, FEED_ROLE) as connection:
        first, until = None, time.monotonic() + 30
        while time.monotonic() < until:
            row = connection.execute(
                "SELECT position FROM soviec_read.positions WHERE name = %s", (Counting.name,)
            ).fetchone()
            if row is not None and first is not None and row[0] > first:
                return
            first = row[0] if row is not None and first is None else first
            time.sleep(0.01)
    raise AssertionError("the feed does not move")
