"""Which commitments were recorded, and what became of each? Public, fillers and all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, get_args
from uuid import UUID

import msgspec

from domain.fact import Recorded
from domain.seal import events as s
from domain.seal.values import Known, SealedOrder, read_sealed
from projections.database import Pool, fetch, fetch_one
from projections.read_model import Rows, Table


class SealRow(msgspec.Struct, kw_only=True):
    """One entry. What is inside is here only after it was published."""

    seal_id: UUID
    commitment: str
    slot_at: datetime
    life_end_on: date
    position: int
    stage: str = "committed"
    settled_at: datetime | None = None
    kind: str = ""
    """order, draw, independence, void, filler; empty while it is sealed."""
    why: str = ""
    """Of a void."""
    salt: str = ""
    """Hexadecimal."""
    value: str = ""
    """The canonical text that was committed to."""
    void_commitment: str = ""
    unit_id: UUID | None = None
    ordered_at: datetime | None = None
    ordered_by: UUID | None = None
    known_by: tuple[Known, ...] = ()


SEALS = Table("seal_list", SealRow, key=("seal_id",), indexes=("(slot_at)", "(stage, life_end_on)"))


class SealList:
    """Commitments by slot, and whatever was published of them."""

    name = "seal_list"
    version = 1
    tables: tuple[Table, ...] = (SEALS,)
    topics: frozenset[str] | None = frozenset(kind.stored_name for kind in get_args(s.SealEvent))

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        """One row for each stream."""
        yield SEALS, (recorded.originator_id,)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        """Fold one event."""
        event = recorded.event
        if isinstance(event, s.Committed):
            rows.put(
                SEALS,
                SealRow(
                    seal_id=recorded.originator_id,
                    commitment=event.commitment,
                    slot_at=event.slot_at,
                    life_end_on=event.life_end_on,
                    position=recorded.position,
                ),
            )
            return
        row = rows.get(SEALS, recorded.originator_id)
        assert row is not None, "only what was committed can be published"
        assert isinstance(event, s.Opened | s.Voided)
        _publish(row, event)
        row.settled_at = recorded.meta.happened_at
        rows.put(SEALS, row)


def _publish(row: SealRow, event: s.Opened | s.Voided) -> None:
    row.stage = "opened" if isinstance(event, s.Opened) else "voided"
    row.salt, row.value = event.salt.hex(), event.value
    inside = read_sealed(event.value)
    row.kind = str(inside.__struct_config__.tag)
    if isinstance(event, s.Voided):
        row.why, row.void_commitment = event.why, event.void_commitment
    else:
        row.known_by = event.known_by
    if isinstance(inside, SealedOrder):
        row.unit_id, row.ordered_by = inside.unit, inside.ordered_by
        row.ordered_at = inside.ordered_at


COLUMNS = ", ".join(SealRow.__struct_fields__)
NEWEST = f"SELECT {COLUMNS} FROM seal_list ORDER BY slot_at DESC, commitment LIMIT %(limit)s"
OVERDUE = f"""
SELECT {COLUMNS} FROM seal_list
WHERE stage = 'committed' AND life_end_on < %(today)s ORDER BY life_end_on, commitment
"""
ONE = f"SELECT {COLUMNS} FROM seal_list WHERE seal_id = %(id)s"


async def newest(pool: Pool, limit: int = 200) -> list[SealRow]:
    """The public list, newest slot first."""
    return await fetch(pool, SealRow, NEWEST, {"limit": limit})


async def overdue(pool: Pool, today: date) -> list[SealRow]:
    """Entries whose life is over and that nobody opened or voided."""
    return await fetch(pool, SealRow, OVERDUE, {"today": today})


async def one(pool: Pool, seal_id: UUID) -> SealRow | None:
    """One entry."""
    return await fetch_one(pool, SealRow, ONE, {"id": seal_id})
