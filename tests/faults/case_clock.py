"""The clock of the server jumps back and forward while people work."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import psycopg

from service.clock import SystemClock
from service.demo.player import TODAY_AT
from tests.faults.ground import Finding, Ground, Scene, in_one_process
from tests.faults.load import assign
from tests.faults.person import BROKEN, Person, told_number
from tests.faults.ward_data import PASSWORD, task_code

HOUR, DAY = 3600.0, 86_400.0
JUMPS = (2 * HOUR, -3 * HOUR, DAY, -DAY, 45 * DAY, -45 * DAY, -1.0, 1.0)
"""Seconds, one after the other."""
BEFORE_THE_WARD = -400 * DAY
PAGES = ("/", "/tasks", "/login", "/status", "/health/ready", f"/tasks/{task_code(1)}", "/work")


def jumps(ground: Ground, jumps: int = len(JUMPS), rounds: int = 1) -> Finding:
    """Hours, days and weeks, forward and back; once to before the ward existed."""
    hand = ground.place("clock")
    off = (TODAY_AT - SystemClock().now()).total_seconds()
    _set(hand, off)
    module = "tests.faults.program_by_clock"
    with in_one_process(ground, demo=False, module=module, FAULTS_CLOCK=str(hand)) as scene:
        wrong = asyncio.run(_jump(scene, hand, off, JUMPS[:jumps] * rounds))
        wrong += [] if _went_back(scene.url) else ["the clock never went back"]
        times = rounds * jumps + 2
        return scene.finding(
            "the clock jumps", "−400 days to +45 days, back and forth", times, wrong
        )


async def _jump(scene: Scene, hand: Path, off: float, jumps: tuple[float, ...]) -> list[str]:
    wrong: list[str] = []
    heads = [scene.person("truongphong") for _ in range(3)]
    chair = scene.person("chutich")
    for person in (*heads, chair):
        if not await person.log_in(PASSWORD):
            return [f"{person.login} could not log in"]
    for jump in jumps:
        off += jump
        await asyncio.to_thread(_set, hand, off)
        wrong += await _work(heads, chair, jump)
    await asyncio.to_thread(_set, hand, off + BEFORE_THE_WARD)
    wrong += await _pages(heads[0])
    await asyncio.to_thread(_set, hand, off)
    wrong += await _work(heads, chair, -BEFORE_THE_WARD)
    await scene.leave()
    return list(dict.fromkeys(wrong))


async def _work(heads: list[Person], chair: Person, jump: float) -> list[str]:
    """Everybody does something, and is not refused for what the clock did."""
    acts = [
        head.act(
            "progress",
            f"/tasks/{task_code(number + 1)}/do/report-progress",
            progress_text="Đã gọi điện đôn đốc",
        )
        for number, head in enumerate(heads)
    ]
    *answers, address = await asyncio.gather(*acts, assign(chair))
    said = [
        f"after {timedelta(seconds=jump)}: {answer.status_code} {told_number(answer.text)}"
        for answer in answers
        if answer is not None and answer.status_code != 303
    ]
    return said if address else [*said, f"after {timedelta(seconds=jump)}: nothing was assigned"]


async def _pages(person: Person) -> list[str]:
    """Nobody was in office then: whatever a page says, it is no slip of ours."""
    found = [(path, (await person.ask("GET", path)).status_code) for path in PAGES]
    return [f"{path} answered {status}" for path, status in found if status >= BROKEN]


def _went_back(url: str) -> bool:
    """Whether something was recorded at an earlier hour than what stands before it."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT bool_or(recorded_at < before) FROM (SELECT recorded_at,"
            " lag(recorded_at) OVER (ORDER BY notification_id) AS before"
            " FROM soviec.journal_events) AS rows"
        ).fetchone()
    return bool(row and row[0])


def _set(hand: Path, seconds: float) -> None:
    made = hand.with_suffix(".new")
    made.write_text(str(seconds), encoding="ascii")
    made.replace(hand)
