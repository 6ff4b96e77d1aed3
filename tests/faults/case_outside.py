"""An external PostgreSQL is restarted, as its own administrators do, while people work."""

from __future__ import annotations

import asyncio

from tests.faults.ground import Finding, Ground, Scene, in_parts
from tests.faults.load import working


def restarted(ground: Ground, times: int) -> Finding:
    """Fast shutdown and start, again and again; web and worker are left alone."""
    with in_parts(ground) as scene:
        pids = _pids(scene)
        asyncio.run(_restart(scene, times))
        wrong = [] if _pids(scene) == pids else ["web or worker did not outlive it"]
        return scene.finding("external PostgreSQL restarted", f"×{times} under load", times, wrong)


async def _restart(scene: Scene, times: int) -> None:
    assert scene.postgres is not None
    async with working(scene) as load:
        for _ in range(times):
            await load.until_acknowledged(5)
            await asyncio.sleep(scene.chance.random())
            await asyncio.to_thread(scene.postgres.stop)
            await asyncio.to_thread(scene.postgres.start)
        await load.until_acknowledged(5)


def _pids(scene: Scene) -> list[int]:
    assert scene.worker is not None
    return [each.pid for each in (scene.web, scene.worker) if each.is_running()]
