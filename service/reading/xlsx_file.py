"""Workbooks: visible sheets as tables, formulas told of instead of believed."""

import io
from datetime import date, datetime

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from domain.reading.document import NeutralDocument, Problem, TableBlock, Where
from domain.reading.unreadable import Unreadable
from service.reading.archive import check_archive
from service.reading.text_file import COLUMNS_LIMIT, ROWS_LIMIT

_SHEETS_LIMIT = 50


def workbook_document(data: bytes) -> NeutralDocument:
    check_archive("xlsx", data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=False, keep_links=False)
    except Exception as error:  # the library has no common error of its own
        raise Unreadable("damaged") from error
    blocks: list[TableBlock] = []
    problems: list[Problem] = []
    for sheet in book.worksheets[:_SHEETS_LIMIT]:
        if sheet.sheet_state != "visible":
            problems.append(Problem(code="sheet_hidden", where=Where(sheet=sheet.title)))
            continue
        table = _table(sheet, problems)
        if table.rows:
            blocks.append(table)
    if not blocks:
        raise Unreadable("empty")
    return NeutralDocument(kind="xlsx", blocks=tuple(blocks), problems=tuple(problems))


def _table(sheet: Worksheet, problems: list[Problem]) -> TableBlock:
    """Only rows with something in them; a cell merged downwards speaks for every row."""
    cells: dict[int, dict[int, str]] = {}
    for (row, column), cell in sorted(sheet._cells.items()):
        if column > COLUMNS_LIMIT:
            continue
        if cell.data_type == "f":
            where = Where(sheet=sheet.title, row=row, cell=cell.coordinate)
            problems.append(Problem(code="formula_in_cell", where=where, blocks=True))
            continue
        text = _said(cell.value)
        if text:
            cells.setdefault(row, {})[column] = text
        if len(cells) > ROWS_LIMIT:
            raise Unreadable(
                "too_many_lines", sheet=sheet.title, limit=ROWS_LIMIT, found=len(cells)
            )
    _spread_merged(sheet, cells)
    width = max((max(row) for row in cells.values()), default=0)
    numbers = sorted(cells)
    rows = (tuple(cells[row].get(at, "") for at in range(1, width + 1)) for row in numbers)
    return TableBlock(rows=tuple(rows), row_numbers=tuple(numbers), sheet=sheet.title)


def _spread_merged(sheet: Worksheet, cells: dict[int, dict[int, str]]) -> None:
    for merged in list(sheet.merged_cells.ranges)[:ROWS_LIMIT]:
        text = cells.get(merged.min_row, {}).get(merged.min_col)
        if text is None or merged.max_row == merged.min_row:
            continue
        for row in range(merged.min_row + 1, min(merged.max_row, merged.min_row + 500) + 1):
            if row in cells:
                cells[row].setdefault(merged.min_col, text)


def _said(value: object) -> str:
    """Cell values as a person would read them."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
