"""Reactions: each fact once and in order; one that fails holds up nobody."""

from __future__ import annotations

import asyncio
from typing import Any, NamedTuple

from domain.fact import Recorded
from domain.ids import derived
from domain.refusal import Refused
from projections.feed import Feed
from projections.freshness import Freshness
from service.ledger import Conflict, Ledger
from service.reactions.runner import Reaction, ReactionRunner
from service.schema import FEED_ROLE, WEB_ROLE
from service.status import parked_reactions
from tests.journal_store import Store, added, after, dropped, open_store, stream_of, write_now
from tests.projections.toy_models import AliasRegister

ADDED = frozenset({"org.alias_added"})


class SmallHouse(NamedTuple):
    """As much of a house as these reactions use."""

    ledger: Ledger
    freshness: Freshness


async def drop_again(fact: Recorded, house: Any) -> None:
    """For every alias added, one dropped in a stream whose id is derived from the fact."""
    stream = derived("drop", fact.meta.event_id)
    try:
        await house.ledger.append([after(stream, 0, dropped("x", stream))])
    except Conflict:
        return  # done before


async def refuse(_fact: Recorded, _house: Any) -> None:
    raise Refused("task.already_accepted")


async def break_down(_fact: Recorded, _house: Any) -> None:
    raise ValueError("broken")


DROP = Reaction("drop_again", ADDED, drop_again)


async def caught_up(url: str, store: Store, *reactions: Reaction) -> None:
    """Feed and reactions until nothing is left to do."""
    await asyncio.to_thread(Feed(url, FEED_ROLE, [AliasRegister()]).catch_up)
    freshness = Freshness(url, WEB_ROLE)
    await freshness.start()
    try:
        house: Any = SmallHouse(store.ledger, freshness)
        await ReactionRunner(url, WEB_ROLE, store.ledger, house, reactions).catch_up()
    finally:
        await freshness.stop()


async def names(store: Store) -> list[str]:
    return [fact.name for fact in await store.ledger.read(0, 1000)]


def test_each_fact_is_answered_once(database_url: str) -> None:
    async def scenario() -> None:
        async with open_store(database_url) as store:
            write_now(database_url, stream_of(["a", "b"]))
            await caught_up(database_url, store, DROP)
            await caught_up(database_url, store, DROP)
            assert (await names(store)).count("org.alias_dropped") == 2

    asyncio.run(scenario())


def test_handed_over_twice_it_happens_once(database_url: str) -> None:
    """A runner that died before it noted its position hands the same facts over again."""

    async def scenario() -> None:
        async with open_store(database_url) as store:
            write_now(database_url, stream_of(["a", "b"]))
            await caught_up(database_url, store, DROP)
            async with store.pool.connection() as connection:
                await connection.execute("UPDATE reaction_position SET position = 0")
            await caught_up(database_url, store, DROP)
            assert (await names(store)).count("org.alias_dropped") == 2

    asyncio.run(scenario())


def test_a_failing_reaction_is_parked_and_the_others_go_on(database_url: str) -> None:
    async def scenario() -> None:
        async with open_store(database_url) as store:
            write_now(database_url, stream_of(["a"]))
            refusing = Reaction("refuse", ADDED, refuse)
            broken = Reaction("break_down", ADDED, break_down)
            await caught_up(database_url, store, refusing, broken, DROP)
            assert (await names(store)).count("org.alias_dropped") == 1
            parked = {each.reaction: each for each in await parked_reactions(store.pool)}
            assert set(parked) == {"refuse", "break_down"}
            assert parked["break_down"].error == "ValueError: broken"
            assert "task.already_accepted" in parked["refuse"].error
            assert parked["refuse"].position == 1

    asyncio.run(scenario())


def test_a_new_reaction_leaves_the_past_alone(database_url: str) -> None:
    async def scenario() -> None:
        async with open_store(database_url) as store:
            write_now(database_url, stream_of(["a"]))
            await caught_up(database_url, store, DROP)
            later = Reaction("added_later", ADDED, break_down)
            await caught_up(database_url, store, DROP, later)
            assert await parked_reactions(store.pool) == ()
            stream = stream_of(["x"])[0].originator_id
            await store.ledger.append([after(stream, 0, added("new", stream))])
            await caught_up(database_url, store, DROP, later)
            assert [each.reaction for each in await parked_reactions(store.pool)] == ["added_later"]

    asyncio.run(scenario())
