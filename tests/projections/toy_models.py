"""Two small read models over aliases, one of which can be told to fail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.fact import Recorded
from domain.org.events import AliasAdded, AliasDropped
from projections.read_model import Rows, Table


class AliasCount(msgspec.Struct, kw_only=True):
    unit_id: UUID
    count: int = 0
    aliases: list[str] = []
    notes: dict[str, int] = {}
    first_on: date | None = None


class AliasOwner(msgspec.Struct, kw_only=True):
    unit_id: UUID
    alias: str


ALIAS_COUNTS = Table(
    "alias_counts",
    AliasCount,
    key=("unit_id",),
    indexes=("(count)",),
    ddl_extra="ALTER TABLE {table} ADD COLUMN is_many boolean"
    " GENERATED ALWAYS AS (count > 2) STORED",
)
ALIAS_OWNERS = Table("alias_owners", AliasOwner, key=("unit_id", "alias"))


class AliasRegister:
    """How many aliases has a unit, and which?"""

    name = "alias_register"
    version = 1
    tables: tuple[Table, ...] = (ALIAS_COUNTS, ALIAS_OWNERS)
    topics: frozenset[str] | None = frozenset({"org.alias_added", "org.alias_dropped"})

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        yield ALIAS_COUNTS, (recorded.originator_id,)
        yield ALIAS_OWNERS, (recorded.originator_id,)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        unit_id = recorded.originator_id
        row = rows.get(ALIAS_COUNTS, unit_id) or AliasCount(unit_id=unit_id)
        match recorded.event:
            case AliasAdded(alias=alias):
                rows.put(ALIAS_OWNERS, AliasOwner(unit_id=unit_id, alias=alias))
                row.first_on = row.first_on or recorded.meta.recorded_on
            case AliasDropped(alias=alias):
                rows.delete(ALIAS_OWNERS, (unit_id, alias))
        row.count += 1
        row.aliases = [owner.alias for owner in rows.under(ALIAS_OWNERS, unit_id)]
        row.notes = {"versions": recorded.originator_version}
        rows.put(ALIAS_COUNTS, row)


class Touchy(AliasRegister):
    """Fails at an alias named here, as often as it is told to."""

    name = "touchy"
    tables = (Table("touchy_counts", AliasCount, key=("unit_id",)),)

    def __init__(self, poison: str, times: int = 1000) -> None:
        self.poison = poison
        self.times = times

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        yield self.tables[0], (recorded.originator_id,)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        table = self.tables[0]
        if getattr(recorded.event, "alias", "") == self.poison and self.times > 0:
            self.times -= 1
            raise ValueError("cannot stand it")
        row = rows.get(table, recorded.originator_id) or AliasCount(unit_id=recorded.originator_id)
        row.count += 1
        rows.put(table, row)
