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


def test_strangers_and_members_before_their_hour_cost_the_same(
    tell: Callable[[Told], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.vault_names.GOOD_FOR_SECONDS", 3600.0)

    async def run(story: Sealed) -> None:
        house = story.ward.house
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
        other = Sealing(house.vault, house.ledger, story.ward.clock, house.wards)
        assert await other.known_to(story.who(ORDERER)) == []
        await story.seal("2025-11-03 10:00", ORDERER, order())
        other._named._read_at = float("-inf")  # the seconds went by
        assert len(await other.known_to(story.who(ORDERER))) == 1

    sealing(tell, run)
