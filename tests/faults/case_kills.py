"""kill -9 at random moments under load: of the web process, the worker, and PostgreSQL."""

from __future__ import annotations

import asyncio

from tests.faults.ground import Finding, Ground, Scene, in_one_process, in_parts
from tests.faults.load import Load, working
from tests.faults.programs import kill_server

WORK_BETWEEN = 4
"""Commands that are acknowledged after a kill before the next one may come."""
MOMENT_SECONDS = 0.8


def in_parts_killed(ground: Ground, *, web: int, worker: int, postgres: int) -> Finding:
    """Each part dies so often, in random order; the test starts it again, as a supervisor would."""
    victims = ["web"] * web + ["worker"] * worker + ["postgres"] * postgres
    ground.chance.shuffle(victims)
    with in_parts(ground) as scene:
        asyncio.run(_kill_each(scene, victims))
        return scene.finding(
            "kill -9, web and worker apart",
            f"web process ×{web}, worker ×{worker}, PostgreSQL ×{postgres}, in random order",
            len(victims),
        )


def one_process_killed(ground: Ground, *, program: int, postgres: int) -> Finding:
    """The whole program dies and is started again; its own PostgreSQL dies and nobody helps."""
    victims = ["program"] * program + ["own postgres"] * postgres
    ground.chance.shuffle(victims)
    with in_one_process(ground) as scene:
        asyncio.run(_kill_each(scene, victims))
        return scene.finding(
            "kill -9, everything in one process",
            f"program ×{program}, its PostgreSQL ×{postgres} (comes back without a restart)",
            len(victims),
        )


async def _kill_each(scene: Scene, victims: list[str]) -> None:
    async with working(scene) as load:
        for victim in victims:
            await load.until_acknowledged(WORK_BETWEEN)
            await asyncio.sleep(scene.chance.random() * MOMENT_SECONDS)
            await _kill(scene, victim, load)
        await load.until_acknowledged(WORK_BETWEEN)


async def _kill(scene: Scene, victim: str, load: Load) -> None:
    if victim in ("web", "program"):
        await asyncio.to_thread(scene.web.kill)
        scene.web.start()
    elif victim == "worker":
        assert scene.worker is not None
        await asyncio.to_thread(scene.worker.kill)
        scene.worker.start()
    elif victim == "postgres":
        assert scene.postgres is not None
        await asyncio.to_thread(scene.postgres.kill)
        await asyncio.sleep(scene.chance.random() * MOMENT_SECONDS)
        await asyncio.to_thread(scene.postgres.start)
        if scene.worker is not None and not scene.worker.is_running():
            scene.worker.start()
    else:
        await asyncio.to_thread(kill_server, scene.server_folder)
