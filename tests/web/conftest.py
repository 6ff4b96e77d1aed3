"""A whole house behind the pages: real database, real desk, the invented ward's first day."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from domain.fact import LOCAL
from service.demo.logins import make_logins
from service.demo.player import Player
from service.schema import migrate
from service.settings import Settings
from service.wiring import House, open_house, working
from web.app import create_app

FIRST_DAY = datetime(2025, 7, 2, 8, 0, tzinfo=LOCAL)


@asynccontextmanager
async def a_house(url: str, data: Path, *, demo: bool) -> AsyncIterator[House]:
    """A house at work; in the demo with its ward founded and its logins made."""
    report = migrate(url)
    settings = Settings(data=data, demo=demo)
    async with (
        open_house(settings, url, has_roles=report.has_roles) as house,
        working(house),
    ):
        if demo:
            await Player(house).play_until(FIRST_DAY)
            await make_logins(house)
        yield house


class Site:
    """Pages over a house, asked like a browser asks."""

    def __init__(self, client: TestClient[Any]) -> None:
        self.client = client
        self.house: House = client.app.state.house

    def get(self, path: str, **more: Any) -> Any:
        """One page."""
        return self.client.get(path, follow_redirects=False, **more)

    def send(self, path: str, fields: dict[str, Any] | None = None, **more: Any) -> Any:
        """A form, with the proof that a page of ours gave."""
        return self.client.post(
            path, data={"_form": self.proof(), **(fields or {})}, follow_redirects=False, **more
        )

    def proof(self) -> str:
        """The hidden field of any form this visitor sees."""
        page = self.client.get("/account").text
        return page.split('name="_form" value="')[1].split('"')[0]

    def enter(self, login: str) -> None:
        """Step into a role of the demo."""
        assert self.send("/demo", {"login": login}).status_code == 303

    def run(self, work: Any, *facts: Any, **more: Any) -> Any:
        """Do something in the loop that the house lives in."""

        async def done() -> Any:
            return await work(*facts, **more)

        with self.client.portal() as portal:
            return portal.call(done)


@asynccontextmanager
async def _lifespan(app: Any, url: str, data: Path, demo: bool) -> AsyncIterator[None]:
    async with a_house(url, data, demo=demo) as house:
        app.state.house = house
        yield


def open_site(url: str, data: Path, *, demo: bool) -> Iterator[Site]:
    """A site whose house lives as long as the client's loop."""
    raise NotImplementedError
