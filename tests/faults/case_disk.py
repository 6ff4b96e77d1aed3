"""The disk of the data folder is full: writes are refused clearly, reads go on, room is enough."""

from __future__ import annotations

import asyncio
import contextlib
import os
import resource
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import psutil
import psycopg

from tests.faults.ground import Finding, Ground, Scene, in_one_process
from tests.faults.load import working
from tests.faults.person import AWAY, NotAnswered, Person, told_number
from tests.faults.ward_data import task_code
from tests.web.filling import Sheet

DISK_BYTES = 160_000_000
FULL_SECONDS = 40.0
BACK_SECONDS = 60.0
CLEAR = ("Ổ đĩa của máy chủ đã đầy", "Tạm thời chưa ghi được")
EVIDENCE_BYTES = 400_000


class Disk(Protocol):
    """Something that can be full and have room again."""

    how: str
    folder: Path
    reaches_server: bool
    """Whether PostgreSQL itself has no room, or only the files beside it."""

    def fill(self, scene: Scene) -> None:
        """No octet more."""

    def free(self, scene: Scene) -> None:
        """Room again."""


class SmallDisk:
    """A file system in memory, as small as a data folder may be."""

    how = "a tmpfs of 160 MB, filled up"
    reaches_server = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, scene: Scene) -> None:
        """A file takes all that is left."""
        with contextlib.suppress(OSError), self._ballast.open("ab", buffering=0) as file:
            while True:
                file.write(b"\0" * 4096)

    def free(self, scene: Scene) -> None:
        """It is thrown away."""
        self._ballast.unlink(missing_ok=True)


class BoundFiles:
    """Without the right to mount: no file of the program and its server may grow."""

    how = "RLIMIT_FSIZE set to nothing (mounting is not allowed here)"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reaches_server = True

    def fill(self, scene: Scene) -> None:
        """From now on a write is refused."""
        self._bound(scene, 0)

    def free(self, scene: Scene) -> None:
        """As before."""
        self._bound(scene, resource.RLIM_INFINITY)

    def _bound(self, scene: Scene, octets: int) -> None:
        program = psutil.Process(scene.web.pid)
        for process in (program, *program.children(recursive=True)):
            try:
                hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)[1]
                resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (octets, hard))
            except ProcessLookupError:
                continue
            except PermissionError:  # root in a container, and the server is another user's
                self.reaches_server = False
                self.how = "RLIMIT_FSIZE set to nothing for the program alone"


@contextlib.contextmanager
def small_disk(ground: Ground) -> Iterator[Disk]:
    """A disk of a few megabytes where we may mount one."""
    folder = ground.folder / "small-disk"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]
    mounted = (
        os.geteuid() == 0
        and shutil.which("mount") is not None
        and subprocess.run(["mount", *options], capture_output=True, check=False).returncode == 0
    )
    try:
        yield SmallDisk(folder) if mounted else BoundFiles(folder)
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)


def full(ground: Ground, times: int) -> Finding:
    """Full, then free; the second time also PostgreSQL itself has no room to go on."""
    with small_disk(ground) as disk, in_one_process(ground, data=disk.folder) as scene:
        pid = scene.web.pid
        wrong: list[str] = []
        for number in range(times):
            wrong += asyncio.run(_full(scene, disk, hard=number % 2 == 1))
        if not scene.web.is_running() or scene.web.pid != pid:
            wrong.append("the program ended")
        return scene.finding("disk of the data folder full", f"{disk.how}, ×{times}", times, wrong)


async def _full(scene: Scene, disk: Disk, *, hard: bool) -> list[str]:
    wrong: list[str] = []
    uploader, reader = scene.person("truongphong"), scene.person("truongphong")
    await uploader.persist_to_enter()
    await reader.persist_to_enter()
    sheet = await uploader.open_form(f"/tasks/{task_code(20)}/do/attach-evidence")
    async with working(scene) as load:
        met: set[str] = set()
        watched = asyncio.create_task(_hear_refusals(scene, met))
        await asyncio.to_thread(disk.fill, scene)
        if hard:
            await asyncio.to_thread(_next_log_file, scene.url)
        wrong += await _upload(uploader, sheet, refused=True)
        until = time.monotonic() + FULL_SECONDS
        while disk.reaches_server and not met and time.monotonic() < until:
            await asyncio.to_thread(disk.fill, scene)
            await asyncio.sleep(0.2)
        if disk.reaches_server and not met:
            wrong.append("nothing was refused while the disk was full")
        wrong += [f"not clear: {each}" for each in met if each not in CLEAR]
        if not hard:
            page = await reader.ask("GET", f"/tasks/{task_code(20)}")
            wrong += [] if page.status_code == 200 else [f"reading answered {page.status_code}"]
        await asyncio.to_thread(disk.free, scene)
        watched.cancel()
        freed = time.monotonic()
        await load.until_acknowledged(5)
        if time.monotonic() - freed > BACK_SECONDS:
            wrong.append(f"commands only {time.monotonic() - freed:.0f} s after there was room")
        wrong += await _upload(uploader, sheet, refused=False)
    return wrong


async def _hear_refusals(scene: Scene, met: set[str]) -> None:
    """What the page of a refused command says."""
    person = scene.person("truongphong")
    await person.persist_to_enter()
    path = f"/tasks/{task_code(21)}/do/report-progress"
    while True:
        with contextlib.suppress(NotAnswered):
            page = await person.ask("GET", path)
            if page.status_code == 200 and 'class="act-form"' in page.text:
                sheet = Sheet(page.text)
                command = sheet.value("command_id")
                scene.book.send(command, "progress")
                answer = await person.once(sheet, progress_text="x" * 400)
                if answer is not None and answer.status_code == 303:
                    if not await person.is_out(answer):
                        person.note(command, answer)
                elif answer is not None and answer.status_code != 422:
                    met.add(told_number(answer.text))
            elif page.status_code in AWAY:
                met.add(told_number(page.text))
        await asyncio.sleep(0.05)


async def _upload(person: Person, sheet: Sheet, *, refused: bool) -> list[str]:
    """A file with an act: refused clearly while there is no room, taken afterwards."""
    octets = b"%PDF-1.7\n" + os.urandom(EVIDENCE_BYTES) + b"\n%%EOF"
    fields = dict(sheet.filled())
    for _ in range(30):
        try:
            answer = await person.ask(
                "POST", sheet.action, data=fields, files={"files": ("a.pdf", octets)}
            )
        except NotAnswered:
            await person.pause()
            continue
        said = told_number(answer.text)
        if refused:
            clear = answer.status_code in AWAY and said in CLEAR
            return [] if clear else [f"the upload was answered {answer.status_code} {said}"]
        if answer.status_code == 303 and not await person.is_out(answer):
            return []
        if answer.status_code in (303, 422):
            await person.persist_to_enter()
            fresh = await person.open_form(f"/tasks/{task_code(20)}/do/attach-evidence")
            fields = dict(fresh.filled())
        await person.pause()
    return ["the upload is not taken after there was room"]


def _next_log_file(url: str) -> None:
    """PostgreSQL has to begin a new file of its log, and there is no room for it."""
    with contextlib.suppress(psycopg.Error), psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_switch_wal()")
        connection.execute("SELECT pg_logical_emit_message(false, 'test', repeat('x', 20000000))")
