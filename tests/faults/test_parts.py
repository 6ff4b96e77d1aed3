"""What the big cases found, each once more by itself: small, and without killing a program."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg_pool import PoolTimeout

from domain.fact import Recorded
from projections.database import WatchedPool, fetch_value, make_pool
from projections.feed import Feed
from projections.freshness import Freshness
from projections.timed_connection import TimedConnection
from service.accounts import Accounts
from service.append_queue import AppendQueue, NoRoom, StoredFact, Unavailable
from service.reactions.runner import Reaction, ReactionRunner
from service.schema import FEED_ROLE, WEB_ROLE
from service.server import EmbeddedServer
from service.sessions import Sessions
from service.status import parked_reactions
from tests.faults.programs import kill_server, processes_over
from tests.journal_store import NOON, added, after, open_store, stream_of, write_now
from tests.projections.toy_models import AliasRegister
from tests.service.test_reaction_runner import ADDED, SmallHouse

PATIENCE_SECONDS = 60.0
NOBODY = "postgresql://nobody@127.0.0.1:1/none"
FULL = """
CREATE FUNCTION soviec.full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON {table} FOR EACH STATEMENT EXECUTE FUNCTION soviec.full()
"""
ROOM = "DROP TRIGGER no_room ON {table}; DROP FUNCTION soviec.full()"


def do(url: str, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def eventually(question: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.02)
    return False


# -- the embedded server -----------------------------------------------------------


def test_a_server_that_died_is_started_again_at_the_same_address(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path, durable=False)
    url = server.start()
    server.keep_running()
    try:
        for _ in range(2):
            kill_server(tmp_path / "pg")
            assert eventually(lambda: _answers(url))
    finally:
        server.stop()
    assert processes_over(tmp_path / "pg") == []


def _answers(url: str) -> bool:
    try:
        return do(url, "SELECT 1") == [(1,)]
    except psycopg.OperationalError:
        return False


def test_a_server_that_is_stopped_stays_stopped(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path, durable=False)
    server.start()
    server.keep_running()
    kill_server(tmp_path / "pg")
    server.stop()
    assert not server.is_running()
    assert processes_over(tmp_path / "pg") == []


# -- connections -----------------------------------------------------------------


def test_nobody_waits_for_ever_for_an_answer(database_url: str) -> None:
    async def scenario() -> None:
        connection = await TimedConnection.connect(database_url)
        connection.answer_seconds = 0.2
        with pytest.raises(psycopg.OperationalError, match="does not answer"):
            await connection.execute("SELECT pg_sleep(300)")
        assert connection.closed

    asyncio.run(scenario())


def test_whoever_is_cancelled_leaves_without_asking_the_server(database_url: str) -> None:
    async def scenario() -> None:
        connection = await TimedConnection.connect(database_url)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await connection.execute("SELECT pg_sleep(300)")
        assert connection.closed

    asyncio.run(scenario())


def test_a_pool_keeps_nobody_waiting_while_the_database_is_away(database_url: str) -> None:
    async def scenario() -> None:
        pool = make_pool(database_url, WEB_ROLE)
        async with pool:
            await pool.reachable(False)
            with pytest.raises(PoolTimeout, match="away"):
                await fetch_value(pool, "SELECT 1")
            await pool.reachable(True)
            assert await fetch_value(pool, "SELECT 1") == 1

    asyncio.run(scenario())


def test_connections_that_died_are_no_page_s_error(database_url: str) -> None:
    async def scenario() -> None:
        pool = make_pool(database_url, WEB_ROLE)
        await pool.open(wait=True)
        try:
            await _open_several(pool)
            await asyncio.to_thread(_cut_all, database_url)
            await pool.reachable(True)
            for _ in range(20):
                assert await fetch_value(pool, "SELECT 1") == 1
        finally:
            await pool.close()

    asyncio.run(scenario())


async def _open_several(pool: WatchedPool) -> None:
    await asyncio.gather(*(fetch_value(pool, "SELECT pg_sleep(0.1)") for _ in range(6)))


def _cut_all(url: str) -> None:
    do(
        url,
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )


def test_whoever_listens_tells_when_the_database_comes_and_goes(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path, durable=False)
    url = server.start()
    heard: list[bool] = []

    async def hear(is_reachable: bool) -> None:
        heard.append(is_reachable)

    async def scenario() -> None:
        freshness = Freshness(url, None)
        freshness.watch(hear)
        starting = asyncio.create_task(freshness.start())
        await starting
        await asyncio.to_thread(kill_server, tmp_path / "pg")
        assert await asyncio.to_thread(eventually, lambda: heard == [False])
        server.keep_running()
        assert await asyncio.to_thread(eventually, lambda: heard == [False, True])
        await freshness.stop()

    try:
        asyncio.run(scenario())
    finally:
        server.stop()


def test_after_a_crash_the_position_is_what_the_read_models_still_have(database_url: str) -> None:
    async def scenario() -> None:
        write_now(database_url, stream_of(["a", "b"]))
        await asyncio.to_thread(Feed(database_url, FEED_ROLE, [AliasRegister()]).catch_up)
        freshness = Freshness(database_url, WEB_ROLE)
        await freshness.start()
        assert freshness.position == 2
        do(database_url, "UPDATE soviec_read.positions SET position = 1")
        await asyncio.to_thread(_cut_all, database_url)
        assert await asyncio.to_thread(eventually, lambda: freshness.position == 1)
        await freshness.stop()

    asyncio.run(scenario())


# -- appending -------------------------------------------------------------------


def test_nobody_queues_behind_those_who_wait_for_a_lost_database() -> None:
    async def scenario() -> None:
        queue = AppendQueue(NOBODY, None)
        await queue.start()
        asked = []
        for number in range(3):
            fact = StoredFact(uuid4(), 1, f"test.{number}", b"{}", NOON)
            asked.append(asyncio.create_task(queue.append([fact])))
            await asyncio.sleep(0.05)  # the first is under way, the others wait behind it
        first, *others = asked
        with pytest.raises(Unavailable):
            await first
        assert await asyncio.gather(*others, return_exceptions=True) == [first.exception()] * 2
        await queue.stop()

    asyncio.run(scenario())


def test_a_full_disk_is_told_as_that_and_nothing_is_written(database_url: str) -> None:
    async def scenario() -> None:
        async with open_store(database_url) as store:
            stream = uuid4()
            do(database_url, FULL.format(table="soviec.journal_events"))
            with pytest.raises(NoRoom):
                await store.ledger.append([after(stream, 0, added("a", stream))])
            do(database_url, ROOM.format(table="soviec.journal_events"))
            await store.ledger.append([after(stream, 0, added("b", stream))])
            stored = await store.ledger.read(0, 10)
            assert [each.event for each in stored] == [added("b", stream)]

    asyncio.run(scenario())


def test_on_a_full_disk_people_stay_logged_in(database_url: str) -> None:
    async def scenario() -> None:
        async with open_store(database_url) as store:
            account, _ = await Accounts(store.pool).create("thu", "Thử", person_id=uuid4())
            sessions = Sessions(store.pool)
            cookie = await sessions.begin(account.account_id, address="", agent="")
            do(database_url, "UPDATE soviec.sessions SET seen_at = now() - interval '5 min'")
            full = FULL.replace("BEFORE INSERT", "BEFORE UPDATE")
            do(database_url, full.format(table="soviec.sessions"))
            assert await sessions.look(cookie) is not None

    asyncio.run(scenario())


# -- the feed and the reactions ------------------------------------------------------


def test_a_full_disk_parks_no_read_model(database_url: str) -> None:
    table = "soviec_read.alias_counts_v1"
    feed = Feed(database_url, FEED_ROLE, [AliasRegister()])
    feed.catch_up()
    do(database_url, FULL.format(table=table))
    write_now(database_url, stream_of(["a", "b"]))
    feed.start()
    try:
        assert eventually(lambda: feed.last_error is not None)
        assert do(database_url, "SELECT * FROM soviec_read.parked") == []
        do(database_url, ROOM.format(table=table))
        counted = "SELECT count FROM soviec_read.alias_counts"
        assert eventually(lambda: do(database_url, counted) == [(2,)])
    finally:
        feed.stop()


def test_a_reaction_is_not_parked_for_a_database_that_does_not_answer(database_url: str) -> None:
    tries: list[int] = []

    async def away_at_first(fact: Recorded, _house: Any) -> None:
        tries.append(fact.position)
        if len(tries) <= 4:
            raise psycopg.OperationalError("server closed the connection unexpectedly")

    async def scenario() -> None:
        async with open_store(database_url) as store:
            write_now(database_url, stream_of(["a"]))
            await asyncio.to_thread(Feed(database_url, FEED_ROLE, [AliasRegister()]).catch_up)
            freshness = Freshness(database_url, WEB_ROLE)
            await freshness.start()
            house: Any = SmallHouse(store.ledger, freshness)
            reaction = Reaction("away", ADDED, away_at_first)
            runner = ReactionRunner(database_url, WEB_ROLE, store.ledger, house, [reaction])
            await runner.catch_up()
            await freshness.stop()
            assert await parked_reactions(store.pool) == ()
        assert len(tries) == 5

    asyncio.run(scenario())
