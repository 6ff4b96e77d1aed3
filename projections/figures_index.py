"""Which figures from outside are held: per unit and month, who brought them, what held before.

The present table holds what counts now, with the place in the log since when; counts that a later
import superseded go into a table of closed versions with the place until when.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import asdict

from domain.fact import Recorded
from domain.figures.counts import DossierCounts, FiguresKind, SurveyCounts
from domain.figures.events import FiguresImported
from domain.values import Evidence
from projections.database import Pool, fetch, fetch_one, fetch_value
from projections.read_model import Rows, Table


class FiguresRow(msgspec.Struct, kw_only=True):
    """The counts of one unit in one month, with where they come from."""

    kind: FiguresKind
    unit_id: UUID
    month: str
    import_id: UUID
    dossiers: tuple[DossierCounts, ...] = ()
    survey: SurveyCounts | None = None
    file_rows: tuple[int, ...] = ()
    supersedes: UUID | None = None
    version: int
    """In the stream of all imports of this kind."""
    known_from: int


class PastFigures(FiguresRow, kw_only=True):
    """Counts that held until just before `known_until`."""

    known_until: int
    superseded_by: UUID


class ImportRow(msgspec.Struct, kw_only=True):
    """One import: its file, who, when, how much of it."""

    import_id: UUID
    kind: FiguresKind
    file: Evidence
    person_id: UUID | None
    post_id: UUID | None
    recorded_at: datetime
    reason: str
    places: int
    """Units × months that it brought."""
    superseding: int
    """How many of them took the place of earlier ones."""
    first_month: str
    last_month: str
    position: int


FIGURES = Table("figures_index", FiguresRow, key=("kind", "unit_id", "month"))
PAST_FIGURES = Table(
    "figures_index_past",
    PastFigures,
    key=("kind", "unit_id", "month", "known_from"),
    indexes=("(import_id)",),
    written_once=True,
)
IMPORTS = Table("figures_imports", ImportRow, key=("import_id",), indexes=("(position)",))
_COLUMNS = ", ".join(FiguresRow.__struct_fields__)


class FiguresIndex:
    """Figures from outside, present and past, and the imports that brought them."""

    name = "figures_index"
    version = 1
    tables: tuple[Table, ...] = (FIGURES, PAST_FIGURES, IMPORTS)
    topics: frozenset[str] | None = frozenset({FiguresImported.stored_name})

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        """The unit's month and the import."""
        event = recorded.event
        assert isinstance(event, FiguresImported), "the only topic"
        yield FIGURES, (event.kind, event.unit_id, event.month)
        yield IMPORTS, (event.import_id,)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        """Close what held before, write what holds now."""
        event = recorded.event
        assert isinstance(event, FiguresImported), "the only topic"
        before = rows.get(FIGURES, (event.kind, event.unit_id, event.month))
        if before is not None and before.known_from >= recorded.position:
            return  # seen already
        if before is not None:
            past = PastFigures(
                **asdict(before), known_until=recorded.position, superseded_by=event.import_id
            )
            rows.put(PAST_FIGURES, past)
        rows.put(FIGURES, _row(event, recorded))
        rows.put(IMPORTS, _import(rows.get(IMPORTS, (event.import_id,)), event, recorded))


def _row(event: FiguresImported, recorded: Recorded) -> FiguresRow:
    return FiguresRow(
        kind=event.kind,
        unit_id=event.unit_id,
        month=event.month,
        import_id=event.import_id,
        dossiers=event.dossiers,
        survey=event.survey,
        file_rows=event.rows,
        supersedes=event.supersedes,
        version=recorded.originator_version,
        known_from=recorded.position,
    )


def _import(row: ImportRow | None, event: FiguresImported, recorded: Recorded) -> ImportRow:
    meta = recorded.meta
    row = row or ImportRow(
        import_id=event.import_id,
        kind=event.kind,
        file=event.file,
        person_id=meta.actor.person_id,
        post_id=meta.actor.post_id,
        recorded_at=meta.recorded_at,
        reason=meta.reason or "",
        places=0,
        superseding=0,
        first_month=event.month,
        last_month=event.month,
        position=recorded.position,
    )
    row.places += 1
    row.superseding += event.supersedes is not None
    row.first_month = min(row.first_month, event.month)
    row.last_month = max(row.last_month, event.month)
    row.position = recorded.position
    return row


# -- asking ------------------------------------------------------------------


async def held_figures(
    pool: Pool,
    kind: FiguresKind,
    months: tuple[str, str] = ("0000-00", "9999-99"),
    units: Sequence[UUID] | None = None,
    known_at: int | None = None,
) -> list[FiguresRow]:
    """Counts of a kind, first and last month inclusive, as now or as a place in the log knew it."""
    return await fetch(
        pool,
        FiguresRow,
        f"SELECT {_COLUMNS} FROM {_at(known_at)} AS held WHERE kind = %(kind)s"
        " AND month BETWEEN %(first)s AND %(last)s"
        " AND (%(units)s::uuid[] IS NULL OR unit_id = ANY(%(units)s)) ORDER BY month, unit_id",
        {
            "kind": kind,
            "first": months[0],
            "last": months[1],
            "units": None if units is None else list(units),
            "known_at": known_at,
        },
    )


def _at(known_at: int | None) -> str:
    if known_at is None:
        return "figures_index"
    return (
        f"(SELECT {_COLUMNS} FROM figures_index WHERE known_from <= %(known_at)s"
        f" UNION ALL SELECT {_COLUMNS} FROM figures_index_past"
        " WHERE known_from <= %(known_at)s AND known_until > %(known_at)s)"
    )


class BroughtRow(FiguresRow, kw_only=True):
    """What an import brought; `superseded_by` names the import that took its place since."""

    superseded_by: UUID | None = None


async def brought_by(pool: Pool, import_id: UUID) -> list[BroughtRow]:
    """Everything that one import brought, whether it still holds or not."""
    return await fetch(
        pool,
        BroughtRow,
        f"SELECT {_COLUMNS}, NULL::uuid AS superseded_by FROM figures_index"
        " WHERE import_id = %(id)s"
        f" UNION ALL SELECT {_COLUMNS}, superseded_by FROM figures_index_past"
        " WHERE import_id = %(id)s ORDER BY month, unit_id",
        {"id": import_id},
    )


async def imports(pool: Pool, kind: FiguresKind | None = None, most: int = 100) -> list[ImportRow]:
    """The newest imports first."""
    names = ", ".join(ImportRow.__struct_fields__)
    return await fetch(
        pool,
        ImportRow,
        f"SELECT {names} FROM figures_imports WHERE %(kind)s::text IS NULL OR kind = %(kind)s"
        " ORDER BY position DESC LIMIT %(most)s",
        {"kind": kind, "most": most},
    )


async def import_at(pool: Pool, position: int) -> UUID | None:
    """The import whose counts stand at a place in the log: where a line of a history leads."""
    query = (
        "SELECT import_id FROM figures_index WHERE known_from = %(at)s"
        " UNION ALL SELECT import_id FROM figures_index_past WHERE known_from = %(at)s"
    )
    found: UUID | None = await fetch_value(pool, query, {"at": position})
    return found


async def import_by_id(pool: Pool, import_id: UUID) -> ImportRow | None:
    """One import."""
    names = ", ".join(ImportRow.__struct_fields__)
    query = f"SELECT {names} FROM figures_imports WHERE import_id = %(id)s"
    return await fetch_one(pool, ImportRow, query, {"id": import_id})
