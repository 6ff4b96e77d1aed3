"""A small load generator: raw sockets on asyncio, keep-alive, one request at a time on each."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import msgspec

from bench.site import Up

START_SECONDS = 120


class Refusal(Exception):
    """The server answered with something that was not asked for."""


class Connection:
    """One connection that stays open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send a request, wait for the whole answer."""
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        status = int(head[9:12])
        at = head.find(b"content-length:")
        length = int(head[at + 15 : head.find(b"\r\n", at)]) if at >= 0 else 0
        return status, await self._reader.readexactly(length) if length else b""

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Connection]:
    """A connection to a server of this machine."""
    connection = Connection(*await asyncio.open_connection("127.0.0.1", port, limit=2**22))
    try:
        yield connection
    finally:
        connection.close()


def get(path: str, cookie: str) -> bytes:
    """A page as somebody who is logged in asks for it."""
    return f"GET {path} HTTP/1.1\r\nhost: bench\r\ncookie: {cookie}\r\n\r\n".encode()


def post(path: str, body: bytes, kind: str, session: tuple[str, str] | None = None) -> bytes:
    """A write, with the proof that our forms carry."""
    cookie, proof = session or ("", "")
    said = f"cookie: {cookie}\r\nx-soviec-form: {proof}\r\n" if session else ""
    return (
        f"POST {path} HTTP/1.1\r\nhost: bench\r\n{said}content-type: {kind}\r\n"
        f"content-length: {len(body)}\r\n\r\n".encode()
        + body
    )


async def load(
    port: int, connections: int, seconds: float, request: Callable[[int], bytes], wanted: int
) -> list[float]:
    """So many connections, each with one request at a time; how long each answer took."""
    took: list[float] = []
    until = time.perf_counter() + seconds

    async def one(number: int) -> None:
        async with connected(port) as connection:
            while (began := time.perf_counter()) < until:
                status, body = await connection.ask(request(number))
                if status != wanted:
                    raise Refusal(f"{status}: {body[:300]!r}")
                took.append(time.perf_counter() - began)

    await asyncio.gather(*(one(number) for number in range(connections)))
    return took


@contextmanager
def site(url: str, data: Path, *, feed: bool) -> Iterator[Up]:
    """The program in a process of its own."""
    with _process(url, data, *(["feed"] if feed else [])) as line:
        yield msgspec.json.decode(line, type=Up)


@contextmanager
def worker(url: str, data: Path) -> Iterator[None]:
    """Feed and reactions in a process of their own."""
    with _process(url, data, "worker"):
        yield


@contextmanager
def _process(url: str, data: Path, *wishes: str) -> Iterator[bytes]:
    data.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "bench.site", url, str(data), *wishes]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ})
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, "the site did not start; its error stands above"
        yield line
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(START_SECONDS / 10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
