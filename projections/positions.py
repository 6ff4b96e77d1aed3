"""How far each read model has come, and which ones are parked: the feed's bookkeeping."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from projections.database import Pool, SyncConnection, fetch

POSITION_CHANNEL = "soviec_position"


class Place(msgspec.Struct, frozen=True):
    """Where one read model stands."""

    name: str
    version: int
    position: int


class ModelStatus(msgspec.Struct, frozen=True):
    """One line of the status page."""

    name: str
    version: int
    position: int
    lag: int
    parked_at: datetime | None = None
    parked_position: int | None = None
    error: str | None = None

    @property
    def is_parked(self) -> bool:
        """Whether it has stopped at a fact that it cannot take in."""
        return self.error is not None


def places(connection: SyncConnection, names: Sequence[str], *, lock: bool) -> dict[str, Place]:
    """The places of these models; locked, nobody else may move them until commit."""
    query = "SELECT name, version, position FROM soviec_read.positions WHERE name = ANY(%s)"
    query += " ORDER BY name FOR UPDATE" if lock else ""
    rows = connection.execute(query.encode(), (list(names),), prepare=True).fetchall()
    return {row[0]: Place(*row) for row in rows}


def places_to_move(connection: SyncConnection, names: Sequence[str]) -> dict[str, Place]:
    """The places of those that are not parked, locked until commit."""
    rows = connection.execute(
        "SELECT name, version, position FROM soviec_read.positions p WHERE name = ANY(%s)"
        " AND NOT EXISTS (SELECT FROM soviec_read.parked k WHERE k.name = p.name)"
        " ORDER BY name FOR UPDATE OF p",
        (list(names),),
        prepare=True,
    ).fetchall()
    return {row[0]: Place(*row) for row in rows}


def set_places(connection: SyncConnection, names: Iterable[str], position: int) -> None:
    """Move models forward together."""
    connection.execute(
        "UPDATE soviec_read.positions SET position = %s WHERE name = ANY(%s)",
        (position, list(names)),
        prepare=True,
    )


def put_place(connection: SyncConnection, name: str, version: int, position: int) -> None:
    """Enter a model, or its new version."""
    connection.execute(
        "INSERT INTO soviec_read.positions (name, version, position) VALUES (%s, %s, %s)"
        " ON CONFLICT (name) DO UPDATE SET version = EXCLUDED.version,"
        " position = EXCLUDED.position",
        (name, version, position),
    )


def announce(connection: SyncConnection, position: int) -> None:
    """Tell the pages that wait; sent when the transaction commits."""
    connection.execute("SELECT pg_notify(%s, %s)", (POSITION_CHANNEL, str(position)), prepare=True)


def park(connection: SyncConnection, name: str, position: int, error: str) -> None:
    """Stop one model before the fact it cannot take in."""
    connection.execute(
        "INSERT INTO soviec_read.parked (name, position, error) VALUES (%s, %s, %s)"
        " ON CONFLICT (name) DO UPDATE SET position = EXCLUDED.position,"
        " error = EXCLUDED.error, parked_at = clock_timestamp()",
        (name, position, error),
    )


def unpark(connection: SyncConnection, names: Sequence[str]) -> None:
    """Let parked models try again."""
    connection.execute("DELETE FROM soviec_read.parked WHERE name = ANY(%s)", (list(names),))


def parked_names(connection: SyncConnection) -> set[str]:
    """The models that have stopped."""
    return {row[0] for row in connection.execute("SELECT name FROM soviec_read.parked")}


def last_position(connection: SyncConnection) -> int:
    """The number of the newest fact in the journal."""
    row = connection.execute("SELECT max(notification_id) FROM soviec.journal_events").fetchone()
    return row[0] if row and row[0] is not None else 0


async def statuses(pool: Pool) -> list[ModelStatus]:
    """All read models, parked ones first."""
    return await fetch(
        pool,
        ModelStatus,
        "SELECT p.name, p.version, p.position, k.parked_at, k.position AS parked_position,"
        " k.error, greatest(0, coalesce((SELECT max(notification_id)"
        " FROM soviec.journal_events), 0) - p.position) AS lag"
        " FROM soviec_read.positions p LEFT JOIN soviec_read.parked k USING (name)"
        " ORDER BY k.name IS NULL, p.name",
    )


async def are_ready(pool: Pool, versions: dict[str, int]) -> bool:
    """Whether each of these models has been built at least once at its version."""
    rows = await fetch(pool, Place, "SELECT name, version, position FROM soviec_read.positions")
    return versions.items() <= {(row.name, row.version) for row in rows}
