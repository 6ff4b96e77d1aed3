"""A proof of who one is holds in one session, for one content, and for minutes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.login_attempts import SlowDown
from service.step_up import StepUp
from tests.service.founded_ward import Told, Ward

PASSWORD = "mat khau rieng 27"
SESSION, OTHER = "a" * 43, "b" * 43
SHOWN, MOVED = "1" * 64, "2" * 64


def test_a_proof_is_bound_and_runs_out(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        house = ward.house
        account, _ = await house.accounts.create("nguoi-ky", "Người ký", password=PASSWORD)
        me = account.account_id
        step_up = StepUp(house.pool, house.accounts)
        assert not await step_up.prove(me, SESSION, SHOWN, "sai")
        assert not await step_up.holds(me, SESSION, SHOWN)
        assert await step_up.prove(me, SESSION, SHOWN, PASSWORD)
        assert await step_up.holds(me, SESSION, SHOWN)
        assert not await step_up.holds(me, SESSION, MOVED)
        assert not await step_up.holds(me, OTHER, SHOWN)
        async with house.pool.connection() as connection:
            await connection.execute(
                "UPDATE soviec.step_ups SET proven_at = now() - interval '6 minutes'"
            )
        assert not await step_up.holds(me, SESSION, SHOWN)
        assert await step_up.prove(me, SESSION, SHOWN, PASSWORD)
        await step_up.spend(me, SESSION, SHOWN)
        assert not await step_up.holds(me, SESSION, SHOWN)

    tell(run)


def test_wrong_passwords_count_like_failed_log_ins(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        house = ward.house
        account, _ = await house.accounts.create("nguoi-ky", "Người ký", password=PASSWORD)
        step_up = StepUp(house.pool, house.accounts)
        for _ in range(5):
            assert not await step_up.prove(account.account_id, SESSION, SHOWN, "sai")
        with pytest.raises(SlowDown):
            await step_up.prove(account.account_id, SESSION, SHOWN, PASSWORD)
        with pytest.raises(SlowDown):
            await house.accounts.log_in("nguoi-ky", PASSWORD, "10.0.0.1")

    tell(run)
