"""What plans ask of the coordinator, the office and the chair: drafts to review, amendments."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID

from msgspec.structs import replace

from projections.database import Pool
from projections.plan_file import PlanFile
from projections.plan_index import PlanRow, plans
from web.session import Visit
from web.texts import say
from web.work.rows import WorkRow

REVIEWERS = frozenset({"O", "K"})


async def plan_duties(
    pool: Pool,
    visit: Visit,
    load: Callable[[UUID], Awaitable[PlanFile | None]],
    known_at: int | None = None,
) -> list[WorkRow]:
    """Rows for the first list; a plan's stream is opened only when requests wait in it.

    At a past place in the log every plan is opened, up to there.
    """
    rows: list[WorkRow] = []
    if not visit.roles & (REVIEWERS | {"C"}):
        return rows
    shelf = await plans(pool, *(("read", "issued") if known_at is None else ()))
    for plan in shelf if known_at is None else [each async for each in _then(shelf, load)]:
        if plan.stage == "read" and visit.roles & REVIEWERS:
            rows.append(_row(visit, plan, "review_plan", f"/plan/drafts/{plan.plan_id}"))
        if plan.stage == "issued" and plan.requests_open:
            file = await load(plan.plan_id)
            open_requests = [r for r in file.plan.requests.values() if r.open] if file else []
            href = f"/plan/{plan.code}/amendments"
            if "K" in visit.roles and any(not r.consolidated for r in open_requests):
                rows.append(_row(visit, plan, "consolidate", href))
            if "C" in visit.roles and any(r.consolidated for r in open_requests):
                rows.append(_row(visit, plan, "decide_amendments", href))
    return rows


async def _then(
    shelf: list[PlanRow], load: Callable[[UUID], Awaitable[PlanFile | None]]
) -> AsyncIterator[PlanRow]:
    for plan in shelf:
        file = await load(plan.plan_id)
        if file is not None:
            yield replace(
                plan,
                stage=file.plan.life,
                line_count=len(file.plan.lines),
                requests_open=sum(1 for r in file.plan.requests.values() if r.open),
            )


def _row(visit: Visit, plan: PlanRow, kind: str, href: str) -> WorkRow:
    language = visit.language
    return WorkRow(
        list="decide",
        title=say(language, f"work.title.{kind}", text=plan.title),
        short=say(language, f"work.short.{kind}"),
        href=href,
        why=say(language, f"work.why.{kind}", n=plan.requests_open, lines=plan.line_count),
        origin=say(language, "work.file", name=plan.file_name),
        tag="",
        when="",
        distance="",
        limit_on=None,
        act_href=href,
        act_label=say(language, f"work.button.{kind}"),
        act_tail=plan.code,
    )
