"""A founded ward with a clock in the hand and a desk: for tests of everything that enters."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from domain.fact import Actor
from domain.ids import derived, new_id, unit_id
from domain.task import commands as c
from domain.task.events import Content
from domain.values import Deadline, Doc, Fixed
from service.clock import HandClock
from service.demo.cast import holder_on, post_id
from service.demo.founding import founding_acts
from service.demo.script import hour
from service.desk import Desk, Envelope, Receipt, Who
from service.settings import Settings
from service.wiring import House, open_house

MONDAY = date(2025, 8, 4)
TASK = derived("test", "desk")


class Ward:
    """A founded ward, a clock in the hand and a desk."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.clock = HandClock(hour(date(2025, 7, 1), "07:00"))
        self.desk = Desk(house.ledger, self.clock, house.wards)

    async def found(self) -> None:
        for act in founding_acts():
            who = Who(person_id=act.person_id, acting_post=act.acting_post)
            if act.post is None:
                who = Who(system=Actor(capacity="founding"))
            await self.desk.submit(
                act.command, Envelope(who=who, command_id=act.command_id, document=act.document)
            )
        self.clock.set(hour(MONDAY, "09:00"))

    def as_post(self, key: str, **more: Any) -> Envelope:
        more.setdefault("command_id", new_id(self.clock.now()))
        person = holder_on(key, self.clock.today())
        return Envelope(who=Who(person_id=person, acting_post=post_id(key)), **more)

    async def assign(
        self,
        task_id: UUID = TASK,
        deadline: Deadline = Fixed(on=date(2025, 9, 30)),  # noqa: B008
        **more: Any,
    ) -> Receipt:
        command = c.AssignTask(
            task_id=task_id,
            content=Content(
                text="Rà soát thủ tục nội bộ",
                field=3,
                product="Báo cáo",
                lead_id=unit_id("PVHCC"),
                deadline=deadline,
            ),
        )
        return await self.desk.submit(command, self.as_post("chu-tich", document=PAPER, **more))


PAPER = Doc(number="41", notation="QĐ-UBND", issued_on=MONDAY, issuer="UBND phường")
Told = Callable[[Ward], Coroutine[Any, Any, None]]


@asynccontextmanager
async def founded(url: str, data: Path) -> AsyncIterator[Ward]:
    settings = Settings(data=data, demo=True)
    async with open_house(settings, url, has_roles=True) as house:
        ward = Ward(house)
        await ward.found()
        yield ward
