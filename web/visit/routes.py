"""Pages of the visit: the list of items, one item, its photos, what is still on the phone."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import File, Redirect

from domain.ids import new_id
from domain.refusal import Refused
from projections.inspection_items import ItemLine
from web import refusals
from web.forms import Form, filled, read_form
from web.plain_address import number_of
from web.render import AnyRequest, go_to, page
from web.session import signed_in, visit_of
from web.stored_files import store_of, stored_file
from web.tasks.uploads import BODY_OCTETS_MAX, KEPT
from web.texts import say
from web.visit.frame_facts import frame_facts
from web.visit.item_view import ItemView, decimal, item_states, item_view, to_do
from web.visit.loading import OpenedVisit, open_visit
from web.visit.recording import record_absence, record_answer, sent_of

UNPROCESSABLE = 422
WORK = {"permission": "visit.work"}


class ItemList(Controller):
    """What was answered and what is left?"""

    path = "/inspections/{code:str}/visit"

    @get(opt=WORK)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        opened = await open_visit(request, code)
        return show_list(request, opened, filled(request))

    @post("/do/note-absence", opt=WORK)
    async def note(self, request: AnyRequest, code: FromPath[str]) -> Response[str] | Redirect:
        opened = await open_visit(request, code)
        form = await read_form(request)
        refused = None
        try:
            noted = await record_absence(request, opened, form, sent_of(request, form))
        except Refused as why:
            noted, refused = None, why
        if noted is None:
            return show_list(request, opened, form, refused)
        return go_to(f"{opened.address}#absences", position=None)


class Unsent(Controller):
    """What is still on this phone, and why was something not taken?"""

    path = "/inspections/{code:str}/visit/unsent"

    @get(opt=WORK)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        opened = await open_visit(request, code)
        return page(
            request,
            "visit/unsent.html",
            crumbs=opened.crumbs(say(opened.language, "visit.unsent.title")),
            **frame_facts(request, opened),
        )


class OneItem(Controller):
    """What about this one item?"""

    path = "/inspections/{code:str}/visit/{item:str}"

    @get(opt=WORK)
    async def show(
        self, request: AnyRequest, code: FromPath[str], item: FromPath[str]
    ) -> Response[str]:
        opened = await open_visit(request, code)
        return await show_item(request, opened, opened.line(item))

    @post(opt=WORK, request_max_body_size=BODY_OCTETS_MAX)
    async def record(
        self, request: AnyRequest, code: FromPath[str], item: FromPath[str]
    ) -> Response[str] | Redirect:
        opened = await open_visit(request, code)
        line, form = opened.line(item), await read_form(request)
        refused = None
        try:
            told = await record_answer(request, opened, line, form, sent_of(request, form))
        except Refused as why:
            told, refused = None, why
        if told is None:
            return await show_item(request, opened, line, form=form, refused=refused)
        after = opened.neighbour(item, 1) if form.value("then") != "list" else ""
        return go_to(
            f"{opened.address}/{after}" if after else opened.address,
            position=told.receipt.position,
        )


class VisitFile(Controller):
    """A photo of the visit, for its team."""

    path = "/inspections/{code:str}/visit/files/{sha256:str}"

    @get(opt=WORK)
    async def send(self, request: AnyRequest, code: FromPath[str], sha256: FromPath[str]) -> File:
        opened = await open_visit(request, code)
        filed = (each.evidence for each in opened.file.evidence)
        return stored_file(request, filed, sha256, shows_images=True)


def show_list(
    request: AnyRequest, opened: OpenedVisit, form: Form, refused: Refused | None = None
) -> Response[str]:
    """All items, or only the blank ones; below, who was absent."""
    states = item_states(opened)
    blank_only = request.query_params.get("blank") == "1"
    posts = {p.post_id: p.title for p in opened.ward.posts.values()}
    return page(
        request,
        "visit/list.html",
        UNPROCESSABLE if form.errors or refused else 200,
        form=form,
        refusal=_sentence(request, refused),
        states=to_do(states) if blank_only else states,
        total=len(states),
        done=len(states) - len(opened.blanks),
        blank_only=blank_only,
        absences=[(posts.get(a.post_id, ""), a) for a in opened.it.absences],
        unit_posts=[
            (str(p.post_id), p.title)
            for p in opened.ward.posts.values()
            if p.unit_id == opened.it.unit_id and p.ended_on is None
        ],
        command_id=form.value("command_id") or fresh(request),
        score=opened.file.score,
        decimal=decimal,
        crumbs=opened.crumbs(),
        **frame_facts(request, opened),
    )


async def show_item(
    request: AnyRequest,
    opened: OpenedVisit,
    line: ItemLine,
    *,
    form: Form | None = None,
    refused: Refused | None = None,
) -> Response[str]:
    """The item with what is recorded, or with everything that was typed."""
    view = await item_view(request, opened, line)
    status = UNPROCESSABLE if refused or (form and form.errors) else 200
    form = form or blank_form(request, view)
    return page(
        request,
        "visit/item.html",
        status,
        form=form,
        view=view,
        refusal=_sentence(request, refused),
        states=item_states(opened),
        kept=await _kept(request, form),
        command_id=form.value("command_id") or fresh(request),
        finding_id=form.value("finding_id") or fresh(request),
        just_saved=number_of(request.query_params.get("seen", "")) is not None,
        decimal=decimal,
        crumbs=opened.crumbs(say(opened.language, "visit.item", item=line.item.code)),
        **frame_facts(request, opened),
    )


def blank_form(request: AnyRequest, view: ItemView) -> Form:
    """What this inspector has already answered stands in the fields."""
    mine = view.mine
    if mine is None:
        return filled(request, severity="shortcoming")
    known: dict[str, Any] = {"answer": mine.answer, "note": mine.note, "points": mine.points}
    return filled(request, severity="shortcoming", **known)


async def _kept(request: AnyRequest, form: Form) -> list[tuple[str, str]]:
    """Files of a refused form: received, and not to be chosen again."""
    person_id = signed_in(request).person_id
    if person_id is None:
        return []
    shas = form.values(KEPT)
    waiting = await store_of(request).waiting(shas, person_id, visit_of(request).now)
    return [(each.evidence.sha256, each.evidence.file_name) for each in waiting]


def fresh(request: AnyRequest) -> str:
    """A number for whatever this form will ask for; phones make their own."""
    return str(new_id(visit_of(request).now))


def _sentence(request: AnyRequest, refused: Refused | None) -> str:
    visit = visit_of(request)
    return refusals.sentence(refused, visit.language, visit.ward) if refused else ""


CONTROLLERS: list[type[Controller]] = [ItemList, Unsent, VisitFile, OneItem]
