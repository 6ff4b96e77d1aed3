"""Shapes of figures from outside and of indices as the API tells them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from domain.figures.counts import DossierCounts, SurveyCounts
from domain.values import Evidence
from web.api.task_shapes import PersonRef, PostRef, UnitRef


class FiguresTold(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of one unit in one month; null means that the source does not say."""

    unit: UnitRef | None
    month: str
    dossiers: tuple[DossierCounts, ...]
    """By field of procedures."""
    survey: SurveyCounts | None
    import_id: UUID
    supersedes: UUID | None
    """The import whose counts these took the place of."""


class ImportTold(msgspec.Struct, frozen=True, kw_only=True):
    """One import: its file, who, when, how much of it."""

    id: UUID
    href: str
    kind: str
    file: Evidence
    person: PersonRef | None
    """Not told to observers from outside."""
    post: PostRef | None
    recorded_at: datetime
    reason: str
    places: int
    """Units × months that it brought."""
    superseding: int
    first_month: str
    last_month: str


class FiguresList(msgspec.Struct, frozen=True, kw_only=True):
    """Counts that hold, by month, and the imports that brought them."""

    kind: str
    items: tuple[FiguresTold, ...]
    imports: tuple[ImportTold, ...]
    version: int
    """Of all imports of this kind, for If-Match."""


class BroughtTold(FiguresTold, frozen=True, kw_only=True):
    """What an import brought."""

    file_rows: tuple[int, ...]
    superseded_by: UUID | None
    """The import that took its place; null while it holds."""


class ImportDetail(msgspec.Struct, frozen=True, kw_only=True):
    """One import with everything it brought."""

    told: ImportTold
    items: tuple[BroughtTold, ...]


class IndexSaid(msgspec.Struct, frozen=True, kw_only=True):
    """One act about an index."""

    word: str
    """`recorded`, `corrected` or `target`."""
    value: str | None
    rank: int | None
    out_of: int | None
    source: str
    reason: str
    at: datetime
    person: PersonRef | None


class IndexTold(msgspec.Struct, frozen=True, kw_only=True):
    """One index in one year, beside what was aimed at."""

    name: str
    href: str
    index: str
    year: int
    value: str | None
    rank: int | None
    out_of: int | None
    source: str
    self_assessed: str | None
    """What the ward made of itself by a published sheet; empty while it did not."""
    target_value: str | None
    target_rank: int | None
    target_source: str
    verdict: str
    """`reached`, `missed`, or `open` while there is nothing to compare."""
    acts: tuple[IndexSaid, ...]


class IndexList(msgspec.Struct, frozen=True, kw_only=True):
    """All recorded indices, the newest year first."""

    items: tuple[IndexTold, ...]


class FileToImport(msgspec.Struct, frozen=True, kw_only=True):
    """An uploaded table, CSV or XLSX; what stands in it is read here, not sent."""

    file: Evidence
