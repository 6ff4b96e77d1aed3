"""How long a reader waits for the read models to see what he just did, beside the append itself."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from bench.figures import Results, at_most, each, figure, median, percentile
from bench.journal_maker import NOW, Made
from bench.progress_facts import fact
from service.ledger import StreamAppend
from service.settings import Settings
from service.wiring import House, open_house, working

ROUNDS = 3
WRITES = 300


def measure(made: Made, folder: Path, results: Results) -> None:
    """From the answer of an append to the read models' position, feed and pages in one process."""
    asyncio.run(_measure(made, folder, results))


async def _measure(made: Made, folder: Path, results: Results) -> None:
    settings = Settings(data=folder / "own-writes", demo=True)
    ratios, middle, waits, appends = [], [], [], []
    async with open_house(settings, made.url, has_roles=True) as house, working(house):
        await _wait_for_feed(house)
        for _ in range(ROUNDS):
            append, wait = await _round(house, made)
            ratios.append(percentile(wait, 0.99) / percentile(append, 0.99))
            middle.append(percentile(wait, 0.5) / percentile(append, 0.5))
            waits.append(percentile(wait, 0.99) * 1000)
            appends.append(percentile(append, 0.99) * 1000)
    note = f"p99 {each(waits)} ms against {each(appends)} ms; p50 ratio {median(middle):.2f}"
    results.figures.append(
        figure("read your writes p99 ÷ append p99", median(ratios), at_most(2), note)
    )


async def _wait_for_feed(house: House) -> None:
    while house.freshness.position < await house.ledger.max_position():
        await asyncio.sleep(0.05)


async def _round(house: House, made: Made) -> tuple[list[float], list[float]]:
    appends, waits = [], []
    version = await house.ledger.version(made.open_task)
    for n in range(WRITES):
        began = time.perf_counter()
        appended = StreamAppend(
            made.open_task, version + n, (fact(made.open_task, version + n + 1, NOW),)
        )
        position = await house.ledger.append([appended])
        answered = time.perf_counter()
        assert await house.freshness.wait(position, timeout=10), "the feed follows"
        appends.append(answered - began)
        waits.append(time.perf_counter() - answered)
    return appends, waits
