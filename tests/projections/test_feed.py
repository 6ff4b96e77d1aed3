"""The feed: nothing missed, nothing doubled, a failing read model harms no other."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from projections import positions
from projections.database import connect
from projections.feed import Feed
from projections.freshness import Freshness
from projections.read_model import ReadModel
from service.schema import FEED_ROLE, WEB_ROLE
from tests.journal_store import added, dropped, recorded, stream_of, write_now
from tests.projections.toy_models import AliasRegister, Touchy

PATIENCE_SECONDS = 20.0


@contextlib.contextmanager
def running(url: str, *models: ReadModel) -> Iterator[Feed]:
    feed = Feed(url, FEED_ROLE, models)
    feed.start()
    try:
        yield feed
    finally:
        feed.stop()


def eventually(question: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.01)
    return False


def ask(url: str, query: str) -> list[tuple[Any, ...]]:
    with connect(url, WEB_ROLE) as connection:
        return connection.execute(query.encode()).fetchall()


def caught_up(url: str) -> bool:
    rows = ask(
        url,
        "SELECT position = (SELECT max(notification_id) FROM journal_events) FROM positions"
        " WHERE name NOT IN (SELECT name FROM parked)",
    )
    return bool(rows) and all(row[0] for row in rows)


def test_rows_follow_the_journal(database_url: str) -> None:
    before = stream_of(["Một", "Hai"])
    write_now(database_url, before)
    stream = before[0].originator_id
    with running(database_url, AliasRegister()):
        assert eventually(lambda: caught_up(database_url))
        write_now(
            database_url,
            [
                recorded(stream, 3, dropped("Một", stream)),
                recorded(stream, 4, added('Ba "x" \\', stream)),
            ],
        )
        assert eventually(lambda: caught_up(database_url))
    assert ask(database_url, "SELECT count, aliases, notes, is_many FROM alias_counts") == [
        (4, ['Ba "x" \\', "Hai"], {"versions": 4}, True)
    ]
    assert ask(database_url, "SELECT alias FROM alias_owners ORDER BY alias") == [
        ('Ba "x" \\',),
        ("Hai",),
    ]


def test_eight_writers_and_nothing_is_missed(database_url: str) -> None:
    """Each delays some of its commits; the feed tails them all the while."""

    def write() -> None:
        for number in range(25):
            facts = stream_of(["a", "b"])
            with psycopg.connect(database_url) as connection:
                connection.execute("SELECT 1")
                write_now(database_url, facts)
                if number % 5 == 0:
                    time.sleep(0.005)

    with running(database_url, AliasRegister()):
        writers = [threading.Thread(target=write) for _ in range(8)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert eventually(lambda: caught_up(database_url))
    assert ask(database_url, "SELECT count(*), sum(count) FROM alias_counts") == [(200, 400)]


def test_a_batch_cut_off_by_a_slow_writer_is_not_skipped(database_url: str) -> None:
    """A writer that holds its transaction open holds the order: nobody overtakes it."""
    slow, quick = stream_of(["slow"]), stream_of(["quick"])
    with running(database_url, AliasRegister()), psycopg.connect(database_url) as holding:
        holding.execute("SELECT pg_advisory_xact_lock(7306, 1)")
        writer = threading.Thread(target=write_now, args=(database_url, quick))
        writer.start()
        write_in(holding, slow)
        holding.commit()
        writer.join()
        assert eventually(lambda: caught_up(database_url))
    assert ask(database_url, "SELECT count(*) FROM alias_counts") == [(2,)]


def write_in(connection: psycopg.Connection[Any], facts: list[Any]) -> None:
    from domain.journal import encode

    connection.execute(
        "SELECT soviec.append_facts(%b::uuid[], %b::bigint[], %b, %b, %b)",
        (
            [f.originator_id for f in facts],
            [f.originator_version for f in facts],
            [f.name for f in facts],
            [encode(f) for f in facts],
            [f.meta.recorded_at for f in facts],
        ),
    )


def _feed_that_dies(url: str, batches: int) -> None:
    feed = Feed(url, FEED_ROLE, [AliasRegister()])
    left = batches

    def die() -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    feed.after_batch = die
    feed.run()


def test_sudden_death_loses_and_doubles_nothing(database_url: str) -> None:
    """Killed between rows and commit, again and again; the counts are not idempotent."""
    stream = stream_of(["x"])[0].originator_id
    write_now(database_url, [recorded(stream, 1, added("x", stream))])
    Feed(database_url, FEED_ROLE, [AliasRegister()]).catch_up()
    version = 1
    for round_ in range(4):
        process = multiprocessing.get_context("fork").Process(
            target=_feed_that_dies, args=(database_url, 1 + round_ % 2)
        )
        process.start()
        while process.is_alive():
            version += 1
            write_now(database_url, [recorded(stream, version, added(f"x{version}", stream))])
            process.join(0.01)
        assert process.exitcode == -signal.SIGKILL
    with running(database_url, AliasRegister()):
        assert eventually(lambda: caught_up(database_url))
    assert ask(database_url, "SELECT count FROM alias_counts") == [(version,)]


def test_a_poison_fact_parks_one_model_and_no_other(database_url: str) -> None:
    good = stream_of(["a", "b"])
    poison = stream_of(["c", "poison", "d"])
    with running(database_url, AliasRegister(), Touchy("poison")):
        assert eventually(lambda: ask(database_url, "SELECT 1 FROM positions") != [])
        write_now(database_url, [*good, *poison])
        last = write_now(database_url, stream_of(["e"]))
        assert eventually(lambda: ask(database_url, "SELECT name FROM parked") == [("touchy",)])
        assert eventually(lambda: caught_up(database_url))
    assert ask(database_url, "SELECT sum(count) FROM alias_counts") == [(6,)]
    # everything before the poison was taken in, nothing after it
    assert ask(database_url, "SELECT sum(count) FROM touchy_counts") == [(3,)]
    place = {row[0]: row[1] for row in ask(database_url, "SELECT name, position FROM positions")}
    assert place == {"alias_register": last, "touchy": last - 3}
    error = ask(database_url, "SELECT position, error FROM parked")
    assert error == [(last - 2, "ValueError: cannot stand it")]


def test_a_parked_model_goes_on_once_it_is_mended(database_url: str) -> None:
    write_now(database_url, stream_of(["a", "poison", "b"]))
    Feed(database_url, FEED_ROLE, [Touchy("poison")]).catch_up()
    assert ask(database_url, "SELECT name FROM parked") == [("touchy",)]
    Feed(database_url, FEED_ROLE, [Touchy("nothing")]).catch_up()
    assert ask(database_url, "SELECT name FROM parked") == []
    assert ask(database_url, "SELECT sum(count) FROM touchy_counts") == [(3,)]


def test_a_passing_failure_parks_nothing(database_url: str) -> None:
    touchy = Touchy("poison", times=0)
    with running(database_url, touchy):
        assert eventually(lambda: ask(database_url, "SELECT 1 FROM positions") != [])
        touchy.times = 2
        write_now(database_url, stream_of(["a", "poison", "b"]))
        assert eventually(lambda: caught_up(database_url))
    assert ask(database_url, "SELECT name FROM parked") == []
    assert ask(database_url, "SELECT sum(count) FROM touchy_counts") == [(3,)]


def test_an_unknown_name_parks_only_who_listens_to_it(database_url: str) -> None:
    everything = AliasRegister()
    curious = Touchy("nothing")
    curious.topics = None
    with connect(database_url, None) as connection:
        connection.execute(
            "SELECT soviec.append_facts(ARRAY[gen_random_uuid()], ARRAY[1]::bigint[],"
            " ARRAY['from.the_future'], ARRAY['{}'::bytea], ARRAY[now()])"
        )
    write_now(database_url, stream_of(["a"]))
    Feed(database_url, FEED_ROLE, [everything, curious]).catch_up()
    assert ask(database_url, "SELECT name FROM parked") == [("touchy",)]
    assert ask(database_url, "SELECT sum(count) FROM alias_counts") == [(1,)]


def test_a_standby_takes_over(database_url: str) -> None:
    with running(database_url, AliasRegister()) as first:
        assert eventually(lambda: first.leads)
        with running(database_url, AliasRegister()) as second:
            assert not second.leads
            first.stop()
            assert eventually(lambda: second.leads)
            write_now(database_url, stream_of(["a"]))
            assert eventually(lambda: caught_up(database_url))


def test_a_journal_restored_from_an_older_backup_is_noticed(database_url: str) -> None:
    write_now(database_url, stream_of(["a"]))
    Feed(database_url, FEED_ROLE, [AliasRegister()]).catch_up()
    with connect(database_url, FEED_ROLE) as connection:
        connection.execute("UPDATE positions SET position = 1000")
        connection.execute("DELETE FROM alias_counts")
    Feed(database_url, FEED_ROLE, [AliasRegister()]).catch_up()
    assert ask(database_url, "SELECT count FROM alias_counts") == [(1,)]
    assert ask(database_url, "SELECT position FROM positions") == [(1,)]


def test_a_lost_connection_is_replaced(database_url: str) -> None:
    with running(database_url, AliasRegister()) as feed:
        assert eventually(lambda: feed.leads)
        with connect(database_url, None) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        write_now(database_url, stream_of(["a"]))
        assert eventually(lambda: caught_up(database_url))


@pytest.mark.parametrize("ahead", [0, 1])
def test_waiting_for_a_position(database_url: str, ahead: int) -> None:
    """A page that waits sees its own act; for an act that never comes it waits in vain."""

    async def scenario() -> bool:
        freshness = Freshness(database_url, WEB_ROLE)
        await freshness.start()
        try:
            position = await asyncio.to_thread(write_now, database_url, stream_of(["a"]))
            return await freshness.wait(position + ahead, PATIENCE_SECONDS if ahead == 0 else 0.2)
        finally:
            await freshness.stop()

    with running(database_url, AliasRegister()) as feed:
        assert eventually(lambda: feed.leads)
        assert asyncio.run(scenario()) is (ahead == 0)


def test_prefetched_rows_are_enough(database_url: str) -> None:
    """`keys` names every row that `apply` touches, so no batch asks row by row."""
    from projections.folding import read_facts
    from projections.row_store import ModelStore

    write_now(database_url, stream_of(["a", "b"]))
    Feed(database_url, FEED_ROLE, [AliasRegister()]).catch_up()
    write_now(database_url, stream_of(["c", "d"]))
    model = AliasRegister()
    with connect(database_url, FEED_ROLE) as connection:
        facts = read_facts(connection, 0, 100)
        rows = ModelStore(model).rows(connection, (key for f in facts for key in model.keys(f)))
        for fact in facts:
            model.apply(fact, rows)
        assert rows.misses == 0
        assert positions.last_position(connection) == 4
