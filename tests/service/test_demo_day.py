"""The demo's day moves forward only, and everything that time does follows."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from service.clock import ClockCannotGoBack
from service.demo.player import ISSUED_AT, Player
from service.settings import Settings
from service.wiring import open_house, read_models_ready, working


def test_moving_the_day_plays_the_story_on(database_url: str, tmp_path: Path) -> None:
    async def story() -> None:
        settings = Settings(data=tmp_path, demo=True)
        async with open_house(settings, database_url, has_roles=True) as house, working(house):
            await read_models_ready(house)
            await Player(house).play_until(ISSUED_AT + timedelta(minutes=1))
            before = await house.ledger.max_position()
            await house.move_clock(ISSUED_AT + timedelta(days=3))
            names = {fact.name for fact in await house.ledger.read(before, 10_000)}
            assert {"task.accepted", "task.deemed_accepted", "task.returned"} <= names
            with pytest.raises(ClockCannotGoBack):
                await house.move_clock(ISSUED_AT)

    asyncio.run(story())
