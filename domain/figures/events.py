"""What happens to figures from outside."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from domain.fact import Event
from domain.figures.counts import DossierCounts, FiguresKind, SurveyCounts, sum_of
from domain.figures.indices import IndexKey
from domain.values import Evidence


class FiguresImported(Event, frozen=True, kw_only=True):
    """The counts of one unit in one month; a file brings several of these in one append."""

    stored_name: ClassVar[str] = "evaluation.figures_imported"
    import_id: UUID
    """The same for everything that one file brought."""
    kind: FiguresKind
    unit_id: UUID
    month: str
    """`2025-09`."""
    dossiers: tuple[DossierCounts, ...] = ()
    """One row per field of procedures; only for kind `dossiers`."""
    survey: SurveyCounts | None = None
    """Only for kind `survey`."""
    rows: tuple[int, ...] = ()
    """Rows of the file that say so, counted from 1 with the headings."""
    file: Evidence
    supersedes: UUID | None = None
    """The import whose counts of this unit and month no longer hold."""

    @property
    def total(self) -> DossierCounts:
        """All fields of procedures together."""
        return sum_of(self.dossiers)


class IndexRecorded(Event, frozen=True, kw_only=True):
    """What an index came to in a year, as its publisher says."""

    stored_name: ClassVar[str] = "evaluation.index_recorded"
    index: IndexKey
    year: int
    value: str | None = None
    """As published, with a decimal point."""
    rank: int | None = None
    out_of: int | None = None
    """How many were ranked."""
    source: str


class IndexCorrected(Event, frozen=True, kw_only=True):
    """What was recorded before was wrong; the reason stands in the envelope."""

    stored_name: ClassVar[str] = "evaluation.index_corrected"
    index: IndexKey
    year: int
    value: str | None = None
    rank: int | None = None
    out_of: int | None = None
    source: str


class TargetRecorded(Event, frozen=True, kw_only=True):
    """What is aimed at; a target that is set anew has its reason in the envelope."""

    stored_name: ClassVar[str] = "evaluation.target_recorded"
    index: IndexKey
    year: int
    value: str | None = None
    """At least."""
    rank: int | None = None
    """At best this place or a better one."""
    source: str


class IndexSelfAssessed(Event, frozen=True, kw_only=True):
    """What the ward made of itself by a published sheet; it stands beside what is published."""

    stored_name: ClassVar[str] = "evaluation.index_self_assessed"
    index: IndexKey
    year: int
    value: str
    sheet_id: UUID
    sheet_version: int
    round_code: str
    unit_id: UUID
    """The leadership, which the sheet rates for the whole ward."""


FiguresEvent = FiguresImported
IndexEvent = IndexRecorded | IndexCorrected | TargetRecorded | IndexSelfAssessed
OutsideEvent = FiguresImported | IndexEvent
