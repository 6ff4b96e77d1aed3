"""Many askers, one question to the database: whoever asks while one is under way is in the next.

Nothing is remembered: an answer was looked up after it was asked for. Under load a round trip is
shared by everybody who waits, alone it is the same round trip.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

KEYS_MAX = 256

Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")


class Gathering(Generic[Key, Answer]):
    """Collects questions of one kind; `look_up` answers many of them at once."""

    def __init__(
        self, look_up: Callable[[Sequence[Key]], Awaitable[Mapping[Key, Answer]]], absent: Answer
    ) -> None:
        self._look_up = look_up
        self._absent = absent
        self._waiting: dict[Key, list[asyncio.Future[Answer]]] = {}
        self._task: asyncio.Task[None] | None = None

    def ask(self, key: Key) -> asyncio.Future[Answer]:
        """The answer to come; it fails when the look-up fails."""
        loop = asyncio.get_running_loop()
        asked: asyncio.Future[Answer] = loop.create_future()
        self._waiting.setdefault(key, []).append(asked)
        if self._task is None or self._task.done():
            self._task = loop.create_task(self._answer_all(), name="gathering")
        return asked

    async def _answer_all(self) -> None:
        while self._waiting:
            keys = list(self._waiting)[:KEYS_MAX]
            round_ = {key: self._waiting.pop(key) for key in keys}
            try:
                answers = await self._look_up(keys)
            except Exception as error:
                # who came meanwhile would only wait as long again for the same database
                late, self._waiting = self._waiting, {}
                for asked in (*round_.values(), *late.values()):
                    _fail(asked, error)
            else:
                for key, asked in round_.items():
                    _answer(asked, answers.get(key, self._absent))


def _answer(asked: list[asyncio.Future[Answer]], answer: Answer) -> None:
    for each in asked:
        if not each.done():  # the asker may be gone
            each.set_result(answer)


def _fail(asked: list[asyncio.Future[Answer]], error: Exception) -> None:
    for each in asked:
        if not each.done():
            each.set_exception(error)
            each.exception()  # nobody may be left to hear it
