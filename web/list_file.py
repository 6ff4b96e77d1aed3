"""A list as a file: one sheet of rows under a heading, with notes below them.

A cell that begins like a formula would be run by a spreadsheet; here it stays text.
"""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

import msgspec
import xlsxwriter
from litestar import Response

from web.register.export import BOM, harmless
from web.register.routes import XLSX

FileKind = Literal["csv", "xlsx"]
CSV = "text/csv; charset=utf-8"
WIDTH_LEAST, WIDTH_MOST = 10, 60
DEFUSED = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class ListFile(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that stands in the file; words are ready."""

    name: str
    """Of the file, without its ending."""
    title: str
    heading: Sequence[str]
    rows: Sequence[Sequence[object]]
    notes: Sequence[str] = ()
    """As of when, which past, what is invented."""


async def sent(file: ListFile, kind: FileKind) -> Response[bytes]:
    """The file as an answer, written beside the loop."""
    octets = await asyncio.to_thread(_WRITERS[kind], file)
    return Response(
        octets,
        media_type=CSV if kind == "csv" else XLSX,
        headers={
            "content-disposition": f'attachment; filename="{file.name}.{kind}"',
            "cache-control": "no-store",
        },
    )


def csv_of(file: ListFile) -> bytes:
    """Comma-separated text."""
    text = io.StringIO()
    rows = [file.heading, *file.rows, [], *([note] for note in file.notes)]
    csv.writer(text).writerows([[harmless(_shown(cell)) for cell in row] for row in rows])
    return (BOM + text.getvalue()).encode()


def _shown(cell: object) -> object:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell


def xlsx_of(file: ListFile) -> bytes:
    """A workbook of one sheet."""
    octets = io.BytesIO()
    with xlsxwriter.Workbook(octets, DEFUSED) as book:
        book.set_properties({"title": file.title})
        sheet = book.add_worksheet(file.title[:31])
        look = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for place, name in enumerate(file.heading):
            longest = max((len(str(row[place] or "")) for row in file.rows), default=0)
            width = min(max(longest, len(name), WIDTH_LEAST), WIDTH_MOST)
            sheet.set_column(place, place, width)
        sheet.write_row(0, 0, list(file.heading), bold)
        sheet.freeze_panes(1, 1)
        for at, row in enumerate(file.rows, 1):
            for place, cell in enumerate(row):
                _write(sheet, at, place, cell, day if isinstance(cell, date) else look)
        for at, note in enumerate(file.notes, len(file.rows) + 2):
            sheet.write_string(at, 0, note)
        sheet.autofilter(0, 0, max(len(file.rows), 1), len(file.heading) - 1)
    return octets.getvalue()


def _write(sheet: Any, at: int, place: int, cell: object, look: Any) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(at, place, cell, look)
    elif isinstance(cell, int):
        sheet.write_number(at, place, cell, look)
    elif cell is not None:
        sheet.write_string(at, place, str(cell), look)


_WRITERS = {"csv": csv_of, "xlsx": xlsx_of}
