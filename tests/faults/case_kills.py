"""kill -9 at random moments under load: of the web process, the worker, and PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections.abc import AsyncIterator

from tests.faults.ground import Finding, Ground, Scene, in_one_process, in_parts
from tests.faults.load import working
from tests.faults.programs import kill_server

WORK_BETWEEN = 4
"""Commands that are acknowledged after a kill before the next one may come."""
MOMENT_SECONDS = 0.8
LOOK_SECONDS = 0.1


def in_parts_killed(ground: Ground, *, web: int, worker: int, postgres: int) -> Finding:
    """Each part dies so often, in random order; the test starts it again, as a supervisor would."""
    victims = ["web"] * web + ["worker"] * worker + ["postgres"] * postgres
    ground.chance.shuffle(victims)
    with in_parts(ground) as scene:
        wrong = asyncio.run(_kill_each(scene, victims))
        return scene.finding(
            "kill -9, web and worker apart",
            f"web process ×{web}, worker ×{worker}, PostgreSQL ×{postgres}, in random order",
            len(victims),
            wrong,
        )


def one_process_killed(ground: Ground, *, program: int, postgres: int) -> Finding:
    """The whole program dies and is started again; its own PostgreSQL dies and nobody helps."""
    victims = ["program"] * program + ["own postgres"] * postgres
    ground.chance.shuffle(victims)
    with in_one_process(ground) as scene:
        wrong = asyncio.run(_kill_each(scene, victims))
        return scene.finding(
            "kill -9, everything in one process",
            f"program ×{program}, its PostgreSQL ×{postgres} (comes back without a restart)",
            len(victims),
            wrong,
        )


async def _kill_each(scene: Scene, victims: list[str]) -> list[str]:
    supervisor = Supervisor(scene)
    async with working(scene) as load, supervisor.watching():
        for victim in victims:
            await load.until_acknowledged(WORK_BETWEEN)
            await asyncio.sleep(scene.chance.random() * MOMENT_SECONDS)
            await _kill(scene, victim, supervisor)
        await load.until_acknowledged(WORK_BETWEEN)
    return supervisor.wrong


class Supervisor:
    """Starts the worker again whenever it has ended, and says so where it had no reason to end.

    One that is just starting while PostgreSQL dies ends by itself, on a busy machine only after
    PostgreSQL is back: so it is looked at all the time, not once.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._started = time.monotonic()
        self._database_back = 0.0
        self.wrong: list[str] = []

    def database_died(self) -> None:
        """Whoever starts before it is back may find none, and end."""
        self._database_back = math.inf

    def database_came(self) -> None:
        """From now on there is no reason to end."""
        self._database_back = time.monotonic()

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """During the block, and once more at its end."""
        task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            task.cancel()
            self._look()

    async def _watch(self) -> None:
        while True:
            self._look()
            await asyncio.sleep(LOOK_SECONDS)

    def _look(self) -> None:
        worker = self._scene.worker
        if worker is None or worker.is_running():
            return
        if not worker.was_killed() and self._started > self._database_back:
            self.wrong.append(f"the worker ended by itself: {worker.said()[-300:]}")
        worker.start()
        self._started = time.monotonic()


async def _kill(scene: Scene, victim: str, supervisor: Supervisor) -> None:
    if victim in ("web", "program"):
        await asyncio.to_thread(scene.web.kill)
        scene.web.start()
    elif victim == "worker":
        assert scene.worker is not None
        await asyncio.to_thread(scene.worker.kill)
    elif victim == "postgres":
        assert scene.postgres is not None
        supervisor.database_died()
        await asyncio.to_thread(scene.postgres.kill)
        await asyncio.sleep(scene.chance.random() * MOMENT_SECONDS)
        await asyncio.to_thread(scene.postgres.start)
        supervisor.database_came()
    else:
        await asyncio.to_thread(kill_server, scene.server_folder)
