"""Questions that share a round trip: each is answered, none from before it was asked."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from service.gathering import KEYS_MAX, Gathering


class Slow:
    """A database with one number per name, that answers when it is told to."""

    def __init__(self) -> None:
        self.numbers = {"a": 1, "b": 2}
        self.rounds: list[list[str]] = []
        self.may_answer = asyncio.Event()
        self.failure: Exception | None = None

    async def look_up(self, keys: Sequence[str]) -> dict[str, int]:
        self.rounds.append(list(keys))
        found = {key: self.numbers[key] for key in keys if key in self.numbers}
        await self.may_answer.wait()
        if self.failure is not None:
            raise self.failure
        return found


def test_who_asks_while_one_is_under_way_shares_the_next_and_sees_what_is_new() -> None:
    async def scenario() -> None:
        slow = Slow()
        gathering = Gathering(slow.look_up, 0)
        first = gathering.ask("a")
        await asyncio.sleep(0)
        slow.numbers["a"] = 10
        later = [gathering.ask(key) for key in ("a", "b", "a", "nobody")]
        slow.may_answer.set()
        assert await first == 1
        assert await asyncio.gather(*later) == [10, 2, 10, 0]
        assert slow.rounds == [["a"], ["a", "b", "nobody"]]
        assert await gathering.ask("b") == 2

    asyncio.run(scenario())


def test_a_failure_is_told_to_everybody_who_waits_and_the_next_question_is_asked_anew() -> None:
    async def scenario() -> None:
        slow = Slow()
        slow.failure = ConnectionError("away")
        gathering = Gathering(slow.look_up, 0)
        first = gathering.ask("a")
        await asyncio.sleep(0)
        later = gathering.ask("b")
        slow.may_answer.set()
        for asked in (first, later):
            with pytest.raises(ConnectionError):
                await asked
        slow.failure = None
        assert await gathering.ask("b") == 2

    asyncio.run(scenario())


def test_an_asker_who_leaves_takes_nobody_along() -> None:
    async def scenario() -> None:
        slow = Slow()
        gathering = Gathering(slow.look_up, 0)
        gone, stays = gathering.ask("a"), gathering.ask("a")
        await asyncio.sleep(0)
        gone.cancel()
        slow.may_answer.set()
        assert await stays == 1

    asyncio.run(scenario())


def test_a_round_has_a_bound_and_nobody_is_forgotten() -> None:
    async def scenario() -> None:
        sizes: list[int] = []

        async def look_up(keys: Sequence[int]) -> dict[int, int]:
            sizes.append(len(keys))
            return {key: key for key in keys}

        gathering = Gathering(look_up, -1)
        names = range(2 * KEYS_MAX + 1)
        assert await asyncio.gather(*(gathering.ask(n) for n in names)) == list(names)
        assert sizes == [KEYS_MAX, KEYS_MAX, 1]

    asyncio.run(scenario())
