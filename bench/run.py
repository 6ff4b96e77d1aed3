"""Measures the program against its goals: a table on the terminal, JSON and a page beside it.

Run as `python -m bench.run [PART …] [--events N]`; without parts everything, in about 12 minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import psycopg

from bench import appending, commands, comparing, own_writes, pages, projecting, safety
from bench.figures import Results, write_json, write_table
from bench.journal_maker import Made, make_journal
from bench.machine import machine_facts
from bench.page import LATEST, write_page
from bench.postgres import Server
from service import interpreter
from service.wiring import rebuild_models

SMALL, LARGE = 10_000, 1_000_000


class Run:
    """One run: a server, journals that are made when they are first asked for, and the results."""

    def __init__(self, server: Server, folder: Path, large: int) -> None:
        self.server = server
        self.folder = folder
        self.results = Results(machine=machine_facts(folder))
        self._large_events = large
        self._small: Made | None = None
        self._large: Made | None = None

    @property
    def small(self) -> Made:
        """The last months of a ward: nobody writes into this one."""
        if self._small is None:
            self._small = self._make("small", SMALL)
        return self._small

    @property
    def large(self) -> Made:
        """The same months with twenty years before them."""
        if self._large is None:
            self._large = self._make("large", self._large_events)
        return self._large

    def copy_of_small(self, name: str) -> Made:
        """One to write into."""
        return Made(**{**_fields(self.small), "url": self.server.copy(self.small.url, name)})

    def _make(self, name: str, events: int) -> Made:
        began = time.perf_counter()
        url = self.server.fresh(name)
        made = asyncio.run(make_journal(url, self.folder / name, events))
        written = time.perf_counter()
        rebuild_models(url, has_roles=True, name=None, compare=False, progress=_no_progress)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")
        ended = time.perf_counter()
        say(
            f"  journal of {made.events:,} events written in {written - began:.0f} s,"
            f" read models built in {ended - written:.0f} s"
        )
        self.results.machine[f"rebuild_of_{name}_seconds"] = round(ended - written, 1)
        return made


def _fields(made: Made) -> dict[str, object]:
    return {name: getattr(made, name) for name in made.__struct_fields__}


PARTS: dict[str, Callable[[Run], None]] = {
    "append": lambda r: appending.measure(r.server, r.folder, r.results),
    "http": lambda r: commands.measure(
        r.copy_of_small("http"), r.copy_of_small("apart"), r.folder, r.results
    ),
    "live": lambda r: projecting.measure_live(r.copy_of_small("live"), r.results),
    "rebuild": lambda r: projecting.measure_rebuild(r.copy_of_small("rebuild"), r.results),
    "own-writes": lambda r: own_writes.measure(r.copy_of_small("own"), r.folder, r.results),
    "tail": lambda r: safety.measure_tail(r.server, r.results),
    "server-deaths": lambda r: safety.measure_server_deaths(r.folder, r.results),
    "feed-deaths": lambda r: safety.measure_feed_deaths(r.server, r.results),
    "memory": lambda r: pages.measure_memory(r.copy_of_small("memory"), r.folder, r.results),
    "stores": lambda r: comparing.measure(r.server, r.folder, r.results),
    "past": lambda r: pages.measure_past(r.large, r.results),
    "pages": lambda r: pages.measure(r.small, r.large, r.folder, r.results),
}


def _no_progress(_name: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def say(line: str) -> None:
    """What goes on, beside the table."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def main() -> int:
    """Measure; the exit code says nothing about goals, the table does."""
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    asked.add_argument("--events", type=int, default=LARGE, help="size of the large journal")
    words = asked.parse_args()
    unknown = [part for part in words.parts if part not in PARTS]
    if unknown:
        asked.error(f"no such part: {unknown[0]}; there are {', '.join(PARTS)}")
    for each in (signal.SIGTERM, signal.SIGINT):  # the server and its folder go with us
        signal.signal(each, lambda *_: sys.exit(1))
    interpreter.begin()  # as the program itself does
    with tempfile.TemporaryDirectory(prefix="soviec-bench-") as name:
        folder = Path(name)
        with Server(folder / "server") as server:
            run = Run(server, folder, words.events)
            _measure(run, words.parts or list(PARTS))
    if not words.parts:  # a whole run leaves nothing of former ones
        write_json(run.results, LATEST)
    write_page()
    write_table(run.results, sys.stdout)
    return 0


def _measure(run: Run, parts: list[str]) -> None:
    began = time.perf_counter()
    for part in parts:
        part_began = time.perf_counter()
        say(f"{part_began - began:5.0f} s  {part}")
        try:
            PARTS[part](run)
        except Exception as error:  # one part must not take the others' figures along
            say(f"  {part} failed: {type(error).__name__}: {error}")
            run.results.machine.setdefault("failed", {})[part] = f"{type(error).__name__}: {error}"
        took = run.results.machine.setdefault("part_seconds", {})
        took[part] = round(time.perf_counter() - part_began)
        run.results.machine["seconds"] = sum(took.values())
        # what was measured is kept, even when a later part is cut off
        write_json(_joined(run.results), LATEST)


def _joined(found: Results) -> Results:
    """The newest figure of each name: a run of some parts leaves the others as they were."""
    if not LATEST.exists():
        return found
    before = msgspec.json.decode(LATEST.read_bytes(), type=Results)
    figures = {line.name: line for line in (*before.figures, *found.figures)}
    compared = {(row.measure, row.store): row for row in (*before.compared, *found.compared)}
    return Results(
        machine={**before.machine, "failed": {}} | found.machine,
        figures=list(figures.values()),
        compared=list(compared.values()),
    )


if __name__ == "__main__":
    sys.exit(main())
