"""What others would use, behind one face: the library, message-db and Emmett beside our own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import threading
import time
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID, uuid4

import msgspec
import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from psycopg_pool import AsyncConnectionPool

from bench import node_packages, ours
from bench.figures import median
from bench.postgres import Server, socket_of
from bench.progress_facts import EVENT, fact, stream
from domain.journal import encode

POOL_MAX = 32
PER_SAVE = 500
BATCH = 1000
STATE = encode(fact(stream(), 1)).decode()


class Store(Protocol):
    """What is asked of each."""

    name: str

    def append(self, in_flight: int, seconds: float) -> float:
        """Appends of one event a second, each to the writer's own stream."""

    def fill(self, events: int, streams: int) -> None:
        """Streams of so many events; the last one is read later."""

    def read(self, events: int, times: int) -> float:
        """Milliseconds to load a stream of so many events, the middle of all times."""

    def tail(self, events: int) -> float:
        """Events a second when following the whole log from its beginning."""

    def close(self) -> None:
        """Give back what was opened."""


class Ours:
    """The ledger of this program."""

    name = "Sổ Việc"

    def __init__(self, server: Server) -> None:
        self._url = server.fresh("ours")
        self._filled: dict[int, UUID] = {}

    def append(self, in_flight: int, seconds: float) -> float:
        async def run() -> int:
            async with ours.open_ledger(self._url) as ledger:
                return len(await ours.append_for(ledger, in_flight, seconds))

        return asyncio.run(run()) / seconds

    def fill(self, events: int, streams: int) -> None:
        async def run() -> None:
            async with ours.open_ledger(self._url) as ledger:
                for _ in range(streams):
                    self._filled[events] = await ours.fill(ledger, events)

        asyncio.run(run())

    def read(self, events: int, times: int) -> float:
        async def run() -> list[float]:
            took = []
            async with ours.open_ledger(self._url) as ledger:
                for _ in range(times):
                    began = time.perf_counter()
                    assert len(await ledger.load(self._filled[events])) == events
                    took.append((time.perf_counter() - began) * 1000)
            return took

        return median(asyncio.run(run()))

    def tail(self, events: int) -> float:
        async def run() -> float:
            async with ours.open_ledger(self._url) as ledger:
                began, position, done = time.perf_counter(), 0, 0
                while done < events and (found := await ledger.read(position, BATCH)):
                    position, done = found[-1].position, done + len(found)
                return done / (time.perf_counter() - began)

        return asyncio.run(run())

    def close(self) -> None:
        """Nothing is open."""


class LibraryTask(Aggregate):
    """A task as the library's own examples would write it."""

    @event("Started")
    def __init__(self) -> None:
        self.percent = 0

    @event("ProgressReported")
    def report(self, text: str, percent: int, envelope: str) -> None:
        """The same words and an envelope of the same length."""
        self.percent = percent


class LibraryTasks(Application[UUID]):
    """`Application.save()` with its defaults."""


