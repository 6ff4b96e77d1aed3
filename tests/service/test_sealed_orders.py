"""Story 19 and its neighbours through vault and journal: sealed, invisible, opened, voided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from domain.checklist_item import ChecklistPlace
from domain.fact import Recorded
from domain.ids import new_id, unit_id
from domain.inspection import events as e
from domain.inspection.commands import inspection_of_seal
from domain.refusal import Refused
from domain.seal import commands as c
from domain.seal import events as s
from domain.seal import values as v
from domain.seal.commitment import fits
from domain.seal.draw import draw
from projections import seal_list
from service.demo.cast import post_id
from service.demo.script import hour
from service.desk import Who
from service.sealed_boxes import SealReceipt
from tests.service.founded_ward import Told, Ward
from tests.service.inspected_ward import Inspected, inspected
from tests.service.test_inspection_life import CHECKLIST, checklist

ORDERER, LEADER, SECRETARY, MEMBER = "chu-tich", "pct-nguyet", "cv-vp", "cv-snc"
HEADS = {"PVHCC": "gd-hcc", "KTHTDT": "truong-kt"}
STRANGERS = ("pct-thang", "chanh-vp", "dau-moi", "truong-kt", "van-thu-vp", "ra-soat", "quan-sat")


def order(unit: str = "PVHCC", **more: object) -> c.SealOrder:
    said = {
        "unit_id": unit_id(unit),
        "leader_post": post_id(LEADER),
        "secretary_post": post_id(SECRETARY),
        "member_posts": (post_id(MEMBER),),
        "checklist": ChecklistPlace(checklist_id=CHECKLIST, version=0),
        "period_from": date(2025, 7, 1),
        "period_to": date(2025, 10, 31),
        "from_on": date(2025, 11, 5),
        "to_on": date(2025, 11, 14),
        **more,
    }
    return c.SealOrder(**said)  # type: ignore[arg-type]


class Sealed(Inspected):
    """The ward with a published checklist and slots that run."""

    async def seal(
        self, when: str, post: str, command: c.VaultCommand, **more: object
    ) -> SealReceipt:
        day, time = when.split()
        self.ward.clock.set(hour(date.fromisoformat(day), time))
        asked = self.ward.as_post(post, reason="Theo kế hoạch.", **more)
        return await self.ward.house.sealing.submit(command, asked)

    def who(self, post: str) -> Who:
        return self.ward.as_post(post).who

    async def open(self, when: str, post: str, seal_id: UUID, unit: str = "PVHCC") -> None:
        head = HEADS[unit]
        await self.ask(
            when,
            post,
            c.OpenSealedOrder(
                seal_id=seal_id,
                place="Bộ phận một cửa",
                received_by_post=post_id(head),
                statement="Tôi không có quan hệ nào với đơn vị.",
            ),
        )

    async def declare(self, when: str, post: str, seal_id: UUID) -> None:
        said = c.SealDeclaration(seal_id=seal_id, statement="Không có quan hệ nào.")
        await self.seal(when, post, said)

    async def journal(self) -> list[Recorded]:
        return await self.ward.house.ledger.read(0, 100_000)

    async def slots(self) -> dict[object, int]:
        """Entries of each slot."""
        found: dict[object, int] = {}
        for recorded in await self.journal():
            if isinstance(recorded.event, s.Committed):
                at = recorded.event.slot_at
                found[at] = found.get(at, 0) + 1
        return found


def sealing(tell: Callable[[Told], None], run: Callable[[Sealed], object]) -> None:
    """Run it on Fri 31/10 with slots that began the day before."""

    async def told(ward: Ward) -> None:
        async with inspected(ward) as plain:
            story = Sealed.__new__(Sealed)
            story.ward = plain.ward
            await checklist(story)
            await story.pass_to("2025-10-30 07:00")
            await run(story)  # type: ignore[misc]

    tell(told)


async def at_the_door(story: Sealed, seal_id: UUID) -> None:
    """Everybody declares as soon as he may know."""
    for post in (SECRETARY, MEMBER):
        await story.declare("2025-11-05 06:10", post, seal_id)
    await story.pass_to("2025-11-06 07:00")


def test_story_19_drawn_sealed_invisible_and_opened(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        house = story.ward.house
        frozen = c.SealDraw(
            candidates=((unit_id("PVHCC"), 3), (unit_id("KTHTDT"), 2)),
            seed_source="VN-Index đóng cửa 31/10/2025",
        )
        drawing = await story.seal("2025-10-31 09:00", ORDERER, frozen)
        assert drawing.slot_at == hour(date(2025, 10, 31), "12:30")
        await story.pass_to("2025-10-31 12:31")
        known = await house.sealing.read(drawing.seal_id, story.who(ORDERER))
        (unit,) = draw([("KTHTDT", 2), ("PVHCC", 3)], "1639.65", known.commitment, 1)
        wrong = "KTHTDT" if unit == "PVHCC" else "PVHCC"
        resting = {"draw": drawing.seal_id, "seed": "1639.65"}
        with pytest.raises(Refused, match="not_what_was_drawn"):
            await story.seal("2025-11-03 10:00", ORDERER, order(wrong, **resting))
        await story.pass_to("2025-11-03 10:10")
        receipt = await story.seal("2025-11-03 10:15", ORDERER, order(unit, **resting))
        assert receipt.slot_at == hour(date(2025, 11, 3), "12:30")
        with pytest.raises(Refused) as caught:
            await story.open("2025-11-03 11:00", LEADER, receipt.seal_id, unit)
        assert caught.value.code == "seal.not_yet_committed"
        assert caught.value.facts["next_slot"] == hour(date(2025, 11, 3), "12:30")
        await story.pass_to("2025-11-03 12:30")
        await at_the_door(story, receipt.seal_id)
        await story.open("2025-11-06 08:00", LEADER, receipt.seal_id, unit)
        await check_opened(story, receipt.seal_id)

    sealing(tell, run)


async def check_opened(story: Sealed, seal_id: UUID) -> None:
    committed, opened = await story.facts(seal_id)
    assert isinstance(committed.event, s.Committed)
    assert isinstance(opened.event, s.Opened)
    assert committed.event.life_end_on == date(2026, 1, 2)
    assert committed.meta.actor.capacity == "sealed"
    assert committed.meta.actor.people == frozenset()
    assert fits(committed.event.commitment, opened.event.salt, opened.event.value)
    inside = v.read_sealed(opened.event.value)
    assert isinstance(inside, v.SealedOrder)
    assert inside.ordered_at == hour(date(2025, 11, 3), "10:15")
    known = {each.post_id: each.from_at for each in opened.event.known_by}
    assert known == {
        post_id(ORDERER): hour(date(2025, 11, 3), "10:15"),
        post_id(LEADER): hour(date(2025, 11, 3), "10:15"),
        post_id(SECRETARY): hour(date(2025, 11, 5), "06:00"),
        post_id(MEMBER): hour(date(2025, 11, 5), "06:00"),
    }
    ordered, door = await story.facts(inspection_of_seal(seal_id))
    assert isinstance(ordered.event, e.Ordered)
    assert isinstance(door.event, e.Opened)
    assert (ordered.event.code, ordered.event.kind) == ("KT-2025-01", "surprise")
    assert (len(ordered.event.items) in (9, 14), ordered.event.seal_id) == (True, seal_id)
    assert ordered.meta.recorded_at == opened.meta.recorded_at, "one append"
    row = await seal_list.one(story.ward.house.pool, seal_id)
    assert row is not None
    assert (row.stage, row.kind, row.ordered_at) == ("opened", "order", inside.ordered_at)
    kinds = [each.kind for each in await seal_list.newest(story.ward.house.pool) if each.kind]
    assert sorted(kinds) == ["draw", "independence", "independence", "order"]
    assert set((await story.slots()).values()) == {2}, "every slot has the same number"


def test_for_everybody_else_it_does_not_exist(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        house = story.ward.house
        receipt = await story.seal("2025-11-03 10:15", ORDERER, order())
        nothing = new_id(story.ward.clock.now())
        for when in ("2025-11-03 10:20", "2025-11-03 12:31"):
            await story.pass_to(when)
            for post in (*STRANGERS, MEMBER):
                assert await house.sealing.known_to(story.who(post)) == []
                for seal_id in (receipt.seal_id, nothing):
                    with pytest.raises(Refused) as caught:
                        await house.sealing.read(seal_id, story.who(post))
                    assert (caught.value.code, caught.value.facts) == ("not_found", {})
                    for command in (
                        c.OpenSealedOrder(seal_id=seal_id, received_by_post=post_id("gd-hcc")),
                        c.PublishVoid(seal_id=seal_id),
                    ):
                        with pytest.raises(Refused) as caught:
                            await story.ward.desk.submit(command, story.ward.as_post(post))
                        assert (caught.value.code, caught.value.facts) == ("not_found", {})
                    for sealed in (
                        c.VoidSealedOrder(seal_id=seal_id),
                        c.SealDeclaration(seal_id=seal_id, statement="x"),
                    ):
                        with pytest.raises(Refused) as caught:
                            await house.sealing.submit(sealed, story.ward.as_post(post))
                        assert (caught.value.code, caught.value.facts) == ("not_found", {})
        known = await house.sealing.known_to(story.who(LEADER))
        assert [(each.role, each.seal_id) for each in known] == [("leader", receipt.seal_id)]
        await story.pass_to("2025-11-05 06:00")
        assert len(await house.sealing.known_to(story.who(MEMBER))) == 1
        with pytest.raises(Refused, match="not_found"):
            await house.sealing.submit(
                c.VoidSealedOrder(seal_id=receipt.seal_id), story.ward.as_post(MEMBER, reason="x")
            )

    sealing(tell, run)


def test_who_may_seal(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        for post in ("chanh-vp", "dau-moi", "truong-kt", "ra-soat", "quan-sat"):
            with pytest.raises(Refused, match="not_allowed"):
                await story.seal("2025-11-03 10:15", post, order())
        unpublished = order(
            checklist=ChecklistPlace(checklist_id=new_id(story.ward.clock.now()), version=0)
        )
        with pytest.raises(Refused, match="checklist_not_published"):
            await story.seal("2025-11-03 10:16", ORDERER, unpublished)
        with pytest.raises(Refused, match="member_of_unit"):
            await story.seal("2025-11-03 10:17", ORDERER, order(unit="SNC"))

    sealing(tell, run)


def test_asked_twice_it_is_sealed_once(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        command_id = new_id(story.ward.clock.now())
        first = await story.seal("2025-11-03 10:15", ORDERER, order(), command_id=command_id)
        again = await story.seal("2025-11-03 10:16", ORDERER, order(), command_id=command_id)
        assert (again.seal_id, again.slot_at, again.repeated) == (
            first.seal_id,
            first.slot_at,
            True,
        )
        await story.pass_to("2025-11-03 12:31")
        after = await story.seal("2025-11-03 12:40", ORDERER, order(), command_id=command_id)
        assert (after.seal_id, after.repeated) == (first.seal_id, True)
        assert len(await story.ward.house.sealing.known_to(story.who(ORDERER))) == 1

    sealing(tell, run)


def test_a_member_who_did_not_declare_keeps_the_door_shut(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        receipt = await story.seal("2025-11-03 10:15", ORDERER, order())
        await story.declare("2025-11-05 06:10", MEMBER, receipt.seal_id)
        await story.pass_to("2025-11-06 07:00")
        with pytest.raises(Refused) as caught:
            await story.open("2025-11-06 08:00", LEADER, receipt.seal_id)
        assert caught.value.code == "seal.members_not_declared"
        assert caught.value.facts["posts"] == [post_id(SECRETARY)]
        # declared at the last minute: it need not wait for a slot
        await story.declare("2025-11-06 08:01", SECRETARY, receipt.seal_id)
        await story.open("2025-11-06 08:02", LEADER, receipt.seal_id)
        await story.pass_to("2025-11-07 00:10")
        assert set((await story.slots()).values()) == {2}
        kinds = [each.kind for each in await seal_list.newest(story.ward.house.pool) if each.kind]
        assert sorted(kinds) == ["independence", "order"], "the late note never took a place"

    sealing(tell, run)


def test_dropped_before_its_slot_it_was_never_there(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        receipt = await story.seal("2025-11-03 10:15", ORDERER, order())
        await story.seal("2025-11-03 11:00", ORDERER, c.VoidSealedOrder(seal_id=receipt.seal_id))
        await story.pass_to("2025-11-04 07:00")
        assert await story.facts(receipt.seal_id) == []
        again = c.VoidSealedOrder(seal_id=receipt.seal_id)
        assert (await story.seal("2025-11-04 08:00", ORDERER, again)).repeated

    sealing(tell, run)


def test_superseded_it_is_published_with_its_successor(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        first = await story.seal("2025-11-03 10:15", ORDERER, order())
        await story.pass_to("2025-11-03 12:31")
        other = order(to_on=date(2025, 11, 12), supersedes=first.seal_id)
        second = await story.seal("2025-11-03 15:00", ORDERER, other)
        with pytest.raises(Refused, match="order_voided"):
            await story.open("2025-11-05 06:05", LEADER, first.seal_id)
        assert len(await story.facts(first.seal_id)) == 1, "nobody sees it yet"
        await at_the_door(story, second.seal_id)
        await story.open("2025-11-06 08:00", LEADER, second.seal_id)
        committed, voided = await story.facts(first.seal_id)
        assert isinstance(voided.event, s.Voided)
        assert isinstance(committed.event, s.Committed)
        assert (voided.event.why, voided.event.voided_at) == (
            "superseded",
            hour(date(2025, 11, 3), "15:00"),
        )
        rows = {row.commitment: row for row in await seal_list.newest(story.ward.house.pool)}
        assert rows[voided.event.void_commitment].kind == "void"

    sealing(tell, run)


def test_at_the_end_of_a_life_every_entry_of_the_slot_is_public(
    tell: Callable[[Told], None],
) -> None:
    async def run(story: Sealed) -> None:
        pool = story.ward.house.pool
        kept = await story.seal("2025-11-03 10:15", ORDERER, order())
        dropped = await story.seal("2025-11-03 10:16", ORDERER, order())
        await story.pass_to("2025-11-03 12:31")
        await story.seal("2025-11-03 15:00", ORDERER, c.VoidSealedOrder(seal_id=dropped.seal_id))
        await story.pass_to("2026-01-02 23:50")
        slot = hour(date(2025, 11, 3), "12:30")
        assert {r.stage for r in await seal_list.newest(pool, 1000) if r.slot_at == slot} == {
            "committed"
        }
        await story.pass_to("2026-01-03 00:10")
        rows = {r.seal_id: r for r in await seal_list.newest(pool, 1000) if r.slot_at == slot}
        assert (rows[dropped.seal_id].stage, rows[dropped.seal_id].why) == ("voided", "dropped")
        assert [r.seal_id for r in await seal_list.overdue(pool, date(2026, 1, 3))] == [
            kept.seal_id
        ], "the clock cannot read it"
        with pytest.raises(Refused, match="seal_expired"):
            await story.open("2026-01-05 08:00", LEADER, kept.seal_id)
        void = c.VoidSealedOrder(seal_id=kept.seal_id)
        with pytest.raises(Refused, match="publish_instead"):
            await story.seal("2026-01-05 08:10", ORDERER, void)
        await story.pass_to("2026-01-05 08:15")
        await story.ask("2026-01-05 08:20", LEADER, c.PublishVoid(seal_id=kept.seal_id))
        assert await seal_list.overdue(pool, date(2026, 1, 5)) == []
        last = (await story.facts(kept.seal_id))[-1].event
        assert isinstance(last, s.Voided)
        assert last.why == "expired"
        fillers = [r for r in await seal_list.newest(pool, 1000) if r.why == "filler"]
        assert fillers
        assert all(r.life_end_on < date(2026, 1, 5) for r in fillers)
        assert set((await story.slots()).values()) == {2}

    sealing(tell, run)
