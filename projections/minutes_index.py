"""Which minutes have this hash, and are they frozen? Asked by whoever holds a printed copy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from domain.fact import Recorded
from domain.inspection import events as e
from projections.database import Pool, fetch_one
from projections.read_model import Rows, Table


class MinutesRow(msgspec.Struct, kw_only=True):
    """The minutes of one inspection as they were drawn up last."""

    inspection_id: UUID
    code: str
    content_hash: str = ""
    frozen_at: datetime | None = None
    number: str = ""
    """With its notation; empty until it came back."""
    issued_on: date | None = None


MINUTES = Table("minutes_index", MinutesRow, key=("inspection_id",), indexes=("(content_hash)",))
BY_HASH = """
SELECT inspection_id, code, content_hash, frozen_at, number, issued_on FROM minutes_index
WHERE content_hash = %(hash)s AND frozen_at IS NOT NULL
"""


class MinutesIndex:
    """Minutes by the hash of their content. A sealed order has no minutes, so it has no row."""

    name = "minutes_index"
    version = 1
    tables: tuple[Table, ...] = (MINUTES,)
    topics: frozenset[str] | None = frozenset(
        kind.stored_name
        for kind in (
            e.Ordered,
            e.MinutesDrawnUp,
            e.MinutesSigned,
            e.SignatureRefused,
            e.DocumentEntered,
        )
    )

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        """An inspection's acts touch its own row only."""
        yield MINUTES, (recorded.originator_id,)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        """Fold one event."""
        event, meta = recorded.event, recorded.meta
        if isinstance(event, e.Ordered):
            rows.put(MINUTES, MinutesRow(inspection_id=recorded.originator_id, code=event.code))
            return
        row: MinutesRow | None = rows.get(MINUTES, (recorded.originator_id,))
        if row is None:
            return
        match event:
            case e.MinutesDrawnUp():
                row.content_hash = event.content_hash
            case e.MinutesSigned(frozen=True) | e.SignatureRefused(frozen=True):
                row.frozen_at = meta.happened_at
            case e.DocumentEntered(paper="minutes") if meta.document is not None:
                document = meta.document
                row.number = "/".join(x for x in (document.number, document.notation) if x)
                row.issued_on = document.issued_on
        rows.put(MINUTES, row)


async def frozen_minutes(pool: Pool, content_hash: str) -> MinutesRow | None:
    """Frozen minutes with exactly this content; whether the reader may know is asked apart."""
    return await fetch_one(pool, MinutesRow, BY_HASH, {"hash": content_hash})
