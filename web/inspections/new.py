"""Ordering an announced inspection: kind and unit, the order, then a look at it before signing."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.response import Redirect

from domain.ids import derived, new_id
from domain.inspection import commands as c
from domain.refusal import Refused
from projections.inspection_file import remembered
from projections.programme_index import programmes
from web import wording
from web.act_form import Asked
from web.act_pages import Setting, ask_desk, show_act
from web.answers import Answers
from web.forms import Form, read_form
from web.house import house_of
from web.inspections.checklists import published_checklists
from web.inspections.loading import eyes_of_visit
from web.inspections.order_questions import LOOKS_BACK
from web.inspections.ordering import (
    ANNOUNCED,
    ORDER,
    OrderContext,
    inspected_units,
    may_order,
    rounds_of,
)
from web.inspections.routes import WRITE
from web.inspections.team import candidates, span_of
from web.org.views import slug_of
from web.plain_address import id_of
from web.render import AnyRequest, Crumb, go_to, page
from web.session import visit_of
from web.tasks.naming import Names, document
from web.texts import say

ADDRESS = "/inspections/new"
OK = 200


class NewInspection(Controller):
    """Whom shall we inspect, with whom, when?"""

    path = ADDRESS

    @get(opt=WRITE)
    async def show(self, request: AnyRequest) -> Response[str] | Redirect:
        kind = request.query_params.get("kind", "")
        if kind == "surprise":
            visit_of(request).leaves_no_line = True
            return go_to("/sealed/new")
        context = await _context(request, kind, request.query_params.get("unit", ""))
        if context is None:
            return await _first_step(request)
        return await show_act(request, ORDER, context, _setting(context))

    @post(opt=WRITE)
    async def send(self, request: AnyRequest) -> Response[Any]:
        form = await read_form(request)
        if form.value("kind") == "surprise":
            visit_of(request).leaves_no_line = True
            return go_to("/sealed/new")
        command_id = id_of(form.value("command_id")) or new_id(visit_of(request).now)
        context = await _context(request, form.value("kind"), form.value("unit"), command_id)
        if context is None:
            raise NotFoundException
        setting = _setting(context)
        labels = {f.name: f.label for f in ORDER.all_fields(context)}
        asked = ORDER.read(Answers(form, labels), context)
        if asked is None or form.ticked("back"):
            shown = await show_act(request, ORDER, context, setting, form=form)
            if asked is not None:
                shown.status_code = OK
            return shown
        if not form.ticked("confirmed"):
            return _check(request, form, asked, context)
        try:
            receipt = await ask_desk(request, form, asked)
        except Refused as refused:
            return await show_act(request, ORDER, context, setting, form=form, refused=refused)
        house = cast(Any, house_of(request))
        code = remembered(await house.ledger.load(context.new_id)).code
        return go_to(f"/inspections/{code}", position=receipt.position)


CONTROLLERS: list[type[Controller]] = [NewInspection]


async def _first_step(request: AnyRequest) -> Response[str]:
    visit = visit_of(request)
    shelf = await programmes(cast(Any, house_of(request)).pool)
    asked = request.query_params
    return page(
        request,
        "inspections/new.html",
        units=[
            (slug_of(unit), unit.name_on(visit.today))
            for unit in inspected_units(visit.ward, visit.today)
        ],
        kinds=(*ANNOUNCED, "surprise"),
        chosen=asked.get("kind", "scheduled"),
        unit=asked.get("unit", ""),
        may_not=not may_order(visit, shelf),
        crumbs=_crumbs(visit.language),
    )


async def _context(
    request: AnyRequest, kind: str, unit: str, command_id: UUID | None = None
) -> OrderContext | None:
    """None while kind or unit is missing."""
    visit, house = visit_of(request), cast(Any, house_of(request))
    known = next((each for each in ANNOUNCED if each == kind), None)
    found = next(
        (
            each
            for each in inspected_units(visit.ward, visit.today)
            if unit.casefold() in (slug_of(each), str(each.unit_id))
        ),
        None,
    )
    if known is None or found is None or not eyes_of_visit(visit).in_ward:
        return None
    names = Names(visit.ward, visit.language, visit.today)
    span = span_of(visit.today - LOOKS_BACK, visit.today, visit.today)
    return OrderContext(
        kind=known,
        unit=found,
        names=names,
        candidates=candidates(found.unit_id, span, visit.ward, names),
        checklists=tuple(await published_checklists(house)),
        rounds=rounds_of(await programmes(house.pool), found.unit_id, names),
        new_id=derived("asked-by", command_id) if command_id else new_id(visit.now),
    )


def _setting(context: OrderContext) -> Setting:
    names, limits = context.names, context.limits
    return Setting(
        action=ADDRESS,
        back="/inspections",
        crumbs=_crumbs(names.language)[:1],
        facts={
            "kind": names.say(f"inspection.kind.{context.kind}"),
            "unit": names.unit(context.unit.unit_id),
            "order_days": limits.order_before_days,
            "notice_days": limits.announce_before_days,
        },
        above="inspections/order_above.html",
        above_facts={"barred": context.candidates.barred, "no_checklist": not context.checklists},
    )


def _crumbs(language: Any) -> tuple[Crumb, ...]:
    return (
        Crumb(say(language, "nav.inspections"), "/inspections"),
        Crumb(say(language, "inspection.new_title")),
    )


def _check(request: AnyRequest, form: Form, asked: Asked, context: OrderContext) -> Response[str]:
    """What will be signed, and who learns of it when."""
    command = cast(c.OrderInspection, asked.commands[0])
    words, names = command.words, context.names
    team = "; ".join(names.holder(p) for p in (words.secretary_post, *words.member_posts))
    title = next(
        each.title
        for each in context.checklists
        if command.checklist is not None
        and each.place.checklist_id == command.checklist.checklist_id
    )
    kept = [(k, v) for k, v in form.kept() if k not in ("confirmed", "back")]
    told_by = names.ward.calendar.before(words.to_on, context.limits.announce_before_days)
    facts = [
        (names.say("inspection.fact.kind"), names.say(f"inspection.kind.{words.kind}")),
        (names.say("inspection.fact.unit"), names.unit(words.unit_id)),
        (names.say("inspection.fact.leader"), names.holder(words.leader_post)),
        (names.say("inspection.fact.others"), team),
        (names.say("inspection.fact.checklist"), title),
        (names.say("inspection.fact.days"), f"{words.from_on:%d/%m/%Y}–{words.to_on:%d/%m/%Y}"),
        (names.say("inspection.fact.period"),
         f"{words.period_from:%d/%m/%Y}–{words.period_to:%d/%m/%Y}"),
        (names.say("inspection.fact.contents"), words.contents or None),
        (names.say("inspection.fact.order"),
         document(asked.document, names.language) if asked.document else None),
    ]  # fmt: skip
    return page(
        request,
        "inspections/check.html",
        facts=facts,
        kept=kept,
        action=ADDRESS,
        unit_name=names.unit(words.unit_id),
        told_by=wording.day(told_by),
        crumbs=_crumbs(names.language),
    )
