"""The three lists of my work, now or as of a past moment, each turned to one of its pages."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace

from projections.duties import foremost
from projections.duties_query import Waiting, awaited_by, waiting_for
from projections.finding_query import Wanted
from projections.inspection_query import inspections
from projections.plan_file import fold
from projections.register_filter import OPEN_STAGES
from projections.register_query import lines_by_id
from service.offices import Office
from service.prepared_forms import prepared_in
from web.findings.loading import seen_lines
from web.forms import asked as asked_word
from web.holdings import holding, reach_of
from web.house import house_of
from web.inspections.loading import reader_of
from web.register.asked import address
from web.register.past import View
from web.render import AnyRequest
from web.sealed.duties import sealed_duties
from web.session import Visit, visit_of
from web.texts import say
from web.work.evaluation_duties import evaluation_duties
from web.work.finding_duties import finding_duties
from web.work.inspection_duties import inspection_duties
from web.work.plan_duties import plan_duties
from web.work.rows import RowWriter, WorkRow, in_order

PAGE = 20
LISTS = ("decide", "do", "wait")
HAVE_A_PAST = ("/tasks/", "/inspections/", "/findings/")
"""Pages of one thing that can be read as they were."""


class WorkList(msgspec.Struct, frozen=True, kw_only=True):
    """One of the three lists, turned to one of its pages."""

    name: str
    rows: list[WorkRow]
    count: int
    earlier: str | None
    later: str | None


async def rows_of(
    request: AnyRequest, view: View, visit: Visit, offices: tuple[Office, ...]
) -> list[WorkRow]:
    """Everything that waits for the reader or that he waits for, the most pressing first."""
    house, days = _house(request), view.days
    reach, writer = reach_of(offices, visit.ward), RowWriter(visit, days)
    mine = [
        writer.mine(waiting, office)
        for waiting in _foremost(await waiting_for(house.pool, reach, days))
        if (office := holding(waiting, offices, visit.ward)) is not None
    ]
    awaited = [writer.awaited(w) for w in await awaited_by(house.pool, reach, days)]

    async def load(stream_id: Any) -> Any:
        return await house.ledger.load(stream_id, days.known_at)

    async def load_plan(plan_id: Any) -> Any:
        return fold(await load(plan_id))

    drafts = [] if view.typed else await _drafts(request, view, visit, offices)
    rows = [
        *mine,
        *drafts,
        *awaited,
        *await plan_duties(house.pool, visit, load_plan, days.known_at),
    ]
    of_inspections = [
        *await inspection_duties(house.pool, visit, offices, days, load),
        *await finding_duties(house.pool, visit, offices, days),
    ]
    if view.typed:
        may_see = await _seen_now(request, view)
        rows += [row for row in of_inspections if row.act_tail in may_see]
    else:
        rows += of_inspections
        rows += await evaluation_duties(house.pool, visit, offices, days)
        rows += await sealed_duties(house.sealing, visit, days)
    return in_order(_then(row, view) for row in rows)


async def _seen_now(request: AnyRequest, view: View) -> frozenset[str]:
    """Codes that the reader's offices of today still open: the past gives nobody more."""
    found = await seen_lines(request, Wanted(limit=5000), view.days.known_at)
    visited = await inspections(_house(request).pool, reader_of(visit_of(request)))
    return frozenset({each.row.code for each in found} | {row.code for row in visited})


async def _drafts(
    request: AnyRequest, view: View, visit: Visit, offices: tuple[Office, ...]
) -> list[WorkRow]:
    """Forms prepared for the head, for the head and for whoever prepared them."""
    heads = set(reach_of(offices, visit.ward).head_of)
    person_id = visit.user.person_id if visit.user else None
    pool, writer = _house(request).pool, RowWriter(visit, view.days)
    found = await prepared_in(pool, {*heads, *(post.unit_id for post in visit.posts)})
    lines = await lines_by_id(pool, [draft.task_id for draft in found], view.days)
    return [
        writer.prepared(draft, line, for_me=draft.unit_id in heads)
        for draft in found
        if (line := lines.get(draft.task_id)) is not None
        and line.stage in OPEN_STAGES
        and line.lead_id == draft.unit_id
        and (draft.unit_id in heads or person_id in draft.prepared_by)
    ]


def _then(row: WorkRow, view: View) -> WorkRow:
    """A past row leads to the file as it was; what it asked for is not asked any more."""
    if not view.typed:
        return row
    if not row.href.startswith(HAVE_A_PAST):
        return replace(row, act_href="", act_label="")
    href = row.href + view.query
    label = say(view.visit.language, "work.open_then")
    return replace(row, href=href, act_href=href, act_label=label)


def _foremost(found: list[Waiting]) -> list[Waiting]:
    kept = {id(duty) for duty in foremost(w.duty for w in found)}
    return [w for w in found if id(w.duty) in kept]


def turned(request: AnyRequest, view: View, name: str, rows: list[WorkRow]) -> WorkList:
    """One list at the page that the address asks for."""
    own = [row for row in rows if row.list == name]
    typed = asked_word(request, name)
    last = max((len(own) - 1) // PAGE, 0)
    place = min(int(typed) - 1, last) if typed.isascii() and typed.isdigit() and typed[:4] else 0
    place = max(place, 0)
    return WorkList(
        name=name,
        rows=own[place * PAGE : (place + 1) * PAGE],
        count=len(own),
        earlier=_page(view, name, place) if place else None,
        later=_page(view, name, place + 2) if place < last else None,
    )


def _page(view: View, name: str, number: int) -> str:
    return address("/my-work", {name: number, "as_of": view.typed}) + f"#{name}"


def _house(request: AnyRequest) -> Any:
    return house_of(request)
