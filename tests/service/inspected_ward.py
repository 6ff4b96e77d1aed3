"""A founded ward with everything running on one clock in the hand: inspections, findings, seals."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

from domain.fact import Command, Recorded
from domain.finding.memory import Finding
from domain.ids import derived, unit_id
from domain.inspection import commands as c
from domain.inspection.parts import Drawing
from domain.inspection.state import Inspection
from domain.values import Evidence
from service.briefing import fact_of
from service.briefing_inspection import minutes_now
from service.demo.cast import post_id
from service.demo.script import hour
from service.desk import Desk, Receipt
from service.lookups import findings_of
from service.seal_slots import SealSlots
from service.sealing import Sealing
from service.slices import FINDING, INSPECTION
from service.sweep import Sweep
from service.wiring import read_models_ready, working
from tests.service.founded_ward import Ward
from tests.service.test_inspection_life import PAPER, Inspecting, checklist

UNIT = unit_id("KTHTDT")
VISIT = derived("test", "scheduled")
LEADER, SECRETARY, MEMBER, HEAD = "pct-nguyet", "cv-vp", "cv-snc", "truong-kt"
SETTLE_STEPS = 2000
PHOTO = Evidence(
    sha256="a" * 64,
    bytes=9,
    media_type="image/jpeg",
    file_name="a.jpg",
    received_at=hour(date(2025, 10, 6), "09:00"),
)


class Inspected(Inspecting):
    """The ward, its clock work and its reactions, all at the same hour."""

    def __init__(self, ward: Ward) -> None:
        super().__init__(ward)
        house = ward.house
        ward.desk = Desk(house.ledger, ward.clock, house.wards, house.briefing)
        house.clock, house.desk = ward.clock, ward.desk  # type: ignore[assignment]
        house.sweep = Sweep(house.pool, ward.clock, ward.desk, house.freshness)
        house.sealing = Sealing(house.vault, house.ledger, ward.clock, house.wards)
        house.seal_slots = SealSlots(house.vault, house.ledger, ward.clock, house.wards, ward.desk)

    async def ask(self, when: str, post: str, command: Command, **more: Any) -> Receipt:
        """`2025-10-06 09:00`: set the clock, ask, let everything follow."""
        day, time = when.split()
        self.ward.clock.set(hour(date.fromisoformat(day), time))
        more.setdefault("document", PAPER)
        more.setdefault("reason", "Theo chương trình.")
        receipt = await self.ward.desk.submit(command, self.ward.as_post(post, **more))
        await self.settle()
        return receipt

    async def pass_to(self, when: str) -> None:
        """Time goes by: the clock does what it owes."""
        day, time = when.split()
        self.ward.clock.set(hour(date.fromisoformat(day), time))
        await self.settle()
        await self.ward.house.sweep.run()
        await self.ward.house.seal_slots.run()
        await self.settle()

    async def settle(self) -> None:
        """Read models and reactions have seen everything."""
        house = self.ward.house
        for _ in range(SETTLE_STEPS):
            last = await house.ledger.max_position()
            await house.freshness.wait(last, timeout=5)
            async with house.pool.connection() as connection:
                cursor = await connection.execute(
                    "SELECT coalesce(min(position), 0) FROM soviec.reaction_position"
                )
                row = await cursor.fetchone()
            if row and row[0] >= last == await house.ledger.max_position():
                return
        raise AssertionError("reactions did not come to an end")

    async def facts(self, stream_id: UUID) -> list[Recorded]:
        """What a stream holds."""
        return await self.ward.house.ledger.load(stream_id)

    async def finding(self, finding_id: UUID) -> Finding:
        state = FINDING.fold(await self.facts(finding_id))
        assert isinstance(state, Finding)
        return state

    async def inspection(self, inspection_id: UUID = VISIT) -> Inspection:
        state = INSPECTION.fold(await self.facts(inspection_id))
        assert isinstance(state, Inspection)
        return state

    # -- a visit, shortened ----------------------------------------------------

    async def at_the_door(self) -> None:
        """Ordered, declared, announced and opened on Mon 06/10."""
        found = await checklist(self)
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
        )
        order = c.OrderInspection(inspection_id=VISIT, words=words, checklist=found.place)
        await self.ask("2025-09-18 08:00", "chu-tich", order)
        for post in (LEADER, SECRETARY, MEMBER):
            say = c.DeclareIndependence(inspection_id=VISIT, post_id=post_id(post))
            await self.ask("2025-09-19 08:00", post, say)
        tell = c.AnnounceInspection(
            inspection_id=VISIT, outline="Đề cương", visit_on=date(2025, 10, 6)
        )
        await self.ask("2025-09-22 08:00", SECRETARY, tell)
        door = c.OpenInspection(inspection_id=VISIT, received_by_post=post_id(HEAD))
        await self.ask("2025-10-06 08:00", LEADER, door)

    async def answered(self, failed: dict[str, UUID], inspection_id: UUID = VISIT) -> None:
        """Every item is answered; the failed ones point to their findings."""
        seen = await self.inspection(inspection_id)
        at = self.ward.clock.now()
        for item in seen.items:
            finding_id = failed.get(item.item_key)
            await self.ward.desk.submit(
                check(inspection_id, item.item_key, finding_id, item.max_points),
                self.ward.as_post(MEMBER if MEMBER in _posts(seen) else LEADER),
            )
        assert self.ward.clock.now() == at
        await self.settle()

    async def shown(self, inspection_id: UUID = VISIT) -> str:
        """The hash of what the minutes say now."""
        pool = self.ward.house.pool
        seen = await self.inspection(inspection_id)
        facts = tuple(fact_of(each) for each in await findings_of(pool, inspection_id))
        return await minutes_now(self.ward.house.ledger, inspection_id, seen, facts)


def _posts(seen: Inspection) -> set[str]:
    return {key for key in (LEADER, SECRETARY, MEMBER) if post_id(key) in seen.team}


def check(inspection_id: UUID, item_key: str, finding_id: UUID | None, most: str) -> c.CheckItem:
    """An answer of the phone."""
    failed = finding_id is not None
    return c.CheckItem(
        inspection_id=inspection_id,
        answer_id=derived("answer", inspection_id, item_key),
        item_key=item_key,
        answer="not_met" if failed else "met",
        points="0" if failed else most,
        note="Theo sổ.",
        evidence=(PHOTO,) if failed else (),
        finding_id=finding_id,
    )


def drawing() -> Drawing:
    """Hashed by the service."""
    return Drawing(content_hash="")


@asynccontextmanager
async def inspected(ward: Ward) -> AsyncIterator[Inspected]:
    """With feed and reactions running."""
    story = Inspected(ward)
    async with working(ward.house):
        await read_models_ready(ward.house)
        yield story
