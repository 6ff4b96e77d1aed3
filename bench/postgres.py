"""The server of a run: one durable PostgreSQL of our own, a fresh database for each question."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg

from service.schema import migrate
from service.server import EmbeddedServer, find_programs

ROUND_SECONDS = 2
_numbers = itertools.count(1)


class Server:
    """An embedded server with its settings as shipped: every commit waits for the disk."""

    def __init__(self, folder: Path) -> None:
        self._embedded = EmbeddedServer(folder, durable=True)

    def __enter__(self) -> Server:
        self._embedded.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._embedded.stop()

    @property
    def admin(self) -> str:
        """The database from which others are made."""
        return self._embedded.address("postgres")

    def empty(self, name: str) -> str:
        """A new database with nothing in it."""
        name = f"{name}_{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._embedded.address(name)

    def fresh(self, name: str) -> str:
        """A new database with our tables."""
        url = self.empty(name)
        migrate(url)
        return url

    def copy(self, url: str, name: str) -> str:
        """A database with the same content, to write into."""
        name = f"{name}_{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(self.admin, autocommit=True) as connection:
            template = urlsplit(url).path[1:]
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return self._embedded.address(name)

    def drop(self, url: str) -> None:
        """Give the room back."""
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {urlsplit(url).path[1:]} WITH (FORCE)".encode())


def socket_of(url: str) -> tuple[str, str, str]:
    """Socket folder, user and database, as other programs want to be told."""
    parts = urlsplit(url)
    return parse_qs(parts.query)["host"][0], parts.username or "", parts.path[1:]


def pgbench(url: str, script: Path, clients: int, seconds: int = ROUND_SECONDS) -> float:
    """Transactions per second of a script; pgbench comes with the embedded server."""
    host, user, name = socket_of(url)
    arguments = ["-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds)]
    arguments += ["-f", str(script), "-h", host, "-U", user, name]
    done = subprocess.run(
        [str(find_programs() / "pgbench"), *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    assert found, done.stdout + done.stderr
    return float(found[1])
