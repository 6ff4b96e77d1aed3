"""The house as a whole: what it says about itself, and that a demo never meets real data."""

from __future__ import annotations

import asyncio
from pathlib import Path

import psycopg
import pytest

from service.settings import Settings
from service.stop import CannotStart
from service.wiring import open_house, read_models_ready, working
from tests.journal_store import stream_of, write_now


def test_a_working_house_says_how_it_is(database_url: str, tmp_path: Path) -> None:
    position = write_now(database_url, stream_of(["a"]))

    async def scenario() -> None:
        settings = Settings(data=tmp_path, demo=False)
        async with open_house(settings, database_url, has_roles=True) as house, working(house):
            await read_models_ready(house)
            assert await house.freshness.wait(position, 10)
            status = await house.status()
            assert status.is_ready
            assert not status.is_degraded
            assert status.last_position == position
            assert {model.lag for model in status.models} == {0}

    asyncio.run(scenario())


def test_a_parked_model_comes_first(database_url: str, tmp_path: Path) -> None:
    async def scenario() -> None:
        settings = Settings(data=tmp_path, demo=False)
        async with open_house(settings, database_url, has_roles=True) as house:
            async with working(house):
                await read_models_ready(house)
            with psycopg.connect(database_url) as connection:
                connection.execute(
                    "INSERT INTO soviec_read.parked (name, position, error)"
                    " SELECT max(name), 7, 'broken' FROM soviec_read.positions"
                )
            status = await house.status()
            assert status.is_degraded
            assert status.is_ready
            assert [model.is_parked for model in status.models][:2] == [True, False]

    asyncio.run(scenario())


@pytest.mark.parametrize("first", [True, False])
def test_the_first_start_decides_whether_it_is_a_demo(
    database_url: str, tmp_path: Path, first: bool
) -> None:
    async def start(demo: bool) -> None:
        settings = Settings(data=tmp_path, demo=demo)
        async with open_house(settings, database_url, has_roles=True):
            return

    asyncio.run(start(first))
    asyncio.run(start(first))
    with pytest.raises(CannotStart):
        asyncio.run(start(not first))


def test_an_unreachable_database_is_an_answer(database_url: str, tmp_path: Path) -> None:
    async def scenario() -> None:
        settings = Settings(data=tmp_path, demo=False)
        async with open_house(settings, database_url, has_roles=True) as house:
            await house.pool.close()
            status = await house.status()
            assert not status.database_reachable
            assert not status.is_ready

    asyncio.run(scenario())
