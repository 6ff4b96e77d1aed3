"""npm packages for the bench alone, in a folder that is gone afterwards."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

MESSAGE_DB = "@eventide/message-db@1.3.1"
EMMETT = ("@event-driven-io/emmett@0.42.0", "@event-driven-io/emmett-postgresql@0.42.0")
INSTALL_SECONDS = 180


class NotInstalled(Exception):
    """npm is missing or could not do it; the reason is one sentence."""


def install(folder: Path, *packages: str) -> Path:
    """The folder that holds node_modules; raises NotInstalled."""
    npm = shutil.which("npm")
    if npm is None:
        raise NotInstalled("not measured: npm is not on this machine")
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"private": true}', encoding="ascii")
    command = [npm, "install", "--no-audit", "--no-fund", "--silent", *packages]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=INSTALL_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise NotInstalled("not measured: npm did not finish in time") from None
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise NotInstalled(f"not measured: npm said {last[:120]}")
    return folder


def node() -> str:
    """The node program; raises NotInstalled."""
    found = shutil.which("node")
    if found is None:
        raise NotInstalled("not measured: Node is not on this machine")
    return found
