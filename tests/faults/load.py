"""People at work while something breaks: each does a thing, waits for the answer, does the next."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from domain.ids import unit_id
from tests.faults.ground import Scene
from tests.faults.person import Person
from tests.faults.programs import START_SECONDS
from tests.faults.ward_data import task_code

REPORTERS = 5
ASSIGNERS = 1
GIVES_UP = 0.15
"""How often somebody leaves a command alone of which nothing was heard."""
STALL_SECONDS = START_SECONDS + 60.0
"""A part that was killed may need all the time a start is given, before anybody is answered."""


class Load:
    """Runs until it is told to end; then everybody finishes what they are at."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._ending = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def begin(self, reporters: int = REPORTERS, assigners: int = ASSIGNERS) -> None:
        """Everybody logs in and starts."""
        for number in range(reporters):
            person = self._scene.person("truongphong")
            self._tasks.append(asyncio.create_task(self._report(person, number + 1)))
        for _ in range(assigners):
            person = self._scene.person("chutich")
            self._tasks.append(asyncio.create_task(self._assign(person)))

    async def end(self) -> None:
        """Wait until the last answers are there."""
        self._ending.set()
        async with asyncio.timeout(STALL_SECONDS):
            await asyncio.gather(*self._tasks)

    async def until_acknowledged(self, more: int) -> None:
        """Until so many more commands have been acknowledged: the program works."""
        book = self._scene.book
        wanted = len(book.acknowledged) + more
        await self.until(lambda: len(book.acknowledged) >= wanted)

    async def until(self, come: Callable[[], bool]) -> None:
        """Until something has come about; an error of somebody at work is not swallowed."""
        async with asyncio.timeout(STALL_SECONDS):
            while not come():
                for task in self._tasks:
                    if task.done():
                        task.result()
                await asyncio.sleep(0.02)

    async def _report(self, person: Person, task: int) -> None:
        await person.persist_to_enter()
        path = f"/tasks/{task_code(task)}/do/report-progress"
        number = 0
        while not self._ending.is_set():
            number += 1
            said = f"Lần {number}: đã gọi điện đôn đốc, chờ số liệu"
            await person.act("progress", path, gives_up=GIVES_UP, progress_text=said)

    async def _assign(self, person: Person) -> None:
        await person.persist_to_enter()
        while not self._ending.is_set():
            await assign(person, gives_up=GIVES_UP)


NEW_TASK = {
    "text": "Lập báo cáo thử nghiệm.",
    "field": "4",
    "product": "Báo cáo",
    "lead": str(unit_id("VHXH")),
    "deadline_kind": "fixed",
    "deadline_on": "30/06/2026",
    "doc_number": "55",
    "doc_notation": "QĐ-UBND",
    "doc_on": "19/11/2025",
    "go": "assign",
}


async def assign(person: Person, *, gives_up: float = 0.0) -> str:
    """A new task, all steps in one sending; its address, or nothing when it was given up."""
    answer = await person.act("assign", "/tasks/new", gives_up=gives_up, **NEW_TASK)
    if answer is None or answer.status_code != 303:
        return ""
    return str(answer.headers["location"]).split("?")[0]


@contextlib.asynccontextmanager
async def working(scene: Scene) -> AsyncIterator[Load]:
    """Load around a block; afterwards everybody has the answers to what they sent."""
    load = Load(scene)
    load.begin()
    try:
        await load.until_acknowledged(5)
        yield load
        await load.end()
    finally:
        for task in load._tasks:
            task.cancel()
        await asyncio.gather(*load._tasks, return_exceptions=True)
        await scene.leave()
