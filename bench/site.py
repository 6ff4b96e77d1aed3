"""The program as a server of its own for the bench: the real pages, and beside them nothing at all.

Run as `python -m bench.site URL DATA [feed]`; says its port and open sessions as a line of JSON.
With `worker` it serves nothing and follows the journal for a site that runs without `feed`.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import uvicorn
from litestar import Litestar, Request, post

from bench.journal_maker import FOUNDED
from domain.ids import new_id
from domain.task.commands import ReportProgress
from service import interpreter
from service.demo.cast import HEAD_OF, WORKING_UNITS, holder_on, post_id
from service.desk import Envelope, Who
from service.listening import listen
from service.running import WebServer
from service.schema import migrate
from service.settings import Settings
from service.wiring import House, open_house, working
from web.app import create_app
from web.house import house_of
from web.session import signed_in, token_of

READERS = {"chair": "chu-tich", "keeper": "chanh-vp", "head": "truong-vhxh", "doer": "cv-vhxh"}
WRITERS = 32
"""Sessions that write at once, of the heads of all working units in turn."""
NOTHING = "/bench/nothing"
IDLE = "/bench/idle"


class Told(msgspec.Struct):
    """What the load generator sends in both cases."""

    task_id: UUID
    text: str


class Writer(msgspec.Struct):
    """Somebody who reports progress: the post he holds, and his open session."""

    post_id: UUID
    session: tuple[str, str]


class Up(msgspec.Struct):
    """What the parent process has to know."""

    port: int
    pid: int
    sessions: dict[str, tuple[str, str]]
    """Reader → cookie, proof for forms."""
    writers: list[Writer]


@post(NOTHING, status_code=200)
async def nothing(data: Told) -> dict[str, str]:
    """The same request, answered without any work."""
    return {"stream": str(data.task_id)}


@post(IDLE, opt={"permission": "tasks.write"}, status_code=200)
async def idle(data: Told) -> dict[str, str]:
    """Nothing again, but behind the session, the right and our headers."""
    return {"stream": str(data.task_id)}


@post("/bench/progress", opt={"permission": "tasks.write"}, status_code=200)
async def progress(request: Request[Any, Any, Any], data: Told) -> dict[str, int]:
    """A command as the desk takes it: session, access, decision, append."""
    house: Any = house_of(request)
    user = signed_in(request)
    receipt = await house.desk.submit(
        ReportProgress(task_id=data.task_id, text=data.text),
        Envelope(
            who=Who(person_id=user.person_id, acting_post=user.acting_post),
            command_id=new_id(house.clock.now()),
        ),
    )
    return {"position": receipt.position}


class Beside:
    """One address leads past our program, straight to the framework."""

    def __init__(self, app: Litestar) -> None:
        self._app = app
        self._bare = Litestar([nothing], openapi_config=None, logging_config=None)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request."""
        app = self._bare if scope.get("path") == NOTHING else self._app
        await app(scope, receive, send)


async def sessions(house: House) -> dict[str, tuple[str, str]]:
    """Everybody whose pages are measured is logged in."""
    return {name: await _session(house, post_key) for name, post_key in READERS.items()}


async def writers(house: House) -> list[Writer]:
    """As many people at as many browsers as commands are sent at once."""
    heads = [HEAD_OF[code] for code in WORKING_UNITS]
    return [
        Writer(post_id(head), await _session(house, head))
        for head in (heads[number % len(heads)] for number in range(WRITERS))
    ]


async def _session(house: House, post_key: str) -> tuple[str, str]:
    login = f"bench-{post_key}"
    account = await house.accounts.named(login)
    if account is None:
        person = holder_on(post_key, FOUNDED)
        account, _ = await house.accounts.create(
            login, post_key, person_id=person, password="bench-does-not-log-in"
        )
    session_id = await house.sessions.begin(account.account_id, address="bench", agent="bench")
    return f"soviec_session={session_id}", token_of(session_id)


@contextlib.asynccontextmanager
async def serving(url: str, data: Path, *, feed: bool) -> AsyncIterator[Up]:
    """Everything a running program has; the feed only where the question is about it."""
    report = migrate(url)
    async with contextlib.AsyncExitStack() as stack:
        settings = Settings(data=data, demo=True)
        house = await stack.enter_async_context(
            open_house(settings, url, has_roles=report.has_roles)
        )
        if feed:
            await stack.enter_async_context(working(house))
        app = create_app(house)
        app.register(idle)
        app.register(progress)
        listening = listen("127.0.0.1", 0)
        config = uvicorn.Config(
            Beside(app),
            log_level="warning",
            access_log=False,
            server_header=False,  # type: ignore[arg-type]
        )
        server = WebServer(config)
        asyncio.get_running_loop().add_signal_handler(
            signal.SIGTERM, lambda: setattr(server, "should_exit", True)
        )
        up = Up(
            port=listening.getsockname()[1],
            pid=os.getpid(),
            sessions=await sessions(house),
            writers=await writers(house),
        )
        interpreter.begin()
        task = asyncio.create_task(server.serve(sockets=[listening]))
        yield up
        await task


async def work(url: str, data: Path) -> None:
    """Feed and reactions, as the worker of the program runs them."""
    report = migrate(url)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    settings = Settings(data=data, demo=True)
    async with open_house(settings, url, has_roles=report.has_roles) as house, working(house):
        interpreter.begin()
        sys.stdout.write("works\n")
        sys.stdout.flush()
        await ended.wait()


async def main(url: str, data: str, *wishes: str) -> None:
    """Serve until told to stop."""
    if "worker" in wishes:
        await work(url, Path(data))
        return
    async with serving(url, Path(data), feed="feed" in wishes) as up:
        sys.stdout.write(msgspec.json.encode(up).decode() + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=interpreter.event_loop) as runner:
        runner.run(main(*sys.argv[1:]))
