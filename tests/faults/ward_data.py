"""A data folder to start from: the invented ward, founded, with tasks that are under way."""

from __future__ import annotations

import asyncio
import subprocess
from datetime import date
from pathlib import Path
from uuid import UUID

from domain.fact import Actor
from domain.ids import derived, unit_id
from domain.task import commands as c
from domain.task.events import Content
from domain.values import Doc, Fixed
from service.clock import HandClock
from service.demo.cast import HEAD_OF, holder_on, post_id
from service.demo.founding import founding_acts
from service.demo.logins import make_logins
from service.demo.player import TODAY_AT
from service.demo.script import hour
from service.desk import Desk, Envelope, Who
from service.schema import migrate
from service.server import EmbeddedServer
from service.settings import Settings
from service.wiring import House, open_house, read_models_ready, working

FOUNDED = date(2025, 7, 1)
ASSIGNED = date(2025, 11, 19)
DUE = date(2026, 6, 30)
ACCEPTED_TASKS = 24
OPEN_TASKS = 24
LOGINS = {"chutich": "chu-tich", "truongphong": "truong-vhxh"}
PASSWORD = "gõ-một-lần-là-vào"
PAPER = Doc(number="41", notation="QĐ-UBND", issued_on=ASSIGNED, issuer="UBND phường")


def make_data(folder: Path, *, demo: bool) -> None:
    """Fill a fresh folder; the same commands as ever, only by a clock that stands."""
    server = EmbeddedServer(folder)
    try:
        url = server.start()
        report = migrate(url)
        asyncio.run(_fill(url, folder, demo=demo, has_roles=report.has_roles))
    finally:
        server.stop()


def copied(template: Path, to: Path) -> Path:
    """A folder of one's own, with owners and rights as they were."""
    subprocess.run(["cp", "-a", f"{template}/.", str(to)], check=True)
    return to


def task_code(number: int) -> str:
    """What the n-th task (from 1) is called."""
    return f"PL-2025-{number:04d}"


async def _fill(url: str, folder: Path, *, demo: bool, has_roles: bool) -> None:
    settings = Settings(data=folder, demo=demo)
    async with open_house(settings, url, has_roles=has_roles) as house, working(house):
        clock = HandClock(hour(FOUNDED, "07:00"))
        desk = Desk(house.ledger, clock, house.wards)
        await _found(desk)
        clock.set(hour(ASSIGNED, "09:00"))
        for number in range(ACCEPTED_TASKS + OPEN_TASKS):
            await _assign(desk, number)
        if demo:
            await house.clock.move_to(house.pool, TODAY_AT)  # type: ignore[attr-defined]
            await make_logins(house)
        else:
            await _make_accounts(house)
        await read_models_ready(house)
        await _settled(house)


async def _make_accounts(house: House) -> None:
    for login, post in LOGINS.items():
        person = holder_on(post, ASSIGNED)
        await house.accounts.create(login, login, person_id=person, password=PASSWORD)


async def _found(desk: Desk) -> None:
    for act in founding_acts():
        who = Who(person_id=act.person_id, acting_post=act.acting_post)
        if act.post is None:
            who = Who(system=Actor(capacity="founding"))
        envelope = Envelope(who=who, command_id=act.command_id, document=act.document)
        await desk.submit(act.command, envelope)


async def _assign(desk: Desk, number: int) -> None:
    task_id = derived("faults", "task", number)
    content = Content(
        text=f"Rà soát thủ tục nội bộ, đợt {number + 1}",
        field=3,
        product="Báo cáo",
        lead_id=unit_id("VHXH"),
        deadline=Fixed(on=DUE),
    )
    assign = c.AssignTask(task_id=task_id, content=content)
    await desk.submit(assign, _by("chu-tich", task_id, "assign", PAPER))
    if number < ACCEPTED_TASKS:
        await desk.submit(
            c.AcceptTask(task_id=task_id), _by(HEAD_OF["VHXH"], task_id, "accept", None)
        )


def _by(post: str, task_id: UUID, act: str, document: Doc | None) -> Envelope:
    who = Who(person_id=holder_on(post, ASSIGNED), acting_post=post_id(post))
    return Envelope(who=who, command_id=derived("faults", act, task_id), document=document)


async def _settled(house: House) -> None:
    last = await house.ledger.max_position()
    assert await house.freshness.wait(last, timeout=60.0), "the read models came along"
