"""Sealing an order: one page, whatever unit it is about, so that no address names one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from msgspec.structs import replace

from domain.seal.commands import SealDraw
from domain.seal.draw import draw
from domain.seal.values import SealedDraw
from domain.team_independence import LEADERS
from domain.ward import Ward
from projections.programme_index import programmes
from web.act_form import ActForm
from web.act_pages import Setting, show_act
from web.forms import asked, read_form
from web.house import house_of
from web.inspections.act_context import seats
from web.inspections.checklists import published_checklists
from web.inspections.order_questions import LOOKS_BACK
from web.inspections.ordering import inspected_units
from web.inspections.team import candidates, span_of
from web.render import AnyRequest, Crumb
from web.sealed.asking import ADDRESS, WRITE, known_seals, sampled, send_sealed
from web.sealed.ordering import SEAL, SealContext, own_draws, own_orders
from web.session import Visit, visit_of
from web.tasks.naming import Names
from web.texts import say


class NewSealedOrder(Controller):
    """Whom shall we visit without telling?"""

    path = f"{ADDRESS}/new"

    @get(opt=WRITE)
    async def show(self, request: AnyRequest) -> Response[str]:
        context = await _proposed(request, await _context(request))
        return await show_act(request, act_for(SEAL, context), context, _setting(request, context))

    @post(opt=WRITE)
    async def send(self, request: AnyRequest) -> Response[Any]:
        form, context = await read_form(request), await _context(request)
        setting = _setting(request, context)
        return await send_sealed(
            request,
            act_for(SEAL, context),
            context,
            setting,
            form,
            lambda receipt: f"{ADDRESS}/{receipt.seal_id}?done=seal",
        )


CONTROLLERS: tuple[type[Controller], ...] = (NewSealedOrder,)


def act_for(act: ActForm, context: SealContext) -> ActForm:
    """Access is asked with what the programme in force allows this leader."""
    return sampled(act, sample(context.authorised_post))


def sample(authorised_post: UUID | None) -> SealDraw:
    """The plainest command of those who order; sealing a draw needs the same right."""
    return SealDraw(candidates=(), seed_source="", authorised_post=authorised_post)


async def authorised_by(request: AnyRequest) -> tuple[UUID | None, UUID | None]:
    """Programme and post by which a leader who is neither chair nor vice-chair may order."""
    visit = visit_of(request)
    if any(post.rank in LEADERS for post in visit.posts):
        return None, None
    own = {post.post_id for post in visit.posts}
    house: Any = house_of(request)
    for row in await programmes(house.pool):
        for granted in row.authorisations if row.life == "approved" else ():
            is_now = visit.today <= granted.until_on
            if granted.post_id in own and "surprise" in granted.kinds and is_now:
                return row.programme_id, granted.post_id
    return None, None


async def _context(request: AnyRequest) -> SealContext:
    visit, house = visit_of(request), house_of(request)
    names = Names(visit.ward, visit.language, visit.today)
    posts = seats(visit.ward, visit.today)
    known = await known_seals(request)
    programme_id, post_id = await authorised_by(request)
    return SealContext(
        names=names,
        units=tuple(inspected_units(visit.ward, visit.today)),
        leaders=posts,
        others=posts,
        checklists=tuple(await published_checklists(house)),
        draws=own_draws(known),
        orders=own_orders(known),
        programme_id=programme_id,
        authorised_post=post_id,
    )


async def _proposed(request: AnyRequest, context: SealContext) -> SealContext:
    """What a draw has come to, when its page leads here; the unit itself is in no address."""
    ref, seed = asked(request, "draw"), asked(request, "seed", 100)
    known = next((each for each in context.draws if str(each.seal_id) == ref), None)
    if known is None or not isinstance(known.content, SealedDraw):
        return context
    value, unit = known.content, ""
    if seed:
        drawn = draw(value.candidates, seed, known.commitment, value.pick)
        unit = next((str(u.unit_id) for u in context.units if u.code == drawn[0]), "")
    return replace(context, proposed_unit=unit, proposed_draw=ref, proposed_seed=seed)


def barred_of(visit: Visit, context: SealContext) -> list[tuple[str, Any]]:
    """For every unit those who cannot be named, with the rule: the same list for whichever unit."""
    ward: Ward = visit.ward
    span = span_of(visit.today - LOOKS_BACK, visit.today, visit.today)
    return [
        (
            context.names.unit(unit.unit_id),
            candidates(unit.unit_id, span, ward, context.names).barred,
        )
        for unit in context.units
    ]


def _setting(request: AnyRequest, context: SealContext) -> Setting:
    visit = visit_of(request)
    hours = visit.ward.days("members_know_before_hours", visit.today)
    return Setting(
        action=f"{ADDRESS}/new",
        back=ADDRESS,
        crumbs=crumbs(request),
        facts={"hours": hours},
        above="sealed/seal_above.html",
        above_facts={
            "barred": barred_of(visit, context),
            "no_checklist": not context.checklists,
            "hours": hours,
        },
    )


def crumbs(request: AnyRequest, *further: Crumb) -> tuple[Crumb, ...]:
    """Inspections › sealed orders › …"""
    language = visit_of(request).language
    return (
        Crumb(say(language, "nav.inspections"), "/inspections"),
        Crumb(say(language, "sealed.title"), ADDRESS),
        *further,
    )
