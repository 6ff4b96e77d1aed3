"""My work as a file: the three lists in their order, now or as of a past moment."""

from __future__ import annotations

from litestar import Controller, Response, get

from web.holdings import offices_of
from web.list_file import FileKind, ListFile, sent
from web.register.past import as_person_then, view_of_list
from web.register.routes import notes_of_list
from web.render import AnyRequest, catch_up
from web.texts import say
from web.work.lists import rows_of

READ = {"permission": "work.read"}
COLUMNS = ("list", "title", "why", "origin", "limit_on", "late", "code")


class MyWorkCsv(Controller):
    """The lists as comma-separated text."""

    path = "/my-work.csv"

    @get(opt=READ)
    async def send(self, request: AnyRequest) -> Response[bytes]:
        await catch_up(request)
        return await work_file(request, "csv")


class MyWorkXlsx(Controller):
    """The lists as a workbook."""

    path = "/my-work.xlsx"

    @get(opt=READ)
    async def send(self, request: AnyRequest) -> Response[bytes]:
        await catch_up(request)
        return await work_file(request, "xlsx")


CONTROLLERS: list[type[Controller]] = [MyWorkCsv, MyWorkXlsx]


async def work_file(request: AnyRequest, kind: FileKind) -> Response[bytes]:
    """Every row of the reader, the most pressing first."""
    view = await view_of_list(request)
    visit = as_person_then(view)
    language = visit.language
    rows = await rows_of(request, view, visit, offices_of(visit))
    late = say(language, "class.overdue")
    return await sent(
        ListFile(
            name=f"viec-cua-toi-{visit.today:%Y-%m-%d}",
            title=say(language, "title.my_work"),
            heading=[say(language, f"work.column.{name}") for name in COLUMNS],
            rows=[
                (
                    say(language, f"work.list.{row.list}"),
                    row.title,
                    row.why,
                    row.origin,
                    row.limit_on,
                    late if row.is_overdue else "",
                    row.act_tail,
                )
                for row in rows
            ],
            notes=notes_of_list(request, view).lines,
        ),
        kind,
    )
