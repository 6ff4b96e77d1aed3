"""The same command twice, a hundred times at once, and again after a crash before the answer."""

from __future__ import annotations

import asyncio
import time

import psycopg

from tests.faults.ground import Finding, Ground, Scene, in_one_process, in_parts
from tests.faults.load import NEW_TASK
from tests.faults.person import Person
from tests.faults.ward_data import ACCEPTED_TASKS, task_code

REPORT = {"progress_text": "Đã gọi điện đôn đốc, chờ số liệu"}
HELD_SECONDS = 60.0


def at_once(ground: Ground, times: int) -> Finding:
    """Each of three kinds of command twice, then so many times at the same moment."""
    with in_one_process(ground) as scene:
        wrong = asyncio.run(_at_once(scene, times))
        return scene.finding(
            "the same command again", f"3 kinds, each ×2 and ×{times} at once", 6, wrong
        )


async def _at_once(scene: Scene, times: int) -> list[str]:
    wrong: list[str] = []
    head, chair = scene.person("truongphong"), scene.person("chutich")
    await head.persist_to_enter()
    await chair.persist_to_enter()
    for number, many in enumerate((2, times)):
        waiting = task_code(ACCEPTED_TASKS + 1 + number)
        for kind, person, path, answers in (
            ("progress", head, f"/tasks/{task_code(1)}/do/report-progress", REPORT),
            ("accept", head, f"/tasks/{waiting}/do/accept", {}),
            ("assign", chair, "/tasks/new", NEW_TASK),
        ):
            wrong += await _send_many(scene, kind, person, path, answers, many)
    await scene.leave()
    return wrong


async def _send_many(
    scene: Scene, kind: str, person: Person, path: str, answers: dict[str, str], many: int
) -> list[str]:
    sheet = await person.open_form(path)
    command = sheet.value("command_id")
    scene.book.send(command, kind)
    sent = await asyncio.gather(*(person.once(sheet, **answers) for _ in range(many)))
    said = {answer.status_code if answer is not None else 0 for answer in sent}
    places = {
        str(answer.headers.get("location", "")).split("?")[0]
        for answer in sent
        if answer is not None
    }
    if said == {303}:
        scene.book.acknowledge(command, places.pop())
    if said != {303} or places:
        return [f"{kind} ×{many}: answers {sorted(said)}, {len(places)} other places"]
    return []


# -- a crash between the commit and its answer ----------------------------------------


def after_crash(ground: Ground, times: int) -> Finding:
    """The commit is on disk, its answer is held back; then somebody dies; then it is sent again."""
    with in_parts(ground) as scene:
        for number in range(times):
            asyncio.run(_crash(scene, victim=("web", "postgres")[number % 2], number=number))
        return scene.finding(
            "sent again after a crash between commit and answer",
            f"web process and PostgreSQL in turn, ×{times}",
            times,
        )


async def _crash(scene: Scene, *, victim: str, number: int) -> None:
    """A standby that is not there holds the answer of each commit back: PostgreSQL's own way."""
    assert scene.postgres is not None
    person = scene.person("truongphong")
    await person.persist_to_enter()
    kind, path, answers = _something(number)
    sheet = await person.open_form(path)
    command = sheet.value("command_id")
    scene.book.send(command, kind)
    await asyncio.to_thread(_hold_answers, scene.url, hold=True)
    sending = asyncio.create_task(person.once(sheet, **answers))
    await asyncio.to_thread(_wait_until_held, scene.url)
    if victim == "web":
        await asyncio.to_thread(scene.web.kill)
        await asyncio.to_thread(_hold_answers, scene.url, hold=False)
        scene.web.start()
        await asyncio.to_thread(scene.web.wait_until_up)
    else:
        await asyncio.to_thread(_hold_answers, scene.url, hold=False, reload=False)
        await asyncio.to_thread(scene.postgres.kill)
        await asyncio.to_thread(scene.postgres.start)
    first = await sending
    if first is not None and first.status_code == 303 and not await person.is_out(first):
        person.note(command, first)
    await person.insist(path, sheet, command, **answers)
    await person.leave()


def _something(number: int) -> tuple[str, str, dict[str, str]]:
    if number % 4 < 2:
        return "progress", f"/tasks/{task_code(number + 1)}/do/report-progress", REPORT
    return "accept", f"/tasks/{task_code(ACCEPTED_TASKS + 3 + number)}/do/accept", {}


def _hold_answers(url: str, *, hold: bool, reload: bool = True) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        names = "nobody" if hold else ""
        connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'".encode())
        if reload:
            connection.execute("SELECT pg_reload_conf()")


def _wait_until_held(url: str) -> None:
    deadline = time.monotonic() + HELD_SECONDS
    with psycopg.connect(url, autocommit=True) as connection:
        while time.monotonic() < deadline:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE wait_event = 'SyncRep' AND query LIKE '%append_facts%'"
            ).fetchone()
            if row is not None and row[0]:
                return
            time.sleep(0.01)
    raise AssertionError("no commit waits for its answer")
