"""Reads on after an answer that was given early, so that the answer arrives.

A request may be refused before its body was read: too large, not allowed. If the connection ends
while the sender is still sending, his machine throws our answer away and he sees a broken
connection. So what still comes is read and thrown away, within bounds, before the connection ends.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from litestar.types import Message, Receive, Scope, Send

OCTETS_MAX = 64_000_000
SECONDS_MAX = 10.0


class UnreadBody:
    """Stands between the server and the application for one request.

    `receive` and `send` are what the application uses; `finish` ends the answer when the
    application is done with it.
    """

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, *, seconds: float = SECONDS_MAX
    ) -> None:
        self._receive = receive
        self._send = send
        self._seconds = seconds
        headers = dict(scope["headers"])
        self._announced = _number(headers.get(b"content-length", b""))
        self._comes = self._announced != 0 or b"transfer-encoding" in headers
        self._waits_for_us = b"expect" in headers
        """Sends nothing before it was told to go on."""
        self._last: Message | None = None
        self._says_its_length = False

    async def receive(self) -> Any:
        """The next part of the body, as the application asks for it."""
        message = await self._receive()
        self._waits_for_us = False
        self._comes = message["type"] == "http.request" and bool(message.get("more_body"))
        return message

    async def send(self, message: Message) -> None:
        """A part of the answer; its end waits while the body still comes."""
        if message["type"] == "http.response.start":
            message = self._begun(message)
        elif self._must_read_on(message):
            self._last = {"type": "http.response.body", "body": b"", "more_body": False}
            message = {**message, "more_body": True}  # type: ignore[typeddict-item]
        await self._send(message)

    async def finish(self) -> None:
        """Read what still comes, then end the answer."""
        if self._last is None:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._seconds):
                await self._read_on()
        await self._send(self._last)

    def _begun(self, message: Message) -> Message:
        headers = list(message.get("headers", ()))  # type: ignore[call-overload]
        self._says_its_length = any(name.lower() == b"content-length" for name, _ in headers)
        if self._comes and (self._waits_for_us or self._announced > OCTETS_MAX):
            # the connection is of no use for another request
            headers.append((b"connection", b"close"))
        return {**message, "headers": headers}  # type: ignore[typeddict-item]

    def _must_read_on(self, message: Message) -> bool:
        is_last = message["type"] == "http.response.body" and not message.get("more_body")
        # without a length the answer would not be whole before its end
        return is_last and self._comes and self._says_its_length and not self._waits_for_us

    async def _read_on(self) -> None:
        octets = 0
        while self._comes and octets <= OCTETS_MAX:
            message = await self.receive()
            octets += len(message.get("body", b""))


def _number(said: bytes) -> int:
    return int(said) if said.isdigit() else 0
