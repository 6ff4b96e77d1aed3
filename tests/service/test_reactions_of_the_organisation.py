"""What a merger, a new name and a new calendar ask of tasks and drafts, over a real journal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import date, datetime
from typing import Any
from uuid import UUID

from domain.calendar import CalendarDay
from domain.fact import Event
from domain.ids import derived, unit_id
from domain.org import commands as o
from domain.plan import commands as p
from domain.plan import events as pe
from domain.plan.events import Line
from domain.task import commands as c
from domain.task import events as t
from domain.values import Evidence, Fixed
from service.calendar_preview import would_move
from service.demo.script import hour
from service.wiring import read_models_ready, working
from tests.service.founded_ward import PAPER, TASK, Told, Ward

PATIENCE_SECONDS = 20
REQUEST, PLAN = derived("test", "request"), derived("test", "draft")
KTHTDT, PVHCC, SNC = (unit_id(code) for code in ("KTHTDT", "PVHCC", "SNC"))
Story = Callable[[Ward], Coroutine[Any, Any, None]]


def at_work(story: Story) -> Told:
    """The story with feed and reactions running by the story's own clock."""

    async def told(ward: Ward) -> None:
        ward.house.clock, ward.house.desk = ward.clock, ward.desk  # type: ignore[assignment]
        async with working(ward.house):
            await read_models_ready(ward.house)
            await story(ward)

    return told


async def eventually(ward: Ward, stream: UUID, kind: type[Event]) -> Any:
    """The newest event of a kind; reactions follow the act and are given some time."""
    for _ in range(PATIENCE_SECONDS * 20):
        found = [f for f in await ward.house.ledger.load(stream) if isinstance(f.event, kind)]
        if found:
            return found[-1]
        await asyncio.sleep(0.05)
    raise AssertionError(f"{kind.__name__} did not follow")


async def asked_of_snc(ward: Ward, when: datetime) -> None:
    """The centre has accepted a task and asks another one for figures."""
    await ward.assign(deadline=Fixed(on=date(2025, 12, 31)))
    await ward.desk.submit(c.AcceptTask(task_id=TASK), ward.as_post("gd-hcc"))
    ward.clock.set(when)
    question = c.RequestCooperation(
        task_id=TASK, request_id=REQUEST, unit_id=SNC, question="Số liệu?"
    )
    receipt = await ward.desk.submit(question, ward.as_post("gd-hcc"))
    await ward.house.freshness.wait(receipt.position, PATIENCE_SECONDS)


def test_an_open_question_to_a_merged_unit_goes_to_the_successor(
    tell: Callable[[Told], None],
) -> None:
    async def story(ward: Ward) -> None:
        await asked_of_snc(ward, hour(date(2025, 8, 5), "09:00"))
        merge = o.MergeUnits(survivor_id=KTHTDT, absorbed=(SNC,), from_on=date(2025, 8, 5))
        await ward.desk.submit(merge, ward.as_post("chanh-vp", document=PAPER))
        moved = await eventually(ward, TASK, t.CooperationMoved)
        assert (moved.event.from_id, moved.event.to_id) == (SNC, KTHTDT)
        assert moved.meta.cause is not None
        answer = c.AnswerCooperation(task_id=TASK, request_id=REQUEST, answer="Đã gửi.")
        await ward.desk.submit(answer, ward.as_post("truong-kt"))

    tell(at_work(story))


def test_a_calendar_decision_moves_the_day_of_an_answer(tell: Callable[[Told], None]) -> None:
    async def story(ward: Ward) -> None:
        await asked_of_snc(ward, hour(date(2025, 8, 5), "09:00"))
        storm = CalendarDay(on=date(2025, 8, 7), kind="holiday", name="Nghỉ tránh bão")
        decided = await ward.desk.submit(
            o.DecideCalendar(days=(storm,)), ward.as_post("chanh-vp", document=PAPER)
        )
        moved = await eventually(ward, TASK, t.LimitRecalculated)
        assert moved.event.limit == "reply"
        assert (moved.event.before, moved.event.after) == (date(2025, 8, 8), date(2025, 8, 11))
        assert moved.meta.cause == decided.events[0]

    tell(at_work(story))


def test_a_unit_founded_by_the_very_words_is_known_in_every_draft(
    tell: Callable[[Told], None],
) -> None:
    async def story(ward: Ward) -> None:
        name = "Trạm Y tế phường"
        read = await ward.desk.submit(draft_with(name), ward.as_post("dau-moi"))
        await ward.house.freshness.wait(read.position, PATIENCE_SECONDS)
        other = o.FoundUnit(
            code="YT2", name="Trạm Y tế phường Hai", kind="public_service", from_on=date(2025, 8, 4)
        )
        found = o.FoundUnit(
            code="TYT", name="TRAM Y TE  phường", kind="public_service", from_on=date(2025, 8, 4)
        )
        for command in (other, found):
            await ward.desk.submit(command, ward.as_post("chanh-vp", document=PAPER))
        known = await eventually(ward, PLAN, pe.UnitRecognised)
        assert (known.event.text, known.event.unit_id) == (name, unit_id("TYT"))

    tell(at_work(story))


def draft_with(lead: str) -> p.ReadPlan:
    line = Line(ref="II.1.a", seq=1, field=1, text="Tập huấn.", lead_text=lead)
    file = Evidence(
        sha256="ab" * 32,
        bytes=10,
        media_type="text/plain",
        file_name="ke-hoach.txt",
        received_at=hour(date(2025, 8, 4), "08:00"),
    )
    return p.ReadPlan(
        plan_id=PLAN,
        code="thu",
        file=file,
        title="Kế hoạch thử",
        lines=(line,),
        unknown_units=(lead,),
        reader_version="thử",
    )


def test_the_preview_of_a_calendar_names_the_days_of_answers(tell: Callable[[Told], None]) -> None:
    async def story(ward: Ward) -> None:
        await asked_of_snc(ward, hour(date(2025, 8, 5), "09:00"))
        storm = CalendarDay(on=date(2025, 8, 7), kind="holiday", name="Nghỉ tránh bão")
        moved = await would_move(ward.house, o.DecideCalendar(days=(storm,)), PAPER)
        assert [(m.limit, m.before, m.after) for m in moved] == [
            ("reply", date(2025, 8, 8), date(2025, 8, 11))
        ]

    tell(at_work(story))
