"""A peer that is there and says nothing: whoever asks is told within 10 s, and all works after."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Coroutine, Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg_pool import PoolTimeout

from projections.database import connect, fetch_value, make_pool
from projections.feed import Feed
from projections.freshness import Freshness
from projections.network import SILENCE
from projections.timed_connection import PatientConnection, TimedConnection
from service.append_queue import AppendQueue, StoredFact, Unavailable
from service.schema import FEED_ROLE, VAULT_ROLE, WEB_ROLE
from service.vault import Vault
from tests.faults.swallowing_proxy import SwallowingProxy
from tests.faults.test_parts import eventually
from tests.journal_store import NOON

LIMIT_SECONDS = 10.0
AWAY = (psycopg.OperationalError, PoolTimeout, Unavailable)


@pytest.fixture
def proxy(database_url: str) -> Iterator[SwallowingProxy]:
    with SwallowingProxy(database_url) as between:
        yield between


async def until_it_works(ask: Callable[[], Coroutine[Any, Any, Any]]) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                await ask()
            except AWAY:
                await asyncio.sleep(0.2)
            else:
                return


async def told_and_mended(
    proxy: SwallowingProxy, ask: Callable[[], Coroutine[Any, Any, Any]]
) -> None:
    """Works, is told within the limit while everything is swallowed, works again by itself."""
    await ask()
    proxy.swallows.set()
    for _ in range(2):
        with pytest.raises(AWAY):
            async with asyncio.timeout(LIMIT_SECONDS):
                await ask()
    proxy.swallows.clear()
    await until_it_works(ask)


def test_a_page_is_told(proxy: SwallowingProxy) -> None:
    async def scenario() -> None:
        async with make_pool(proxy.url, WEB_ROLE) as pool:
            await told_and_mended(proxy, lambda: fetch_value(pool, "SELECT 1"))

    asyncio.run(scenario())


def test_a_command_is_told(proxy: SwallowingProxy) -> None:
    async def scenario() -> None:
        queue = AppendQueue(proxy.url, WEB_ROLE)
        await queue.start()

        async def ask() -> None:
            await queue.append([StoredFact(uuid4(), 1, "test.x", b"{}", NOON)])

        await told_and_mended(proxy, ask)
        await queue.stop()

    asyncio.run(scenario())


def test_whoever_seals_is_told(proxy: SwallowingProxy) -> None:
    async def scenario() -> None:
        vault = Vault(proxy.url, VAULT_ROLE)
        await vault.open()

        async def ask() -> None:
            async with vault.opened():
                pass

        try:
            await told_and_mended(proxy, ask)
        finally:
            await vault.close()

    asyncio.run(scenario())


def test_whoever_listens_notices_and_comes_back(proxy: SwallowingProxy) -> None:
    heard: list[bool] = []

    async def hear(is_reachable: bool) -> None:
        heard.append(is_reachable)

    async def scenario() -> None:
        freshness = Freshness(proxy.url, None)
        freshness.watch(hear)
        await freshness.start()
        proxy.swallows.set()
        assert await asyncio.to_thread(eventually, lambda: heard == [False])
        proxy.swallows.clear()
        assert await asyncio.to_thread(eventually, lambda: heard == [False, True])
        await freshness.stop()

    asyncio.run(scenario())


def test_the_feed_gives_up_a_peer_that_swallows_for_ever_and_leads_again(
    proxy: SwallowingProxy,
) -> None:
    """Its old session stays open behind the proxy; the server ends it, or it would always lead."""
    feed = Feed(proxy.url, FEED_ROLE, [])
    feed.answer_seconds = 1.0
    feed.start()
    try:
        assert eventually(lambda: feed.leads)
        proxy.swallows.set()
        assert eventually(lambda: not feed.leads)
        proxy.swallows.clear()
        assert eventually(lambda: feed.leads)
    finally:
        proxy.swallows.clear()
        feed.stop()


class SwallowedAtOnce(Feed):
    """Nothing comes through any more from the moment it leads for the first time."""

    def __init__(self, proxy: SwallowingProxy) -> None:
        super().__init__(proxy.url, FEED_ROLE, [])
        self._proxy = proxy
        self.times = 0

    def prepare(self, connection: PatientConnection) -> None:
        self.times += 1
        if self.times == 1:
            self._proxy.swallows.set()
        super().prepare(connection)


def test_the_feed_gives_up_a_peer_that_swallows_before_anything_is_read(
    proxy: SwallowingProxy,
) -> None:
    feed = SwallowedAtOnce(proxy)
    feed.answer_seconds = 1.0
    feed.start()
    try:
        assert eventually(lambda: feed.last_error is not None)
        proxy.swallows.clear()
        assert eventually(lambda: feed.times == 2 and feed.leads)
    finally:
        proxy.swallows.clear()
        feed.stop()


def options_of(found: int) -> tuple[int, ...]:
    """Copied from the socket under a connection."""
    with socket.socket(fileno=found) as wire:
        levels = (
            (socket.SOL_SOCKET, socket.SO_KEEPALIVE),
            (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE),
            (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL),
            (socket.IPPROTO_TCP, socket.TCP_KEEPCNT),
            (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT),
        )
        told = tuple(wire.getsockopt(level, option) for level, option in levels)
        wire.detach()
    return told


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="Linux says more than others")
def test_the_machine_itself_gives_up_where_packets_vanish(proxy: SwallowingProxy) -> None:
    """What no program can play without rights over the network: the kernel is told the limits."""
    idle, interval, count = (SILENCE[f"keepalives_{n}"] for n in ("idle", "interval", "count"))
    assert idle + interval * count < LIMIT_SECONDS
    assert SILENCE["tcp_user_timeout"] < LIMIT_SECONDS * 1000

    async def in_the_loop() -> tuple[int, ...]:
        async with await TimedConnection.connect(proxy.url) as connection:
            return options_of(connection.fileno())

    with connect(proxy.url, None) as plain:
        found = [options_of(plain.fileno()), asyncio.run(in_the_loop())]
    assert found == [tuple(SILENCE.values())] * 2
