"""Lists as files, with the filters of the lists: the register, a version of a checklist."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.response import Stream

from web.api import scopes
from web.api.bearer import ROOT
from web.api.checklists import NAME, NUMBER
from web.api.operation import ACTING_POST, AS_OF, LANGUAGE, SEEN, Operation, Param, opt_of
from web.api.query import caught_up, named, past_of, query_of
from web.api.register import FILTERS, PAGING, asked_of
from web.checklists.tables import ChecklistFile, checklist_file
from web.register.past import view_of_list
from web.register.routes import XLSX, register_file
from web.render import AnyRequest

CSV = "text/csv"
SORT = PAGING[0]


def a_file(
    id: str, tag: str, path: str, media_type: str, *params: Param, permission: str
) -> dict[str, Any]:
    """What a handler declares that sends a list as a file."""
    told = Operation(
        id=id,
        tag=tag,
        path=f"{ROOT}/{path}",
        summary=f"api.op.{id}",
        scope=scopes.READ,
        permission=permission,
        params=(*params, SEEN, ACTING_POST, LANGUAGE),
        media_type=media_type,
        returns=bytes,
        problems=(403, 404, 422),
    )
    return opt_of(told)


def _register(kind: str, media_type: str) -> dict[str, Any]:
    return a_file(
        f"export_tasks_{kind}", "task", f"tasks/export.{kind}", media_type,
        *FILTERS, SORT, AS_OF, permission="tasks.read",
    )  # fmt: skip


def _checklist(kind: str, media_type: str) -> dict[str, Any]:
    return a_file(
        f"export_checklist_{kind}", "checklist",
        f"checklists/{{name}}/versions/{{number}}/table.{kind}", media_type,
        NAME, NUMBER, permission="checklists.read",
    )  # fmt: skip


TASKS_CSV, TASKS_XLSX = _register("csv", CSV), _register("xlsx", XLSX)
TABLE_CSV, TABLE_XLSX = _checklist("csv", CSV), _checklist("xlsx", XLSX)


class TasksAsCsv(Controller):
    """The register as comma-separated text."""

    path = f"{ROOT}/tasks/export.csv"

    @get(opt=TASKS_CSV)
    async def send(self, request: AnyRequest) -> Stream:
        return await _tasks(request, TASKS_CSV, "csv")


class TasksAsXlsx(Controller):
    """The register as a workbook."""

    path = f"{ROOT}/tasks/export.xlsx"

    @get(opt=TASKS_XLSX)
    async def send(self, request: AnyRequest) -> Stream:
        return await _tasks(request, TASKS_XLSX, "xlsx")


class ChecklistAsCsv(Controller):
    """The items of a version as comma-separated text."""

    path = f"{ROOT}/checklists/{{name:str}}/versions/{{number:str}}/table.csv"

    @get(opt=TABLE_CSV)
    async def send(
        self, request: AnyRequest, name: FromPath[str], number: FromPath[str]
    ) -> Response[bytes]:
        return await _table(request, TABLE_CSV, name, number, "csv")


class ChecklistAsXlsx(Controller):
    """The items of a version as a workbook."""

    path = f"{ROOT}/checklists/{{name:str}}/versions/{{number:str}}/table.xlsx"

    @get(opt=TABLE_XLSX)
    async def send(
        self, request: AnyRequest, name: FromPath[str], number: FromPath[str]
    ) -> Response[bytes]:
        return await _table(request, TABLE_XLSX, name, number, "xlsx")


CONTROLLERS: list[type[Controller]] = [TasksAsCsv, TasksAsXlsx, ChecklistAsCsv, ChecklistAsXlsx]


async def _tasks(request: AnyRequest, opt: dict[str, Any], kind: str) -> Stream:
    given = query_of(opt, request)
    await caught_up(request, given)
    past_of(request, given)  # tells what is no day and no place in the log
    view = await view_of_list(request)
    asked = await asked_of(request, given, view)
    return await register_file(request, view, asked, kind)


async def _table(
    request: AnyRequest, opt: dict[str, Any], name: str, number: str, kind: ChecklistFile
) -> Response[bytes]:
    await caught_up(request, query_of(opt, request))
    return await checklist_file(request, named(name), number, kind)
