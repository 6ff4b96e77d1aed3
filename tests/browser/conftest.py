"""The program as people start it, and a real Chromium that tells of everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from service.demo.cast import DEMO_PASSWORD
from tests.browser.program import CHROMIUM_ARGUMENTS, demanded_chromium, running
from tests.browser.screen import Screen

PROJECT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is."""
    return demanded_chromium()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """One Chromium for a file of tests: while it is open, an event loop runs in this thread."""
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def demo(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the demo, played to its today; tests change only tasks that they made."""
    with running(PROJECT, tmp_path_factory.mktemp("demo"), demo=True) as address:
        yield address


@pytest.fixture(scope="session")
def empty_house(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
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
