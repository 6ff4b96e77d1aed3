"""The ledger: order, atomicity, conflict, doing once, and the library's own reading of it."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import psycopg
import pytest

from domain.claims import Taken
from domain.ids import claim
from domain.journal import Journal
from service.ledger import Busy, Conflict
from tests.journal_store import NOON, added, after, dropped, open_store


def test_a_stream_comes_back_as_it_was_written(database_url: str) -> None:
    stream = uuid4()

    async def scenario() -> None:
        async with open_store(database_url) as store:
            first = await store.ledger.append([after(stream, 0, added("một", stream))])
            last = await store.ledger.append(
                [after(stream, 1, added("hai", stream), dropped("một", stream))]
            )
            facts = await store.ledger.load(stream)
            assert [fact.event for fact in facts] == [
                added("một", stream),
                added("hai", stream),
                dropped("một", stream),
            ]
            assert [fact.originator_version for fact in facts] == [1, 2, 3]
            assert (facts[0].position, facts[-1].position) == (first, last)
            assert await store.ledger.max_position() == last
            assert await store.ledger.load(stream, first) == facts[:1]
            assert await store.ledger.load(stream, after_version=2) == facts[2:]
            assert await store.ledger.load(stream, upto_version=2) == facts[:2]
            assert await store.ledger.version(stream) == 3
            assert await store.ledger.version(uuid4()) == 0
            assert await store.ledger.position_at(NOON) == last

    asyncio.run(scenario())


def test_the_second_writer_of_a_version_conflicts_and_writes_nothing(database_url: str) -> None:
    stream, other = uuid4(), uuid4()

    async def scenario() -> None:
        async with open_store(database_url) as store:
            await store.ledger.append([after(stream, 0, added("một", stream))])
            with pytest.raises(Conflict) as conflict:
                await store.ledger.append(
                    [after(other, 0, added("x", other)), after(stream, 0, added("y", stream))]
                )
            assert conflict.value.streams == {stream}
            assert await store.ledger.load(other) == []

    asyncio.run(scenario())


def test_a_claim_is_taken_by_one_of_many(database_url: str) -> None:
    place = claim("plan-file", "abc")

    async def scenario() -> list[object]:
        async with open_store(database_url) as store:

            async def take() -> int:
                stream = uuid4()
                taken = Taken(kind="plan-file", key="abc", by_stream=stream)
                return await store.ledger.append(
                    [after(stream, 0, added("a", stream)), after(place, 0, taken)]
                )

            outcomes = await asyncio.gather(*(take() for _ in range(20)), return_exceptions=True)
            assert await store.ledger.max_position() > 0
            return list(outcomes)

    outcomes = asyncio.run(scenario())
    assert sum(isinstance(outcome, int) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 19


def test_commands_that_wait_together_share_a_commit(database_url: str) -> None:
    async def scenario() -> None:
        async with open_store(database_url) as store:
            streams = [uuid4() for _ in range(200)]
            positions = await asyncio.gather(
                *(store.ledger.append([after(s, 0, added("a", s))]) for s in streams)
            )
            assert sorted(positions) == list(positions)
            assert store.queue.batches < 20

    asyncio.run(scenario())


def test_a_long_queue_refuses(database_url: str) -> None:
    async def scenario() -> None:
        async with open_store(database_url, waiting_max=5) as store:
            streams = [uuid4() for _ in range(20)]
            outcomes = await asyncio.gather(
                *(store.ledger.append([after(s, 0, added("a", s))]) for s in streams),
                return_exceptions=True,
            )
            assert sum(isinstance(outcome, Busy) for outcome in outcomes) == 15

    asyncio.run(scenario())


def test_a_client_that_goes_away_does_not_undo_its_command(database_url: str) -> None:
    stream = uuid4()

    async def scenario() -> None:
        async with open_store(database_url) as store:
            asking = asyncio.create_task(
                store.ledger.append([after(stream, 0, added("a", stream))])
            )
            await asyncio.sleep(0)
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
            await store.queue.stop()
            assert len(await store.ledger.load(stream)) == 1

    asyncio.run(scenario())


def test_a_lost_connection_repeats_nothing_that_was_written(database_url: str) -> None:
    """The server ends the connection again and again while commands are under way."""

    async def scenario() -> int:
        async with (
            open_store(database_url) as store,
            await psycopg.AsyncConnection.connect(database_url, autocommit=True) as killer,
        ):
            done = 0

            async def write_many() -> None:
                nonlocal done
                for _ in range(40):
                    stream = uuid4()
                    await store.ledger.append([after(stream, 0, added("a", stream))])
                    done += 1

            async def cut() -> None:
                for _ in range(6):
                    await asyncio.sleep(0.02)
                    await killer.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND query LIKE '%append_facts%'"
                        " AND pid <> pg_backend_pid()"
                    )

            await asyncio.gather(cut(), *(write_many() for _ in range(4)))
            stored = await store.ledger.read(0, 10_000)
            assert len(stored) == done
            assert len({fact.meta.event_id for fact in stored}) == done
            return done

    assert asyncio.run(scenario()) == 160


def test_the_same_bytes_written_twice_are_written_once(database_url: str) -> None:
    """What a repeat after an unanswered commit meets: our own facts are already there."""
    stream = uuid4()
    part = after(stream, 0, added("a", stream))

    async def scenario() -> None:
        async with open_store(database_url) as store:
            assert await store.ledger.append([part]) == await store.ledger.append([part])
            assert len(await store.ledger.load(stream)) == 1

    asyncio.run(scenario())


def test_the_library_reads_what_we_wrote(database_url: str) -> None:
    stream = uuid4()

    async def scenario() -> None:
        async with open_store(database_url) as store:
            await store.ledger.append(
                [after(stream, 0, added("tên khác", stream), dropped("tên khác", stream))]
            )

    asyncio.run(scenario())
    known = psycopg.conninfo.conninfo_to_dict(database_url)
    journal = Journal(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": str(known["dbname"]),
            "POSTGRES_HOST": str(known["host"]),
            "POSTGRES_PORT": "5432",
            "POSTGRES_USER": str(known["user"]),
            "POSTGRES_PASSWORD": "unused",
            "POSTGRES_SCHEMA": "soviec",
            "CREATE_TABLE": "no",
        }
    )
    try:
        events = [fact.event for fact in journal.events.get(stream)]  # type: ignore[attr-defined]
        assert events == [added("tên khác", stream), dropped("tên khác", stream)]
        names = [
            journal.repository.get(
                stream, projector_func=lambda _, facts: [fact.name for fact in facts]
            )
        ]
        assert names == [["org.alias_added", "org.alias_dropped"]]
        section = journal.notification_log["1,10"]
        assert [each.topic for each in section.items] == names[0]
    finally:
        journal.close()
