"""The client's own book of commands: what was sent, and what was acknowledged, in that order."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec


class Line(msgspec.Struct, frozen=True):
    """One line of the file."""

    act: str
    """sent, acknowledged or refused."""
    command: str
    what: str
    """Of which kind it is; with `acknowledged` the receipt: where the answer led."""


class ClientBook:
    """Written line by line to a file outside the program; a receipt only after its answer came."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=0)
        self.sent: dict[str, str] = {}
        self.acknowledged: dict[str, str] = {}
        self.refused: dict[str, str] = {}

    def send(self, command: str, kind: str) -> None:
        """A command is about to leave."""
        self.sent[command] = kind
        self._write("sent", command, kind)

    def acknowledge(self, command: str, receipt: str) -> None:
        """Its answer has arrived."""
        self.acknowledged[command] = receipt
        self._write("acknowledged", command, receipt)

    def refuse(self, command: str, why: str) -> None:
        """It was answered with a refusal."""
        self.refused[command] = why
        self._write("refused", command, why)

    def _write(self, act: str, command: str, what: str) -> None:
        self._file.write(msgspec.json.encode(Line(act, command, what)) + b"\n")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Stopwatch:
    """How long answers took; a request that broke off counts as well."""

    def __init__(self) -> None:
        self.longest = 0.0
        self.slowest = ""
        self.answers = 0

    @contextmanager
    def timing(self, what: str) -> Iterator[None]:
        """One request."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.answers += 1
            took = time.monotonic() - began
            if took > self.longest:
                self.longest, self.slowest = took, what
