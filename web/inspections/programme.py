"""The programme of inspections: its rounds, what it covers, and how it came about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.fact import Recorded
from domain.ids import derived, new_id
from domain.inspection.programme import Programme, planned
from projections.inspection_query import inspections
from projections.programme_index import ProgrammeRow, programmes
from service.slices import PROGRAMME
from web.act_form import ActForm
from web.act_pages import Setting, allowed, send_act, show_act
from web.forms import read_form
from web.house import house_of
from web.inspection_links import local_links
from web.inspections.loading import reader_of
from web.inspections.ordering import inspected_units
from web.inspections.programme_acts import PROGRAMME_ACTS, ProgrammeContext
from web.inspections.telling import acts_of
from web.plain_address import id_of
from web.render import AnyRequest, Crumb, catch_up, page
from web.session import visit_of
from web.tasks.naming import Names, document
from web.texts import say

ADDRESS = "/inspections/programme"
READ = {"permission": "inspections.programme"}


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """How often a unit is planned, visited, and must be."""

    unit: str
    planned: int
    visited: int
    is_short: bool


class ProgrammePage(Controller):
    """Who shall be inspected in this period, and is everybody covered?"""

    path = ADDRESS

    @get(opt=READ)
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        visit, house = visit_of(request), cast(Any, house_of(request))
        shelf = await programmes(house.pool)
        row = _chosen(shelf, request.query_params.get("code", ""))
        names = Names(visit.ward, visit.language, visit.today)
        records: list[Recorded] = await house.ledger.load(row.programme_id) if row else []
        state = cast("Programme | None", PROGRAMME.fold(records))
        return page(
            request,
            "inspections/programme.html",
            shelf=shelf,
            row=row,
            it=state,
            names=names,
            covered=await _covered(request, state, names) if state else [],
            versions=_versions(state, names),
            authorised=_authorised(state, names),
            acts=tuple(reversed(acts_of(records, visit.ward, visit.language))),
            possible=[
                (act.slug, say(visit.language, f"{act.words}.title"))
                for act in PROGRAMME_ACTS.values()
                if _fits(act, state) and allowed(request, act.command, state)
            ],
            query=f"?code={quote(row.code)}" if row else "",
            may_draft=allowed(request, PROGRAMME_ACTS["draft"].command, None),
            local=local_links(visit.language, ADDRESS),
            crumbs=_crumbs(names),
        )


class ProgrammeAct(Controller):
    """How do I draft, approve, amend it?"""

    path = f"{ADDRESS}/do/{{act:str}}"

    @get(opt=READ)
    async def show(self, request: AnyRequest, act: FromPath[str]) -> Response[str]:
        form, context, setting = await _asked(request, act, None)
        return await show_act(request, form, context, setting)

    @post(opt=READ)
    async def send(self, request: AnyRequest, act: FromPath[str]) -> Response[Any]:
        typed = (await read_form(request)).value("command_id")
        form, context, setting = await _asked(request, act, id_of(typed))
        return await send_act(request, form, context, setting)


CONTROLLERS: list[type[Controller]] = [ProgrammePage, ProgrammeAct]


def _chosen(shelf: Sequence[ProgrammeRow], code: str) -> ProgrammeRow | None:
    return next((row for row in shelf if row.code == code), shelf[0] if shelf else None)


def _fits(act: ActForm, state: Programme | None) -> bool:
    """Drafts are drafted on and approved, what is approved is amended."""
    if state is None:
        return act.slug == "draft"
    return (act.slug == "amend") == (state.life == "approved")


async def _asked(
    request: AnyRequest, slug: str, command_id: UUID | None
) -> tuple[ActForm, ProgrammeContext, Setting]:
    visit, house = visit_of(request), cast(Any, house_of(request))
    act, code = PROGRAMME_ACTS.get(slug), request.query_params.get("code", "")
    row = next((each for each in await programmes(house.pool) if each.code == code), None)
    if act is None or (code and row is None) or (row is None and slug != "draft"):
        raise NotFoundException
    records: list[Recorded] = await house.ledger.load(row.programme_id) if row else []
    names = Names(visit.ward, visit.language, visit.today)
    state = cast("Programme | None", PROGRAMME.fold(records))
    begun = derived("asked-by", command_id or new_id(visit.now))
    context = ProgrammeContext(
        names=names,
        programme_id=row.programme_id if row else begun,
        programme=state,
        units=tuple(inspected_units(visit.ward, visit.today)),
    )
    query = f"?code={quote(code)}" if code else ""
    setting = Setting(
        action=f"{ADDRESS}/do/{slug}{query}",
        back=f"{ADDRESS}{query}",
        crumbs=_crumbs(names),
        state=state,
        seen_version=records[-1].originator_version if records else None,
        since=lambda version: [
            (told.recorded_at, told.sentence)
            for told in acts_of(records, visit.ward, visit.language)
            if told.number > version
        ],
        facts={
            "code": code,
            "min": state.coverage_min if state else visit.ward.days("coverage_min", visit.today),
        },
    )
    return act, context, setting


def _crumbs(names: Names) -> tuple[Crumb, ...]:
    return (
        Crumb(names.say("nav.inspections"), "/inspections"),
        Crumb(names.say("inspection.programme"), ADDRESS),
    )


async def _covered(request: AnyRequest, state: Programme, names: Names) -> list[Planned]:
    """Planned by the programme, visited as far as the reader may know."""
    visit, house = visit_of(request), cast(Any, house_of(request))
    rows = await inspections(
        house.pool, reader_of(visit), from_on=state.period_from, to_on=state.period_to
    )
    often = planned(state.rounds)
    found = []
    for unit in inspected_units(visit.ward, visit.today):
        visited = sum(
            1
            for row in rows
            if row.unit_id == unit.unit_id
            and row.kind == "scheduled"
            and row.opened_at is not None
            and row.stage != "cancelled"
        )
        found.append(
            Planned(
                unit=names.unit(unit.unit_id),
                planned=often[unit.unit_id],
                visited=visited,
                is_short=often[unit.unit_id] < state.coverage_min,
            )
        )
    return found


def _versions(state: Programme | None, names: Names) -> list[tuple[int, str]]:
    if state is None:
        return []
    return [
        (each.number, document(each.document, names.language) if each.document else "–")
        for each in state.versions
    ]


def _authorised(state: Programme | None, names: Names) -> list[tuple[str, str]]:
    """Leaders who may order themselves, and how far."""
    if state is None:
        return []
    return [
        (
            names.holder(each.post_id),
            names.say(
                "inspection.granted",
                kinds=", ".join(names.say(f"inspection.kind.{kind}") for kind in each.kinds),
                n=each.max_orders,
                until=f"{each.until_on:%d/%m/%Y}",
            ),
        )
        for each in state.authorisations
    ]
