"""How often was each delegation used, and when last?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from domain.fact import Recorded
from projections.database import Pool, fetch
from projections.read_model import Rows, Table


class DelegationUseRow(msgspec.Struct, kw_only=True):
    """Acts that were done under one delegation."""

    delegation_id: UUID
    acts: int = 0
    first_at: datetime
    last_at: datetime


USES = Table("delegation_use", DelegationUseRow, key=("delegation_id",))


class DelegationUse:
    """Counts acts of every slice by the delegation in their envelope."""

    name = "delegation_use"
    version = 1
    tables = (USES,)
    topics: frozenset[str] | None = None
    """Any act may be done under a delegation."""

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        """Only acts under a delegation touch a row."""
        if recorded.meta.actor.delegation_id is not None:
            yield USES, (recorded.meta.actor.delegation_id,)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        """Fold one event."""
        delegation_id = recorded.meta.actor.delegation_id
        if delegation_id is None:
            return
        at = recorded.meta.happened_at
        row = rows.get(USES, (delegation_id,)) or DelegationUseRow(
            delegation_id=delegation_id, first_at=at, last_at=at
        )
        row.acts += 1
        row.first_at, row.last_at = min(row.first_at, at), max(row.last_at, at)
        rows.put(USES, row)


async def uses(pool: Pool) -> dict[UUID, DelegationUseRow]:
    """Delegation → how it was used; unused ones are not in it."""
    rows = await fetch(
        pool,
        DelegationUseRow,
        "SELECT delegation_id, acts, first_at, last_at FROM delegation_use",
    )
    return {row.delegation_id: row for row in rows}
