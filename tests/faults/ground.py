"""The ground of a case: folders, chance, and the program standing in one process or in parts."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from pathlib import Path

import msgspec

from service.server import running_address
from tests.faults.client_book import ClientBook, Stopwatch
from tests.faults.journal_check import Comparison, compare
from tests.faults.outside_postgres import OutsidePostgres
from tests.faults.person import Person
from tests.faults.programs import Program, free_port
from tests.faults.ward_data import copied, make_data


class Finding(msgspec.Struct, kw_only=True):
    """One line of the table."""

    case: str
    done: str
    times: int
    acknowledged: int
    lost: int
    doubled: int
    longest: float
    slowest: str = ""
    """Which request that was."""
    wrong: list[str] = []
    """Whatever else is not as it must be; empty in a clean run."""

    @property
    def is_clean(self) -> bool:
        """Whether nothing was found."""
        return not (self.lost or self.doubled or self.wrong)


class Ground:
    """Makes the data to start from once, and hands out copies."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.seed = seed
        self.chance = random.Random(seed)
        self._number = 0

    def template(self, *, demo: bool = True) -> Path:
        """The folder that is copied; made when first asked for."""
        made = self.folder / ("demo" if demo else "real")
        if not made.exists():
            making = made.with_suffix(".new")
            make_data(making, demo=demo)
            making.rename(made)
        return made

    def place(self, name: str) -> Path:
        """For a file of this case, never on the disk that a case fills up."""
        return self.folder / f"{self._number:02d}-{name}"

    def fresh(self, *, demo: bool = True, to: Path | None = None) -> Path:
        """A copy of the data."""
        self._number += 1
        place = to or self.folder / f"{self._number:02d}"
        place.mkdir(parents=True, exist_ok=True)
        return copied(self.template(demo=demo), place)


class Scene:
    """A running program, the people in front of it, and their book."""

    def __init__(self, ground: Ground, data: Path, web: Program) -> None:
        self.data = data
        self.web = web
        self.worker: Program | None = None
        self.postgres: OutsidePostgres | None = None
        self.chance = ground.chance
        self.book = ClientBook(ground.place("client-book.jsonl"))
        self.watch = Stopwatch()
        self.people: list[Person] = []

    @property
    def url(self) -> str:
        """Of the database as it can be reached now."""
        if self.postgres is not None:
            return self.postgres.url
        address = running_address(self.data)
        assert address is not None, "the embedded server runs"
        return address

    @property
    def server_folder(self) -> Path:
        """Where the database's own files are."""
        return self.postgres.folder if self.postgres is not None else self.data / "pg"

    def person(self, login: str) -> Person:
        """One more browser."""
        came = Person(self.web.address, login, self.book, self.watch, self.chance)
        self.people.append(came)
        return came

    async def leave(self) -> None:
        """Everybody closes the browser."""
        for each in self.people:
            await each.leave()

    def finding(self, case: str, done: str, times: int, wrong: list[str] | None = None) -> Finding:
        """Compare, and sum up; call while the program still runs."""
        found: Comparison = compare(self.url, self.book)
        wrong = [*(wrong or []), *found.wrong, *(b for p in self.people for b in p.broken)]
        return Finding(
            case=case,
            done=done,
            times=times,
            acknowledged=len(self.book.acknowledged),
            lost=len(found.lost),
            doubled=len(found.doubled),
            longest=self.watch.longest,
            slowest=self.watch.slowest,
            wrong=[*wrong, *found.lost[:3], *found.doubled[:3]],
        )


@contextlib.contextmanager
def in_one_process(
    ground: Ground,
    *,
    data: Path | None = None,
    demo: bool = True,
    module: str = "service",
    **settings: str,
) -> Iterator[Scene]:
    """Everything in one process, with the embedded PostgreSQL."""
    data = ground.fresh(demo=demo, to=data)
    settings["DEMO"] = "1" if demo else "0"
    log = ground.place("program.log")
    web = Program(data, log, port=free_port(), module=module, **settings)
    scene = Scene(ground, data, web)
    web.start()
    try:
        web.wait_until_up()
        yield scene
    finally:
        web.stop()
        scene.book.close()


@contextlib.contextmanager
def in_parts(ground: Ground) -> Iterator[Scene]:
    """Web and worker as processes of their own beside a PostgreSQL that is not theirs."""
    data = ground.fresh()
    outside = data.with_suffix(".outside")
    (data / "pg").rename(outside)
    postgres = OutsidePostgres(outside, ground.place("postgres.log"), free_port())
    postgres.start()
    settings = {"SOVIEC_DATABASE_URL": postgres.url, "DEMO": "1"}
    web = Program(data, ground.place("web.log"), "web", port=free_port(), **settings)
    scene = Scene(ground, data, web)
    scene.postgres = postgres
    scene.worker = Program(data, ground.place("worker.log"), "worker", **settings)
    try:
        web.start()
        scene.worker.start()
        web.wait_until_up()
        yield scene
    finally:
        postgres.thaw()
        web.stop()
        scene.worker.stop()
        postgres.stop()
        scene.book.close()
