"""Lists as files, with the filters of the lists: register, findings, my work, a checklist."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.response import Stream

from web.api.bearer import ROOT
from web.api.findings import FILTERS as FINDING_FILTERS
from web.api.findings import asked_of_list
from web.api.operation import AS_OF, SEEN, sending_file
from web.api.query import caught_up, named, past_of, query_of
from web.api.register import FILTERS, PAGING, asked_of
from web.api.version_params import NAME, NUMBER
from web.checklists.tables import ChecklistFile, checklist_file
from web.findings.export import findings_file
from web.list_file import FileKind
from web.register.past import view_of_list
from web.register.routes import XLSX, register_file
from web.render import AnyRequest
from web.work.export import work_file

CSV = "text/csv"
SORT = PAGING[0]


def _register(kind: str, media_type: str) -> dict[str, Any]:
    return sending_file(
        f"export_tasks_{kind}", "task", f"tasks/export.{kind}", media_type,
        *FILTERS, SORT, AS_OF, SEEN, permission="tasks.read",
    )  # fmt: skip


def _checklist(kind: str, media_type: str) -> dict[str, Any]:
    return sending_file(
        f"export_checklist_{kind}", "checklist",
        f"checklists/{{name}}/versions/{{number}}/table.{kind}", media_type,
        NAME, NUMBER, SEEN, permission="checklists.read",
    )  # fmt: skip


def _findings(kind: str, media_type: str) -> dict[str, Any]:
    return sending_file(f"export_findings_{kind}", "finding", f"findings/export.{kind}", media_type,
                  *FINDING_FILTERS, SEEN, permission="inspections.read")  # fmt: skip


def _work(kind: str, media_type: str) -> dict[str, Any]:
    return sending_file(f"export_my_work_{kind}", "work", f"my-work/export.{kind}", media_type,
                  AS_OF, SEEN, permission="work.read")  # fmt: skip


FINDINGS_CSV, FINDINGS_XLSX = _findings("csv", CSV), _findings("xlsx", XLSX)
WORK_CSV, WORK_XLSX = _work("csv", CSV), _work("xlsx", XLSX)
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


class FindingsAsCsv(Controller):
    """The list of findings as comma-separated text."""

    path = f"{ROOT}/findings/export.csv"

    @get(opt=FINDINGS_CSV)
    async def send(self, request: AnyRequest) -> Response[bytes]:
        return await _listed_findings(request, FINDINGS_CSV, "csv")


class FindingsAsXlsx(Controller):
    """The list of findings as a workbook."""

    path = f"{ROOT}/findings/export.xlsx"

    @get(opt=FINDINGS_XLSX)
    async def send(self, request: AnyRequest) -> Response[bytes]:
        return await _listed_findings(request, FINDINGS_XLSX, "xlsx")


class MyWorkAsCsv(Controller):
    """My work as comma-separated text."""

    path = f"{ROOT}/my-work/export.csv"

    @get(opt=WORK_CSV)
    async def send(self, request: AnyRequest) -> Response[bytes]:
        return await _my_work(request, WORK_CSV, "csv")


class MyWorkAsXlsx(Controller):
    """My work as a workbook."""

    path = f"{ROOT}/my-work/export.xlsx"

    @get(opt=WORK_XLSX)
    async def send(self, request: AnyRequest) -> Response[bytes]:
        return await _my_work(request, WORK_XLSX, "xlsx")


CONTROLLERS: list[type[Controller]] = [
    TasksAsCsv,
    TasksAsXlsx,
    ChecklistAsCsv,
    ChecklistAsXlsx,
    FindingsAsCsv,
    FindingsAsXlsx,
    MyWorkAsCsv,
    MyWorkAsXlsx,
]


async def _listed_findings(
    request: AnyRequest, opt: dict[str, Any], kind: FileKind
) -> Response[bytes]:
    given = query_of(opt, request)
    await caught_up(request, given)
    past_of(request, given)  # tells what is no day and no place in the log
    view = await view_of_list(request)
    return await findings_file(request, view, asked_of_list(given), kind)


async def _my_work(request: AnyRequest, opt: dict[str, Any], kind: FileKind) -> Response[bytes]:
    given = query_of(opt, request)
    await caught_up(request, given)
    past_of(request, given)  # tells what is no day and no place in the log
    return await work_file(request, kind)


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
