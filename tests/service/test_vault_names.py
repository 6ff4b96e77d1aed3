"""My work looks into the vault for those only who may already know that something lies there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from psycopg_pool import PoolClosed

from service.sealing import Sealing
from tests.service.founded_ward import Told
from tests.service.test_sealed_orders import (
    LEADER,
    MEMBER,
    ORDERER,
    SECRETARY,
    STRANGERS,
    Sealed,
    order,
    sealing,
)

HOURS = 3600.0


def test_strangers_and_members_before_their_hour_cost_the_same(
    tell: Callable[[Told], None],
) -> None:
    async def run(story: Sealed) -> None:
        house = story.ward.house
        sealing = Sealing(house.vault, house.ledger, story.ward.clock, house.wards, HOURS)
        house.sealing = sealing
        receipt = await story.seal("2025-11-03 10:00", ORDERER, order())
        for post in (ORDERER, LEADER):
            (known,) = await house.sealing.known_to(story.who(post))
            assert known.seal_id == receipt.seal_id
        await house.vault.close()  # from here on, whoever opens it fails
        for post in (*STRANGERS, SECRETARY, MEMBER):
            assert await house.sealing.known_to(story.who(post)) == [], post
        for post in (ORDERER, LEADER):
            with pytest.raises(PoolClosed):
                await house.sealing.known_to(story.who(post))
        story.ward.clock.set(known.content.members_from)  # type: ignore[union-attr]
        with pytest.raises(PoolClosed):
            await house.sealing.known_to(story.who(MEMBER))

    sealing(tell, run)


def test_another_process_knows_within_seconds(tell: Callable[[Told], None]) -> None:
    async def run(story: Sealed) -> None:
        house = story.ward.house
        other = Sealing(house.vault, house.ledger, story.ward.clock, house.wards, 0.0)
        assert await other.known_to(story.who(ORDERER)) == []
        await story.seal("2025-11-03 10:00", ORDERER, order())
        assert len(await other.known_to(story.who(ORDERER))) == 1

    sealing(tell, run)
