"""Pages of the organisation: who is who on a day, one unit, one person, and their acts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.ids import ORGANISATION, derived, new_id
from domain.org.events import CalendarDecided
from domain.values import Doc
from domain.ward import Person, Unit
from service import lookups
from web import wording
from web.act_form import ActForm
from web.act_pages import Setting, allowed, send_act, show_act
from web.forms import Form
from web.house import house_of
from web.org import views
from web.org.context import OrgContext
from web.org.people_acts import POST_ACTS, REGISTER
from web.org.unit_acts import FOUND_UNIT, UNIT_ACTS
from web.permissions import may_open
from web.render import AnyRequest, Crumb, catch_up, page
from web.session import visit_of
from web.tasks.naming import document
from web.texts import say

READ = {"permission": "org.read"}
WRITE = {"permission": "org.write"}
ORG_ACTS: dict[str, ActForm] = {act.slug: act for act in (FOUND_UNIT, REGISTER)}
OF_UNIT: dict[str, ActForm] = {act.slug: act for act in (*UNIT_ACTS, *POST_ACTS)}
LOOKED_BACK = 50
IN_HAND = timedelta(hours=1)
LOCAL = (
    ("org.local.units", "/org"),
    ("local.delegations", "/org/delegations"),
    ("local.working_days", "/calendar"),
    ("local.rules", "/rules"),
    ("org.acts.local", "/org/acts"),
)


def local_links(request: AnyRequest, here: str) -> list[tuple[str, str, bool]]:
    """The row of links under the heading."""
    language = visit_of(request).language
    hides_acts = not may_open(visit_of(request), "org.acts")
    return [
        (say(language, key), address, address == here)
        for key, address in LOCAL
        if address != "/org/acts" or not hides_acts
    ]


def asked_day(request: AnyRequest) -> tuple[date, bool]:
    """The day of `?on=dd/MM/yyyy`, and whether it is not today."""
    visit = visit_of(request)
    typed = {"on": [request.query_params.get("on", "")]}
    on = Form(visit.language, typed).day("on", "org.field.day", required=False) or visit.today
    return on, on != visit.today


def org_page(request: AnyRequest, template: str, here: str, **facts: Any) -> Response[str]:
    """A page of the organisation with what all of them show."""
    visit = visit_of(request)
    return page(
        request,
        template,
        local=local_links(request, here),
        cite=lambda doc: document(doc, visit.language) if doc is not None else "",
        **facts,
    )


def context_of(
    request: AnyRequest,
    *,
    unit: Unit | None = None,
    person: Person | None = None,
    open_duties: int = 0,
    paper: Doc | None = None,
) -> OrgContext:
    """What a form may look at."""
    visit = visit_of(request)
    fresh = new_id(visit.now)
    return OrgContext(
        ward=visit.ward,
        today=visit.today,
        query=dict(request.query_params.items()),
        unit=unit,
        person=person,
        own_posts=tuple(p.post_id for p in visit.posts),
        leads="C" in visit.reach,
        new_id=fresh,
        second_id=derived("second", fresh),
        open_duties=open_duties,
        paper=paper,
    )


async def paper_in_hand(request: AnyRequest) -> Doc | None:
    """The document of this person's newest act in the organisation, for an hour."""
    visit, house = visit_of(request), house_of(request)
    user = visit.user
    if user is None or user.person_id is None:
        return None
    last = await house.ledger.version(ORGANISATION)
    facts = await house.ledger.load(ORGANISATION, after_version=max(0, last - LOOKED_BACK))
    own = [
        fact.meta
        for fact in facts
        if fact.meta.actor.person_id == user.person_id
        and fact.meta.document
        and not isinstance(fact.event, CalendarDecided)
    ]
    if not own or visit.now - own[-1].recorded_at > IN_HAND:
        return None
    return own[-1].document


def act_of(acts: dict[str, ActForm], slug: str) -> ActForm:
    """The act of an address, or not found."""
    if slug not in acts:
        raise NotFoundException
    return acts[slug]


def setting(
    request: AnyRequest, act: ActForm, *, base: str, back: str, way: tuple[Crumb, ...], **more: Any
) -> Setting:
    """Where a form of the organisation stands."""
    visit = visit_of(request)
    query = f"?{request.url.query}" if request.url.query else ""
    return Setting(
        action=f"{base}/do/{act.slug}{query}", back=back, crumbs=way, state=visit.ward, **more
    )


def root(request: AnyRequest) -> Crumb:
    """The first step of every way here."""
    return Crumb(say(visit_of(request).language, "nav.org"), "/org")


