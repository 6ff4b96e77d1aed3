"""What commands to inspections may consult beyond their own stream."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from psycopg_pool import AsyncConnectionPool

from projections import inspection_query
from projections import item_figures as item_figures
from projections.figures_index import FiguresRow as FiguresRow
from projections.item_figures import Asked as Asked
from projections.item_figures import Counted as Counted

Pool = AsyncConnectionPool[Any]


class OrdersOfUnit(msgspec.Struct, frozen=True, kw_only=True):
    """What OrderInspection must know of other orders; sealed ones are never counted."""

    open_order: UUID | None = None
    orders_before: int = 0


async def orders_of_unit(pool: Pool, unit_id: UUID) -> OrdersOfUnit:
    """The announced inspection that is under way, and how many there ever were."""
    return OrdersOfUnit(
        open_order=await inspection_query.open_announced_order(pool, unit_id),
        orders_before=await inspection_query.announced_orders(pool, unit_id),
    )


async def running(pool: Pool) -> list[UUID]:
    """Inspections between the end of the visit and the archive: a limit of theirs may run."""
    return await inspection_query.running(pool)


async def orders_used(pool: Pool, post_id: UUID, on: date) -> int:
    """How many inspections a post has ordered in the quarter of a day."""
    first = on.replace(month=(on.month - 1) // 3 * 3 + 1, day=1)
    return await inspection_query.orders_of_post(pool, post_id, first, on)
