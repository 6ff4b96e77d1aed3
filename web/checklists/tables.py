"""A checklist as a table: carried out as CSV or XLSX, and read back into a draft."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Sequence
from typing import Any, Literal

import openpyxl
import xlsxwriter
from litestar import Controller, Response, get, post
from litestar.params import FromPath

from domain.checklist.commands import DraftChecklist
from domain.checklist_item import Item
from domain.ids import new_id
from domain.refusal import Refused
from service.checklist_file import (
    ITEMS_MOST,
    UnreadableChecklist,
    items_of,
    items_of_rows,
    rows_of,
    table_of,
)
from web import refusals
from web.act_form import Asked
from web.act_pages import ask_desk
from web.checklists.loading import Opened, crumbs, opened
from web.checklists.routes import ADDRESS, READ, WRITE
from web.forms import Form, filled, read_form
from web.plain_address import number_of
from web.render import AnyRequest, Crumb, go_to, page
from web.session import visit_of
from web.texts import say

MEGABYTE = 1 << 20
FILE_MAX = MEGABYTE
UNPACKED_MAX = 20 * MEGABYTE
UNPROCESSABLE = 422
ChecklistFile = Literal["csv", "xlsx"]
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ChecklistTable(Controller):
    """The items as a file."""

    path = f"{ADDRESS}/{{code:str}}/v/{{number:str}}"

    @get("/table.csv", opt=READ)
    async def as_csv(
        self, request: AnyRequest, code: FromPath[str], number: FromPath[str]
    ) -> Response[bytes]:
        return await checklist_file(request, code, number, "csv")

    @get("/table.xlsx", opt=READ)
    async def as_workbook(
        self, request: AnyRequest, code: FromPath[str], number: FromPath[str]
    ) -> Response[bytes]:
        return await checklist_file(request, code, number, "xlsx")


class ReadTable(Controller):
    """A table becomes the open draft as a whole, or nothing of it does."""

    path = f"{ADDRESS}/{{code:str}}/import"

    @get(opt=WRITE)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        return _page(request, await opened(request, code), filled(request))

    @post(opt=WRITE, request_max_body_size=FILE_MAX + MEGABYTE)
    async def send(self, request: AnyRequest, code: FromPath[str]) -> Response[Any]:
        found = await opened(request, code)
        form = await read_form(request)
        files = form.files("table")
        try:
            if not files:
                raise UnreadableChecklist("no_file")
            octets = await files[0].read(FILE_MAX + 1)
            items = await asyncio.to_thread(_items, octets)
            command = DraftChecklist(
                checklist_id=found.row.checklist_id,
                code=found.state.code,
                title=found.state.title,
                total=found.state.total,
                items=items,
            )
            receipt = await ask_desk(request, form, Asked(commands=(command,)))
        except UnreadableChecklist as wrong:
            return _page(request, found, form, wrong=wrong)
        except Refused as refused:
            return _page(request, found, form, refused=refused)
        return go_to(
            f"{ADDRESS}/{found.row.code}/v/{found.state.next_number}", position=receipt.position
        )


CONTROLLERS: tuple[type[Controller], ...] = (ChecklistTable, ReadTable)


async def checklist_file(
    request: AnyRequest, code: str, number: str, kind: ChecklistFile
) -> Response[bytes]:
    """The items of a version, or of the draft."""
    name, items, title = await _wanted(request, code, number)
    if kind == "csv":
        text = "\N{ZERO WIDTH NO-BREAK SPACE}" + table_of(items)
        return _file(text.encode(), name, kind)
    return _file(await asyncio.to_thread(_workbook, items, title), name, kind)


async def _wanted(request: AnyRequest, code: str, number: str) -> tuple[str, tuple[Item, ...], str]:
    """Name of the file, the items of the version, title."""
    found = await opened(request, code)
    view = found.edition(number_of(number))
    return f"{found.row.code}-v{view.number}", view.items, found.state.title


def _file(body: bytes, name: str, kind: str) -> Response[bytes]:
    return Response(
        body,
        media_type=TYPES[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'},
    )


def _page(
    request: AnyRequest,
    found: Opened,
    form: Form,
    *,
    wrong: UnreadableChecklist | None = None,
    refused: Refused | None = None,
) -> Response[str]:
    visit = visit_of(request)
    why = ""
    if wrong is not None:
        why = say(
            visit.language,
            f"checklist.unreadable.{wrong.code}",
            line=wrong.line,
            column=wrong.column,
            most=ITEMS_MOST,
        )
    elif refused is not None:
        why = refusals.sentence(refused, visit.language, visit.ward)
    return page(
        request,
        "checklists/import.html",
        UNPROCESSABLE if why else 200,
        row=found.row,
        it=found.state,
        form=form,
        why=why,
        command_id=form.value("command_id") or str(new_id(visit.now)),
        seen_version=form.value("seen_version") or str(found.version),
        crumbs=crumbs(
            request,
            Crumb(found.state.title, f"{ADDRESS}/{found.row.code}"),
            Crumb(say(visit.language, "checklist.import")),
        ),
    )


def _items(octets: bytes) -> tuple[Item, ...]:
    if len(octets) > FILE_MAX:
        raise UnreadableChecklist("too_large")
    if octets.startswith(b"PK"):
        return items_of_rows(_sheet(octets))
    try:
        return items_of(octets.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UnreadableChecklist("not_utf8") from error


def _sheet(octets: bytes) -> Sequence[Sequence[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED_MAX:
                raise UnreadableChecklist("too_large")
        book = openpyxl.load_workbook(io.BytesIO(octets), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(max_row=ITEMS_MOST + 2, max_col=40, values_only=True)
        return [["" if cell is None else str(cell) for cell in row] for row in rows]
    except UnreadableChecklist:
        raise
    except Exception as error:  # a broken workbook fails in as many ways as there are libraries
        raise UnreadableChecklist("not_a_table") from error


def _workbook(items: tuple[Item, ...], title: str) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": title})
    sheet = book.add_worksheet("Checklist")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for place, row in enumerate(rows_of(items)):
        for column, cell in enumerate(row):
            sheet.write_string(place, column, cell, wrapped)
    sheet.set_column(4, 5, 60)
    sheet.freeze_panes(1, 2)
    book.close()
    return out.getvalue()
