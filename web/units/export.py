"""The dossier as a file: lines, what they rest on, and no total without its three parts.

A cell that begins like a formula would be run by a spreadsheet; here it stays text.
"""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter
from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from service.documents.pdf import as_pdf
from web.org.views import slug_of
from web.register.export import BOM, harmless
from web.register.routes import XLSX
from web.render import AnyRequest
from web.stored_files import DOWNLOAD_POLICY
from web.texts import say
from web.units.dossier_file import DossierFile, file_of
from web.units.loading import Opened, open_unit
from web.units.pages import READ
from web.units.paper import dossier_paper

WIDTHS = (12, 70, 16, 14, 34, 20, 60)
Row = Sequence[object]


def csv_of(file: DossierFile) -> bytes:
    """Comma-separated text: title, totals in three parts, then the lines."""
    text = io.StringIO()
    rows: list[Row] = [
        [file.title],
        *([note] for note in file.notes),
        [],
        *file.totals(),
        [],
        file.heading(),
        *file.rows(),
    ]
    csv.writer(text).writerows([[harmless(_shown(cell)) for cell in row] for row in rows])
    return (BOM + text.getvalue()).encode()


def _shown(cell: object) -> object:
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell


def xlsx_of(file: DossierFile) -> bytes:
    """A workbook of two sheets: the lines with their totals, and the quantities."""
    octets = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(octets, options) as book:
        book.set_properties({"title": file.title})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        sheet = book.add_worksheet(say(file.language, "dossier.sheet.lines"))
        for place, width in enumerate(WIDTHS):
            sheet.set_column(place, place, width)
        row = _write_head(sheet, file, bold)
        _write(sheet, row, [file.heading()], bold, day)
        sheet.freeze_panes(row + 1, 0)
        _write(sheet, row + 1, file.rows(), plain, day)
        other = book.add_worksheet(say(file.language, "dossier.sheet.quantities"))
        for place, width in enumerate((40, 44, 60)):
            other.set_column(place, place, width)
        _write(other, 0, [list(each) for each in file.quantities], plain, day)
        _write(other, len(file.quantities) + 1, [[note] for note in file.notes], None, day)
    return octets.getvalue()


def _write_head(sheet: Any, file: DossierFile, bold: Any) -> int:
    sheet.write_string(0, 0, file.title, bold)
    _write(sheet, 1, [[note] for note in file.notes], None, None)
    row = len(file.notes) + 2
    _write(sheet, row, file.totals(), None, None)
    return row + len(file.totals()) + 1


def _write(sheet: Any, first: int, rows: Sequence[Row], look: Any, day: Any) -> None:
    for at, row in enumerate(rows, first):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(at, place, cell, day)
            elif isinstance(cell, int):
                sheet.write_number(at, place, cell, look)
            else:
                sheet.write_string(at, place, str(cell), look)


class UnitFile(Controller):
    """May I have it as a file?"""

    path = "/units/{slug:str}/{file_name:str}"

    @get(opt=READ)
    async def send(
        self, request: AnyRequest, slug: FromPath[str], file_name: FromPath[str]
    ) -> Response[bytes]:
        name, _, ending = file_name.rpartition(".")
        if name != "dossier" or ending not in WRITERS:
            raise NotFoundException
        opened = await open_unit(request, slug)
        if not opened.is_whole:
            raise NotFoundException
        media_type, write = WRITERS[ending]
        content = await asyncio.to_thread(write, file_of(request, opened), opened)
        return Response(content, media_type=media_type, headers=_headers(opened, ending))


WRITERS: dict[str, Any] = {
    "csv": ("text/csv", lambda file, _: csv_of(file)),
    "xlsx": (XLSX, lambda file, _: xlsx_of(file)),
    "pdf": ("application/pdf", lambda file, opened: as_pdf(dossier_paper(file, opened))),
}


def _headers(opened: Opened, ending: str) -> dict[str, str]:
    name = f"ho-so-{slug_of(opened.unit)}-{opened.moment.on:%Y-%m-%d}.{ending}"
    letters = "".join(c for c in name if c.isascii() and (c.isalnum() or c in "-."))
    return {
        "content-disposition": f'attachment; filename="{letters}"',
        "content-security-policy": DOWNLOAD_POLICY,
        "cache-control": "no-store",
    }


CONTROLLERS: list[type[Controller]] = [UnitFile]
