"""The program as people start it, beside a Chromium to look at it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

START_SECONDS = 240
STOP_SECONDS = 30
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",  # a container's shared memory is often too small for a page
    "--disable-background-networking",
    "--no-first-run",
]


def chromium_path(environment: Mapping[str, str] = os.environ) -> str | None:
    """Where a Chromium is, if there is one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = (shutil.which(name, path=environment.get("PATH")) for name in names)
    return next((path for path in found if path), None)


def demanded_chromium(environment: Mapping[str, str] = os.environ) -> str:
    """The Chromium to test with; without one these tests are left out, unless they are demanded."""
    path = chromium_path(environment)
    if path is None:
        why = "no Chromium on this machine: install it to run the browser tests"
        if environment.get("BROWSER_TESTS") == "required":
            pytest.fail(f"BROWSER_TESTS=required, but {why}")
        pytest.skip(why)
    return path


@contextmanager
def running(project: Path, data: Path, *, demo: bool) -> Iterator[str]:
    """`python -m service` with a data folder of its own, on a port that was free; its address."""
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
