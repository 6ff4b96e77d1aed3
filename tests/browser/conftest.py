"""The program as people start it, and a real Chromium that tells of everything that is wrong."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from service.demo.cast import DEMO_PASSWORD
from tests.browser.program import CHROMIUM_ARGUMENTS, chromium_path, running

pytest.importorskip("playwright.sync_api", reason="the test requirements are not installed")
from playwright.sync_api import sync_playwright

from tests.browser.screen import Screen

PROJECT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests; without one they are left out, unless they are demanded."""
    path = chromium_path()
    if path is None:
        why = "no Chromium on this machine: install it to run the browser tests"
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail(f"BROWSER_TESTS=required, but {why}")
        pytest.skip(why)
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def demo(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the demo, played to its today; tests change only tasks that they made."""
    with running(PROJECT, tmp_path_factory.mktemp("demo"), demo=True) as address:
        yield address


@pytest.fixture(scope="session")
def empty_house(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a real installation on its very first start."""
    with running(PROJECT, tmp_path_factory.mktemp("empty"), demo=False) as address:
        yield address


OpenScreen = Callable[..., Screen]


@pytest.fixture
def open_screen(browser: Any) -> Iterator[OpenScreen]:
    """Opens windows that know nothing of each other; what went wrong in any fails the test."""
    screens: list[Screen] = []

    def open_one(address: str, login: str | None = None, **options: Any) -> Screen:
        screen = Screen(browser, address, **options)
        screens.append(screen)
        if login:
            screen.log_in(login, DEMO_PASSWORD)
        return screen

    yield open_one
    for screen in screens:
        screen.close()
    assert [line for screen in screens for line in screen.complaints] == []
