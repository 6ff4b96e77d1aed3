"""What is asked about rounds and sheets: lists, one by address, and what the clock owes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from projections.database import Pool, fetch, fetch_one
from projections.round_index import RoundRow, SheetRow

_ROUND = ", ".join(RoundRow.__struct_fields__)
_SHEET = ", ".join(SheetRow.__struct_fields__)
OWED = """
SELECT sheet_id, reply_by AS on_day FROM sheet_index
WHERE stage = 'appraised' AND reply_by < %(today)s ORDER BY on_day, sheet_id LIMIT %(limit)s
"""
RUNNING = """
SELECT sheet_id FROM sheet_index
WHERE stage IN ('open', 'self_scored', 'appraised') OR decide_by IS NOT NULL
ORDER BY sheet_id
"""


class ReplyOwed(msgspec.Struct, frozen=True):
    """A time to reply that ran out; the day after `on_day` the clock acts."""

    sheet_id: UUID
    on_day: date


async def rounds(pool: Pool) -> list[RoundRow]:
    """Every round, the newest first."""
    query = f"SELECT {_ROUND} FROM round_index ORDER BY to_on DESC, opened_at DESC, code"
    return await fetch(pool, RoundRow, query, {})


async def round_by_code(pool: Pool, code: str) -> RoundRow | None:
    """The round behind an address."""
    query = f"SELECT {_ROUND} FROM round_index WHERE code = %(code)s"
    return await fetch_one(pool, RoundRow, query, {"code": code})


async def sheets_of_round(pool: Pool, round_id: UUID) -> list[SheetRow]:
    """Every sheet of a round, by unit."""
    query = f"SELECT {_SHEET} FROM sheet_index WHERE round_id = %(id)s ORDER BY unit_id"
    return await fetch(pool, SheetRow, query, {"id": round_id})


async def sheet(pool: Pool, sheet_id: UUID) -> SheetRow | None:
    """One sheet."""
    query = f"SELECT {_SHEET} FROM sheet_index WHERE sheet_id = %(id)s"
    return await fetch_one(pool, SheetRow, query, {"id": sheet_id})


async def sheets_of_unit(pool: Pool, unit_id: UUID) -> list[SheetRow]:
    """Every sheet of a unit, the newest round first."""
    query = f"SELECT {_SHEET} FROM sheet_index WHERE unit_id = %(id)s ORDER BY self_score_by DESC"
    return await fetch(pool, SheetRow, query, {"id": unit_id})


async def sheets_waiting(
    pool: Pool, *, units: Iterable[UUID], posts: Iterable[UUID], everything: bool
) -> list[SheetRow]:
    """Unpublished sheets that ask something of these units or posts, or all of them."""
    query = f"""
        SELECT {_SHEET} FROM sheet_index
        WHERE stage <> 'published' AND (
            %(everything)s OR unit_id = ANY(%(units)s)
            OR appraiser_posts && %(posts)s::uuid[] OR council_posts && %(posts)s::uuid[]
            OR appeal_posts && %(posts)s::uuid[])
        ORDER BY self_score_by, sheet_id
    """
    facts = {"units": list(units), "posts": list(posts), "everything": everything}
    return await fetch(pool, SheetRow, query, facts)


async def running_sheets(pool: Pool) -> list[UUID]:
    """Sheets with a clock that runs, which a new calendar may move."""
    async with pool.connection() as connection:
        return [row[0] for row in await (await connection.execute(RUNNING)).fetchall()]


async def replies_owed(pool: Pool, today: date, limit: int) -> list[ReplyOwed]:
    """Appraisals whose time to reply went by in silence, oldest first."""
    return await fetch(pool, ReplyOwed, OWED, {"today": today, "limit": limit})
