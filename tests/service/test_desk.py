"""The one way in: repeated, conflicting, late and impossible commands against a real journal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from domain.ids import derived, new_id
from domain.refusal import Refused
from domain.task import commands as c
from service.demo.cast import holder_on
from service.demo.script import hour
from service.desk import Envelope, Who
from tests.service.founded_ward import MONDAY, PAPER, TASK, Told, Ward


def test_the_same_command_twice_is_recorded_once(tell: Callable[[Told], None]) -> None:
    async def story(ward: Ward) -> None:
        command_id = new_id(ward.clock.now())
        first = await ward.assign(command_id=command_id)
        second = await ward.assign(command_id=command_id)
        assert (second.version, second.repeated) == (first.version, True)
        assert len(await ward.house.ledger.load(TASK)) == 1

    tell(story)


def test_a_hundred_copies_at_once_are_recorded_once(tell: Callable[[Told], None]) -> None:
    async def story(ward: Ward) -> None:
        command_id = new_id(ward.clock.now())
        receipts = await asyncio.gather(*(ward.assign(command_id=command_id) for _ in range(100)))
        assert {r.version for r in receipts} == {1}
        assert len(await ward.house.ledger.load(TASK)) == 1

    tell(story)


def test_codes_are_handed_out_without_gap_or_double(tell: Callable[[Told], None]) -> None:
    async def story(ward: Ward) -> None:
        tasks = [derived("test", "code", n) for n in range(8)]
        await asyncio.gather(*(ward.assign(task) for task in tasks))
        codes = [(await ward.house.ledger.load(task))[0].event.code for task in tasks]  # type: ignore[attr-defined]
        assert sorted(codes) == [f"PL-2025-{n:04d}" for n in range(1, 9)]

    tell(story)


def test_who_looked_at_an_older_version_is_told(tell: Callable[[Told], None]) -> None:
    async def story(ward: Ward) -> None:
        await ward.assign()
        seen = 1
        await ward.desk.submit(c.AcceptTask(task_id=TASK), ward.as_post("gd-hcc"))
        with pytest.raises(Refused) as caught:
            await ward.desk.submit(
                c.ReportProgress(task_id=TASK, text="Đã làm một nửa"),
                ward.as_post("gd-hcc", seen_version=seen),
            )
        assert caught.value.code == "version_moved"
        assert caught.value.facts["by_whom"] == holder_on("gd-hcc", MONDAY)
        assert len(await ward.house.ledger.load(TASK)) == 2

    tell(story)


def test_nothing_happens_in_the_future(tell: Callable[[Told], None]) -> None:
    async def story(ward: Ward) -> None:
        await ward.assign()
        later = ward.clock.now() + timedelta(minutes=6)
        with pytest.raises(Refused, match="in_the_future"):
            await ward.desk.submit(
                c.AcceptTask(task_id=TASK), ward.as_post("gd-hcc", happened_at=later)
            )
        grace = ward.clock.now() + timedelta(minutes=4)
        await ward.desk.submit(
            c.AcceptTask(task_id=TASK), ward.as_post("gd-hcc", happened_at=grace)
        )

    tell(story)


def test_an_old_decision_needs_its_paper(tell: Callable[[Told], None]) -> None:
    async def story(ward: Ward) -> None:
        await ward.assign()
        ward.clock.set(hour(date(2025, 8, 5), "10:00"))
        told = ward.as_post("gd-hcc", reason="Thiếu người")
        await ward.desk.submit(c.AcceptTask(task_id=TASK), told)
        request = derived("test", "request")
        await ward.desk.submit(
            c.RequestExtension(task_id=TASK, request_id=request, to_on=date(2025, 10, 10)),
            ward.as_post("gd-hcc", reason="Chờ số liệu"),
        )
        asked_at = ward.clock.now()
        ward.clock.set(hour(date(2025, 8, 6), "10:00"))
        approve = c.ApproveExtension(task_id=TASK, request_id=request)
        back = asked_at + timedelta(minutes=30)
        with pytest.raises(Refused, match="backdated_without_document"):
            await ward.desk.submit(approve, ward.as_post("pct-nguyet", happened_at=back))
        await ward.desk.submit(
            approve, ward.as_post("pct-nguyet", happened_at=back, document=PAPER)
        )

    tell(story)


def test_nobody_acts_without_an_office(tell: Callable[[Told], None]) -> None:
    async def story(ward: Ward) -> None:
        await ward.assign()
        stranger = Who(person_id=derived("test", "stranger"))
        with pytest.raises(Refused):
            await ward.desk.submit(
                c.AcceptTask(task_id=TASK),
                Envelope(who=stranger, command_id=new_id(ward.clock.now())),
            )
        assert len(await ward.house.ledger.load(TASK)) == 1

    tell(story)
