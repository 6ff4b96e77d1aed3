"""One batch of facts into one read model: prefetch, fold in memory, write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec
import psycopg

from domain.fact import Recorded
from domain.journal import decode
from projections.database import SyncConnection
from projections.read_model import ReadModel, Rows
from projections.row_store import ModelStore

SELECT_FACTS = b"""
SELECT originator_id, originator_version, topic, state, notification_id
FROM soviec.journal_events
WHERE notification_id > %s ORDER BY notification_id LIMIT %s
"""


class Unreadable(msgspec.Struct, frozen=True):
    """A fact that this program cannot decode; only models that listen to its name mind."""

    position: int
    name: str
    error: str


Fact = Recorded | Unreadable


class CannotFold(Exception):
    """A read model met a fact that it cannot take in."""

    def __init__(self, name: str, position: int, error: str) -> None:
        super().__init__(f"{name} at {position}: {error}")
        self.name = name
        self.position = position
        self.error = error

    def __reduce__(self) -> tuple[type[CannotFold], tuple[str, int, str]]:
        """Another process may have met it."""
        return CannotFold, (self.name, self.position, self.error)


def read_facts(connection: SyncConnection, after: int, limit: int) -> list[Fact]:
    """The next facts of the journal, decoded once for all read models."""
    with connection.cursor(binary=True) as cursor:
        cursor.execute(SELECT_FACTS, (after, limit), prepare=True)
        return [readable(*row) for row in cursor.fetchall()]


def readable(stream_id: UUID, version: int, name: str, state: bytes, position: int) -> Fact:
    """A stored row as a fact, or as what cannot be read."""
    try:
        return decode(stream_id, version, name, state, position)
    except Exception as error:  # whatever is wrong with it, the feed must go on
        return Unreadable(position, name, f"{type(error).__name__}: {error}")


def heard(model: ReadModel, facts: Iterable[Fact]) -> list[Fact]:
    """The facts the model listens to."""
    topics = model.topics
    return list(facts) if topics is None else [fact for fact in facts if fact.name in topics]


def advance(connection: SyncConnection, store: ModelStore, facts: Sequence[Fact]) -> None:
    """Take a batch into the model's tables; raises CannotFold with the fact at fault."""
    model = store.model
    wanted: list[Any] = []
    for fact in facts:
        if isinstance(fact, Recorded):
            with _blaming(model, fact):
                wanted.extend(model.keys(fact))
    rows = store.rows(connection, wanted)
    fold(model, facts, rows)
    try:
        store.write(connection, rows)
    except psycopg.OperationalError:
        raise  # the server went away, or its disk is full: no fault of the fact
    except Exception as error:
        raise CannotFold(model.name, facts[-1].position, _said(error)) from error


def fold(model: ReadModel, facts: Iterable[Fact], rows: Rows) -> None:
    """Apply facts in order; raises CannotFold."""
    for fact in facts:
        if isinstance(fact, Unreadable):
            raise CannotFold(model.name, fact.position, fact.error)
        with _blaming(model, fact):
            model.apply(fact, rows)


class _blaming:
    """Whatever goes wrong inside is the model's trouble with this fact."""

    def __init__(self, model: ReadModel, fact: Recorded) -> None:
        self._model = model
        self._fact = fact

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, Exception):
            raise CannotFold(self._model.name, self._fact.position, _said(error)) from error


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".strip()[:500]
