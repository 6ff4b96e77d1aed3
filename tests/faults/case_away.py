"""The database cannot be reached for a while: answers come fast and clear, and nobody restarts."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable

import msgspec

from tests.faults.ground import Finding, Ground, Scene, in_one_process, in_parts
from tests.faults.load import working
from tests.faults.person import NotAnswered, Person, told_number
from tests.faults.programs import processes_over, signal_all

LIMIT_SECONDS = 10.0
BACK_SECONDS = 20.0
"""After the database is back, commands are acknowledged again within this time."""
STRANGERS = 8
READERS = 8
CLEAR = ("Tạm thời chưa ghi được",)
WHILE_AWAY = {"/health/live": {200}, "/health/ready": {503}, "/status": {503}}


class Silence(msgspec.Struct):
    """What people met while the database was away."""

    answers: int = 0
    wrong: list[str] = []


def stopped_outside(ground: Ground, seconds: float) -> Finding:
    """An outside server is down: connections are refused at once."""
    with in_parts(ground) as scene:
        assert scene.postgres is not None
        wrong = asyncio.run(_away(scene, seconds, scene.postgres.stop, scene.postgres.start))
        return scene.finding("database down, web and worker apart", f"{seconds:.0f} s", 1, wrong)


def frozen_outside(ground: Ground, seconds: float) -> Finding:
    """An outside server hangs: it neither refuses nor answers."""
    with in_parts(ground) as scene:
        assert scene.postgres is not None
        wrong = asyncio.run(_away(scene, seconds, scene.postgres.freeze, scene.postgres.thaw))
        return scene.finding("database hangs, web and worker apart", f"{seconds:.0f} s", 1, wrong)


def frozen_inside(ground: Ground, seconds: float) -> Finding:
    """The embedded server hangs."""
    with in_one_process(ground) as scene:
        folder = scene.server_folder

        def freeze() -> None:
            signal_all(processes_over(folder), signal.SIGSTOP)

        def thaw() -> None:
            signal_all(processes_over(folder), signal.SIGCONT)

        try:
            wrong = asyncio.run(_away(scene, seconds, freeze, thaw))
        finally:
            thaw()
        return scene.finding("database hangs, one process", f"{seconds:.0f} s", 1, wrong)


async def _away(
    scene: Scene, seconds: float, go: Callable[[], None], come: Callable[[], None]
) -> list[str]:
    pids = [p.pid for p in (scene.web, scene.worker) if p is not None]
    met = Silence()
    async with working(scene) as load:
        readers = [scene.person("truongphong") for _ in range(READERS)]
        for reader in readers:
            await reader.persist_to_enter()
        await asyncio.to_thread(go)
        until = time.monotonic() + seconds
        strangers = [scene.person("pct") for _ in range(STRANGERS)]
        lookers = [_look(each, "/login", until, met) for each in strangers]
        lookers += [_look(each, "/tasks/PL-2025-0001", until, met) for each in readers]
        lookers += [_look(scene.person("pct"), path, until, met) for path in WHILE_AWAY]
        await asyncio.gather(*lookers)
        await asyncio.sleep(max(0.0, until - time.monotonic()))
        await asyncio.to_thread(come)
        back = time.monotonic()
        await load.until_acknowledged(5)
        took = time.monotonic() - back
    if took > BACK_SECONDS:
        met.wrong.append(f"commands only {took:.0f} s after the database was back")
    if pids != [p.pid for p in (scene.web, scene.worker) if p is not None and p.is_running()]:
        met.wrong.append("a process ended")
    if scene.watch.longest > LIMIT_SECONDS:
        met.wrong.append(f"{scene.watch.slowest} took {scene.watch.longest:.1f} s")
    return list(dict.fromkeys(met.wrong))


async def _look(person: Person, path: str, until: float, met: Silence) -> None:
    """Look again and again; the first answers may still be from before."""
    wanted = WHILE_AWAY.get(path, {503, 200} if path == "/login" else {503})
    settling = time.monotonic() + 1.0
    while time.monotonic() < until:
        asked = time.monotonic()
        try:
            page = await person.ask("GET", path)
        except NotAnswered as error:
            met.wrong.append(f"{path}: {error}")
            continue
        met.answers += 1
        in_time = asked > settling and time.monotonic() < until
        if in_time and page.status_code not in wanted:
            met.wrong.append(f"{path} answered {page.status_code} {told_number(page.text)}")
        said = told_number(page.text)
        if page.status_code == 503 and path.startswith("/tasks") and said not in CLEAR:
            met.wrong.append(f"{path} is not clear: {said}")
        await asyncio.sleep(0.3)
