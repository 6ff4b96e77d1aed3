"""Pages of a plan in force: its document by version, what changed, amendments, report duties."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.plan.events import Line
from domain.plan.state import Version, changes, lines_of_version
from domain.ward import Ward
from projections.plan_file import PlanFile, PlanLine
from projections.register_query import RegisterLine, lines_by_id
from projections.time_class_sql import Days
from service.reactions.plan_tasks import since_of, tasks_of
from web.act_form import ActForm
from web.act_list import window
from web.act_pages import Setting, allowed, send_act, show_act
from web.house import house_of
from web.permissions import may_open
from web.plan import draft_views as views
from web.plan.amending import PLAN_ACTS
from web.plan.loading import context_of, plan_in_force
from web.plan.report_days import report_days
from web.plan.review import names_of
from web.plan.telling import told_acts
from web.render import AnyRequest, Crumb, page
from web.session import visit_of
from web.tasks.naming import document
from web.texts import say

READ = {"permission": "plan.read"}
AMEND = {"permission": "plan.amend"}
ACTS: dict[str, ActForm] = {act.slug: act for act in PLAN_ACTS}
SPAN = re.compile(r"(\d{1,4})\.\.(\d{1,4})")
LOCAL = {
    "document": "local.document",
    "amendments": "local.amendments",
    "reports": "plan.reports.local",
    "acts": "plan.acts.local",
}


def crumbs_of(request: AnyRequest, file: PlanFile, here: str) -> tuple[Crumb, ...]:
    """The way to one page of a plan."""
    language = visit_of(request).language
    return (
        Crumb(say(language, "nav.plan"), "/plan"),
        Crumb(file.plan.title, f"/plan/{file.plan.code}"),
        Crumb(say(language, here)),
    )


def plan_page(
    request: AnyRequest, template: str, file: PlanFile, here: str, **facts: Any
) -> Response[str]:
    """A page of one plan, with what all of them show."""
    visit = visit_of(request)
    base = f"/plan/{file.plan.code}"
    local = [(say(visit.language, "local.overview"), base, False)]
    local += [
        (say(visit.language, key), f"{base}/{name}", here == key)
        for name, key in LOCAL.items()
        if name != "acts" or may_open(visit, "plan.acts")
    ]
    return page(
        request,
        template,
        file=file,
        plan=file.plan,
        base=base,
        local=local,
        names=names_of(request),
        cite=lambda doc: document(doc, visit.language) if doc is not None else "",
        may={slug: _may(request, act, file) for slug, act in ACTS.items()},
        crumbs=crumbs_of(request, file, here),
        **facts,
    )


def _may(request: AnyRequest, act: ActForm, file: PlanFile) -> bool:
    return file.plan.life == "issued" and allowed(request, act.command, file.plan)


class Document(Controller):
    """The document in its own order, each line with what became of it."""

    path = "/plan/{code:str}/document"

    @get(opt=READ)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        file = await plan_in_force(request, code)
        return await _document(request, file, file.plan.versions[-1])


class DocumentVersion(Controller):
    """The document as an earlier decision left it."""

    path = "/plan/{code:str}/document/v/{number:int}"

    @get(opt=READ)
    async def show(
        self, request: AnyRequest, code: FromPath[str], number: FromPath[int]
    ) -> Response[str]:
        file = await plan_in_force(request, code)
        found = [v for v in file.plan.versions if v.number == number]
        if not found:
            raise NotFoundException
        return await _document(request, file, found[0])


async def _document(request: AnyRequest, file: PlanFile, version: Version) -> Response[str]:
    names = names_of(request)
    lines = [
        views.line_view(PlanLine(line=line, derived=line.ref in file.plan.derived_refs), names)
        for line in version.lines
    ]
    return plan_page(
        request,
        "plan/document.html",
        file,
        "local.document",
        version=version,
        is_newest=version.number == file.plan.version,
        sections=views.sections_of(lines),
        tasks=await _tasks(request, file, version),
        said=file.acknowledgements,
        history=views.history_of(file, names),
    )


async def _tasks(
    request: AnyRequest, file: PlanFile, version: Version
) -> dict[str, list[RegisterLine]]:
    """The tasks that each line has led to, as they stand today; none before they were assigned."""
    visit = visit_of(request)
    house: Any = house_of(request)
    ids = {line.ref: _task_ids(file, line, version.number) for line in version.lines}
    wanted = [task_id for of_line in ids.values() for task_id in of_line]
    found = await lines_by_id(house.pool, wanted, Days.of(visit.ward, visit.today))
    return {ref: [found[i] for i in of_line if i in found] for ref, of_line in ids.items()}


def _task_ids(file: PlanFile, line: Line, number: int) -> list[UUID]:
    since = since_of(file.plan, line.ref, number)
    return list(tasks_of(line, file.plan, number, since or 1).values())


class Changes(Controller):
    """Two versions side by side."""

    path = "/plan/{code:str}/changes/{span:str}"

    @get(opt=READ)
    async def show(
        self, request: AnyRequest, code: FromPath[str], span: FromPath[str]
    ) -> Response[str]:
        file = await plan_in_force(request, code)
        asked = SPAN.fullmatch(span)
        numbers = {v.number for v in file.plan.versions}
        if asked is None or not {int(asked[1]), int(asked[2])} <= numbers:
            raise NotFoundException
        older, newer = sorted((int(asked[1]), int(asked[2])))
        names = names_of(request)
        return plan_page(
            request,
            "plan/changes.html",
            file,
            "plan.changes.crumb",
            older=older,
            newer=newer,
            same=len(lines_of_version(file.plan, newer)),
            pairs=[
                (
                    change.ref,
                    shown_line(change.before, file, names),
                    shown_line(change.after, file, names),
                )
                for change in changes(file.plan, older, newer)
            ],
        )


def shown_line(line: Line | None, file: PlanFile, names: Any) -> views.LineView | None:
    if line is None:
        return None
    return views.line_view(PlanLine(line=line, derived=line.ref in file.plan.derived_refs), names)


class Reports(Controller):
    """Which reports the plan asks for, and by which day."""

    path = "/plan/{code:str}/reports"

    @get(opt=READ)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        file = await plan_in_force(request, code)
        visit = visit_of(request)
        return plan_page(
            request,
            "plan/reports.html",
            file,
            "plan.reports.local",
            days=report_days(file.plan, visit.ward, visit.today),
            units=_reporting_units(visit.ward, file),
        )


def _reporting_units(ward: Ward, file: PlanFile) -> list[str]:
    units = [u for u in ward.units.values() if u.inspected and u.ended_on is None]
    return sorted(unit.name for unit in units)


class PlanActs(Controller):
    """Who did what to the plan, newest first."""

    path = "/plan/{code:str}/acts"

    @get(opt={"permission": "plan.acts"})
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        file = await plan_in_force(request, code)
        visit, asked = visit_of(request), request.query_params
        page_of = window(file.acts, asked.get("before", ""), asked.get("after", ""))
        return plan_page(
            request,
            "org/acts.html",
            file,
            "plan.acts.local",
            heading=say(visit.language, "plan.acts.title"),
            local_label=say(visit.language, "plan.local"),
            page_of=page_of,
            acts=told_acts(page_of.facts, visit.ward, visit.language),
        )


class PlanAct(Controller):
    """The form of one act on a plan in force."""

    path = "/plan/{code:str}/do/{slug:str}"

    @get(opt=AMEND)
    async def show(
        self, request: AnyRequest, code: FromPath[str], slug: FromPath[str]
    ) -> Response[str]:
        act, file = _act(slug), await plan_in_force(request, code)
        context = await context_of(request, file, count_open=slug == "close")
        return await show_act(request, act, context, _setting(request, act, file))

    @post(opt=AMEND)
    async def send(
        self, request: AnyRequest, code: FromPath[str], slug: FromPath[str]
    ) -> Response[Any]:
        act, file = _act(slug), await plan_in_force(request, code)
        context = await context_of(request, file, count_open=slug == "close")
        return await send_act(request, act, context, _setting(request, act, file))


def _act(slug: str) -> ActForm:
    if slug not in ACTS:
        raise NotFoundException
    return ACTS[slug]


def _setting(request: AnyRequest, act: ActForm, file: PlanFile) -> Setting:
    base = f"/plan/{file.plan.code}"
    back = f"{base}/document" if act.slug in ("acknowledge", "close") else f"{base}/amendments"
    query = f"?{request.url.query}" if request.url.query else ""
    here = "local.document" if back.endswith("document") else "local.amendments"
    *way, last = crumbs_of(request, file, here)
    return Setting(
        action=f"{base}/do/{act.slug}{query}",
        back=back,
        crumbs=(*way, Crumb(last.label, back)),
        state=file.plan,
        seen_version=file.stream_version,
        since=lambda version: views.since(file, names_of(request), version),
        facts={"title": file.plan.title, "version": file.plan.version},
    )


CONTROLLERS = (
    Document,
    DocumentVersion,
    Changes,
    Reports,
    PlanActs,
    PlanAct,
)
