"""Which checklists are there, how far is each, and is a draft open?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec

from domain.checklist import events as e
from domain.fact import Recorded
from projections.database import Pool, fetch
from projections.read_model import Rows, Table


class ChecklistRow(msgspec.Struct, kw_only=True):
    """One checklist as it stands."""

    checklist_id: UUID
    code: str
    title: str
    newest: int = 0
    """Number of the newest published version; 0 while there is none."""
    draft: int = 0
    """Number the open draft will bear; 0 while there is none."""
    is_retired: bool = False


CHECKLISTS = Table("checklist_index", ChecklistRow, key=("checklist_id",), indexes=("(code)",))
_COLUMNS = ", ".join(ChecklistRow.__struct_fields__)


class ChecklistIndex:
    """The shelf of checklists; each itself is folded from its stream when it is opened."""

    name = "checklist_index"
    version = 1
    tables = (CHECKLISTS,)
    topics = frozenset(kind.stored_name for kind in (e.Drafted, e.Published, e.Retired))

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        """A checklist's acts touch its own row only."""
        yield CHECKLISTS, (recorded.originator_id,)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        """Fold one event."""
        event = recorded.event
        row: ChecklistRow | None = rows.get(CHECKLISTS, (recorded.originator_id,))
        match event:
            case e.Drafted():
                row = row or ChecklistRow(
                    checklist_id=recorded.originator_id, code=event.code, title=event.title
                )
                row.title, row.draft = event.title, event.version
            case e.Published() if row is not None:
                row.newest, row.draft = event.version, 0
            case e.Retired() if row is not None:
                row.is_retired = True
        if row is not None:
            rows.put(CHECKLISTS, row)


async def checklists(pool: Pool) -> list[ChecklistRow]:
    """Every checklist, those in use first."""
    query = f"SELECT {_COLUMNS} FROM checklist_index ORDER BY is_retired, code"
    return await fetch(pool, ChecklistRow, query, {})


async def checklist_by_code(pool: Pool, code: str) -> ChecklistRow | None:
    """The checklist behind an address."""
    query = f"SELECT {_COLUMNS} FROM checklist_index WHERE code = %(code)s ORDER BY checklist_id"
    found = await fetch(pool, ChecklistRow, query, {"code": code})
    return found[0] if found else None
