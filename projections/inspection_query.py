"""What is asked about inspections: the calendar, one address, last visits, other orders.

Every question that a page asks carries its reader, so that nobody is answered who may not know.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from projections.database import Pool, fetch, fetch_one, fetch_value
from projections.inspection_register import InspectionRow

_COLUMNS = ", ".join(InspectionRow.__struct_fields__)
_SIGHT = """(
    %(sees_all)s
    OR team && %(posts)s::uuid[]
    OR orderer_post = ANY(%(posts)s::uuid[])
    OR (unit_id = ANY(%(units)s::uuid[]) AND unit_sees_from IS NOT NULL)
    OR (%(in_ward)s AND others_see_from IS NOT NULL)
    OR public_from IS NOT NULL
)"""
OVER = ("closed", "cancelled")


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks: the posts a person acts in, their units, and whether the office sees all."""

    posts: tuple[UUID, ...] = ()
    units: tuple[UUID, ...] = ()
    sees_all: bool = False
    """Chair, office and auditor see whatever has a row."""
    in_ward: bool = True
    """False for an observer, who sees what is published."""

    def facts(self) -> dict[str, Any]:
        """For the condition in the query."""
        return {
            "posts": list(self.posts),
            "units": list(self.units),
            "sees_all": self.sees_all,
            "in_ward": self.in_ward,
        }


async def inspections(
    pool: Pool, reader: Reader, *, from_on: date | None = None, to_on: date | None = None
) -> list[InspectionRow]:
    """What the reader may see in a span of days, by day and code."""
    return await fetch(
        pool,
        InspectionRow,
        f"SELECT {_COLUMNS} FROM inspection_register WHERE {_SIGHT}"
        " AND (%(to_on)s::date IS NULL OR from_on <= %(to_on)s)"
        " AND (%(from_on)s::date IS NULL OR to_on >= %(from_on)s)"
        " ORDER BY coalesce(visit_on, from_on), code",
        {**reader.facts(), "from_on": from_on, "to_on": to_on},
    )


async def inspection_by_code(pool: Pool, code: str, reader: Reader) -> InspectionRow | None:
    """The inspection at an address; nothing at all for who may not see it."""
    return await fetch_one(
        pool,
        InspectionRow,
        f"SELECT {_COLUMNS} FROM inspection_register WHERE code = %(code)s AND {_SIGHT}",
        {**reader.facts(), "code": code},
    )


class LastVisit(msgspec.Struct, frozen=True, kw_only=True):
    """When a unit was visited last, as far as the reader may know."""

    unit_id: UUID
    on: date
    visits: int


async def last_visits(pool: Pool, reader: Reader, since: date) -> list[LastVisit]:
    """Per unit the last visit and how many there were since a day."""
    return await fetch(
        pool,
        LastVisit,
        "SELECT unit_id,"
        " max((opened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) AS \"on\","
        " count(*) FILTER (WHERE (opened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date >= %(since)s)"
        " AS visits"
        f" FROM inspection_register WHERE opened_at IS NOT NULL AND {_SIGHT}"
        " AND stage <> 'cancelled' GROUP BY unit_id",
        {**reader.facts(), "since": since},
    )


async def open_announced_order(pool: Pool, unit_id: UUID) -> UUID | None:
    """An inspection of the unit that was not sealed and is not over: it keeps another one away."""
    found = await fetch_value(
        pool,
        "SELECT inspection_id FROM inspection_register"
        " WHERE unit_id = %s AND NOT was_sealed AND NOT stage = ANY(%s) ORDER BY code LIMIT 1",
        (unit_id, list(OVER)),
    )
    return found if isinstance(found, UUID) else None


async def announced_orders(pool: Pool, unit_id: UUID) -> int:
    """How many inspections of the unit were ever ordered without a seal."""
    found = await fetch_value(
        pool,
        "SELECT count(*) FROM inspection_register WHERE unit_id = %s AND NOT was_sealed",
        (unit_id,),
    )
    return int(found or 0)


async def orders_of_post(pool: Pool, post_id: UUID, from_on: date, to_on: date) -> int:
    """How many inspections a post ordered in a span of local days, as far as they are open."""
    found = await fetch_value(
        pool,
        "SELECT count(*) FROM inspection_register WHERE orderer_post = %s"
        " AND (ordered_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date BETWEEN %s AND %s",
        (post_id, from_on, to_on),
    )
    return int(found or 0)


async def running(pool: Pool) -> list[UUID]:
    """Inspections that have a limit which a new calendar may move."""
    query = (
        "SELECT inspection_id FROM inspection_register WHERE stage IN ('visit_closed',"
        " 'minutes_drawn', 'frozen', 'reported', 'concluded') ORDER BY code"
    )
    async with pool.connection() as connection:
        return [row[0] for row in await (await connection.execute(query)).fetchall()]
