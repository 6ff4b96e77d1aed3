"""The register of findings as a file, with the filters, the past and the secrecy of the list."""

from __future__ import annotations

from litestar import Controller, Response, get

from web.findings.loading import seen_lines
from web.findings.register import ADDRESS, Asked, asked_of, fits, line_of, wanted_of
from web.inspections.routes import READ
from web.list_file import FileKind, ListFile, sent
from web.register.past import View, view_of_list
from web.register.routes import notes_of_list
from web.render import AnyRequest, catch_up
from web.tasks.naming import Names
from web.texts import say

COLUMNS = ("code", "finding", "item", "inspection", "unit", "severity", "repeat", "stance",
           "state", "last_on", "late")  # fmt: skip


class FindingsCsv(Controller):
    """The list as comma-separated text."""

    path = f"{ADDRESS}.csv"

    @get(opt=READ)
    async def send(self, request: AnyRequest) -> Response[bytes]:
        await catch_up(request)
        view = await view_of_list(request)
        return await findings_file(request, view, asked_of(request, view), "csv")


class FindingsXlsx(Controller):
    """The list as a workbook."""

    path = f"{ADDRESS}.xlsx"

    @get(opt=READ)
    async def send(self, request: AnyRequest) -> Response[bytes]:
        await catch_up(request)
        view = await view_of_list(request)
        return await findings_file(request, view, asked_of(request, view), "xlsx")


CONTROLLERS: list[type[Controller]] = [FindingsCsv, FindingsXlsx]


async def findings_file(
    request: AnyRequest, view: View, asked: Asked, kind: FileKind
) -> Response[bytes]:
    """The rows of the list in its order; whoever sees one only in part reads no person here."""
    visit = view.visit
    names = Names(visit.ward, visit.language, visit.today)
    rows = await seen_lines(request, wanted_of(asked, visit), view.days.known_at)
    lines = [(each, line_of(each, names)) for each in rows if fits(each, asked)]
    late = say(visit.language, "class.overdue")
    repeated = say(visit.language, "severity.repeat")
    return await sent(
        ListFile(
            name=f"phat-hien-{visit.today:%Y-%m-%d}",
            title=say(visit.language, "title.findings"),
            heading=[say(visit.language, f"finding.column.{name}") for name in COLUMNS],
            rows=[
                (
                    line.code,
                    " ".join(each.row.description.split()),
                    line.item,
                    line.inspection,
                    line.unit,
                    line.severity,
                    repeated if line.is_repeated else "",
                    line.stance,
                    line.state,
                    line.last_on,
                    late if line.is_late else "",
                )
                for each, line in lines
            ],
            notes=notes_of_list(request, view).lines,
        ),
        kind,
    )
