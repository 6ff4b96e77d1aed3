"""Empty tables to fill in: our headings and one invented example that is not read."""

from __future__ import annotations

import asyncio
import csv
import io
from typing import Any

import xlsxwriter
from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.figures.counts import KINDS, FiguresKind
from service.figures_columns import COLUMNS
from service.figures_file import REMARK
from web.figures.words import ADDRESS
from web.render import AnyRequest
from web.session import visit_of
from web.texts import Language, say

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LEFT_OUT = ("number", "note")
EXAMPLES: dict[FiguresKind, dict[str, object]] = {
    "dossiers": {
        "month": "09/2025", "field": "Hộ tịch", "carried_over": 12, "received": 240,
        "received_direct": 96, "received_online": 140, "received_postal": 4, "settled_early": 201,
        "settled_on_time": 30, "settled_late": 2, "open_in_time": 11, "open_overdue": 1,
        "awaiting_supplement": 4, "refused": 2, "withdrawn": 1, "apologies": 3, "digitised": 238,
        "paid_online": 120, "rated": 64,
    },
    "survey": {
        "month": "09/2025", "answers": 120, "satisfied": 112, "dissatisfied": 3, "late": 2,
        "dissatisfied_or_late": 4,
    },
}  # fmt: skip


class Template(Controller):
    """A table with headings."""

    path = f"{ADDRESS}/template/{{name:str}}"

    @get(opt={"permission": "figures.read"})
    async def send(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        kind, _, ending = name.partition(".")
        known = next((each for each in KINDS if each == kind), None)
        if known is None or ending not in TYPES:
            raise NotFoundException
        rows = rows_of(known, visit_of(request).language)
        octets = await asyncio.to_thread(_workbook if ending == "xlsx" else _csv, rows)
        return Response(
            octets,
            media_type=TYPES[ending],
            headers={"Content-Disposition": f'attachment; filename="mau-{kind}.{ending}"'},
        )


CONTROLLERS: tuple[type[Controller], ...] = (Template,)


def rows_of(kind: FiguresKind, language: Language) -> list[list[Any]]:
    """Headings, then an example and a remark that the reader passes over."""
    columns = [column for column in COLUMNS[kind] if column.key not in LEFT_OUT]
    example = EXAMPLES[kind] | {"unit": f"{REMARK} {say(language, 'figures.template_example')}"}
    return [
        [column.names[0] for column in columns],
        [example.get(column.key, "") for column in columns],
        [f"{REMARK} {say(language, 'figures.template_remark')}"],
    ]


def _csv(rows: list[list[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _workbook(rows: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Số liệu")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(place, column, cell, bold if place == 0 else None)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, len(rows[0]) - 1, 14)
    sheet.freeze_panes(1, 1)
    book.close()
    return out.getvalue()
