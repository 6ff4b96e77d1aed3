"""Lists of inspections and programmes at the moment an address asks for, now or in the past."""

from __future__ import annotations

from typing import Any

from projections.finding_query import FindingLine, Wanted, lines
from projections.inspection_query import Reader, inspections
from projections.inspection_register import InspectionRow
from projections.inspections_past import findings_then, inspections_then, programmes_then
from projections.programme_index import ProgrammeRow, programmes
from web.register.past import View


async def inspections_at(pool: Any, view: View, reader: Reader) -> list[InspectionRow]:
    """By the rights of today and the secrecy of then, whichever is narrower."""
    known_at = view.days.known_at
    if known_at is None:
        return await inspections(pool, reader)
    return await inspections_then(pool, reader, known_at)


async def programmes_at(pool: Any, view: View) -> list[ProgrammeRow]:
    """The shelf of programmes."""
    known_at = view.days.known_at
    return await (programmes(pool) if known_at is None else programmes_then(pool, known_at))


async def findings_at(pool: Any, view: View, wanted: Wanted) -> list[FindingLine]:
    """Rows of findings; what of them may be shown is for the caller to decide."""
    known_at = view.days.known_at
    return await (
        lines(pool, wanted) if known_at is None else findings_then(pool, wanted, known_at)
    )
