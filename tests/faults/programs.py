"""The program as it is started for work, in processes that can be killed and started again."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil

PROJECT = Path(__file__).parent.parent.parent
PORTS = range(8150, 8200)
"""Below the numbers that connections are given, so that nothing takes one between two starts."""
START_SECONDS = 120.0
STOP_SECONDS = 60.0
STEP_SECONDS = 0.05


_claims: list[socket.socket] = []


def free_port() -> int:
    """A port for this run alone: bound here, so that no other run takes it; the program listens.

    Without SO_REUSEADDR the first bind fails where anybody is; with it two may bind, one listens.
    """
    for port in PORTS:
        try:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
            claim = socket.socket()
            claim.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            claim.bind(("127.0.0.1", port))
        except OSError:
            continue
        _claims.append(claim)
        return port
    raise AssertionError("no port is free")


class Program:
    """One process of the program; `words` say which part."""

    def __init__(
        self,
        data: Path,
        log: Path,
        *words: str,
        port: int = 0,
        module: str = "service",
        **settings: str,
    ) -> None:
        self.data = data
        self.log = log
        self.port = port
        self._command = [sys.executable, "-m", module, *words]
        kept = {name: value for name, value in os.environ.items() if name[:7] != "SOVIEC_"}
        self.environment = kept | {"SOVIEC_DATA": str(data), "PORT": str(port)} | settings
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Of the process that runs now."""
        assert self._process is not None, "the program was started"
        return self._process.pid

    def start(self) -> None:
        """Start, without waiting."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=PROJECT, env=self.environment, stdout=log, stderr=log
            )

    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def was_killed(self) -> bool:
        """Whether it ended by sudden death, rather than of its own accord."""
        return self._process is not None and self._process.poll() == -signal.SIGKILL

    def kill(self) -> None:
        """Sudden death."""
        process = self._process  # somebody may start the next one as soon as this one is dead
        assert process is not None, "the program was started"
        process.send_signal(signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """Ask it to end; sudden death for one that does not."""
        if not self.is_running():
            return
        assert self._process is not None
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def wait_until_up(self) -> None:
        """Until pages are served."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self.is_running(), f"the program ended: {self.said()}"
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.address}/health/ready", timeout=20).status_code == 200:
                    return
            time.sleep(STEP_SECONDS)
        raise AssertionError(f"the program is not up: {self.said()}")

    def said(self) -> str:
        """The end of its log."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-3000:]

    def stack_traces(self) -> int:
        """Traces in the log of pages: each is a slip nobody has thought of."""
        return self.log.read_text(encoding="utf-8", errors="replace").count("soviec.web Trace")


def processes_over(folder: Path) -> list[psutil.Process]:
    """The database server over a folder, its leader first, with all its children."""
    note = folder / "postmaster.pid"
    if not note.exists():
        return []
    lines = note.read_text(encoding="utf-8", errors="replace").splitlines()
    if not lines or not lines[0].strip().isdigit():
        return []
    with contextlib.suppress(psutil.NoSuchProcess):
        leader = psutil.Process(int(lines[0]))
        if str(folder) in leader.cmdline():
            return [leader, *leader.children(recursive=True)]
    return []


def signal_all(processes: list[psutil.Process], number: signal.Signals) -> None:
    """The same signal for each, in this order."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)


def kill_server(folder: Path) -> None:
    """Sudden death of a database server: leader and children at once.

    The leader stands still first: a child it has between the look and the death would outlive it,
    hold on to its memory and keep the next server from starting.
    """
    signal_all(processes_over(folder)[:1], signal.SIGSTOP)
    found = processes_over(folder)
    signal_all(found, signal.SIGKILL)
    psutil.wait_procs(found, timeout=STOP_SECONDS)
