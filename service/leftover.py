"""A database server that outlived its program is found by its own notes and stopped."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

STOP_SECONDS = 20
SOCKET_PREFIX = "soviec-"


def stop_leftover(folder: Path, sockets_note: Path) -> None:
    """Stop a server that outlived its program (killed without a chance to clean up)."""
    pid_file = folder / "postmaster.pid"
    if pid_file.exists():
        lines = pid_file.read_text(encoding="utf-8", errors="replace").splitlines()
        pid = int(lines[0]) if lines and lines[0].strip().isdigit() else 0
        for sent in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if not _is_server_of(pid, folder):
                break
            os.kill(pid, sent)
            _wait_gone(pid, folder)
    _remove_old_sockets(sockets_note)


def _wait_gone(pid: int, folder: Path) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline and _is_server_of(pid, folder):
        time.sleep(0.05)


def _is_server_of(pid: int, folder: Path) -> bool:
    """Whether that process is a PostgreSQL over this very folder, not a reused number."""
    if pid <= 0:
        return False
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return str(folder).encode() in command


def _remove_old_sockets(note: Path) -> None:
    if not note.exists():
        return
    named = Path(note.read_text(encoding="utf-8").strip())
    if named.name.startswith(SOCKET_PREFIX) and named.is_dir():
        shutil.rmtree(named, ignore_errors=True)
    note.unlink()
