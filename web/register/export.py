"""The register as a file: the same rows in the same order, with what was invented or derived said.

A cell that begins like a formula would be run by a spreadsheet; here it stays text.
"""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import xlsxwriter

from service.sheet_text import is_formula
from web.register.lines import LineView
from web.texts import Language, say

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it some spreadsheets take Vietnamese for another encoding."""
CHUNK_OCTETS = 256 * 1024
COLUMNS = (
    "code",
    "text",
    "product",
    "field",
    "unit",
    "head",
    "source",
    "assigned",
    "original",
    "due",
    "extensions",
    "class",
    "stage",
    "days",
    "submitted",
    "confirmed",
    "days_late",
    "quality",
    "derived",
)
WIDTHS = {"text": 60, "product": 30, "unit": 32, "field": 28, "head": 22, "class": 24}

Chunks = AsyncIterator[Sequence[LineView]]


class Notes(msgspec.Struct, frozen=True, kw_only=True):
    """What stands under the rows: as of when, and what is invented."""

    cut: str
    past: str = ""
    """Said where the rows are those of another day."""
    invented: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """One line each."""
        return tuple(note for note in (self.past, self.cut, self.invented) if note)


def headings(language: Language) -> list[str]:
    """The first row."""
    return [say(language, f"register.column.{name}") for name in COLUMNS]


def cells(view: LineView, language: Language) -> list[str | int | date | None]:
    """One row, in the order of the columns."""
    line = view.line
    return [
        line.code,
        line.text,
        line.product,
        view.field,
        view.unit,
        view.head,
        view.source,
        line.assigned_on,
        line.original_last_on,
        line.last_on,
        line.extensions,
        class_words(view, language),
        say(language, f"stage.{line.stage}"),
        view.days,
        line.submitted_on,
        line.confirmed_on,
        line.days_late if line.confirmed_on else None,
        say(language, f"quality.{line.quality}") if line.quality else "",
        say(language, "register.derived") if line.derived else "",
    ]


def class_words(view: LineView, language: Language) -> str:
    """The time class in words."""
    name = view.line.time_class
    if name == "done_late":
        return say(language, "class.done_late", days=view.line.days_late)
    outside = ("suspended", "returned", "withdrawn", "drafted")
    return say(language, f"stage.{name}" if name in outside else f"class.{name}")


def harmless(value: object) -> object:
    """Text that a spreadsheet would run gets a mark in front."""
    if isinstance(value, str) and is_formula(value):
        return f"'{value}"
    return value


async def csv_bytes(chunks: Chunks, language: Language, notes: Notes) -> AsyncIterator[bytes]:
    """The rows as comma-separated text, some hundred at a time."""
    yield _csv_text([headings(language)], first=True)
    async for views in chunks:
        yield _csv_text([_shown(cells(view, language)) for view in views])
    yield _csv_text([[], *([note] for note in notes.lines)])


def _csv_text(rows: Sequence[Sequence[object]], *, first: bool = False) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([[harmless(cell) for cell in row] for row in rows])
    return ((BOM if first else "") + text.getvalue()).encode()


def _shown(row: Sequence[object]) -> list[object]:
    return [f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row]


async def xlsx_bytes(
    chunks: Chunks, language: Language, title: str, notes: Notes
) -> AsyncIterator[bytes]:
    """The rows as a workbook, written row by row to a file beside the loop, then sent in pieces."""
    with TemporaryDirectory(prefix="soviec-") as folder:
        path = Path(folder) / "register.xlsx"
        book = await asyncio.to_thread(_Book, path, language, title)
        async for views in chunks:
            await asyncio.to_thread(book.write, [cells(view, language) for view in views])
        await asyncio.to_thread(book.close, notes)
        with path.open("rb") as file:
            while piece := await asyncio.to_thread(file.read, CHUNK_OCTETS):
                yield piece


class _Book:
    """A workbook of one sheet that never holds more than a row in memory."""

    def __init__(self, path: Path, language: Language, title: str) -> None:
        self._book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "tmpdir": str(path.parent),
            },
        )
        self._book.set_properties({"title": title})
        self._sheet = self._book.add_worksheet(title[:31])
        self._day = self._book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        self._text = self._book.add_format({"text_wrap": True, "valign": "top"})
        bold = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for place, name in enumerate(COLUMNS):
            self._sheet.set_column(place, place, WIDTHS.get(name, 14))
        self._sheet.write_row(0, 0, headings(language), bold)
        self._sheet.freeze_panes(1, 1)
        self._row = 1

    def write(self, rows: Sequence[Sequence[Any]]) -> None:
        """Rows below those that were written."""
        for row in rows:
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    self._sheet.write_datetime(self._row, place, cell, self._day)
                elif isinstance(cell, str):
                    self._sheet.write_string(self._row, place, cell, self._text)
                elif cell is not None:
                    self._sheet.write_number(self._row, place, cell, self._text)
            self._row += 1

    def close(self, notes: Notes) -> None:
        """The notes, and the end of the file."""
        self._sheet.autofilter(0, 0, max(self._row - 1, 1), len(COLUMNS) - 1)
        for place, note in enumerate(notes.lines, self._row + 1):
            self._sheet.write_string(place, 0, note)
        self._book.close()
