"""An evaluation written as workbook, PDF or Word; the same content gives the same bytes.

A cell that begins like a formula would be run by a spreadsheet; here it stays text.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from service.documents.naming import two_lines
from service.documents.paper import Block, Column, Heading, Paper, Paragraph, Table
from service.documents.pdf import as_pdf
from service.documents.word import as_word
from web.evaluation_files.content import Cell, EvaluationFile, Part
from web.evaluations.words import points_text
from web.minutes.papers import DOCX
from web.register.routes import XLSX
from web.texts import Language

NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 - the library writes it as it stands
"""A time of writing would make every copy differ."""
MARGIN_TEXT_MAX = 255
"""So much a spreadsheet keeps at the head or the foot of a page."""
SHEET_NAME_MAX = 31
FIRST_WIDTH, UNIT_WIDTH = 3, 4.5
NARROW = 4
"""A column of so few shares holds points, which stand to the right."""
TEXT_ONLY = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx_of(file: EvaluationFile, language: Language) -> bytes:
    """A workbook with a sheet per table; identity above the rows and on every printed page."""
    octets = io.BytesIO()
    with xlsxwriter.Workbook(octets, TEXT_ONLY) as book:
        book.set_properties({"title": file.title, "created": NO_TIME})
        looks = {
            "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "plain": book.add_format({"text_wrap": True, "valign": "top"}),
            "points": book.add_format({"num_format": "0.00", "valign": "top"}),
        }
        for place, part in enumerate(file.parts, 1):
            sheet = book.add_worksheet(_sheet_name(part.title, place))
            _page_of(sheet, file)
            _write(sheet, file, part, looks)
    return octets.getvalue()


def _sheet_name(title: str, place: int) -> str:
    letters = "".join(" " if c in "[]:*?/\\'" else c for c in title)
    return f"{place}. {letters}"[:SHEET_NAME_MAX].strip()


def _page_of(sheet: Any, file: EvaluationFile) -> None:
    """Which rules and which cut, at the head and the foot of every page."""
    it = file.identity
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    head = f"{it.rules} · v{it.version} · {it.cut} · #{it.position} · {it.basis}"
    sheet.set_header("&L&8" + _in_margin(head, MARGIN_TEXT_MAX - 4))
    foot = _in_margin(it.hash, 70)
    room = MARGIN_TEXT_MAX - len(foot) - 20
    sheet.set_footer(f"&L&8{foot}&C&8{_in_margin(file.invented, room)}&R&8&P/&N")


def _in_margin(text: str, most: int) -> str:
    """`&` begins an order there; it is doubled, and never cut in half."""
    kept = ""
    for letter in " ".join(text.split()):
        said = "&&" if letter == "&" else letter
        if len(kept) + len(said) > most:
            break
        kept += said
    return f" {kept}" if kept[:1].isdigit() else kept


def _write(sheet: Any, file: EvaluationFile, part: Part, looks: Mapping[str, Any]) -> None:
    for place, share in enumerate(part.shares):
        sheet.set_column(place, place, FIRST_WIDTH + share * UNIT_WIDTH)
    above = [file.title, *file.notes, *((file.invented,) if file.invented else ()), part.title]
    for row, text in enumerate(above):
        sheet.write_string(row, 0, text, None if 0 < row < len(above) - 1 else looks["bold"])
    first = len(above)
    for place, title in enumerate(part.columns):
        sheet.write_string(first, place, title, looks["bold"])
    sheet.freeze_panes(first + 1, 1)
    sheet.repeat_rows(first)
    for row, cells in enumerate(part.rows, first + 1):
        for place, cell in enumerate(cells):
            if isinstance(cell, Decimal):
                sheet.write_number(row, place, cell, looks["points"])
            else:
                sheet.write_string(row, place, "–" if cell is None else cell, looks["plain"])


def paper_of(file: EvaluationFile, language: Language) -> Paper:
    """A print of the record; it bears no number."""
    head, _, below = two_lines(file.authority).partition("\n")
    body: list[Block] = [Paragraph(text=note) for note in file.notes]
    for part in file.parts:
        body.append(Heading(text=part.title))
        body.append(_table(part, language))
    return Paper(
        above=head,
        issuer=below or head,
        notation="",
        place="",
        kind=file.kind,
        abstract=file.title,
        body=tuple(body),
        draft=False,
        invented=file.invented,
        running=file.running,
    )


def _table(part: Part, language: Language) -> Table:
    columns = tuple(
        Column(title=title, share=share, align="right" if _is_points(part, place) else "left")
        for place, (title, share) in enumerate(zip(part.columns, part.shares, strict=True))
    )
    rows = tuple(tuple(_said(cell, language) for cell in row) for row in part.rows)
    return Table(columns=columns, rows=rows)


def _is_points(part: Part, place: int) -> bool:
    return part.shares[place] < NARROW and any(isinstance(row[place], Decimal) for row in part.rows)


def _said(cell: Cell, language: Language) -> str:
    return points_text(cell, language) if isinstance(cell, Decimal) or cell is None else cell


WRITERS: Mapping[str, tuple[str, Callable[[EvaluationFile, Language], bytes]]] = {
    "xlsx": (XLSX, xlsx_of),
    "pdf": ("application/pdf", lambda file, language: as_pdf(paper_of(file, language))),
    "docx": (DOCX, lambda file, language: as_word(paper_of(file, language))),
}
