"""Starting and stopping the program: one sentence when it cannot, nothing left when it ends."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.data_folder import FORMAT, DataFolder
from service.stop import CannotStart

PATIENCE_SECONDS = 90.0


def environment(data: Path, **settings: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SOVIEC_")}
    return kept | {"SOVIEC_DATA": str(data), "PORT": "0", "DEMO": "0"} | settings


def start(project: Path, data: Path, **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "service"],
        cwd=project,
        env=environment(data, **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def address_from(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://\S+", line):
            return found[0]
    assert process.stderr is not None
    raise AssertionError(process.stderr.read())


@contextlib.contextmanager
def program(project: Path, data: Path, **settings: str) -> Iterator[tuple[int, str]]:
    """A running program: its process and address; it is stopped at the end in any case."""
    process = start(project, data, **settings)
    try:
        yield process.pid, address_from(process)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            code = process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert code in (0, -signal.SIGKILL)


def servers_over(data: Path) -> list[int]:
    """Processes of PostgreSQL over this data folder."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if str(data / "pg").encode() in each.read_bytes().split(b"\0"):
                found.append(int(each.parent.name))
    return found


def wait_until_no_server(data: Path) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if not servers_over(data):
            return True
        time.sleep(0.05)
    return False


def test_it_runs_from_a_path_with_spaces_and_stops_cleanly(project: Path, tmp_path: Path) -> None:
    data = tmp_path / "sổ việc của phường" / "dữ liệu"
    for _ in range(2):
        with program(project, data) as (_, address):
            with urllib.request.urlopen(f"{address}/health/live", timeout=20) as answer:
                assert answer.status == 200
            assert servers_over(data)
        assert servers_over(data) == []
        assert not (data / "sockets").exists()


def test_a_second_instance_is_refused_and_the_first_unharmed(project: Path, tmp_path: Path) -> None:
    with program(project, tmp_path / "var") as (_, address):
        second = start(project, tmp_path / "var")
        _, errors = second.communicate(timeout=PATIENCE_SECONDS)
        assert second.returncode == 1
        assert "already running" in errors
        assert len(errors.strip().splitlines()) == 2
        with urllib.request.urlopen(f"{address}/health/ready", timeout=20) as answer:
            assert answer.status == 200


def test_no_server_outlives_a_program_that_was_killed(project: Path, tmp_path: Path) -> None:
    data = tmp_path / "var"
    with program(project, data) as (pid, _):
        assert servers_over(data)
        os.kill(pid, signal.SIGKILL)
        assert wait_until_no_server(data)
    with program(project, data):  # recovers
        pass
    assert servers_over(data) == []


def test_sigterm_during_the_start_leaves_nothing(project: Path, tmp_path: Path) -> None:
    data = tmp_path / "var"
    process = start(project, data)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not servers_over(data) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.terminate()
    process.communicate(timeout=PATIENCE_SECONDS)
    assert servers_over(data) == []


def refusal(project: Path, data: Path, **settings: str) -> str:
    """What the program says when it does not start: one sentence in each language."""
    process = start(project, data, **settings)
    out, errors = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 1, out + errors
    assert len(errors.strip().splitlines()) == 2, errors
    return errors


def test_a_taken_port(project: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"Port {port} is taken" in refusal(project, tmp_path / "var", PORT=port)
    assert not (tmp_path / "var").exists()


def test_a_folder_that_cannot_be_made(project: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be written to" in refusal(project, tmp_path / "file" / "var")


def test_a_folder_from_a_newer_version(project: Path, tmp_path: Path) -> None:
    (tmp_path / "version").write_text(f"{FORMAT + 1}\n")
    assert "newer version" in refusal(project, tmp_path)


def test_an_unknown_setting(project: Path, tmp_path: Path) -> None:
    assert "SOVIEC_DATEN" in refusal(project, tmp_path, SOVIEC_DATEN="x")


def test_a_database_that_is_not_there(project: Path, tmp_path: Path) -> None:
    url = "postgresql://nobody:secret@127.0.0.1:1/none"
    said = refusal(project, tmp_path, SOVIEC_DATABASE_URL=url)
    assert "cannot be reached" in said
    assert "secret" not in said


def test_usage(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "service", "fly"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "python -m service" in done.stderr


def test_a_folder_is_held_by_one(tmp_path: Path) -> None:
    first, second = DataFolder(tmp_path), DataFolder(tmp_path)
    first.open()
    assert second.is_taken()
    with pytest.raises(CannotStart, match=str(os.getpid())):
        second.open()
    first.close()
    assert not second.is_taken()
    second.open()
    second.close()
