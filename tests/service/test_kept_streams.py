"""Streams kept in memory are never older than the journal, and never more than the bound."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from domain.fact import Event, Meta
from domain.refusal import Refused
from service.kept_streams import KeptStreams
from service.slices import Slice
from tests.journal_store import added, after, open_store


def counted(state: int | None, _event: Event, _meta: Meta) -> int:
    return (state or 0) + 1


COUNT = Slice("org", lambda *_: [], counted)


def test_what_another_process_wrote_is_seen_on_the_next_use(database_url: str) -> None:
    async def scenario() -> None:
        stream = uuid4()
        async with open_store(database_url) as here, open_store(database_url) as there:
            kept = KeptStreams(here.ledger)
            assert (await kept.load(stream, COUNT)).version == 0
            first = after(stream, 0, added("a", stream))
            await here.ledger.append([first])
            assert (await kept.load(stream, COUNT)).state == 1
            await there.ledger.append([after(stream, 1, added("b", stream), added("c", stream))])
            now = await kept.load(stream, COUNT)
            assert (now.version, now.state) == (3, 3)
            assert list(now.history) == await there.ledger.load(stream)
            assert now.done_by(first.facts[0].meta.command_id) == now.history[:1]
            assert now.done_by(uuid4()) == ()

    asyncio.run(scenario())


def test_another_kind_of_thing_folds_for_itself(database_url: str) -> None:
    def doubled(state: int | None, _event: Event, _meta: Meta) -> int:
        return (state or 0) + 2

    async def scenario() -> None:
        stream = uuid4()
        async with open_store(database_url) as store:
            kept = KeptStreams(store.ledger)
            await store.ledger.append([after(stream, 0, added("a", stream))])
            assert (await kept.load(stream, Slice("org", lambda *_: [], doubled))).state == 2
            assert (await kept.load(stream, COUNT)).state == 1
            with pytest.raises(Refused):
                await kept.load(stream, Slice("task", lambda *_: [], counted))

    asyncio.run(scenario())


def test_many_at_once_see_whole_streams(database_url: str) -> None:
    async def scenario() -> None:
        stream = uuid4()
        async with open_store(database_url) as store:
            kept = KeptStreams(store.ledger)

            async def write() -> None:
                for version in range(20):
                    await store.ledger.append([after(stream, version, added("x", stream))])

            async def look() -> None:
                for _ in range(20):
                    seen = await kept.load(stream, COUNT)
                    assert (seen.state or 0) == seen.version == len(seen.history)

            await asyncio.gather(write(), *(look() for _ in range(5)))
            assert (await kept.load(stream, COUNT)).version == 20

    asyncio.run(scenario())


def test_what_was_not_used_for_long_is_let_go(database_url: str) -> None:
    async def scenario() -> None:
        async with open_store(database_url) as store:
            kept = KeptStreams(store.ledger, most=5, most_of_one=3)
            streams = [uuid4() for _ in range(4)]
            for number, stream in enumerate(streams, 1):
                events = [added("x", stream)] * number
                await store.ledger.append([after(stream, 0, *events)])
            for number, stream in enumerate(streams, 1):
                assert (await kept.load(stream, COUNT)).version == number
                assert kept.facts <= 5
            # 1 + 2 + 3 is one too many, and 4 is too long to be kept
            assert [kept.keeps(stream, COUNT) for stream in streams] == [False, True, True, False]

    asyncio.run(scenario())
