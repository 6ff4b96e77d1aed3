"""The first days of an empty ward: what has to be there, in which order, and where to do it."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from litestar import Controller, Response, get

from domain.org.commands import DecideCalendar
from domain.ward import Unit, Ward
from projections.plan_index import plans
from web.act_pages import allowed
from web.house import house_of
from web.plan.draft_views import blocks_of
from web.plan.loading import plan_file
from web.render import AnyRequest, Crumb, catch_up, page
from web.session import visit_of
from web.texts import say

Stand = Literal["done", "now", "later"]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that has to be there before the register can be used."""

    key: str
    """Texts under `begin.<key>.title` and `begin.<key>.why`."""
    is_done: bool
    address: str = ""
    """Where it is done; nothing where somebody else does it."""
    facts: dict[str, Any] = {}
    missing: tuple[tuple[str, str], ...] = ()
    """What is left: words and where to go."""


class Begin(Controller):
    """The way from an empty ledger to a plan in force."""

    path = "/begin"

    @get(opt={"permission": "org.write"})
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        language = visit_of(request).language
        steps = [*await _people(request), _calendar(request), *await _plan(request)]
        following = next((step.key for step in steps if not step.is_done and step.address), "")
        return page(
            request,
            "start/begin.html",
            steps=steps,
            following=following,
            done=sum(1 for step in steps if step.is_done),
            crumbs=(Crumb(say(language, "begin.title")),),
        )


async def _people(request: AnyRequest) -> list[Step]:
    visit = visit_of(request)
    ward, on = visit.ward, visit.today
    units = [unit for unit in ward.units.values() if unit.active_on(on)]
    holders = {term.person_id for term in ward.terms if term.in_force(on)}
    house: Any = house_of(request)
    known = {account.person_id for account in await house.accounts.every()}
    vacant = _vacant(ward, units, visit)
    return [
        Step(key="units", is_done=len(units) > 1, address="/org", facts={"n": len(units)}),
        Step(
            key="heads",
            is_done=len(units) > 1 and not vacant,
            address="/org",
            facts={"n": len(holders)},
            missing=vacant,
        ),
        Step(
            key="accounts",
            is_done=len(holders) > 1 and holders <= known,
            facts={"n": len(holders & known), "all": len(holders)},
        ),
    ]


def _vacant(ward: Ward, units: list[Unit], visit: Any) -> tuple[tuple[str, str], ...]:
    """Units without a head, and the two offices that every plan needs."""
    on, language = visit.today, visit.language
    left = [
        (say(language, "begin.no_head", unit=unit.name), f"/org/units/{unit.code.casefold()}")
        for unit in units
        if unit.kind != "leadership" and ward.head_of(unit.unit_id, on) is None
    ]
    ranks = {p.rank for t in ward.terms if t.in_force(on) for p in (ward.posts[t.post_id],)}
    if "chair" not in ranks:
        left.append((say(language, "begin.no_chair"), "/org"))
    if not ward.posts_with_duty("reform_coordinator", on):
        left.append((say(language, "begin.no_coordinator"), "/org"))
    return tuple(left)


def _calendar(request: AnyRequest) -> Step:
    ward = visit_of(request).ward
    may = allowed(request, DecideCalendar, ward)
    return Step(
        key="calendar",
        is_done=bool(ward.calendars),
        address=("/calendar" if ward.calendars else "/calendar/first") if may else "",
    )


async def _plan(request: AnyRequest) -> list[Step]:
    house: Any = house_of(request)
    rows = [row for row in await plans(house.pool) if row.stage != "abandoned"]
    drafts = [row for row in rows if row.stage == "read"]
    is_issued = any(row.stage in ("issued", "closed") for row in rows)
    draft = f"/plan/drafts/{drafts[0].plan_id}" if drafts else ""
    is_reviewed = is_issued
    if drafts:
        is_reviewed = not blocks_of(await plan_file(request, drafts[0].plan_id)).any
    return [
        Step(key="read", is_done=bool(rows), address="/plan/drafts" if rows else "/plan/read"),
        Step(key="review", is_done=is_reviewed, address=draft),
        Step(
            key="issue",
            is_done=is_issued and not drafts,
            address=f"{draft}/do/issue" if draft and is_reviewed else "",
        ),
    ]


CONTROLLERS: list[type[Controller]] = [Begin]
