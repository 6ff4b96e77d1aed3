"""A whole house behind real pages: database, desk, feed, the invented ward's first day."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
import uvicorn
from litestar import Litestar

from domain.fact import LOCAL
from service import interpreter
from service.demo.logins import make_logins
from service.demo.player import Player
from service.listening import address_of, listen
from service.running import web_config
from service.schema import migrate
from service.server import EmbeddedServer
from service.settings import Settings
from service.wiring import House, open_house, working
from web.app import create_app

FIRST_DAY = datetime(2025, 7, 2, 8, 0, tzinfo=LOCAL)
START_SECONDS = 120
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Nothing here is asked by TLS: reading the world's certificates for every visitor takes longest.
"""


class Site:
    """A running program and its address."""

    def __init__(self, app: Litestar, address: str, loop: asyncio.AbstractEventLoop) -> None:
        self.address = address
        self.app = app
        self.house: House = app.state.house
        self._loop = loop

    def run(self, work: Callable[..., Awaitable[Any]], *facts: Any, **more: Any) -> Any:
        """Do something in the loop the house lives in."""

        async def done() -> Any:
            return await work(*facts, **more)

        return asyncio.run_coroutine_threadsafe(done(), self._loop).result(START_SECONDS)

    def sql(self, statement: str, *facts: Any) -> list[tuple[Any, ...]]:
        """Look at, or arrange, what is stored."""
        with psycopg.connect(self.house.url, autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), facts)
            return cursor.fetchall() if cursor.description else []

    def visitor(self) -> Visitor:
        """A browser that has never been here."""
        return Visitor(self)


class Visitor:
    """One browser: keeps its cookies, follows no redirect by itself."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.client = httpx.Client(
            base_url=site.address, verify=NO_CERTIFICATES, timeout=START_SECONDS
        )

    def get(self, path: str, **more: Any) -> httpx.Response:
        """One page."""
        return self.client.get(path, **more)

    def send(self, path: str, fields: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        """A form with the proof that our pages give."""
        return self.client.post(path, data={"_form": self.proof(), **(fields or {})}, **more)

    def send_blind(self, path: str, fields: dict[str, Any]) -> httpx.Response:
        """A form from nowhere."""
        return self.client.post(path, data=fields)

    def proof(self) -> str:
        """The hidden field that stands in every form of this visitor."""
        page = self.client.get("/login", follow_redirects=True).text
        return page.split('name="_form" value="')[1].split('"')[0]

    def enter(self, login: str) -> Visitor:
        """Step into a role of the demo, who speaks Vietnamese whatever was chosen before."""
        assert self.send("/demo", {"login": login}).headers["location"] == "/"
        assert self.get("/demo?lang=vi").status_code == 200
        return self


@contextmanager
def served(url: str, data: Path, *, demo: bool) -> Iterator[Site]:
    """The program on a free port, in a thread of its own."""
    report = migrate(url)
    settings = Settings(data=data, demo=demo)
    ready: list[Site] = []
    is_up = threading.Event()
    stop: list[Callable[[], None]] = []
    failed: list[BaseException] = []

    async def live() -> None:
        listening = listen("127.0.0.1", 0)
        async with (
            open_house(settings, url, has_roles=report.has_roles) as house,
            working(house),
        ):
            if demo:
                await Player(house).play_until(FIRST_DAY)
                await make_logins(house)
            app = create_app(house)
            server = uvicorn.Server(web_config(app, settings))
            server.capture_signals = _no_signals  # type: ignore[method-assign]
            stop.append(lambda: setattr(server, "should_exit", True))
            address = address_of(listening, "127.0.0.1")
            ready.append(Site(app, address, asyncio.get_running_loop()))
            is_up.set()
            await server.serve(sockets=[listening])

    def run() -> None:
        try:
            with asyncio.Runner(loop_factory=interpreter.event_loop) as runner:
                runner.run(live())
        except BaseException as error:
            failed.append(error)
            is_up.set()

    thread = threading.Thread(target=run)
    thread.start()
    assert is_up.wait(START_SECONDS)
    if failed:
        raise failed[0]
    try:
        yield ready[0]
    finally:
        stop[0]()
        thread.join(START_SECONDS)


@contextmanager
def _no_signals() -> Iterator[None]:
    yield


@contextmanager
def _database(server: EmbeddedServer, name: str) -> Iterator[str]:
    with psycopg.connect(server.address("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield server.address(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
def site(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo on its first day, shared: a test changes only what it made itself."""
    with (
        _database(server, "site_demo") as url,
        served(url, tmp_path_factory.mktemp("demo"), demo=True) as running,
    ):
        yield running


@pytest.fixture
def moving_site(server: EmbeddedServer, tmp_path: Path) -> Iterator[Site]:
    """A demo of its own, for a test that turns the day."""
    with _database(server, "site_moving") as url, served(url, tmp_path, demo=True) as running:
        yield running


@pytest.fixture
def visitor(site: Site) -> Iterator[Visitor]:
    """A browser that has never been here."""
    came = site.visitor()
    yield came
    came.client.close()


@pytest.fixture
def coordinator(site: Site) -> Iterator[Visitor]:
    """In charge of plan, checklists and rule sets."""
    came = site.visitor().enter("daumoi")
    yield came
    came.client.close()


@pytest.fixture
def chair(site: Site) -> Iterator[Visitor]:
    """Decides what others draft."""
    came = site.visitor().enter("chutich")
    yield came
    came.client.close()


@pytest.fixture
def empty_site(server: EmbeddedServer, tmp_path: Path) -> Iterator[Site]:
    """The program on its very first start, without a demo."""
    with _database(server, "site_empty") as url, served(url, tmp_path, demo=False) as running:
        yield running
