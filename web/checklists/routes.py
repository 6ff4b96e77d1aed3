"""Pages of the checklists: the shelf, a version, the draft, what changed, and the forms."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.checklist.state import Checklist
from domain.ids import derived, new_id
from projections.checklist_index import checklists
from web.act_form import ActForm
from web.act_pages import Setting, allowed, send_act, setting_at, show_act
from web.checklists.acts import ACTS, NEW, OF_DRAFT, ChecklistContext
from web.checklists.loading import Opened, crumbs, opened
from web.checklists.views import differences
from web.forms import read_form
from web.house import house_of
from web.inspection_links import local_links
from web.inspections.ordering import inspected_units
from web.plain_address import id_of, number_of
from web.render import AnyRequest, Crumb, catch_up, go_to, page
from web.session import visit_of
from web.tasks.naming import Names, document
from web.texts import say

READ = {"permission": "checklists.read"}
WRITE = {"permission": "checklists.write"}
ADDRESS = "/checklists"


class Shelf(Controller):
    """Which checklists are there?"""

    path = ADDRESS

    @get(opt=READ)
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        house = cast(Any, house_of(request))
        return page(
            request,
            "checklists/shelf.html",
            shelf=await checklists(house.pool),
            may_draft=allowed(request, NEW.command, None),
            local=local_links(visit_of(request).language, ADDRESS),
            crumbs=crumbs(request),
        )


class NewChecklist(Controller):
    """How do I begin one?"""

    path = f"{ADDRESS}/new"

    @get(opt=WRITE)
    async def show(self, request: AnyRequest) -> Response[str]:
        context, setting = _beginning(request, None)
        return await show_act(request, NEW, context, setting)

    @post(opt=WRITE)
    async def send(self, request: AnyRequest) -> Response[Any]:
        typed = await read_form(request)
        context, setting = _beginning(request, id_of(typed.value("command_id")))
        answer: Response[Any] = await send_act(request, NEW, context, setting)
        return answer


class ChecklistPage(Controller):
    """The newest version, or the draft where nothing is published yet."""

    path = f"{ADDRESS}/{{code:str}}"

    @get(opt=READ)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[Any]:
        found = await opened(request, code)
        newest = found.state.newest
        number = newest.number if newest else found.state.next_number
        return go_to(f"{ADDRESS}/{found.row.code}/v/{number}")


class VersionPage(Controller):
    """What does this version ask, and for how many points?"""

    path = f"{ADDRESS}/{{code:str}}/v/{{number:str}}"

    @get(opt=READ)
    async def show(
        self, request: AnyRequest, code: FromPath[str], number: FromPath[str]
    ) -> Response[str]:
        found = await opened(request, code)
        view = found.edition(number_of(number))
        language = visit_of(request).language
        return page(
            request,
            "checklists/version.html",
            row=found.row,
            it=found.state,
            view=view,
            cited=document(view.version.document, language)
            if view.version and view.version.document
            else "",
            unit_names=_unit_names(request),
            possible=_possible(request, found.state),
            may_revise=view.is_draft and allowed(request, ACTS["revise-item"].command, found.state),
            local=local_links(language, ADDRESS),
            crumbs=crumbs(request, Crumb(found.state.title)),
        )


class ComparePage(Controller):
    """What changed between two versions?"""

    path = f"{ADDRESS}/{{code:str}}/compare"

    @get(opt=READ)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        found = await opened(request, code)
        asked = request.query_params
        before, after = found.compared(number_of(asked.get("a", "")), number_of(asked.get("b", "")))
        return page(
            request,
            "checklists/compare.html",
            row=found.row,
            it=found.state,
            before=before,
            after=after,
            known=found.numbers,
            found=differences(before.items, after.items),
            unit_names=_unit_names(request),
            crumbs=crumbs(
                request,
                Crumb(found.state.title, f"{ADDRESS}/{found.row.code}"),
                Crumb(say(visit_of(request).language, "checklist.compare")),
            ),
        )


class ChecklistAct(Controller):
    """How do I change the draft, publish, retire?"""

    path = f"{ADDRESS}/{{code:str}}/do/{{act:str}}"

    @get(opt=WRITE)
    async def show(
        self, request: AnyRequest, code: FromPath[str], act: FromPath[str]
    ) -> Response[str]:
        form, context, setting = await _asked(request, code, act)
        return await show_act(request, form, context, setting)

    @post(opt=WRITE)
    async def send(
        self, request: AnyRequest, code: FromPath[str], act: FromPath[str]
    ) -> Response[Any]:
        form, context, setting = await _asked(request, code, act)
        answer: Response[Any] = await send_act(request, form, context, setting)
        return answer


CONTROLLERS: tuple[type[Controller], ...] = (
    Shelf,
    NewChecklist,
    ChecklistPage,
    VersionPage,
    ComparePage,
    ChecklistAct,
)


def _beginning(request: AnyRequest, command_id: UUID | None) -> tuple[ChecklistContext, Setting]:
    visit = visit_of(request)
    begun = derived("asked-by", command_id or new_id(visit.now))
    setting = Setting(action=f"{ADDRESS}/new", back=ADDRESS, crumbs=crumbs(request))
    return ChecklistContext(checklist_id=begun, state=None), setting


async def _asked(
    request: AnyRequest, code: str, slug: str
) -> tuple[ActForm, ChecklistContext, Setting]:
    found, act = await opened(request, code), ACTS.get(slug)
    if act is None or (slug in OF_DRAFT and found.state.draft is None):
        raise NotFoundException
    visit = visit_of(request)
    context = ChecklistContext(
        checklist_id=found.row.checklist_id,
        state=found.state,
        item_key=request.query_params.get("item", ""),
        units=tuple(inspected_units(visit.ward, visit.today)),
        unit_names=_unit_names(request),
    )
    if slug == "drop-item" and context.item is None:
        raise NotFoundException
    return act, context, _setting(request, found, slug, context)


def _setting(request: AnyRequest, found: Opened, slug: str, context: ChecklistContext) -> Setting:
    address = f"{ADDRESS}/{found.row.code}"
    place = found.state.next_number if slug != "retire" else 0
    query = f"?item={context.item_key}" if context.item else ""
    return setting_at(
        address,
        ACTS[slug],
        query=query,
        back=f"{address}/v/{place}" if place else address,
        crumbs=crumbs(request, Crumb(found.state.title, address)),
        state=found.state,
        seen_version=found.version,
        facts={
            "title": found.state.title,
            "version": found.state.next_number,
            "item": f"{context.item.code}. {context.item.text}" if context.item else "",
        },
    )


def _possible(request: AnyRequest, state: Checklist) -> list[tuple[str, str]]:
    """The acts that stand open now."""
    language = visit_of(request).language
    fits = {
        "draft": state.draft is None and not state.is_retired,
        "revise-item": state.draft is not None,
        "publish": state.draft is not None,
        "retire": not state.is_retired and bool(state.versions),
    }
    return [
        (slug, say(language, f"checklist.do.{slug.replace('-', '_')}.link"))
        for slug, fit in fits.items()
        if fit and allowed(request, ACTS[slug].command, state)
    ]


def _unit_names(request: AnyRequest) -> dict[str, str]:
    visit = visit_of(request)
    names = Names(visit.ward, visit.language, visit.today)
    return {
        unit.code: names.unit(unit.unit_id) for unit in inspected_units(visit.ward, visit.today)
    }
