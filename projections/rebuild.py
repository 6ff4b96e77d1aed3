"""Replay a read model from the whole journal beside the old one, then swap.

The fold happens in memory and the result is copied into fresh tables. Only the swap is a moment
in which the feed waits; it then goes on from the position the rebuild had reached.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from psycopg import Cursor

from projections import positions
from projections.database import SyncConnection
from projections.folding import Fact, advance, fold, heard, read_facts, readable
from projections.read_model import ReadModel, Rows
from projections.row_store import BUILDING, SCHEMA, ModelStore

CHUNK = 5000
REBUILD_LOCK = (7306, 4)

Progress = Callable[[str, int, int], None]
"""Told the model's name, the position reached and the last position."""


class Rebuilt(msgspec.Struct, frozen=True):
    """What a rebuild came to."""

    name: str
    version: int
    position: int
    facts: int
    equal: bool | None
    """Whether the old tables were the same row for row; None when not asked or not comparable."""


def silent(_name: str, _done: int, _total: int) -> None:
    """Progress for nobody."""


def rebuild(
    connection: SyncConnection,
    model: ReadModel,
    *,
    compare: bool = False,
    progress: Progress = silent,
) -> Rebuilt:
    """Build the model's tables anew from the journal and put them in place of the old ones."""
    return rebuild_together(connection, [model], compare=compare, progress=progress)[0]


def rebuild_together(
    connection: SyncConnection,
    models: Sequence[ReadModel],
    *,
    compare: bool = False,
    progress: Progress = silent,
) -> list[Rebuilt]:
    """The same for several, reading the journal once; raises CannotFold before any is replaced."""
    connection.execute("SELECT pg_advisory_lock(%s, %s)", REBUILD_LOCK)
    try:
        return _rebuild([Building(model) for model in models], connection, compare, progress)
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s, %s)", REBUILD_LOCK)


class Building:
    """A read model under construction: its rows in memory and its tables beside the old ones."""

    def __init__(self, model: ReadModel) -> None:
        self.model = model
        self.store = ModelStore(model, suffix=BUILDING)
        self.rows = Rows()
        self.facts = 0

    def fold(self, facts: Sequence[Fact]) -> None:
        """Take in the next facts, in memory."""
        own = heard(self.model, facts)
        fold(self.model, own, self.rows)
        self.facts += len(own)

    def write_finished(self, connection: SyncConnection) -> None:
        """Write what will not be asked for again, and forget it here."""
        for table, physical in self.store.tables.items():
            if table.written_once:
                physical.fill(connection, self.rows.take(table))

    def finish(self, connection: SyncConnection) -> None:
        """Write the rest, then make keys and indexes."""
        for table, physical in self.store.tables.items():
            physical.fill(connection, self.rows.take(table))
            physical.finish(connection)


def _rebuild(
    buildings: list[Building], connection: SyncConnection, compare: bool, progress: Progress
) -> list[Rebuilt]:
    upto = build(buildings, connection, progress)
    return [put_in_place(connection, each, upto, each.facts, compare) for each in buildings]


def build(buildings: list[Building], connection: SyncConnection, progress: Progress) -> int:
    """Fill tables beside the old ones; returns the position they have reached."""
    tables = [physical for each in buildings for physical in each.store.tables.values()]
    for physical in tables:
        physical.drop(connection)
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        upto = positions.last_position(connection)
        for physical in tables:
            physical.create(connection)
        _fold_all(connection, buildings, upto, progress)
        for each in buildings:
            each.finish(connection)
    return upto


def put_in_place(
    connection: SyncConnection, building: Building, upto: int, facts: int, compare: bool
) -> Rebuilt:
    """Let the new tables take the place of the old ones."""
    model = building.model
    with connection.transaction():
        equal = _swap(connection, building.store, upto, compare=compare)
    return Rebuilt(model.name, model.version, upto, facts, equal)


def _fold_all(
    connection: SyncConnection, buildings: list[Building], upto: int, progress: Progress
) -> None:
    """Fold a chunk here while the server writes the one before and reads the one after.

    To fetch is to wait for everything sent before it: so the next chunk is fetched first, and what
    the fold has finished is sent afterwards, to be written during the next fold.
    """
    heard_by = [each.model.topics for each in buildings]
    wanted = None
    if None not in heard_by:
        wanted = sorted({topic for topics in heard_by if topics is not None for topic in topics})
    with connection.pipeline():
        chunk = _ask(connection, 0, wanted).fetchall()
        while chunk:
            asked = _ask(connection, chunk[-1][4], wanted)
            facts = [readable(*row) for row in chunk]
            for each in buildings:
                each.fold(facts)
            chunk = asked.fetchall()
            for each in buildings:
                each.write_finished(connection)
            progress(buildings[0].model.name, facts[-1].position, upto)
    for each in buildings:
        progress(each.model.name, upto, upto)


def _ask(connection: SyncConnection, after: int, topics: list[str] | None) -> Cursor[Any]:
    cursor = connection.cursor(binary=True)
    condition = b"" if topics is None else b" AND topic = ANY(%(topics)s)"
    cursor.execute(
        b"SELECT originator_id, originator_version, topic, state, notification_id"
        b" FROM soviec.journal_events WHERE notification_id > %(after)s"
        + condition
        + b" ORDER BY notification_id LIMIT %(limit)s",
        {"after": after, "topics": topics, "limit": CHUNK},
        prepare=True,
    )
    return cursor


def _swap(
    connection: SyncConnection, building: ModelStore, upto: int, *, compare: bool
) -> bool | None:
    model = building.model
    live = ModelStore(model)
    place = positions.places(connection, [model.name], lock=True).get(model.name)
    equal = None
    if place is not None and place.version == model.version:
        if compare and place.position >= upto:
            _catch_up(connection, building, upto, place.position)
            upto = place.position
            equal = live.digest(connection) == building.digest(connection)
        for physical in live.tables.values():
            physical.drop(connection)
    for table, physical in building.tables.items():
        physical.rename(connection, live.tables[table])
        live.tables[table].show(connection)
        _drop_others(connection, table.name, live.tables[table].bare_name)
    positions.put_place(connection, model.name, model.version, upto)
    positions.unpark(connection, [model.name])
    return equal


def _catch_up(connection: SyncConnection, building: ModelStore, after: int, upto: int) -> None:
    while after < upto:
        facts: list[Fact] = read_facts(connection, after, min(CHUNK, upto - after))
        facts = [fact for fact in facts if fact.position <= upto]
        if not facts:
            return
        advance(connection, building, heard(building.model, facts))
        after = facts[-1].position


def _drop_others(connection: SyncConnection, table: str, keep: str) -> None:
    """Earlier versions are of no more use: the journal can make them again."""
    rows = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename ~ %s",
        (SCHEMA, f"^{table}_v[0-9]+$"),
    ).fetchall()
    for (name,) in rows:
        if name != keep:
            connection.execute(f'DROP TABLE {SCHEMA}."{name}" CASCADE'.encode())