def may(request: AnyRequest, acts: dict[str, ActForm]) -> list[ActForm]:
    """Those acts this office may ask for, in their order."""
    ward = visit_of(request).ward
    return [act for act in acts.values() if allowed(request, act.command, ward)]


class Organisation(Controller):
    """Units with their posts and holders, on a day."""

    path = "/org"

    @get(opt=READ)
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        on, is_past = asked_day(request)
        ward = visit_of(request).ward
        units = views.units_on(ward, on)
        seats = [seat for view in units if view.active for seat in view.seats]
        return org_page(
            request,
            "org/organisation.html",
            "/org",
            units=units,
            on=on,
            typed_on=wording.day(on),
            is_past=is_past,
            counts={
                "units": sum(1 for view in units if view.active),
                "posts": len(seats),
                "vacant": sum(1 for seat in seats if seat.term is None),
            },
            slug_of=views.slug_of,
            acts=[] if is_past else may(request, ORG_ACTS),
            people=views.people_on(ward, on),
            crumbs=(Crumb(root(request).label),),
        )


class OrganisationAct(Controller):
    """Forms that belong to no unit yet."""

    path = "/org/do/{slug:str}"

    @get(opt=WRITE)
    async def show(self, request: AnyRequest, slug: FromPath[str]) -> Response[str]:
        act = act_of(ORG_ACTS, slug)
        context = context_of(request, paper=await paper_in_hand(request))
        return await show_act(request, act, context, self._setting(request, act))

    @post(opt=WRITE)
    async def send(self, request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
        act = act_of(ORG_ACTS, slug)
        return await send_act(request, act, context_of(request), self._setting(request, act))

    def _setting(self, request: AnyRequest, act: ActForm) -> Setting:
        plan_id = context_of(request).plan_id
        back = f"/plan/drafts/{plan_id}" if plan_id else "/org"
        return setting(request, act, base="/org", back=back, way=(root(request),))


class OneUnit(Controller):
    """A unit: names, posts, holders over time."""

    path = "/org/units/{slug:str}"

    @get(opt=READ)
    async def show(self, request: AnyRequest, slug: FromPath[str]) -> Response[str]:
        unit = unit_of(request, slug)
        on, is_past = asked_day(request)
        ward = visit_of(request).ward
        return org_page(
            request,
            "org/unit.html",
            "",
            view=views.unit_on(ward, unit, on),
            unit=unit,
            on=on,
            typed_on=wording.day(on),
            is_past=is_past,
            base=f"/org/units/{slug}",
            terms=views.terms_of(ward, on, unit=unit),
            acts=[] if is_past or unit.ended_on else may(request, OF_UNIT),
            slug_of=views.slug_of,
            crumbs=(root(request), Crumb(unit.name_on(on))),
        )


def unit_of(request: AnyRequest, slug: str) -> Unit:
    """The unit at an address, or not found."""
    unit = views.unit_by_slug(visit_of(request).ward, slug)
    if unit is None:
        raise NotFoundException
    return unit


class UnitAct(Controller):
    """Forms about one unit and its posts."""

    path = "/org/units/{slug:str}/do/{act_slug:str}"

    @get(opt=WRITE)
    async def show(
        self, request: AnyRequest, slug: FromPath[str], act_slug: FromPath[str]
    ) -> Response[str]:
        unit, act = unit_of(request, slug), act_of(OF_UNIT, act_slug)
        context = await _unit_context(request, unit, act)
        return await show_act(request, act, context, self._setting(request, act, unit, context))

    @post(opt=WRITE)
    async def send(
        self, request: AnyRequest, slug: FromPath[str], act_slug: FromPath[str]
    ) -> Response[Any]:
        unit, act = unit_of(request, slug), act_of(OF_UNIT, act_slug)
        context = await _unit_context(request, unit, act)
        return await send_act(request, act, context, self._setting(request, act, unit, context))

    def _setting(
        self, request: AnyRequest, act: ActForm, unit: Unit, context: OrgContext
    ) -> Setting:
        base = f"/org/units/{views.slug_of(unit)}"
        return setting(
            request,
            act,
            base=base,
            back=base,
            way=(root(request), Crumb(unit.name, base)),
            facts={"unit": unit.name, "n": context.open_duties},
        )


async def _unit_context(request: AnyRequest, unit: Unit, act: ActForm) -> OrgContext:
    """Only a dissolution has to know how much the unit still owes."""
    house: Any = house_of(request)
    owed = await lookups.open_duties_of(house.pool, unit.unit_id) if act.slug == "dissolve" else 0
    paper = await paper_in_hand(request)
    return context_of(request, unit=unit, open_duties=owed, paper=paper)


CONTROLLERS = (Organisation, OrganisationAct, OneUnit, UnitAct)
