"""What time itself does: once, in order, and caught up after an outage."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date

from domain.ids import derived
from domain.task import events as t
from domain.values import Fixed
from service.demo.script import hour
from service.sweep import Sweep
from service.wiring import read_models_ready, working
from tests.service.founded_ward import TASK, Told, Ward


async def _swept(ward: Ward) -> int:
    house = ward.house
    await house.freshness.wait(await house.ledger.max_position(), timeout=5)
    return await Sweep(house.pool, ward.clock, ward.desk, house.freshness).run()


async def _events(ward: Ward) -> list[object]:
    return [fact.event for fact in await ward.house.ledger.load(TASK)]


def test_three_days_of_silence_after_an_outage(tell: Callable[[Told], None]) -> None:
    async def story(ward: Ward) -> None:
        async with working(ward.house):
            await read_models_ready(ward.house)
            await ward.assign(deadline=Fixed(on=date(2025, 8, 8)))
            assert await _swept(ward) == 0, "nobody is late on the first day"
            ward.clock.set(hour(date(2025, 8, 13), "07:00"))
            assert await _swept(ward) == 2
            assert await _swept(ward) == 0, "a second sweep finds nothing"
            deemed, passed = (await _events(ward))[1:]
            assert isinstance(deemed, t.DeemedAccepted)
            assert deemed.limit_on == date(2025, 8, 6)
            assert isinstance(passed, t.DeadlinePassed)
            assert (passed.for_on, passed.last_on) == (date(2025, 8, 8), date(2025, 8, 8))
            assert passed.done_at == ward.clock.now(), "it says when it was really done"

    tell(story)


def test_two_sweeps_at_once_record_once(tell: Callable[[Told], None]) -> None:
    async def story(ward: Ward) -> None:
        async with working(ward.house):
            await read_models_ready(ward.house)
            for n in range(5):
                await ward.assign(derived("test", "sweep", n))
            ward.clock.set(hour(date(2025, 8, 11), "07:00"))
            await asyncio.gather(_swept(ward), _swept(ward), _swept(ward))
            for n in range(5):
                facts = await ward.house.ledger.load(derived("test", "sweep", n))
                assert [fact.name for fact in facts] == ["task.assigned", "task.deemed_accepted"]

    tell(story)
