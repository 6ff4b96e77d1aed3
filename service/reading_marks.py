"""What a reader leaves behind: how far he has looked, and filters he gave a name.

Not acts: nobody else ever sees them, and losing them loses nothing of the ledger.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from projections.database import Pool, fetch, fetch_one

SAVED_MAX = 20
QUERY_MAX = 2000


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """Everything up to a place in the log was looked at, at a time."""

    position: int
    seen_at: datetime


class SavedFilter(msgspec.Struct, frozen=True, kw_only=True):
    """A list of the register under a name of the reader's own."""

    name: str
    query: str


async def seen_by(pool: Pool, person_id: UUID) -> Seen | None:
    """How far a person has looked; None before the first time."""
    return await fetch_one(
        pool,
        Seen,
        "SELECT position, seen_at FROM soviec.seen_positions WHERE person_id = %(person)s",
        {"person": person_id},
    )


async def mark_seen(pool: Pool, person_id: UUID, position: int, at: datetime) -> None:
    """The person has looked up to here; never backwards."""
    async with pool.connection() as connection:
        await connection.execute(
            "INSERT INTO soviec.seen_positions AS s (person_id, position, seen_at)"
            " VALUES (%(person)s, %(position)s, %(at)s)"
            " ON CONFLICT (person_id) DO UPDATE"
            " SET position = EXCLUDED.position, seen_at = EXCLUDED.seen_at"
            " WHERE s.position <= EXCLUDED.position",
            {"person": person_id, "position": position, "at": at},
        )


async def saved_filters(pool: Pool, person_id: UUID) -> list[SavedFilter]:
    """The person's own named lists."""
    return await fetch(
        pool,
        SavedFilter,
        "SELECT name, query FROM soviec.saved_filters WHERE person_id = %(person)s"
        ' ORDER BY name COLLATE "C"',
        {"person": person_id},
    )


async def save_filter(pool: Pool, person_id: UUID, saved: SavedFilter) -> bool:
    """Keep a list under its name, in place of one of that name; False when there are enough."""
    async with pool.connection() as connection:
        cursor = await connection.execute(
            "INSERT INTO soviec.saved_filters (person_id, name, query)"
            " SELECT %(person)s, %(name)s, %(query)s"
            " WHERE (SELECT count(*) FROM soviec.saved_filters"
            "  WHERE person_id = %(person)s AND name <> %(name)s) < %(most)s"
            " ON CONFLICT (person_id, name) DO UPDATE SET query = EXCLUDED.query",
            {
                "person": person_id,
                "name": saved.name,
                "query": saved.query,
                "most": SAVED_MAX,
            },
        )
        return cursor.rowcount == 1


async def drop_filter(pool: Pool, person_id: UUID, name: str) -> None:
    """Forget a named list."""
    async with pool.connection() as connection:
        await connection.execute(
            "DELETE FROM soviec.saved_filters WHERE person_id = %(person)s AND name = %(name)s",
            {"person": person_id, "name": name},
        )
