"""A program of another office: it has a token and a client, and never a cookie."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from domain.fact import LOCAL
from service.server import EmbeddedServer
from service.tokens import Tokens
from tests.web.conftest import NO_CERTIFICATES, START_SECONDS, Site, moving_site, served
from tests.web.conftest import _database as database
from web.api import scopes
from web.api.all_slices import SLICES

__all__ = ["moving_site"]

EVERYTHING = ("read", "account", "accounts", *(scopes.act(each.name) for each in SLICES))
DAYS = 30


class Program:
    """A client with somebody's token."""

    def __init__(self, site: Site, token: str = "") -> None:
        self.site = site
        self.token = token
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self.client = httpx.Client(
            base_url=f"{site.address}/api/v1",
            headers=headers,
            verify=NO_CERTIFICATES,
            timeout=START_SECONDS,
        )

    def get(self, path: str, **more: Any) -> httpx.Response:
        """Read something."""
        return self.client.get(path, **more)

    def ask(
        self, path: str, body: dict[str, Any] | None = None, *, key: str = "", **more: Any
    ) -> httpx.Response:
        """Send a command; a new key unless one is given."""
        headers = {"idempotency-key": key or str(uuid.uuid4()), **more.pop("headers", {})}
        return self.client.post(path, json=body or {}, headers=headers, **more)

    def send_file(self, octets: bytes, name: str = "anh.txt", **more: Any) -> httpx.Response:
        """Upload a file of evidence."""
        return self.client.post("/files", params={"file_name": name}, content=octets, **more)


def account_of(site: Site, login: str) -> uuid.UUID:
    """The account behind a login."""
    found = site.sql("SELECT account_id FROM soviec.accounts WHERE login = %s", login)
    return uuid.UUID(str(found[0][0]))


def make_token(site: Site, login: str, *scopes: str, days: int = DAYS) -> str:
    """A token as the account page makes it."""
    tokens: Tokens = site.house.tokens
    _, token = site.run(tokens.make, account_of(site, login), "thử", scopes or EVERYTHING, days)
    return str(token)


As = Callable[..., Program]


@pytest.fixture
def program(site: Site) -> Iterator[As]:
    """A program for a login: `program("chutich")`; scopes may follow."""
    made: list[Program] = []

    def begin(login: str = "", *scopes: str) -> Program:
        token = make_token(site, login, *scopes) if login else ""
        made.append(Program(site, token))
        return made[-1]

    yield begin
    for each in made:
        each.client.close()
    site.sql("UPDATE soviec.api_tokens SET revoked_at = now() WHERE revoked_at IS NULL")


@pytest.fixture(scope="session")
def site(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo on its first day; programs may leave it in another state than people would."""
    with (
        database(server, "api_demo") as url,
        served(url, tmp_path_factory.mktemp("api"), demo=True) as running,
    ):
        yield running


BUSY_DAY = datetime(2025, 8, 20, 9, 0, tzinfo=LOCAL)


@pytest.fixture(scope="session")
def busy_site(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The invented ward in the middle of its work, with its plan issued and tasks under way."""
    with (
        database(server, "api_busy") as url,
        served(url, tmp_path_factory.mktemp("busy"), demo=True) as running,
    ):
        running.run(running.house.move_clock, BUSY_DAY)
        yield running
