"""A whole scheduled inspection through the desk and a real journal, and what is read from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from domain.checklist import commands as cl
from domain.checklist_item import Item
from domain.fact import Command
from domain.ids import derived, unit_id
from domain.inspection import commands as c
from domain.inspection.minutes import content_hash, content_of
from domain.inspection.parts import Drawing, FindingFact
from domain.inspection.state import Inspection
from domain.refusal import Refused
from domain.values import Doc, Evidence
from projections.feed import Feed
from projections.inspection_query import (
    Reader,
    inspection_by_code,
    inspections,
    last_visits,
)
from projections.inspection_register import InspectionRegister, InspectionRow
from service.checklist_file import shipped_items
from service.checklists import PublishedChecklist, published
from service.demo.cast import post_id
from service.demo.script import hour
from service.lookups_inspection import OrdersOfUnit, orders_of_unit, orders_used
from service.schema import FEED_ROLE
from service.slices import INSPECTION
from tests.service.founded_ward import Told, Ward

CHECKLIST = derived("checklist", "cl-2025")
FIRST = derived("test", "inspection", 1)
UNIT = unit_id("KTHTDT")
PAPER = Doc(number="52", notation="QĐ-UBND", issued_on=date(2025, 9, 18), issuer="UBND phường")
FINDING = derived("test", "finding")
LEADER, SECRETARY, MEMBER, HEAD = "pct-nguyet", "cv-vp", "cv-snc", "truong-kt"


class Inspecting:
    """One inspection in a founded ward: the hour, who asks, what for."""

    def __init__(self, ward: Ward) -> None:
        self.ward = ward

    async def at(self, day: date, time: str, post: str, command: Command, **more: Any) -> None:
        self.ward.clock.set(hour(day, time))
        more.setdefault("document", PAPER)
        more.setdefault("reason", "Theo chương trình.")
        await self.ward.desk.submit(command, self.ward.as_post(post, **more))

    async def state(self) -> Inspection:
        state = INSPECTION.fold(await self.ward.house.ledger.load(FIRST))
        assert isinstance(state, Inspection)
        return state

    def fed(self) -> None:
        Feed(self.ward.house.url, FEED_ROLE, [InspectionRegister()]).catch_up()

    async def row(self, reader: Reader) -> InspectionRow | None:
        self.fed()
        return await inspection_by_code(self.ward.house.pool, "KT-2025-01", reader)


async def checklist(story: Inspecting) -> PublishedChecklist:
    day = date(2025, 9, 1)
    draft = cl.DraftChecklist(
        checklist_id=CHECKLIST, code="cl-2025", title="Kiểm tra CCHC", items=shipped_items()
    )
    assert await published(story.ward.house.ledger, CHECKLIST) is None
    await story.at(day, "08:00", "dau-moi", draft)
    assert await published(story.ward.house.ledger, CHECKLIST) is None
    await story.at(day, "09:00", "chu-tich", cl.PublishChecklist(checklist_id=CHECKLIST))
    found = await published(story.ward.house.ledger, CHECKLIST)
    assert found is not None
    assert (found.place.version, len(found.items)) == (1, 44)
    return found


def order(found: PublishedChecklist, orders: OrdersOfUnit, **more: Any) -> c.OrderInspection:
    words = c.OrderWords(
        kind="scheduled",
        unit_id=UNIT,
        leader_post=post_id(LEADER),
        secretary_post=post_id(SECRETARY),
        member_posts=(post_id(MEMBER),),
        fields=(5,),
        period_from=date(2025, 7, 1),
        period_to=date(2025, 9, 30),
        from_on=date(2025, 10, 6),
        to_on=date(2025, 10, 7),
        trigger="programme",
    )
    return c.OrderInspection(
        **{
            "inspection_id": FIRST,
            "words": words,
            "checklist": found.place,
            "items": found.items,
            "open_order": orders.open_order,
            "orders_before": orders.orders_before,
            **more,
        }
    )


def answer(item: Item, *, failed: bool = False) -> c.CheckItem:
    photo = Evidence(
        sha256="a" * 64,
        bytes=9,
        media_type="image/jpeg",
        file_name="a.jpg",
        received_at=hour(date(2025, 10, 6), "09:00"),
    )
    return c.CheckItem(
        inspection_id=FIRST,
        answer_id=derived("answer", item.item_key),
        item_key=item.item_key,
        answer="not_met" if failed else "met",
        points="2" if failed else "",
        note="Theo sổ.",
        evidence=(photo,) if failed else (),
        finding_id=FINDING if failed else None,
    )


async def prepared(story: Inspecting) -> None:
    found = await checklist(story)
    story.fed()
    orders = await orders_of_unit(story.ward.house.pool, UNIT)
    assert orders == OrdersOfUnit()
    await story.at(date(2025, 9, 18), "08:00", "chu-tich", order(found, orders))
    for post in (LEADER, SECRETARY, MEMBER):
        say = c.DeclareIndependence(inspection_id=FIRST, post_id=post_id(post))
        await story.at(date(2025, 9, 19), "08:00", post, say)
    tell = c.AnnounceInspection(inspection_id=FIRST, outline="Đề cương", visit_on=date(2025, 10, 6))
    await story.at(date(2025, 9, 22), "08:00", SECRETARY, tell)


async def visited(story: Inspecting) -> None:
    day = date(2025, 10, 6)
    at_door = c.OpenInspection(inspection_id=FIRST, received_by_post=post_id(HEAD))
    await story.at(day, "08:00", LEADER, at_door)
    for item in (await story.state()).items:
        told = answer(item, failed=item.code == "5.1")
        await story.at(day, "09:00", MEMBER, told)
    fact = FindingFact(finding_id=FINDING, code="PH-2025-001", item_key="cchc-5.1")
    await story.at(day, "11:00", LEADER, c.CloseVisit(inspection_id=FIRST, findings=(fact,)))


async def signed(story: Inspecting) -> None:
    day = date(2025, 10, 6)
    fact = FindingFact(finding_id=FINDING, code="PH-2025-001", item_key="cchc-5.1")

    async def shown() -> str:
        return content_hash(content_of(await story.state(), (fact,)))

    first = Drawing(content_hash=await shown())
    await story.at(day, "11:30", SECRETARY, c.DrawUpMinutes(inspection_id=FIRST, drawing=first))
    opinion = c.GiveUnitOpinion(inspection_id=FIRST, text="Không có ý kiến.")
    await story.at(day, "11:40", HEAD, opinion)
    stale = c.SignMinutes(
        inspection_id=FIRST,
        role="leader",
        content_hash=first.content_hash,
        hash_now=await shown(),
        stepped_up=True,
    )
    with pytest.raises(Refused, match="hash_moved"):
        await story.at(day, "11:41", LEADER, stale)
    again = Drawing(content_hash=await shown())
    assert again.content_hash != first.content_hash
    await story.at(day, "11:45", SECRETARY, c.DrawUpMinutes(inspection_id=FIRST, drawing=again))
    for role, post in (("leader", LEADER), ("secretary", SECRETARY), ("head", HEAD)):
        sign = c.SignMinutes(
            inspection_id=FIRST,
            role=role,  # type: ignore[arg-type]
            content_hash=again.content_hash,
            hash_now=await shown(),
            stepped_up=True,
        )
        await story.at(day, "11:50", post, sign)


async def ended(story: Inspecting) -> None:
    fact = FindingFact(finding_id=FINDING, code="PH-2025-001", item_key="cchc-5.1")
    report = c.ReportInspection(inspection_id=FIRST, summary="Kết quả.", findings=(fact,))
    await story.at(date(2025, 10, 17), "08:00", LEADER, report)
    outcome = c.OutcomeAsked(finding_id=FINDING, outcome="upheld", severity="shortcoming")
    conclude = c.IssueConclusion(inspection_id=FIRST, outcomes=(outcome,), findings=(fact,))
    await story.at(date(2025, 10, 23), "08:00", LEADER, conclude)
    over = FindingFact(finding_id=FINDING, code="PH-2025-001", is_open=False)
    close = c.CloseInspection(inspection_id=FIRST, file_code="05.KT", findings=(over,))
    await story.at(date(2025, 12, 8), "08:00", SECRETARY, close)


STRANGER = Reader(posts=(post_id("gd-snc"),), units=(unit_id("SNC"),))
OBSERVER = Reader(in_ward=False)
UNIT_READER = Reader(posts=(post_id(HEAD),), units=(UNIT,))
TEAM_READER = Reader(posts=(post_id(SECRETARY),), units=(unit_id("VP"),))


def test_a_whole_life(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        story = Inspecting(ward)
        await prepared(story)
        await visited(story)
        await signed(story)
        await ended(story)
        row = await story.row(STRANGER)
        assert row is not None
        assert (row.stage, row.code, row.undeclared) == ("closed", "KT-2025-01", ())
        assert (row.reached, row.applicable, row.scaled) == ("14.5", "15", "96.67")
        assert (row.report_by, row.conclude_by) == (date(2025, 10, 20), date(2025, 10, 24))
        assert (row.remedy_plan_by, row.answered) == (date(2025, 10, 30), 7)
        state = await story.state()
        (outcome,) = state.outcomes
        assert outcome.remedy_due is not None
        assert outcome.remedy_due.last_on == date(2025, 11, 24)
        assert await orders_used(ward.house.pool, post_id("chu-tich"), date(2025, 9, 30)) == 1
        assert await orders_used(ward.house.pool, post_id("chu-tich"), date(2025, 10, 1)) == 0
        (visit,) = await last_visits(ward.house.pool, STRANGER, date(2025, 7, 1))
        assert (visit.unit_id, visit.on, visit.visits) == (UNIT, date(2025, 10, 6), 1)

    tell(run)


def test_who_sees_it_from_when(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        story = Inspecting(ward)
        found = await checklist(story)
        order_it = order(found, OrdersOfUnit())
        await story.at(date(2025, 9, 18), "08:00", "chu-tich", order_it)
        assert await story.row(TEAM_READER) is not None
        assert await story.row(Reader(sees_all=True)) is not None
        for reader in (UNIT_READER, STRANGER, OBSERVER):
            assert await story.row(reader) is None
            assert await inspections(ward.house.pool, reader) == []
        for post in (LEADER, SECRETARY, MEMBER):
            say = c.DeclareIndependence(inspection_id=FIRST, post_id=post_id(post))
            await story.at(date(2025, 9, 19), "08:00", post, say)
        announce = c.AnnounceInspection(inspection_id=FIRST, outline="", visit_on=date(2025, 10, 6))
        await story.at(date(2025, 9, 22), "08:00", SECRETARY, announce)
        assert await story.row(UNIT_READER) is not None
        assert await story.row(STRANGER) is not None
        assert await story.row(OBSERVER) is None
        october = {"from_on": date(2025, 10, 7), "to_on": date(2025, 10, 31)}
        assert len(await inspections(ward.house.pool, STRANGER, **october)) == 1
        november = {"from_on": date(2025, 11, 1), "to_on": date(2025, 11, 30)}
        assert await inspections(ward.house.pool, STRANGER, **november) == []

    tell(run)


def test_a_unit_has_one_announced_inspection_at_a_time(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        story = Inspecting(ward)
        found = await checklist(story)
        day = date(2025, 9, 18)
        await story.at(day, "08:00", "chu-tich", order(found, OrdersOfUnit()))
        second = derived("test", "inspection", 2)
        blind = order(found, OrdersOfUnit(), inspection_id=second)
        with pytest.raises(Refused) as caught:  # the register had not seen the first one yet
            await story.at(day, "08:01", "chu-tich", blind)
        assert caught.value.code == "inspection.already_ordered"
        story.fed()
        known = await orders_of_unit(ward.house.pool, UNIT)
        assert known == OrdersOfUnit(open_order=FIRST, orders_before=1)
        with pytest.raises(Refused, match="already_ordered"):
            await story.at(day, "08:02", "chu-tich", order(found, known, inspection_id=second))
        cancel = c.CancelInspection(inspection_id=FIRST)
        await story.at(day, "08:03", "chu-tich", cancel)
        story.fed()
        free = await orders_of_unit(ward.house.pool, UNIT)
        await story.at(day, "08:04", "chu-tich", order(found, free, inspection_id=second))
        (event, *_) = await ward.house.ledger.load(second)
        assert event.event.code == "KT-2025-02"  # type: ignore[attr-defined]

    tell(run)


def test_what_was_written_on_the_phone_keeps_its_hour(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        story = Inspecting(ward)
        await prepared(story)
        day = date(2025, 10, 6)
        at_door = c.OpenInspection(inspection_id=FIRST, received_by_post=post_id(HEAD))
        await story.at(day, "08:00", LEADER, at_door)
        items = (await story.state()).items
        await story.at(day, "09:30", LEADER, answer(items[1]))
        await story.at(
            day, "10:00", MEMBER, answer(items[0]), happened_at=hour(day, "09:00"), document=None
        )
        last = (await ward.house.ledger.load(FIRST))[-1]
        assert last.meta.happened_at == hour(day, "09:00")

    tell(run)
