"""The addresses of the acts around the minutes: `/inspections/{code}/minutes/{act}`."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec.structs import replace

from service.documents.minutes_paper import minutes_paper
from web.act_form import ActForm
from web.act_pages import Setting, send_act, setting_at, show_act
from web.answers import Answers
from web.forms import read_form
from web.inspections.telling import acts_of
from web.minutes.acts import FORMS, OPINION_MAX, MinutesContext, opinion_of
from web.minutes.drawing import draw, keep
from web.minutes.loading import open_full, shown_minutes
from web.minutes.page import crumbs_of
from web.minutes.steps import names_of
from web.minutes.witness import keep_witness, witnesses_of
from web.render import AnyRequest

RECORDED = 303
RENDERED = ("draw-up", "opinion")
"""These draw the minutes up anew, as a file."""


class MinutesAct(Controller):
    """How do I do this?"""

    path = "/inspections/{code:str}/minutes/{act:str}"

    @get(opt={"permission": "inspections.write"})
    async def show(
        self, request: AnyRequest, code: FromPath[str], act: FromPath[str]
    ) -> Response[str]:
        form_of, context = await _asked(request, code, act)
        return await show_act(request, form_of, context, _setting(request, form_of, context))

    @post(opt={"permission": "inspections.write"})
    async def send(
        self, request: AnyRequest, code: FromPath[str], act: FromPath[str]
    ) -> Response[Any]:
        form_of, context = await _asked(request, code, act)
        if act in RENDERED:
            context = await _drawn(request, form_of, context)
        if act == "refusal":
            kept = await keep_witness(request, context.inspection_id)
            context = replace(context, witness_ref=kept)
        answer = await send_act(request, form_of, context, _setting(request, form_of, context))
        if answer.status_code != RECORDED and context.witness_ref:
            await witnesses_of(request).blank(context.witness_ref)
        if answer.status_code == RECORDED and context.drawing.rendered:
            await keep(request, context.drawing)
        return answer


async def _asked(request: AnyRequest, code: str, act: str) -> tuple[ActForm, MinutesContext]:
    form_of = FORMS.get(act)
    opened = await open_full(request, code)
    if form_of is None or not opened.sight.answers:
        raise NotFoundException
    shown = await shown_minutes(request, opened)
    proposed = " ".join(request.query_params.get("text", "").split())[:OPINION_MAX]
    names = names_of(request, shown)
    return form_of, MinutesContext(shown=shown, names=names, proposed=proposed)


async def _drawn(request: AnyRequest, form_of: ActForm, context: MinutesContext) -> MinutesContext:
    """With the minutes rendered as the act will leave them."""
    opinion = None
    if form_of.slug == "opinion":
        form = await read_form(request)
        labels = {f.name: f.label for f in form_of.all_fields(context)}
        opinion = opinion_of(Answers(form, labels))
        if not form.is_sound:
            return context
    return replace(context, drawing=await draw(request, context.shown, opinion))


def _setting(request: AnyRequest, form_of: ActForm, context: MinutesContext) -> Setting:
    shown = context.shown
    records, ward, language = shown.opened.records, context.names.ward, context.names.language

    return setting_at(
        shown.address,
        form_of,
        at="",
        acts=lambda: acts_of(records, ward, language),
        crumbs=crumbs_of(request, shown.opened),
        state=shown.it,
        seen_version=shown.opened.file.version,
        above="minutes/above.html",
        above_facts={"shown": shown, "paper": minutes_paper(shown.facts)},
    )


CONTROLLERS: list[type[Controller]] = [MinutesAct]
