"""Pages hand in words; items, authorisations, findings and hashes are told by the service."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from domain.checklist_item import ChecklistPlace
from domain.finding import commands as f
from domain.ids import derived, unit_id
from domain.inspection import commands as c
from domain.inspection import events as e
from domain.inspection.parts import Authorisation, Drawing, ProgrammePlace, Round
from domain.refusal import Refused
from service.demo.cast import post_id
from service.desk import Desk
from service.wiring import working
from tests.service.founded_ward import Told, Ward
from tests.service.test_inspection_life import (
    CHECKLIST,
    FINDING,
    FIRST,
    HEAD,
    LEADER,
    MEMBER,
    SECRETARY,
    UNIT,
    Inspecting,
    answer,
    checklist,
)

PROGRAMME = derived("test", "programme")
UNITS = ("VP", "VHXH", "KTHTDT", "PVHCC", "SNC")
AUTHORISED = "chanh-vp"
NEWEST = ChecklistPlace(checklist_id=CHECKLIST, version=0)


def words(**more: object) -> c.OrderWords:
    said = {
        "kind": "thematic",
        "unit_id": UNIT,
        "leader_post": post_id(AUTHORISED),
        "secretary_post": post_id(SECRETARY),
        "member_posts": (post_id(MEMBER),),
        "fields": (5,),
        "period_from": date(2025, 7, 1),
        "period_to": date(2025, 9, 30),
        "from_on": date(2025, 10, 6),
        "to_on": date(2025, 10, 7),
        "programme": ProgrammePlace(programme_id=PROGRAMME, round=1),
        **more,
    }
    return c.OrderWords(**said)  # type: ignore[arg-type]


def order(n: int = 1, **more: object) -> c.OrderInspection:
    stream = derived("test", "inspection", n)
    return c.OrderInspection(inspection_id=stream, words=words(**more), checklist=NEWEST)


async def planned(story: Inspecting) -> None:
    day = date(2025, 9, 1)
    draft = c.DraftProgramme(
        programme_id=PROGRAMME,
        code="kt-2025-2",
        period_from=date(2025, 7, 1),
        period_to=date(2025, 12, 31),
        rounds=(
            Round(
                no=1,
                from_on=date(2025, 10, 1),
                to_on=date(2025, 10, 31),
                units=tuple(unit_id(code) for code in UNITS),
            ),
        ),
        authorisations=(
            Authorisation(
                post_id=post_id(AUTHORISED),
                kinds=("thematic",),
                max_orders=1,
                until_on=date(2025, 12, 31),
            ),
        ),
    )
    await story.at(day, "10:00", "dau-moi", draft)
    await story.at(day, "11:00", "chu-tich", c.ApproveProgramme(programme_id=PROGRAMME))


def briefed(ward: Ward) -> Inspecting:
    house = ward.house
    ward.desk = Desk(house.ledger, ward.clock, house.wards, house.briefing)
    return Inspecting(ward)


def test_an_order_is_told_items_authorisation_and_other_orders(
    tell: Callable[[Told], None],
) -> None:
    async def run(ward: Ward) -> None:
        async with working(ward.house):
            story = briefed(ward)
            day = date(2025, 9, 18)
            with pytest.raises(Refused, match="not_allowed"):
                await story.at(day, "07:00", AUTHORISED, order())
            ward.clock.set(ward.clock.now())
            with pytest.raises(Refused, match="checklist_not_published"):
                await story.at(day, "07:30", "chu-tich", order())

    tell(run)


def test_an_authorised_leader_uses_up_his_number(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        async with working(ward.house):
            story = briefed(ward)
            await checklist(story)
            await planned(story)
            day = date(2025, 9, 18)
            await story.at(day, "08:00", AUTHORISED, order())
            (first, *_) = await ward.house.ledger.load(FIRST)
            assert isinstance(first.event, e.Ordered)
            assert (len(first.event.items), first.event.checklist.version) == (7, 1)
            with pytest.raises(Refused) as caught:
                await story.at(day, "08:10", AUTHORISED, order(2, unit_id=unit_id("PVHCC")))
            assert caught.value.code == "inspection.not_authorised"
            with pytest.raises(Refused, match="already_ordered"):
                await story.at(day, "08:20", "chu-tich", order(2))

    tell(run)


def test_a_visit_with_its_finding_up_to_frozen_minutes(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        async with working(ward.house):
            story = briefed(ward)
            await checklist(story)
            said = order(leader_post=post_id(LEADER), programme=None)
            await story.at(date(2025, 9, 18), "08:00", "chu-tich", said)
            for post in (LEADER, SECRETARY, MEMBER):
                say = c.DeclareIndependence(inspection_id=FIRST, post_id=post_id(post))
                await story.at(date(2025, 9, 19), "08:00", post, say)
            day = date(2025, 10, 6)
            announce = c.AnnounceInspection(inspection_id=FIRST, outline="", visit_on=day)
            await story.at(date(2025, 9, 22), "08:00", SECRETARY, announce)
            at_door = c.OpenInspection(inspection_id=FIRST, received_by_post=post_id(HEAD))
            await story.at(day, "08:00", LEADER, at_door)
            for item in (await story.state()).items:
                told = answer(item, failed=item.code == "5.1")
                await story.at(day, "09:00", MEMBER, told)
            with pytest.raises(Refused) as caught:
                await story.at(day, "09:30", LEADER, c.CloseVisit(inspection_id=FIRST))
            assert caught.value.facts["no_finding"] == 1
            found = f.RecordFinding(
                finding_id=FINDING,
                inspection_id=FIRST,
                item_key="cchc-5.1",
                severity="shortcoming",
                description="Hai vị trí vắng mặt không có người thay.",
            )
            await story.at(day, "10:00", MEMBER, found)
            await story.at(day, "11:00", LEADER, c.CloseVisit(inspection_id=FIRST))
            await signed(story, day)
            assert (await story.state()).stage == "frozen"

    tell(run)


async def signed(story: Inspecting, day: date) -> None:
    typed = Drawing(content_hash="typed by hand")
    draw = c.DrawUpMinutes(inspection_id=FIRST, drawing=typed)
    await story.at(day, "11:30", SECRETARY, draw)
    drawn = (await story.state()).minutes
    assert drawn is not None
    assert len(drawn.content_hash) == 64
    opinion = c.GiveUnitOpinion(inspection_id=FIRST, text="Không có ý kiến.", redrawn=typed)
    await story.at(day, "11:35", HEAD, opinion)
    again = (await story.state()).minutes
    assert again is not None
    assert (again.no, again.is_stale) == (2, False)
    assert again.content_hash != drawn.content_hash

    def sign(shown: str, role: str) -> c.SignMinutes:
        return c.SignMinutes(
            inspection_id=FIRST,
            role=role,  # type: ignore[arg-type]
            content_hash=shown,
            hash_now=shown,
            stepped_up=True,
        )

    with pytest.raises(Refused, match="hash_moved"):
        await story.at(day, "11:40", LEADER, sign(drawn.content_hash, "leader"))
    for role, post in (("leader", LEADER), ("secretary", SECRETARY), ("head", HEAD)):
        await story.at(day, "11:45", post, sign(again.content_hash, role))
