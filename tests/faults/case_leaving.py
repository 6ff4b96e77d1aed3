"""Clients that go away in the middle of a command: it happens whole or not at all."""

from __future__ import annotations

import asyncio
import contextlib
from urllib.parse import urlencode

from tests.faults.ground import Finding, Ground, Scene, in_one_process
from tests.faults.load import NEW_TASK
from tests.faults.person import Person
from tests.faults.ward_data import ACCEPTED_TASKS, task_code
from tests.web.filling import Sheet

WAYS = ("all sent", "all sent, a moment later", "half the form", "the head alone")
MOMENT_SECONDS = 0.06


def went_away(ground: Ground, times: int) -> Finding:
    """In four ways; afterwards everybody can go on working."""
    with in_one_process(ground) as scene:
        asyncio.run(_leave(scene, times))
        return scene.finding("a client goes away mid-command", f"×{times}, in 4 ways", times)


async def _leave(scene: Scene, times: int) -> None:
    head, chair = scene.person("truongphong"), scene.person("chutich")
    await head.persist_to_enter()
    await chair.persist_to_enter()
    for number in range(times):
        if number % 5 == 4:
            person, kind, path, answers = chair, "assign", "/tasks/new", NEW_TASK
        else:
            code = task_code(1 + number % ACCEPTED_TASKS)
            person, kind, path = head, "progress", f"/tasks/{code}/do/report-progress"
            answers = {"progress_text": f"Lần {number}: chờ số liệu"}
        sheet = await person.open_form(path)
        scene.book.send(sheet.value("command_id"), kind)
        await _send_and_go(scene, person, sheet, answers, WAYS[number % len(WAYS)])
    for number in range(5):
        path = f"/tasks/{task_code(1 + number)}/do/report-progress"
        await head.act("progress", path, progress_text="Vẫn làm việc bình thường")
    await scene.leave()


async def _send_and_go(
    scene: Scene, person: Person, sheet: Sheet, answers: dict[str, str], way: str
) -> None:
    body = urlencode(sheet.filled(**answers)).encode()
    cookie = "; ".join(f"{name}={value}" for name, value in person.client.cookies.items())
    head = (
        f"POST {sheet.action} HTTP/1.1\r\nhost: 127.0.0.1:{scene.web.port}\r\ncookie: {cookie}\r\n"
        "content-type: application/x-www-form-urlencoded\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    ).encode()
    part = {"half the form": body[: len(body) // 2], "the head alone": b""}.get(way, body)
    _, writer = await asyncio.open_connection("127.0.0.1", scene.web.port)
    writer.write(head + part)
    with contextlib.suppress(OSError):
        await writer.drain()
    if way == "all sent, a moment later":
        await asyncio.sleep(scene.chance.random() * MOMENT_SECONDS)
    writer.transport.abort()
