"""Replay a read model from the whole journal beside the old one, then swap.

The fold happens in memory and the result is copied into fresh tables. Only the swap is a moment
in which the feed waits; it then goes on from the position the rebuild had reached.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

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
    connection.execute("SELECT pg_advisory_lock(%s, %s)", REBUILD_LOCK)
    try:
        return _rebuild(connection, model, compare, progress)
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s, %s)", REBUILD_LOCK)


def _rebuild(
    connection: SyncConnection, model: ReadModel, compare: bool, progress: Progress
) -> Rebuilt:
    building = ModelStore(model, suffix=BUILDING)
    for physical in building.tables.values():
        physical.drop(connection)
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        upto = positions.last_position(connection)
        rows, count = _fold_all(connection, model, upto, progress)
        for table, physical in building.tables.items():
            physical.create(connection)
            physical.copy_in(connection, rows.all(table))
            physical.finish(connection)
    with connection.transaction():
        equal = _swap(connection, building, upto, compare=compare)
    return Rebuilt(model.name, model.version, upto, count, equal)


def _fold_all(
    connection: SyncConnection, model: ReadModel, upto: int, progress: Progress
) -> tuple[Rows, int]:
    rows, count = Rows(), 0
    with connection.cursor(name="rebuild", binary=True) as cursor:
        cursor.itersize = CHUNK
        cursor.execute(
            "SELECT originator_id, originator_version, topic, state, notification_id"
            " FROM soviec.journal_events WHERE %(all)s OR topic = ANY(%(topics)s)"
            " ORDER BY notification_id",
            {"all": model.topics is None, "topics": sorted(model.topics or ())},
        )
        while chunk := cursor.fetchmany(CHUNK):
            facts = [readable(*row) for row in chunk]
            fold(model, facts, rows)
            count += len(facts)
            progress(model.name, facts[-1].position, upto)
    progress(model.name, upto, upto)
    return rows, count


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
