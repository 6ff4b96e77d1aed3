"""The sealer: outages, several workers, a crash in the middle, more orders than places."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date

import pytest

from domain.refusal import Refused
from domain.seal import events as s
from service.demo.script import hour
from service.seal_slots import SealSlots, lay_out
from tests.service.founded_ward import Told
from tests.service.test_sealed_orders import (
    LEADER,
    MEMBER,
    ORDERER,
    SECRETARY,
    Sealed,
    order,
    sealing,
)

LATER = {
    "period_from": date(2026, 7, 1),
    "period_to": date(2026, 10, 31),
    "from_on": date(2026, 11, 2),
    "to_on": date(2026, 11, 6),
}


def test_an_outage_is_caught_up_slot_by_slot(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        receipt = await story.seal("2025-10-31 10:00", ORDERER, order())
        await story.pass_to("2025-11-05 09:00")
        slots = await story.slots()
        assert (
            list(slots)
            == [
                hour(date(2025, 10, 30), "12:30"),
                *(
                    hour(date(2025, month, day), time)
                    for month, day in ((10, 31), (11, 3), (11, 4), (11, 5))
                    for time in ("06:30", "12:30")
                ),
            ][:-1]
        )
        assert set(slots.values()) == {2}
        (committed,) = await story.facts(receipt.seal_id)
        assert isinstance(committed.event, s.Committed)
        assert committed.event.slot_at == hour(date(2025, 10, 31), "12:30"), "the first after it"

    sealing(tell, run)


def test_two_workers_fill_a_slot_once(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        await story.seal("2025-11-03 10:15", ORDERER, order())
        house, clock = story.ward.house, story.ward.clock
        clock.set(hour(date(2025, 11, 4), "13:00"))
        workers = [
            SealSlots(house.vault, house.ledger, clock, house.wards, story.ward.desk)
            for _ in range(3)
        ]
        await asyncio.gather(*(worker.run() for worker in workers))
        assert set((await story.slots()).values()) == {2}
        assert len(await story.slots()) == 7

    sealing(tell, run)


def test_a_crash_between_vault_and_journal_changes_nothing(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        receipt = await story.seal("2025-11-03 10:15", ORDERER, order())
        house, clock = story.ward.house, story.ward.clock
        ward = await house.ward()
        slot = hour(date(2025, 11, 3), "12:30")
        clock.set(hour(date(2025, 11, 3), "12:00"))
        await house.seal_slots.run()
        clock.set(hour(date(2025, 11, 3), "12:30"))
        async with house.vault.opened() as boxes:
            lay_out(boxes, slot, ward)  # and then the power went
        assert await story.facts(receipt.seal_id) == []
        with pytest.raises(Refused, match="not_yet_committed"):
            await story.open("2025-11-03 12:31", LEADER, receipt.seal_id)
        fresh = SealSlots(house.vault, house.ledger, clock, house.wards, story.ward.desk)
        await fresh.run()
        assert (await story.slots())[slot] == 2
        assert len(await story.facts(receipt.seal_id)) == 1
        # appended, and the power went before the vault knew
        async with house.vault._pool.connection() as connection:
            await connection.execute("UPDATE soviec_vault.slots SET committed = false")
        await SealSlots(house.vault, house.ledger, clock, house.wards, story.ward.desk).run()
        assert set((await story.slots()).values()) == {2}

    sealing(tell, run)


def test_a_full_slot_leaves_the_rest_for_the_next_one(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        sealed = [
            await story.seal(f"2025-11-03 10:1{n}", ORDERER, order(contents=str(n)))
            for n in range(3)
        ]
        await story.pass_to("2025-11-03 12:31")
        there = [len(await story.facts(each.seal_id)) for each in sealed]
        assert there == [1, 1, 0], "oldest first"
        await story.pass_to("2025-11-04 06:31")
        assert len(await story.facts(sealed[2].seal_id)) == 1
        assert set((await story.slots()).values()) == {2}

    sealing(tell, run)


def test_an_outage_of_a_year_does_not_fill_the_vault(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        await story.pass_to("2026-10-30 07:00")
        slots = await story.slots()
        assert set(slots.values()) == {2}
        assert len(slots) > 480
        await story.seal("2026-10-30 08:00", ORDERER, order(**LATER))

    sealing(tell, run)


def test_a_declaration_takes_no_place_from_an_order(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        first = await story.seal("2025-11-03 10:00", ORDERER, order())
        await story.pass_to("2025-11-05 06:00")
        for post in (LEADER, SECRETARY, MEMBER):
            await story.declare("2025-11-05 07:00", post, first.seal_id)
        second = await story.seal("2025-11-05 08:00", ORDERER, order("KTHTDT"))
        await story.pass_to("2025-11-05 12:31")
        assert len(await story.facts(second.seal_id)) == 1, "the order was first"

    sealing(tell, run)


def test_what_was_declared_for_an_opened_order_is_never_recorded(
    tell: Callable[[Told], None],
) -> None:
    async def run(story: Sealed) -> None:
        sealed = await story.seal("2025-11-03 10:00", ORDERER, order())
        await story.pass_to("2025-11-05 06:00")
        for post in (SECRETARY, MEMBER):
            await story.declare("2025-11-05 07:00", post, sealed.seal_id)
        await story.open("2025-11-05 08:00", LEADER, sealed.seal_id)
        await story.pass_to("2025-11-05 12:31")
        # both places of 12:30 were filled with fillers, which the clock can end by itself
        house = story.ward.house
        async with house.vault.opened() as boxes:
            slot = hour(date(2025, 11, 5), "12:30")
            assert {kept.kind for kept in boxes if kept.slot_at == slot} == {"filler"}

    sealing(tell, run)