class Library:
    """The eventsourcing library on PostgreSQL, with threads."""

    name = "eventsourcing"

    def __init__(self, server: Server) -> None:
        host, user, database = socket_of(server.empty("library"))
        self._app = LibraryTasks(
            env={
                "PERSISTENCE_MODULE": "eventsourcing.postgres",
                "POSTGRES_DBNAME": database,
                "POSTGRES_HOST": host,
                "POSTGRES_PORT": "5432",
                "POSTGRES_USER": user,
                "POSTGRES_PASSWORD": "-",
            }
        )
        self._filled: dict[int, UUID] = {}
        self._envelope = "x" * (len(STATE) - 120)

    def _report(self, task: LibraryTask) -> None:
        task.report(EVENT.text, EVENT.percent or 0, self._envelope)

    def append(self, in_flight: int, seconds: float) -> float:
        counts: list[int] = []
        until = time.perf_counter() + seconds

        def write() -> None:
            task, count = LibraryTask(), 0
            while time.perf_counter() < until:
                self._report(task)
                self._app.save(task)
                count += 1
            counts.append(count)

        writers = [threading.Thread(target=write) for _ in range(in_flight)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        return sum(counts) / seconds

    def fill(self, events: int, streams: int) -> None:
        for _ in range(streams):
            task = LibraryTask()
            for done in range(1, events):
                self._report(task)
                if done % PER_SAVE == 0:
                    self._app.save(task)
            self._app.save(task)
            self._filled[events] = task.id

    def read(self, events: int, times: int) -> float:
        took = []
        for _ in range(times):
            began = time.perf_counter()
            task: LibraryTask = self._app.repository.get(self._filled[events])
            assert task.version == events
            took.append((time.perf_counter() - began) * 1000)
        return median(took)

    def tail(self, events: int) -> float:
        began, position, done = time.perf_counter(), 0, 0
        while done < events:
            found = self._app.recorder.select_notifications(
                position, BATCH, inclusive_of_start=False
            )
            if not found:
                break
            for each in found:
                self._app.mapper.to_domain_event(each)
            position, done = found[-1].id, done + len(found)
        return done / (time.perf_counter() - began)

    def close(self) -> None:
        self._app.close()


class MessageDb:
    """message-db's functions, called on a connection per writer; its rows stay JSON text."""

    name = "message-db"
    parts = ("schema", "tables", "types", "functions", "indexes")

    def __init__(self, server: Server, folder: Path) -> None:
        home = node_packages.install(folder / "message-db", node_packages.MESSAGE_DB)
        sql = home / "node_modules" / "@eventide" / "message-db" / "database"
        self._url = server.empty("message_db")
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("SET search_path = message_store, public")
            connection.execute("SET check_function_bodies = off")
            for part in self.parts:
                for file in sorted((sql / part).glob("*.sql")):
                    connection.execute(file.read_text(encoding="utf-8").encode())
            self._data = msgspec.json.encode(EVENT).decode()
            self._meta = json.dumps({"envelope": "x" * (len(STATE) - len(self._data))})
        self._filled: dict[int, str] = {}

    def append(self, in_flight: int, seconds: float) -> float:
        async def path(connection: psycopg.AsyncConnection[Any]) -> None:
            await connection.execute("SET search_path = message_store, public")

        async def run() -> float:
            size = min(in_flight, POOL_MAX)
            pool = AsyncConnectionPool(
                self._url, min_size=size, max_size=size, configure=path, open=False,
                kwargs={"autocommit": True},
            )  # fmt: skip
            async with pool:
                await pool.wait()
                began = time.perf_counter()
                writers = (self._write(pool, began + seconds) for _ in range(in_flight))
                counts = await asyncio.gather(*writers)
                return sum(counts) / (time.perf_counter() - began)

        return asyncio.run(run())

    async def _write(self, pool: AsyncConnectionPool[Any], until: float) -> int:
        name, version = f"task-{uuid4()}", -1
        while time.perf_counter() < until:
            async with pool.connection() as connection:
                await connection.execute(
                    b"SELECT write_message(%s, %s, 'ProgressReported', %s::jsonb, %s::jsonb, %s)",
                    (str(uuid4()), name, self._data, self._meta, version),
                    prepare=True,
                )
            version += 1
        return version + 1

    def fill(self, events: int, streams: int) -> None:
        with psycopg.connect(self._url) as connection:
            connection.execute("SET search_path = message_store, public")
            for _ in range(streams):
                name = self._filled[events] = f"task-{uuid4()}"
                connection.execute(
                    "SELECT count(write_message(gen_random_uuid()::text, %s, 'ProgressReported',"
                    " %s::jsonb, %s::jsonb)) FROM generate_series(1, %s)",
                    (name, self._data, self._meta, events),
                )

    def read(self, events: int, times: int) -> float:
        took = []
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("SET search_path = message_store, public")
            for _ in range(times):
                began = time.perf_counter()
                rows = connection.execute(
                    "SELECT * FROM get_stream_messages(%s, 0, %s)",
                    (self._filled[events], events),
                    prepare=True,
                ).fetchall()
                found = [(json.loads(row[5]), json.loads(row[6])) for row in rows]
                assert len(found) == events
                took.append((time.perf_counter() - began) * 1000)
        return median(took)

    def tail(self, events: int) -> float:
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("SET search_path = message_store, public")
            began, position, done = time.perf_counter(), 1, 0
            while done < events:
                rows = connection.execute(
                    "SELECT * FROM get_category_messages('task', %s, %s)",
                    (position, BATCH),
                    prepare=True,
                ).fetchall()
                if not rows:
                    break
                for row in rows:
                    json.loads(row[5]), json.loads(row[6])
                position, done = rows[-1][4] + 1, done + len(rows)
            return done / (time.perf_counter() - began)

    def close(self) -> None:
        """Nothing is open."""


class Emmett:
    """Emmett's PostgreSQL store in a Node process of its own."""

    name = "Emmett"

    def __init__(self, server: Server, folder: Path) -> None:
        program = node_packages.node()
        home = node_packages.install(folder / "emmett", *node_packages.EMMETT)
        host, user, database = socket_of(server.empty("emmett"))
        script = Path(__file__).with_name("emmett.mjs")
        address = f"postgresql://{user}@localhost/{database}?host={host}"
        text = json.dumps({**msgspec.to_builtins(EVENT), "envelope": "x" * 330})
        self._process = subprocess.Popen(
            [program, str(script), address, str(home), text],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _ask(self, what: str, **facts: float) -> float:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps({"do": what, **facts}) + "\n")
            self._process.stdin.flush()
        line = self._process.stdout.readline()
        answer = json.loads(line) if line else {"error": "the process ended"}
        if "error" in answer:
            raise node_packages.NotInstalled(f"not measured: {str(answer['error'])[:160]}")
        return float(answer["value"])

    def append(self, in_flight: int, seconds: float) -> float:
        return self._ask("append", inFlight=in_flight, seconds=seconds)

    def fill(self, events: int, streams: int) -> None:
        self._ask("fill", events=events, streams=streams)

    def read(self, events: int, times: int) -> float:
        return self._ask("read", events=events, times=times)

    def tail(self, events: int) -> float:
        return self._ask("tail", events=events)

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
