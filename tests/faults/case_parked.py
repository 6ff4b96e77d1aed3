"""A read model cannot take one event in: it is parked, the others go on, a rebuild repairs it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable

import psycopg

from tests.faults.ground import Finding, Ground, Scene, in_one_process
from tests.faults.load import working
from tests.faults.programs import PROJECT
from tests.faults.ward_data import task_code

MODEL = "task_register"
VICTIM = task_code(7)
PARKED_SECONDS = 60.0


def one_event_fails(ground: Ground) -> Finding:
    """The table refuses the row of one task, as a bug in the model would."""
    with in_one_process(ground) as scene:
        wrong = asyncio.run(_fail_and_repair(scene))
        return scene.finding("a read model fails on one event", "parked, then rebuilt", 1, wrong)


async def _fail_and_repair(scene: Scene) -> list[str]:
    wrong: list[str] = []
    async with working(scene) as load:
        await asyncio.to_thread(_refuse_row, scene.url)
        person = scene.person("truongphong")
        await person.persist_to_enter()
        path = f"/tasks/{VICTIM}/do/report-progress"
        await person.act("progress", path, progress_text="Dòng này bảng đọc không nhận")
        wrong += await asyncio.to_thread(_wait_until, scene.url, "parked", _is_parked)
        await load.until_acknowledged(10)
        status = await person.ask("GET", "/status")
        if status.status_code != 200 or MODEL not in status.text:
            wrong.append("the status page does not say it")
        wrong += await asyncio.to_thread(_wait_until, scene.url, "others up", _others_go_on)
        said = await asyncio.to_thread(_rebuild, scene)
        wrong += [said] if said else []
        await load.until_acknowledged(5)
    return wrong


def _refuse_row(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'soviec_read' AND tablename ~ %s",
            (f"^{MODEL}_v[0-9]+$",),
        ).fetchone()
        assert row is not None
        connection.execute(
            f'ALTER TABLE soviec_read."{row[0]}" ADD CONSTRAINT bug'
            f" CHECK (code <> '{VICTIM}') NOT VALID".encode()
        )


def _is_parked(connection: psycopg.Connection) -> bool:
    rows = connection.execute("SELECT name FROM soviec_read.parked").fetchall()
    return [row[0] for row in rows] == [MODEL]


def _others_go_on(connection: psycopg.Connection) -> bool:
    row = connection.execute(
        "SELECT min(o.position) > max(p.position) FROM soviec_read.positions o,"
        " soviec_read.parked p WHERE o.name <> p.name"
    ).fetchone()
    return bool(row and row[0])


def _wait_until(url: str, what: str, come: Callable[[psycopg.Connection], bool]) -> list[str]:
    deadline = time.monotonic() + PARKED_SECONDS
    with psycopg.connect(url, autocommit=True) as connection:
        while time.monotonic() < deadline:
            if come(connection):
                return []
            time.sleep(0.05)
    return [f"not {what} after {PARKED_SECONDS:.0f} s"]


def _rebuild(scene: Scene) -> str:
    """What an administrator types, beside the running program."""
    done = subprocess.run(
        [sys.executable, "-m", "service", "rebuild", MODEL],
        cwd=PROJECT,
        env=scene.web.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else f"rebuild: {done.stdout} {done.stderr}"
