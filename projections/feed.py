"""One subscription for all read models: rows and position in one transaction, then a notice.

A thread with one connection. It leads by an advisory lock, so that of several processes one
works and the others stand by. It listens first and pulls then, and asks once a second in any case.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from projections import positions
from projections.database import SyncConnection, connect
from projections.folding import CannotFold, Fact, advance, heard, read_facts
from projections.read_model import ReadModel
from projections.rebuild import CHUNK, Progress, rebuild, rebuild_together, silent
from projections.row_store import ModelStore
from projections.timed_connection import PatientConnection

log = logging.getLogger("soviec.feed")

JOURNAL_CHANNEL = "soviec_journal"
LEADER_LOCK = (7306, 2)
BATCH_LIVE = 1000
BATCH_CATCHING_UP = 5000
POLL_SECONDS = 1.0
STANDBY_SECONDS = 0.5
SLICE_SECONDS = 0.2
"""How long a wait may last before the thread looks whether it should end."""
CROWD = 3
"""Facts in one live batch that a single writer seldom makes."""
RESTS = 3
REST_SECONDS = 0.1
TRIES_BEFORE_PARKING = 3
ANSWER_SECONDS = 60.0
"""A batch is written in a second; where so much silence is, somebody swallows what is sent."""
RESTART_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)


class Feed:
    """Keeps read models up to date until it is stopped."""

    def __init__(
        self, url: str, role: str | None, models: Sequence[ReadModel], progress: Progress = silent
    ) -> None:
        names = [model.name for model in models]
        assert len(set(names)) == len(names), "each read model has a name of its own"
        self._url = url
        self._role = role
        self._stores = {model.name: ModelStore(model) for model in models}
        self._progress = progress
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.leads = False
        self.last_error: str | None = None
        self.answer_seconds = ANSWER_SECONDS
        self.after_batch: Callable[[], None] | None = None
        """Called between batch and commit: only the tests of sudden death use it."""

    def start(self) -> None:
        """Run in a thread of its own."""
        self._stop.clear()
        self._thread = threading.Thread(target=self.run, name="feed", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the batch in hand."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def is_alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread is not None and self._thread.is_alive()

    def run(self) -> None:
        """Lead, listen, pull, wait; begin again after an error."""
        failures = 0
        while not self._stop.is_set():
            try:
                with self._connected() as connection:
                    if self._lead(connection):
                        self.prepare(connection)
                        failures = 0
                        self.last_error = None
                        self._follow(connection)
            except Exception as error:
                self.last_error = f"{type(error).__name__}: {error}"
                log.exception("feed begins again")
                self._stop.wait(RESTART_SECONDS[min(failures, len(RESTART_SECONDS) - 1)])
                failures += 1
            finally:
                self.leads = False

    def catch_up(self) -> None:
        """Take in everything recorded so far, in the caller's thread; for chores and tests."""
        with self._connected() as connection:
            self.prepare(connection)
            while self.pull(connection, BATCH_CATCHING_UP):
                pass

    def prepare(self, connection: PatientConnection) -> None:
        """Build what is new, changed or ahead of the journal; let parked models try again."""
        last = positions.last_position(connection)
        known = positions.places(connection, list(self._stores), lock=False)
        positions.unpark(connection, list(self._stores))
        wanted = []
        for name, store in self._stores.items():
            place = known.get(name)
            if (
                place is None
                or place.version != store.model.version
                # the journal was restored from an older backup
                or place.position > last
            ):
                wanted.append(store)
        with connection.unhurried():  # of a long journal
            self._build_all(connection, wanted, self._progress if last > CHUNK else silent)

    def pull(self, connection: SyncConnection, limit: int) -> int:
        """One batch for all models that are not parked; how many facts it had."""
        try:
            return self._pull_together(connection, limit)
        except CannotFold as error:
            log.warning("read model %s failed: %s", error.name, error)
            self._pull_apart(connection, self._stores[error.name], limit)
            return 1  # there may be more for the others

    @contextlib.contextmanager
    def _connected(self) -> Iterator[PatientConnection]:
        connection = connect(self._url, self._role, answer_seconds=self.answer_seconds)
        try:
            # a leader killed inside a long statement gives its lock up soon
            connection.execute("SET client_connection_check_interval = '500ms'")
            # and one that went silent as well: this one asks every second, so nobody else is cut
            for waiting in ("idle_session_timeout", "idle_in_transaction_session_timeout"):
                connection.execute(f"SET {waiting} = {round(2000 * self.answer_seconds)}".encode())
            # rows and position commit together: what a crash takes is taken in again
            connection.execute("SET synchronous_commit = off")
            yield connection
        finally:
            connection.close()

    def _lead(self, connection: SyncConnection) -> bool:
        while not self._stop.is_set():
            row = connection.execute("SELECT pg_try_advisory_lock(%s, %s)", LEADER_LOCK).fetchone()
            if row and row[0]:
                self.leads = True
                return True
            self._stop.wait(STANDBY_SECONDS)
        return False

    def _build_all(
        self, connection: SyncConnection, stores: list[ModelStore], progress: Progress
    ) -> None:
        if not stores:
            return
        try:
            rebuild_together(connection, [store.model for store in stores], progress=progress)
        except CannotFold:  # one of them: the others are built all the same
            for store in stores:
                self._build(connection, store, progress)

    def _build(self, connection: SyncConnection, store: ModelStore, progress: Progress) -> None:
        try:
            rebuild(connection, store.model, progress=progress)
        except CannotFold as error:
            log.warning("read model %s cannot be built: %s", error.name, error)
            self._enter_empty(connection, store)
            positions.park(connection, store.model.name, error.position, error.error)

    def _enter_empty(self, connection: SyncConnection, store: ModelStore) -> None:
        """Queries on it find an empty table rather than none."""
        with connection.transaction():
            for physical in store.tables.values():
                physical.drop(connection)
                physical.create(connection)
                physical.finish(connection)
                physical.show(connection)
            positions.put_place(connection, store.model.name, store.model.version, 0)

    def _follow(self, connection: SyncConnection) -> None:
        connection.execute(f"LISTEN {JOURNAL_CHANNEL}".encode())
        limit = BATCH_CATCHING_UP
        while not self._stop.is_set():
            began = time.monotonic()
            count = self.pull(connection, limit)
            if count == 0:
                limit = BATCH_LIVE
                self._wait(connection)
            elif CROWD <= count < limit:
                # many write at once: most of the time is theirs, and the next batch is fuller
                self._stop.wait(min(RESTS * (time.monotonic() - began), REST_SECONDS))

    def _wait(self, connection: SyncConnection) -> None:
        """Until something is written; notices that came during a pull have been kept for us."""
        deadline = time.monotonic() + POLL_SECONDS
        while not self._stop.is_set() and time.monotonic() < deadline:
            if any(True for _ in connection.notifies(timeout=SLICE_SECONDS, stop_after=1)):
                return

    def _pull_together(self, connection: SyncConnection, limit: int) -> int:
        with connection.transaction():
            known = positions.places_to_move(connection, list(self._stores))
            if not known:
                return 0
            start = min(place.position for place in known.values())
            facts = read_facts(connection, start, limit)
            if not facts:
                return 0
            for name, place in known.items():
                self._take_in(connection, self._stores[name], facts, place.position)
            end = facts[-1].position
            behind = [name for name, place in known.items() if place.position < end]
            positions.set_places(connection, behind, end)
            positions.announce(connection, end)
            if self.after_batch is not None:
                self.after_batch()
            return len(facts)

    def _take_in(
        self, connection: SyncConnection, store: ModelStore, facts: list[Fact], after: int
    ) -> None:
        new = heard(store.model, [fact for fact in facts if fact.position > after])
        if new:
            advance(connection, store, new)

    def _pull_apart(self, connection: SyncConnection, store: ModelStore, limit: int) -> None:
        """One model by itself, fact by fact up to the one at fault; there it is parked."""
        name = store.model.name
        place = positions.places(connection, [name], lock=False)[name]
        for fact in read_facts(connection, place.position, limit):
            error = self._try_one(connection, store, fact)
            if error is not None:
                with connection.transaction():
                    positions.park(connection, name, fact.position, error.error)
                log.error("read model %s is parked: %s", name, error)
                return

    def _try_one(
        self, connection: SyncConnection, store: ModelStore, fact: Fact
    ) -> CannotFold | None:
        failure = None
        for _ in range(TRIES_BEFORE_PARKING):
            try:
                with connection.transaction():
                    self._take_in(connection, store, [fact], after=0)
                    positions.set_places(connection, [store.model.name], fact.position)
            except CannotFold as error:
                failure = error
            else:
                return None
        return failure
