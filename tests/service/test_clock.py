"""The demo's day: it ticks, it does not turn by itself, it never goes back."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from domain.fact import LOCAL
from service.clock import ClockCannotGoBack, DemoClock, HandClock, SystemClock
from tests.journal_store import open_store, stream_of, write_now

MORNING = datetime(2025, 7, 1, 8, 0, tzinfo=LOCAL)


def test_the_demo_clock_is_shared_and_kept(database_url: str) -> None:
    async def scenario() -> None:
        async with open_store(database_url) as store:
            clock = await DemoClock.load(store.pool, MORNING)
            other = await DemoClock.load(store.pool, MORNING)
            assert clock.today() == other.today() == MORNING.date()
            assert clock.now() >= MORNING
            later = MORNING + timedelta(days=3)
            await clock.move_to(store.pool, later)
            await other.refresh(store.pool)
            assert other.today() == clock.today() == later.date()
            again = await DemoClock.load(store.pool, MORNING)
            assert again.now() >= later

    asyncio.run(scenario())


def test_the_demo_clock_does_not_go_back(database_url: str) -> None:
    async def scenario() -> None:
        async with open_store(database_url) as store:
            clock = await DemoClock.load(store.pool, MORNING)
            with pytest.raises(ClockCannotGoBack):
                await clock.move_to(store.pool, MORNING - timedelta(seconds=1))

    asyncio.run(scenario())


def test_the_demo_clock_is_never_before_the_journal(database_url: str) -> None:
    write_now(database_url, stream_of(["a"]))  # recorded at noon of 18 August

    async def scenario() -> None:
        async with open_store(database_url) as store:
            clock = await DemoClock.load(store.pool, MORNING)
            assert clock.today().isoformat() == "2025-08-18"

    asyncio.run(scenario())


def test_the_demo_day_ends_a_second_before_midnight() -> None:
    clock = DemoClock(datetime(2025, 11, 20, 23, 59, 59, tzinfo=LOCAL))
    assert clock.now() == datetime(2025, 11, 20, 23, 59, 59, tzinfo=LOCAL)
    assert clock.now() == clock.now()


def test_a_hand_clock_stands_until_it_is_moved() -> None:
    clock = HandClock(MORNING)
    assert clock.now() == clock.now() == MORNING
    clock.set(MORNING + timedelta(hours=1))
    assert clock.now() == MORNING + timedelta(hours=1)
    with pytest.raises(ClockCannotGoBack):
        clock.set(MORNING)


def test_the_day_is_the_wards_day() -> None:
    clock = HandClock(datetime(2025, 7, 1, 0, 30, tzinfo=LOCAL))  # still June in UTC
    assert clock.today().isoformat() == "2025-07-01"
    assert SystemClock().now().tzinfo is not None
