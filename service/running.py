"""Running the program: one process with everything, or web and worker apart."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import signal
import socket
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import uvicorn

from service import interpreter
from service.data_folder import DataFolder
from service.demo.logins import lines, make_logins
from service.demo.player import TODAY_AT, Player
from service.listening import address_of, listen
from service.schema import SchemaReport, migrate
from service.server import EmbeddedServer, running_address
from service.settings import Settings
from service.stop import CannotStart
from service.terminal import ProgressBar
from service.wiring import House, open_house, read_models_ready, sweeping, working

GRACEFUL_SECONDS = 10
KEEP_ALIVE_SECONDS = 75
"""Longer than clients and proxies keep a quiet connection: whoever ends it first must be the one
who would send on it, or a form is sent into a connection that is just being closed."""
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Say = Callable[[str], None]


class WebServer(uvicorn.Server):
    """uvicorn, but told to stop by us: after it, the database still has to be stopped."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


@contextlib.contextmanager
def database(settings: Settings) -> Iterator[str]:
    """The address of the database; the embedded one is started for the time of the block."""
    folder = DataFolder(settings.data)
    if settings.database_url is not None:
        folder.check()
        yield settings.database_url
        return
    folder.open()
    server = EmbeddedServer(settings.data)
    try:
        url = server.start()
        server.keep_running()
        yield url
    finally:
        server.stop()
        folder.close()


@contextlib.contextmanager
def database_for_chores(settings: Settings) -> Iterator[str]:
    """As `database`, but a chore may also work beside the running program."""
    if settings.database_url is None and DataFolder(settings.data).is_taken():
        address = running_address(settings.data)
        if address is not None:
            yield address
            return
    with database(settings) as url:
        yield url


def run(settings: Settings, say: Say, *, web: bool, work: bool) -> None:
    """Run until a signal comes; raises CannotStart."""
    if not (web and work) and settings.database_url is None:
        raise CannotStart(
            "Chạy riêng web hoặc worker cần SOVIEC_DATABASE_URL.",
            "Running web or worker apart needs SOVIEC_DATABASE_URL.",
        )
    with _interrupted_by_signals(), contextlib.ExitStack() as stack:
        listening = None
        if web:
            listening = stack.enter_context(listen(settings.host, settings.port))
        url = stack.enter_context(database(settings))
        report = migrate(url)
        runner = stack.enter_context(asyncio.Runner(loop_factory=interpreter.event_loop))
        with contextlib.suppress(asyncio.CancelledError):
            runner.run(_live(settings, url, report, listening, say, work=work))


@contextlib.contextmanager
def _interrupted_by_signals() -> Iterator[None]:
    """Before the loop runs, every stop signal is a KeyboardInterrupt, so that all is cleaned up."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {each: signal.signal(each, interrupt) for each in STOP_SIGNALS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


async def _live(
    settings: Settings,
    url: str,
    report: SchemaReport,
    listening: socket.socket | None,
    say: Say,
    *,
    work: bool,
) -> None:
    stopping = _Stopping()
    async with contextlib.AsyncExitStack() as stack:
        house = await stack.enter_async_context(
            open_house(settings, url, has_roles=report.has_roles)
        )
        if not report.has_roles:
            say("Không tạo được vai trò cơ sở dữ liệu; sổ chỉ được bảo vệ bằng trigger.")
            say("Database roles could not be made; only triggers guard the journal.")
        if work:
            await stack.enter_async_context(working(house, ProgressBar()))
        await read_models_ready(house)
        if work:
            await _play_demo(house, say)
            await stack.enter_async_context(sweeping(house))
        if listening is None:
            interpreter.begin()
            await stopping.wait()
        else:
            await _serve(house, listening, say, stopping)


async def _play_demo(house: House, say: Say) -> None:
    """On the first start of a demo the story is played up to its today."""
    if house.settings.demo and house.clock.now() < TODAY_AT:
        say("Đang dựng nửa năm minh họa… · Playing the demo's half-year…")
        await Player(house, ProgressBar()).play_until(TODAY_AT)
    if house.settings.demo:
        await make_logins(house)


class _Stopping:
    """The first signal asks for a clean end, also while the program is still starting."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._server: WebServer | None = None
        for each in STOP_SIGNALS:
            loop.add_signal_handler(each, self._stop)

    def serve(self, server: WebServer) -> None:
        """From now on the web server ends first, with time for open requests."""
        self._server = server

    async def wait(self) -> None:
        """Until a signal comes."""
        self._task = None
        await self._event.wait()

    def _stop(self) -> None:
        self._event.set()
        if self._server is not None:
            # a second signal does not wait for open requests
            self._server.force_exit = self._server.should_exit
            self._server.should_exit = True
        elif self._task is not None:
            self._task.cancel()


async def _serve(house: House, listening: socket.socket, say: Say, stopping: _Stopping) -> None:
    # the one place where an inner layer starts the outer one: the program's entry point
    create_app: Callable[[House], Any] = importlib.import_module("web.app").create_app
    config = web_config(create_app(house), house.settings)
    server = WebServer(config)
    interpreter.begin()
    stopping.serve(server)
    address = address_of(listening, house.settings.host)
    say(f"Sổ Việc: {address}   (Ctrl-C để dừng · to stop)")
    for line in lines() if house.settings.demo else ():
        say(line)
    await server.serve(sockets=[listening])


def web_config(app: Any, settings: Settings) -> uvicorn.Config:
    """How the server treats a request before the pages see it."""
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        # where a request comes from counts failed log-ins: only a named proxy may say
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
