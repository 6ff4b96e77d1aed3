"""The program as people start it, and a real Chromium that tells of everything that is wrong."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from service.demo.cast import DEMO_PASSWORD
from tests.browser.screen import Screen

START_SECONDS = 240
STOP_SECONDS = 30
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
]


def chromium_path() -> str | None:
    """Where a Chromium is, if there is one."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next((path for path in found if path), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests; without one they are left out, unless they are demanded."""
    path = chromium_path()
    if path is None:
        why = "no Chromium on this machine: install it to run the browser tests"
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail(f"BROWSER_TESTS=required, but {why}")
        pytest.skip(why)
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@contextmanager
def running(project: Path, data: Path, *, demo: bool) -> Iterator[str]:
    """`python -m service` with a data folder of its own, on a port that was free."""
    process = subprocess.Popen(
        [sys.executable, "-m", "service"],
        cwd=project,
        env={
            **{name: value for name, value in os.environ.items() if name[:7] != "SOVIEC_"},
            "SOVIEC_DATA": str(data),
            "PORT": "0",
            "DEMO": "1" if demo else "0",
            "PYTHONIOENCODING": "utf-8",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    said: list[str] = []
    is_up = threading.Event()

    def listen() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if ADDRESS.search(line):
                is_up.set()
        is_up.set()  # it ended; what it said tells why

    threading.Thread(target=listen, daemon=True).start()
    try:
        assert is_up.wait(START_SECONDS), "the program did not start: " + "".join(said)
        address = next((found[0] for line in said if (found := ADDRESS.search(line))), None)
        assert address is not None, "the program ended: " + "".join(said)
        yield address
    finally:
        process.terminate()
        process.wait(STOP_SECONDS)
    assert [line for line in said if "Traceback" in line] == [], "".join(said)


@pytest.fixture(scope="session")
def demo(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the demo, played to its today; tests change only tasks that they made."""
    with running(project_root, tmp_path_factory.mktemp("demo"), demo=True) as address:
        yield address


@pytest.fixture(scope="session")
def empty_house(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a real installation on its very first start."""
    with running(project_root, tmp_path_factory.mktemp("empty"), demo=False) as address:
        yield address


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The root of the source tree."""
    return Path(__file__).parent.parent.parent


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
