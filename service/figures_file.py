"""Reads tables of figures from outside, CSV or XLSX, and tells everything that is wrong by row.

Nothing is guessed: a heading that is not known stops the import, because a misspelled column would
otherwise be left out in silence. Rows that begin with # are remarks, rows of sums are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from domain.figures.commands import DossierRow, SurveyRow
from domain.figures.counts import DossierCounts, FiguresKind, SurveyCounts
from domain.figures.decide import refusals_of
from domain.plain_text import only_text
from domain.reading.document import NeutralDocument, TableBlock
from domain.reading.unreadable import Unreadable
from domain.reading.wording import clean
from domain.refusal import Refused
from domain.values import Value
from domain.ward import Ward
from service.figures_columns import COLUMNS, Column, column_of, nearest, plain
from service.reading.text_file import csv_document
from service.reading.xlsx_file import workbook_document

ROWS_MOST = 2000
HEADING_WITHIN = 15
"""Titles may stand above the headings."""
REMARK = "#"
SUMS = frozenset({"tong", "tong cong", "tong so", "cong", "total", "sum"})
CELL_MOST = 200
FIELD_MOST = 120
COUNT_MOST = 10_000_000

Numbered = tuple[int, Sequence[str]]
"""A row with its number in the file, counted from 1."""

_MONTHS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-\d{1,2})?", re.ASCII),
    re.compile(
        r"(?:thang |t)?\s*(?:\d{1,2}/)?(?P<month>\d{1,2})\s*[/-]\s*(?P<year>\d{4})", re.ASCII
    ),
    re.compile(r"thang (?P<month>\d{1,2}) nam (?P<year>\d{4})", re.ASCII),
)
_COUNT = re.compile(r"\d{1,8}|\d{1,3}(?:[.\s\u00a0]\d{3}){1,2}", re.ASCII)


class FiguresDraft(Value, frozen=True, kw_only=True):
    """What a file says, and what is wrong with it."""

    kind: FiguresKind
    dossiers: tuple[DossierRow, ...] = ()
    surveys: tuple[SurveyRow, ...] = ()
    sums: tuple[int, ...] = ()
    """Rows of sums, which were passed over."""

    @property
    def rows(self) -> Sequence[DossierRow | SurveyRow]:
        """Whichever of the two there are."""
        return self.dossiers or self.surveys


def read_figures(
    kind: FiguresKind, data: bytes, ward: Ward, today: date
) -> tuple[FiguresDraft, tuple[Refused, ...]]:
    """The rows of a file and all mistakes by row; raises Unreadable if it is no table."""
    rows, wrong = _rows_of(data)
    found = _headings(kind, rows)
    if found is None:
        return FiguresDraft(kind=kind), (*wrong, _no_headings(kind))
    start, heads, mistakes = found
    wrong += mistakes
    if mistakes:
        return FiguresDraft(kind=kind), tuple(wrong)
    return _read_rows(kind, rows[start:], heads, ward, today, wrong)


def _read_rows(
    kind: FiguresKind,
    rows: Sequence[Numbered],
    heads: Mapping[int, Column],
    ward: Ward,
    today: date,
    wrong: list[Refused],
) -> tuple[FiguresDraft, tuple[Refused, ...]]:
    reader = _RowReader(kind, heads, ward)
    listed: list[Any] = []
    sums: list[int] = []
    for number, cells in rows:
        if plain(cells[reader.unit_at] if reader.unit_at < len(cells) else "") in SUMS:
            sums.append(number)
            continue
        row, mistakes = reader.read(number, cells)
        wrong += mistakes
        if row is not None:
            listed.append(row)
    if not listed and not wrong:
        wrong.append(Refused("figures.no_rows"))
    wrong = _without_echoes(wrong, sums)
    wrong += refusals_of(listed, today, ward)
    wrong.sort(key=lambda each: each.facts.get("row", 0))
    is_dossiers = kind == "dossiers"
    draft = FiguresDraft(
        kind=kind,
        dossiers=tuple(listed) if is_dossiers else (),
        surveys=() if is_dossiers else tuple(listed),
        sums=tuple(sums),
    )
    return draft, tuple(wrong)


def _without_echoes(wrong: list[Refused], sums: list[int]) -> list[Refused]:
    """Formulas of sums do no harm; where a formula stands for a number, it is not missing too."""
    told = [w for w in wrong if w.code != "figures.formula" or w.facts["row"] not in sums]
    formulas = {w.facts["row"] for w in told if w.code == "figures.formula"}
    return [w for w in told if w.code != "figures.count_missing" or w.facts["row"] not in formulas]


# -- the table ---------------------------------------------------------------


def _rows_of(data: bytes) -> tuple[list[Numbered], list[Refused]]:
    """Rows with something in them, with their numbers in the file."""
    if not data:
        raise Unreadable("empty")
    document = workbook_document(data) if data.startswith(b"PK") else csv_document(data)
    tables = [block for block in document.blocks if isinstance(block, TableBlock)]
    if not tables:
        raise Unreadable("empty")
    if len(tables) > 1:
        raise Unreadable("several_sheets", sheets=", ".join(t.sheet or "" for t in tables)[:200])
    rows: list[Numbered] = [
        (number, [clean(only_text(cell))[:CELL_MOST] for cell in cells])
        for number, cells in zip(tables[0].row_numbers, tables[0].rows, strict=True)
        if any(cell.strip() for cell in cells)
    ]
    rows = [row for row in rows if not _first(row[1]).startswith(REMARK)]
    if len(rows) > ROWS_MOST + HEADING_WITHIN:
        raise Unreadable("too_many_lines", found=len(rows), limit=ROWS_MOST)
    return rows, list(_formulas(document))


def _formulas(document: NeutralDocument) -> Iterator[Refused]:
    for problem in document.problems:
        if problem.code == "formula_in_cell":
            yield Refused("figures.formula", row=problem.where.row or 0, cell=problem.where.cell)


def _first(cells: Sequence[str]) -> str:
    return next((cell for cell in cells if cell), "")


def _headings(
    kind: FiguresKind, rows: Sequence[Numbered]
) -> tuple[int, dict[int, Column], list[Refused]] | None:
    """Place after the headings, the columns by place, what is wrong with them."""
    best = max(
        range(min(len(rows), HEADING_WITHIN)),
        key=lambda place: sum(1 for head in rows[place][1] if column_of(kind, head)),
        default=None,
    )
    if best is None or not any(column_of(kind, head) for head in rows[best][1]):
        return None
    number, heads = rows[best]
    columns: dict[int, Column] = {}
    wrong: list[Refused] = []
    for place, head in enumerate(heads):
        column = column_of(kind, head)
        if column is None and head:
            wrong.append(_unknown_heading(kind, number, head))
        elif column is not None and column in columns.values():
            wrong.append(Refused("figures.heading_twice", row=number, heading=head))
        elif column is not None:
            columns[place] = column
    known = {column.key for column in columns.values()}
    wrong += [
        Refused("figures.heading_missing", row=number, heading=column.names[0])
        for column in COLUMNS[kind]
        if column.is_needed and column.key not in known
    ]
    return best + 1, columns, wrong


def _unknown_heading(kind: FiguresKind, row: int, heading: str) -> Refused:
    meant = nearest(kind, heading)
    if not meant:
        return Refused("figures.unknown_heading", row=row, heading=heading)
    return Refused("figures.unknown_heading_like", row=row, heading=heading, nearest=meant)


def _no_headings(kind: FiguresKind) -> Refused:
    needed = ", ".join(column.names[0] for column in COLUMNS[kind] if column.is_needed)
    return Refused("figures.no_headings", needed=needed)


# -- one row -----------------------------------------------------------------


class _RowReader:
    """Reads rows under known headings."""

    def __init__(self, kind: FiguresKind, heads: Mapping[int, Column], ward: Ward) -> None:
        self._kind = kind
        self._heads = heads
        self._ward = ward
        self.unit_at = next(place for place, column in heads.items() if column.key == "unit")

    def read(self, number: int, cells: Sequence[str]) -> tuple[Any, list[Refused]]:
        """The row, or None with what is wrong."""
        said = {
            column.key: (cells[place] if place < len(cells) else "")
            for place, column in self._heads.items()
        }
        wrong: list[Refused] = []
        unit_id = self._unit(number, said["unit"], wrong)
        month = month_of(said["month"])
        if month is None:
            wrong.append(Refused("figures.wrong_month", row=number, month=said["month"]))
        counts = {
            column.key: self._count(number, column, said[column.key], wrong)
            for column in self._heads.values()
            if column.is_count
        }
        if wrong or unit_id is None or month is None:
            return None, wrong
        if self._kind == "survey":
            counted = SurveyCounts(**counts)
            return SurveyRow(row=number, unit_id=unit_id, month=month, counts=counted), []
        dossiers = DossierCounts(field=said.get("field", "")[:FIELD_MOST], **counts)
        return DossierRow(row=number, unit_id=unit_id, month=month, counts=dossiers), []

    def _unit(self, number: int, said: str, wrong: list[Refused]) -> UUID | None:
        unit = self._ward.unit_named(said) if said else None
        if unit is not None:
            return unit.unit_id
        names = {
            plain(name): each.name
            for each in self._ward.units.values()
            for name in (each.name, *each.aliases, each.code)
        }
        like = get_close_matches(plain(said), names, n=1, cutoff=0.5)
        if like:
            meant = names[like[0]]
            wrong.append(Refused("figures.wrong_unit_like", row=number, unit=said, nearest=meant))
        else:
            wrong.append(Refused("figures.wrong_unit", row=number, unit=said))
        return None

    def _count(self, number: int, column: Column, said: str, wrong: list[Refused]) -> Any:
        if not said:
            if column.is_needed:
                wrong.append(Refused("figures.count_missing", row=number, heading=column.names[0]))
            return None
        if not _COUNT.fullmatch(said):
            wrong.append(
                Refused("figures.not_a_count", row=number, heading=column.names[0], value=said)
            )
            return None
        return int(re.sub(r"\D", "", said))


def month_of(said: str) -> str | None:
    """`2025-09` from what people write: 09/2025, 2025-09, Tháng 9/2025, 01/09/2025."""
    for pattern in _MONTHS:
        found = pattern.fullmatch(plain(said))
        if found is not None:
            month = int(found["month"])
            return f"{found['year']}-{month:02d}" if 1 <= month <= 12 else None
    return None
