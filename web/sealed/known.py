"""What the reader may know of: the list, and one order; for everybody else there is nothing."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from domain.seal.values import SealedDraw, SealedOrder
from service.sealed_boxes import KnownSeal
from web.act_pages import allowed
from web.inspection_links import local_links
from web.render import AnyRequest, Crumb, go_to, page
from web.sealed.acts import possible
from web.sealed.asking import ADDRESS, READ, known_seal, known_seals
from web.sealed.context import code_of, context_of
from web.sealed.new import authorised_by, crumbs
from web.sealed.new import sample as order_sample
from web.sealed.ordering import draw_words, order_words
from web.sealed.telling import order_facts, stage_of, who_knows
from web.session import visit_of
from web.tasks.naming import Names
from web.texts import say

DONE = ("seal", "declare", "void", "draw")


class SealedList(Controller):
    """What have I sealed, and what is sealed for me?"""

    path = ADDRESS

    @get(opt=READ)
    async def show(self, request: AnyRequest) -> Response[str]:
        known = await known_seals(request)
        _, post_id = await authorised_by(request)
        visit = visit_of(request)
        names = Names(visit.ward, visit.language, visit.today)
        return page(
            request,
            "sealed/list.html",
            orders=[_line(each, names) for each in known if isinstance(each.content, SealedOrder)],
            draws=[_line(each, names) for each in known if isinstance(each.content, SealedDraw)],
            may_order=allowed(request, order_sample(post_id), None),
            local=local_links(visit.language, "/seals"),
            crumbs=(*crumbs(request)[:1], Crumb(say(visit.language, "sealed.title"))),
        )


class SealedOne(Controller):
    """What does this order say, who knows of it, and what can be done?"""

    path = f"{ADDRESS}/{{ref:str}}"

    @get(opt=READ)
    async def show(self, request: AnyRequest, ref: FromPath[str]) -> Response[str] | Redirect:
        known = await known_seal(request, ref)
        if isinstance(known.content, SealedDraw):
            return go_to(f"{ADDRESS}/{known.seal_id}/draw")
        assert isinstance(known.content, SealedOrder), "only orders and draws have readers"
        context = context_of(request, known)
        names = context.names
        done = request.query_params.get("done", "")
        return page(
            request,
            "sealed/order.html",
            known=known,
            order=known.content,
            stage=stage_of(known, context.is_over),
            done=done if done in DONE else "",
            title=order_words(known, names),
            facts=order_facts(known.content, names),
            readers=who_knows(known, names),
            acts=possible(context),
            inspection=await code_of(request, known.seal_id),
            crumbs=crumbs(request, Crumb(names.unit(known.content.unit))),
        )


CONTROLLERS: tuple[type[Controller], ...] = (SealedList, SealedOne)


def _line(known: KnownSeal, names: Names) -> dict[str, Any]:
    last = known.life_end_on
    is_order = isinstance(known.content, SealedOrder)
    return {
        "href": f"{ADDRESS}/{known.seal_id}" + ("" if is_order else "/draw"),
        "words": (order_words if is_order else draw_words)(known, names),
        "role": known.role,
        "stage": stage_of(known, last is not None and names.on > last),
        "sealed_at": known.sealed_at,
        "life_end_on": last,
    }
