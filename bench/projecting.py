"""Read models: live in batches, one transaction per event as the library does it, and rebuilt."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner

from bench.figures import Results, at_least, each, figure, median
from bench.journal_maker import Made
from bench.postgres import socket_of
from domain.fact import Recorded
from domain.journal import Journal
from projections import positions
from projections.database import SyncConnection, connect
from projections.feed import BATCH_LIVE, Feed
from projections.folding import advance, heard
from projections.models import READ_MODELS
from projections.row_store import ModelStore
from service.schema import FEED_ROLE
from service.wiring import rebuild_models

RUNNER_SECONDS = 3.0
ROUNDS = 3
LIVE_EVENTS = 4000
PLAIN = "soviec_read.bench_plain"
COPY_OUT = (
    b"COPY (SELECT originator_id, originator_version, topic, state, notification_id"
    b" FROM soviec.journal_events ORDER BY notification_id) TO STDOUT (FORMAT BINARY)"
)


def measure_live(made: Made, results: Results) -> None:
    """Batches of 1,000 into all read models against the library's runner, event by event."""
    ours, same, plain = [], [], []
    for _ in range(ROUNDS):
        ours.append(_batches(made))
        same.append(_runner(made, SameModels, SameTables))
        plain.append(_runner(made, PlainTable, PlainView))
    ratios = [a / b for a, b in zip(ours, same, strict=True)]
    results.figures.append(
        figure(
            "live projection, 1,000 a batch ÷ ProjectionRunner, same read models",
            median(ratios),
            at_least(30),
            f"{each(ours, 0)} against {each(same, 0)} events a second",
        )
    )
    ratios = [a / b for a, b in zip(ours, plain, strict=True)]
    results.figures.append(
        figure(
            "all read models, 1,000 a batch ÷ ProjectionRunner with one UPDATE",
            median(ratios),
            None,
            f"the runner with hardly any work: {each(plain, 0)} events a second",
        )
    )


def measure_rebuild(made: Made, results: Results) -> None:
    """Everything from zero against only reading the log."""
    rebuilt, copied = [], []
    for _ in range(ROUNDS):
        copied.append(made.events / _copy_out(made.url))
        began = time.perf_counter()
        rebuild_models(made.url, has_roles=True, name=None, compare=False, progress=_silent)
        rebuilt.append(made.events / (time.perf_counter() - began))
    ratios = [a / b for a, b in zip(rebuilt, copied, strict=True)]
    results.figures.append(
        figure(
            "rebuild of all read models ÷ COPY out of the log",
            median(ratios),
            at_least(0.3),
            f"{each(rebuilt, 0)} against {each(copied, 0)} events a second",
        )
    )


def _silent(_name: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def _copy_out(url: str) -> float:
    began = time.perf_counter()
    with psycopg.connect(url) as connection, connection.cursor().copy(COPY_OUT) as copy:
        for _ in copy:
            pass
    return time.perf_counter() - began


def _empty_tables(connection: SyncConnection, at: int) -> None:
    """All read models begin again after a position."""
    for model in READ_MODELS:
        for physical in ModelStore(model).tables.values():
            physical.drop(connection)
            physical.create(connection)
            physical.finish(connection)
            physical.show(connection)
        positions.put_place(connection, model.name, model.version, at)


def _batches(made: Made) -> float:
    """Events a second of the feed's own pull, from an empty table on."""
    feed = Feed(made.url, FEED_ROLE, READ_MODELS)
    with connect(made.url, FEED_ROLE) as connection:
        _empty_tables(connection, 0)
        done = 0
        began = time.perf_counter()
        while done < LIVE_EVENTS and (count := feed.pull(connection, BATCH_LIVE)):
            done += count
        return done / (time.perf_counter() - began)


# -- the library's way ----------------------------------------------------------


class SameTables(PostgresTrackingRecorder):
    """Our own read models, advanced by one event in one transaction together with tracking."""

    stores = tuple(ModelStore(model) for model in READ_MODELS)

    def take_in(self, fact: Recorded, tracking: Tracking) -> None:
        """One event."""
        with self.datastore.transaction(commit=True) as cursor:
            for store in self.stores:
                if heard(store.model, [fact]):
                    advance(cursor.connection, store, [fact])
            self._insert_tracking(cursor, tracking)


class SameModels(Projection[Any]):
    """Hands every event to the tables above."""

    name = "bench_same"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """One event."""
        self.view.take_in(domain_event, tracking)


class PlainView(PostgresTrackingRecorder):
    """The least a view can do: count the acts of each stream."""

    def take_in(self, fact: Recorded, tracking: Tracking) -> None:
        """One event."""
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(
                f"INSERT INTO {PLAIN} AS b VALUES (%s, 1) ON CONFLICT (id)"
                " DO UPDATE SET acts = b.acts + 1",
                (fact.originator_id,),
                prepare=True,
            )
            self._insert_tracking(cursor, tracking)


class PlainTable(SameModels):
    """The same with that view."""

    name = "bench_plain"


def _runner(made: Made, projection: type[Any], view: type[Any]) -> float:
    """Events a second of the library's runner over the same journal."""
    with _prepared(made.url) as environment:
        runner = ProjectionRunner(
            application_class=BenchJournal,
            projection_class=projection,
            view_class=view,
            env=environment,
        )
        with runner:
            time.sleep(0.5)
            first, began = _tracked(made.url, projection.name), time.perf_counter()
            time.sleep(RUNNER_SECONDS)
            last = _tracked(made.url, projection.name)
            return (last - first) / (time.perf_counter() - began)


class BenchJournal(Journal):
    """Our journal as the library sees it."""

    name = "journal"


@contextmanager
def _prepared(url: str) -> Iterator[dict[str, str]]:
    host, user, name = socket_of(url)
    with connect(url, FEED_ROLE) as connection:
        _empty_tables(connection, 0)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP TABLE IF EXISTS {PLAIN}".encode())
        connection.execute(f"CREATE TABLE {PLAIN} (id uuid PRIMARY KEY, acts int)".encode())
        for table in ("bench_same_tracking", "bench_plain_tracking"):
            connection.execute(f"DROP TABLE IF EXISTS soviec.{table}".encode())
    yield {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": name,
        "POSTGRES_HOST": host,
        "POSTGRES_PORT": "5432",
        "POSTGRES_USER": user,
        "POSTGRES_PASSWORD": "-",
        "POSTGRES_SCHEMA": "soviec",
        "JOURNAL_TABLE_NAME": "journal_events",
    }


def _tracked(url: str, name: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(
            f"SELECT coalesce(max(notification_id), 0) FROM soviec.{name}_tracking".encode()
        ).fetchone()
    return int(row[0]) if row else 0
