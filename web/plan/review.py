"""Pages of the review: the drafts, one draft with its doubts, and every act on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.org.commands import FoundUnit
from domain.plan.names import names_in_duties, names_in_lines
from projections.plan_file import PlanFile
from projections.plan_index import plans
from web.act_form import ActForm
from web.act_pages import Setting, allowed, send_act, show_act
from web.house import house_of
from web.plan import draft_views as views
from web.plan.acts import DRAFT_ACTS
from web.plan.loading import context_of, plan_file
from web.plan.problem_words import problems_of
from web.render import AnyRequest, Crumb, catch_up, page
from web.session import visit_of
from web.tasks.naming import Names
from web.texts import say

READING = {"permission": "plan.issue"}
ACTS: dict[str, ActForm] = {act.slug: act for act in DRAFT_ACTS}
SHOWN = ("all", "to_check")
ON_LINES = frozenset({"revise", "split", "merge", "drop"})
"""Acts that name a line: they go back to that line."""


def names_of(request: AnyRequest) -> Names:
    """Names as they are today, in the language of the page."""
    visit = visit_of(request)
    return Names(visit.ward, visit.language, visit.today)


def crumbs_of(request: AnyRequest, file: PlanFile) -> tuple[Crumb, ...]:
    """The way to a draft."""
    language = visit_of(request).language
    return (
        Crumb(say(language, "nav.plan"), "/plan"),
        Crumb(say(language, "plan.drafts.title"), "/plan/drafts"),
        Crumb(file.plan.title, f"/plan/drafts/{file.plan.plan_id}"),
    )


class Drafts(Controller):
    """What was read and is not issued yet, and what became of earlier readings."""

    path = "/plan/drafts"

    @get(opt=READING)
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        house: Any = house_of(request)
        language = visit_of(request).language
        rows = await plans(house.pool)
        return page(
            request,
            "plan/drafts.html",
            rows=rows,
            open_counts={
                row.plan_id: views.blocks_of(await plan_file(request, row.plan_id))
                for row in rows
                if row.stage == "read"
            },
            crumbs=(
                Crumb(say(language, "nav.plan"), "/plan"),
                Crumb(say(language, "plan.drafts.title")),
            ),
        )


class Draft(Controller):
    """One draft: problems first, then every line with what was recognised in it."""

    path = "/plan/drafts/{plan_id:uuid}"

    @get(opt=READING)
    async def show(self, request: AnyRequest, plan_id: FromPath[UUID]) -> Response[str]:
        file = await plan_file(request, plan_id)
        visit, names = visit_of(request), names_of(request)
        lines = [views.line_view(line, names) for line in file.lines]
        shown = request.query_params.get("show", "all")
        wanted = [v for v in lines if shown != "to_check" or v.reading != "recognised"]
        return page(
            request,
            "plan/draft.html",
            file=file,
            plan=file.plan,
            base=f"/plan/drafts/{plan_id}",
            lines=lines,
            counts=views.counts_of(lines),
            shown=shown if shown in SHOWN else "all",
            sections=views.sections_of(wanted),
            problems=problems_of(file, visit.language),
            history=views.history_of(file, names),
            unknown=views.names_to_settle(names_in_lines(file.plan), file, visit.ward),
            unknown_duties=views.names_to_settle(names_in_duties(file.plan), file, visit.ward),
            may_found=allowed(request, FoundUnit, visit.ward),
            blocks=views.blocks_of(file),
            names=names,
            may={slug: _may(request, act, file) for slug, act in ACTS.items()},
            crumbs=(*crumbs_of(request, file)[:-1], Crumb(file.plan.title)),
        )


def _may(request: AnyRequest, act: ActForm, file: PlanFile) -> bool:
    return file.plan.life == "read" and allowed(request, act.command, file.plan)


class DraftAct(Controller):
    """The form of one act on a draft."""

    path = "/plan/drafts/{plan_id:uuid}/do/{slug:str}"

    @get(opt=READING)
    async def show(
        self, request: AnyRequest, plan_id: FromPath[UUID], slug: FromPath[str]
    ) -> Response[str]:
        act, file = _act(slug), await plan_file(request, plan_id)
        context = await context_of(request, file)
        return await show_act(request, act, context, _setting(request, act, file))

    @post(opt=READING)
    async def send(
        self, request: AnyRequest, plan_id: FromPath[UUID], slug: FromPath[str]
    ) -> Response[Any]:
        act, file = _act(slug), await plan_file(request, plan_id)
        context = await context_of(request, file)
        return await send_act(request, act, context, _setting(request, act, file))


def _act(slug: str) -> ActForm:
    if slug not in ACTS:
        raise NotFoundException
    return ACTS[slug]


def _setting(request: AnyRequest, act: ActForm, file: PlanFile) -> Setting:
    base = f"/plan/drafts/{file.plan.plan_id}"
    query = f"?{request.url.query}" if request.url.query else ""
    ref = request.query_params.get("ref", "")
    template, facts = _above(request, act, file)
    issues = act.slug == "issue"
    is_blocked = issues and request.method == "GET" and views.blocks_of(file).any
    return Setting(
        action=f"{base}/do/{act.slug}{query}",
        back=f"/plan/{file.plan.code}/document" if issues and not is_blocked else base,
        crumbs=crumbs_of(request, file),
        state=file.plan,
        seen_version=file.stream_version,
        since=lambda version: views.since(file, names_of(request), version),
        facts={"n": len(file.plan.lines), "title": file.plan.title, "ref": ref},
        above=template,
        above_facts=facts,
        is_blocked=is_blocked,
    )


def _above(request: AnyRequest, act: ActForm, file: PlanFile) -> tuple[str, dict[str, Any]]:
    """What somebody must see before this act: the source of a line, or what issuing assigns."""
    names = names_of(request)
    line = file.line(request.query_params.get("ref", ""))
    if act.slug == "issue":
        return "plan/issue_above.html", {
            "shares": views.shares_of(file, names),
            "blocks": views.blocks_of(file),
            "plan": file.plan,
            "base": f"/plan/drafts/{file.plan.plan_id}",
        }
    if line is not None and act.slug in ON_LINES:
        return "plan/line_above.html", {"view": views.line_view(line, names)}
    return "", {}


CONTROLLERS = (Drafts, Draft, DraftAct)
