"""What may be asked of figures from outside; document and reason come in the moment."""

from __future__ import annotations

from uuid import UUID

from domain.fact import Command
from domain.figures.counts import DossierCounts, FiguresKind, SurveyCounts
from domain.figures.indices import IndexKey
from domain.values import Evidence, Value


class DossierRow(Value, frozen=True, kw_only=True):
    """One row of a file of dossier counts."""

    row: int
    unit_id: UUID
    month: str
    counts: DossierCounts


class SurveyRow(Value, frozen=True, kw_only=True):
    """One row of a file of survey counts."""

    row: int
    unit_id: UUID
    month: str
    counts: SurveyCounts


class ImportFigures(Command, frozen=True, kw_only=True):
    """Take over the rows of a file; what it says of a unit and month takes the place of before."""

    figures_id: UUID
    """`figures_stream(kind)`."""
    kind: FiguresKind
    import_id: UUID
    file: Evidence
    dossiers: tuple[DossierRow, ...] = ()
    surveys: tuple[SurveyRow, ...] = ()

    @property
    def stream_id(self) -> UUID:
        """All imports of a kind."""
        return self.figures_id


class IndexCommand(Command, frozen=True, kw_only=True):
    """About one index in one year."""

    index_id: UUID
    """`index_stream(index, year)`."""
    index: IndexKey
    year: int

    @property
    def stream_id(self) -> UUID:
        """This index in this year."""
        return self.index_id


class RecordIndex(IndexCommand, frozen=True, kw_only=True):
    """Record what was published; with a reason, correct what was recorded before."""

    value: str | None = None
    rank: int | None = None
    out_of: int | None = None
    source: str


class RecordTarget(IndexCommand, frozen=True, kw_only=True):
    """Record what is aimed at; with a reason, set it anew."""

    value: str | None = None
    rank: int | None = None
    source: str


class PublishedSheet(Value, frozen=True, kw_only=True):
    """What was published of a sheet last, as far as an index asks for it."""

    version: int
    total: str
    round_code: str
    unit_id: UUID
    year: int
    """Of the end of its period."""
    is_of_ward: bool


class RecordSelfAssessment(IndexCommand, frozen=True, kw_only=True):
    """Take over the points of a sheet of the whole ward: which sheet is said, never how many."""

    sheet_id: UUID
    published: PublishedSheet | None = None
    """Looked up."""


FIGURES_COMMANDS: tuple[type[Command], ...] = (ImportFigures,)
INDEX_COMMANDS: tuple[type[Command], ...] = (
    RecordIndex,
    RecordTarget,
    RecordSelfAssessment,
)
ALL_COMMANDS: tuple[type[Command], ...] = (*FIGURES_COMMANDS, *INDEX_COMMANDS)
