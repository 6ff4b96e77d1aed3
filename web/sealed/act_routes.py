"""The forms about one sealed value; what is not for the reader is not there."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.refusal import Refused
from domain.seal.values import SealedDraw, SealedOrder
from web.act_form import ActForm, Asked
from web.act_pages import Setting, ask_desk, setting_at, show_act
from web.answers import Answers
from web.forms import Form, read_form
from web.house import house_of
from web.render import AnyRequest, Crumb, go_to
from web.sealed.acts import ACTS, KnownContext, possible, sample_of
from web.sealed.asking import ADDRESS, WRITE, known_seal, sampled, send_sealed
from web.sealed.context import code_of, context_of
from web.sealed.new import crumbs

INTO_JOURNAL = ("open", "publish")
"""The two that speak to the journal, because what they say is public from then on."""


class SealedAct(Controller):
    """How do I declare, open, void?"""

    path = f"{ADDRESS}/{{ref:str}}/do/{{act:str}}"

    @get(opt=WRITE)
    async def show(
        self, request: AnyRequest, ref: FromPath[str], act: FromPath[str]
    ) -> Response[str]:
        form, context, setting = await _asked(request, ref, act)
        return await show_act(request, form, context, setting)

    @post(opt=WRITE)
    async def send(
        self, request: AnyRequest, ref: FromPath[str], act: FromPath[str]
    ) -> Response[Any]:
        form, context, setting = await _asked(request, ref, act)
        typed = await read_form(request)
        if act in INTO_JOURNAL:
            return await _send_to_journal(request, form, context, setting, typed)
        return await send_sealed(
            request, form, context, setting, typed, lambda receipt: f"{setting.back}?done={act}"
        )


CONTROLLERS: tuple[type[Controller], ...] = (SealedAct,)


async def _asked(request: AnyRequest, ref: str, slug: str) -> tuple[ActForm, KnownContext, Setting]:
    known = await known_seal(request, ref)
    context, act = context_of(request, known), ACTS.get(slug)
    if act is None or (request.method == "GET" and slug not in possible(context)):
        raise NotFoundException
    if slug in ("open", "declare") and not isinstance(known.content, SealedOrder):
        raise NotFoundException
    names = context.names
    is_draw = isinstance(known.content, SealedDraw)
    back = f"{ADDRESS}/{known.seal_id}" + ("/draw" if is_draw else "")
    unit = names.unit(known.content.unit) if isinstance(known.content, SealedOrder) else ""
    words = unit or names.say("seal.kind.draw")
    setting = setting_at(
        f"{ADDRESS}/{known.seal_id}",
        act,
        back=back,
        crumbs=crumbs(request, Crumb(words, back)),
        facts={"unit": words},
    )
    return sampled(act, sample_of(slug, known.seal_id, context.person_id)), context, setting


async def _send_to_journal(
    request: AnyRequest, act: ActForm, context: KnownContext, setting: Setting, form: Form
) -> Response[Any]:
    labels = {f.name: f.label for f in act.all_fields(context)}
    asked: Asked | None = act.read(Answers(form, labels), context)
    if asked is None:
        return await show_act(request, act, context, setting, form=form)
    try:
        receipt = await ask_desk(request, form, asked)
    except Refused as refused:
        if refused.code == "not_found":
            raise
        return await show_act(request, act, context, setting, form=form, refused=refused)
    await house_of(request).freshness.wait(receipt.position)
    code = await code_of(request, context.known.seal_id)
    address = f"/inspections/{code}" if code else f"/seals/{context.known.seal_id}"
    return go_to(address, position=receipt.position)
