"""Whoever is refused while still sending gets the answer, whole, and not a broken connection."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator
from typing import Any

import uvicorn

from tests.web.conftest import Site
from web.unread_body import UnreadBody

OCTETS = 3_000_000
PIECE = 100_000
PATIENCE_SECONDS = 20
WORDS = b"refused" * 10_000


def connected(site: Site) -> socket.socket:
    host, port = site.address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS)


def head(*headers: str, path: str = "/login", octets: int = OCTETS) -> bytes:
    lines = (f"POST {path} HTTP/1.1", "host: x", f"content-length: {octets}", *headers)
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def send_slowly(wire: socket.socket, octets: int) -> None:
    for _ in range(octets // PIECE):
        wire.sendall(b"a" * PIECE)
        time.sleep(0.005)


def all_of(wire: socket.socket) -> bytes:
    found = b""
    while piece := wire.recv(65_536):
        found += piece
    return found


def one_answer(wire: socket.socket) -> tuple[bytes, bytes]:
    """Head and body, as long as the head says."""
    found = b""
    while b"\r\n\r\n" not in found:
        piece = wire.recv(65_536)
        assert piece, "the connection ended before the answer"
        found += piece
    above, _, body = found.partition(b"\r\n\r\n")
    length = int(above.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += wire.recv(65_536)
    return above, body


FORM = "content-type: application/x-www-form-urlencoded"


def test_a_sender_that_would_be_cut_off_reads_the_page(site: Site) -> None:
    with connected(site) as wire:
        wire.sendall(head(FORM, "connection: close"))
        above, body = one_answer(wire)  # the answer began before the body
        send_slowly(wire, OCTETS)
        rest = all_of(wire)
    assert above.startswith(b"HTTP/1.1 413")
    assert b"</html>" in body
    assert rest == b""


def test_the_same_connection_serves_the_next_request(site: Site) -> None:
    with connected(site) as wire:
        wire.sendall(head(FORM))
        assert one_answer(wire)[0].startswith(b"HTTP/1.1 413")
        send_slowly(wire, OCTETS)
        wire.sendall(b"GET /login HTTP/1.1\r\nhost: x\r\n\r\n")
        assert one_answer(wire)[0].startswith((b"HTTP/1.1 200", b"HTTP/1.1 303"))


def test_the_api_answers_too(site: Site) -> None:
    with connected(site) as wire:
        path = "/api/v1/tasks/commands/draft-task"
        wire.sendall(head("connection: close", path=path))
        above, body = one_answer(wire)
        send_slowly(wire, OCTETS)
        assert all_of(wire) == b""
    assert above.startswith(b"HTTP/1.1 401")
    assert b"token_needed" in body


def test_who_waits_to_be_told_to_go_on_is_not_waited_for(site: Site) -> None:
    with connected(site) as wire:
        wire.sendall(head(FORM, "expect: 100-continue"))
        above, _ = one_answer(wire)
        assert all_of(wire) == b""
    assert above.startswith(b"HTTP/1.1 413")
    assert b"connection: close" in above


def test_nobody_is_read_for_ever() -> None:
    """A sender that goes on and on, and one that stops half way, are left after a while."""
    assert asyncio.run(_left(endless=True)).endswith(WORDS)
    assert asyncio.run(_left(endless=False)).endswith(WORDS)


async def _left(*, endless: bool) -> bytes:
    async with served_refusals(seconds=0.3) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head("connection: close", octets=2 * OCTETS))
        sending = asyncio.create_task(_send_on(writer)) if endless else None
        found = b""
        with contextlib.suppress(ConnectionError):  # it goes on sending, after the whole answer
            while piece := await reader.read(65_536):
                found += piece
        if sending is not None:
            sending.cancel()
        writer.close()
        return found


async def _send_on(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"a")
        await asyncio.sleep(0.01)


def refusing(seconds: float) -> Any:
    """An application that refuses without reading."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        body = UnreadBody(scope, receive, send, seconds=seconds)
        length = str(len(WORDS)).encode()
        headers = [(b"content-length", length)]
        await body.send({"type": "http.response.start", "status": 413, "headers": headers})
        await body.send({"type": "http.response.body", "body": WORDS, "more_body": False})
        await body.finish()

    return app


@contextlib.asynccontextmanager
async def served_refusals(seconds: float) -> AsyncIterator[int]:
    listening = socket.create_server(("127.0.0.1", 0))
    app = refusing(seconds)
    config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve([listening]))
    while not server.started:
        await asyncio.sleep(0.01)
    yield int(listening.getsockname()[1])
    server.should_exit = True
    await task
