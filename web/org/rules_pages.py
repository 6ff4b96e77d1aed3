"""Pages of what is decided for everybody: delegations, the working calendar, rules in force."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from msgspec.structs import replace

from domain.limits import DEFAULTS
from domain.org.commands import AdoptLimit, DecideCalendar
from domain.refusal import Refused
from domain.values import FIELDS
from projections.delegation_use import uses
from service.calendar_preview import would_move
from web.act_form import ActForm, Asked
from web.act_pages import Setting, allowed, send_act, show_act
from web.house import house_of
from web.org import views
from web.org.lending_acts import LENDING_ACTS
from web.org.limit_words import value_words
from web.org.pages import act_of, asked_day, context_of, may, org_page, root, setting
from web.org.ruling_acts import ADOPT_LIMIT, DECIDE_CALENDAR, asked_limit
from web.render import AnyRequest, Crumb, catch_up
from web.session import signed_in, visit_of
from web.texts import Language, say

LENDING: dict[str, ActForm] = {act.slug: act for act in LENDING_ACTS}
YEAR_MIN, YEAR_MAX = 2000, 2100
EVERYBODY = {"permission": "signed_in"}


class Delegations(Controller):
    """Who acts for whom: in force, to come, lapsed."""

    path = "/org/delegations"

    @get(opt={"permission": "delegations.read"})
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        visit = visit_of(request)
        house: Any = house_of(request)
        on, is_past = asked_day(request)
        shown = [v for v in views.delegations_on(visit.ward, on) if sees(request, v)]
        standings = ("in_force", "to_come", "lapsed")
        return org_page(
            request,
            "org/delegations.html",
            "/org/delegations",
            lists={s: [v for v in shown if v.standing == s] for s in standings},
            uses=await uses(house.pool),
            on=on,
            is_past=is_past,
            acts=[] if is_past else may(request, LENDING),
            revocable=_revocable(request),
            scope_words=lambda scope: scope_words(scope, visit.language),
            most=visit.ward.days("delegation_max_days", visit.today),
            crumbs=(root(request), Crumb(say(visit.language, "org.delegations.title"))),
        )


def sees(request: AnyRequest, view: views.DelegationView) -> bool:
    """The own ones; the offices that keep the organisation and the auditor see all."""
    visit = visit_of(request)
    own = {post.post_id for post in visit.posts}
    ends = {view.delegation.from_post, view.delegation.to_post}
    return bool(own & ends or visit.reach & {"C", "O", "A"})


def _revocable(request: AnyRequest) -> set[Any]:
    visit = visit_of(request)
    own = {post.post_id for post in visit.posts}
    return {
        v.delegation.delegation_id
        for v in views.delegations_on(visit.ward, visit.today)
        if v.standing != "lapsed" and ("C" in visit.reach or v.delegation.from_post in own)
    }


def scope_words(scope: str, language: Language) -> str:
    """`all` or the field of a delegation, in words."""
    number = scope.removeprefix("field:")
    if number.isdigit() and int(number) in FIELDS:
        return say(language, f"plan.field.{number}")
    return say(language, "org.scope.all")


class DelegationAct(Controller):
    """Grant or revoke."""

    path = "/org/delegations/do/{slug:str}"

    @get(opt={"permission": "delegations.write"})
    async def show(self, request: AnyRequest, slug: FromPath[str]) -> Response[str]:
        act = act_of(LENDING, slug)
        return await show_act(request, act, context_of(request), _lending(request, act))

    @post(opt={"permission": "delegations.write"})
    async def send(self, request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
        act = act_of(LENDING, slug)
        return await send_act(request, act, context_of(request), _lending(request, act))


def _lending(request: AnyRequest, act: ActForm) -> Setting:
    visit, base = visit_of(request), "/org/delegations"
    way = (root(request), Crumb(say(visit.language, "org.delegations.title"), base))
    most = visit.ward.days("delegation_max_days", visit.today)
    return setting(request, act, base=base, back=base, way=way, facts={"max": most})


class WorkingCalendar(Controller):
    """Which days count: a year by months, with versions and decisions."""

    path = "/calendar"

    @get(opt=EVERYBODY)
    async def show(self, request: AnyRequest) -> Response[str]:
        visit = visit_of(request)
        typed = request.query_params.get("year", "")
        year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else 0
        year = year if YEAR_MIN <= year <= YEAR_MAX else visit.today.year
        months = views.year_of(visit.ward.calendar, year)
        return org_page(
            request,
            "org/calendar.html",
            "/calendar",
            year=year,
            months=months,
            working_days=sum(month.working_days for month in months),
            version=visit.ward.calendar.version,
            decided=tuple(reversed(visit.ward.calendars)),
            may_decide=allowed(request, DecideCalendar, visit.ward),
            crumbs=(root(request), Crumb(say(visit.language, "local.working_days"))),
        )


class CalendarAct(Controller):
    """Enter a decision; first see what it would move."""

    path = "/calendar/do/{slug:str}"

    @get(opt={"permission": "org.write"})
    async def show(self, request: AnyRequest, slug: FromPath[str]) -> Response[str]:
        act = act_of({DECIDE_CALENDAR.slug: DECIDE_CALENDAR}, slug)
        return await show_act(request, act, context_of(request), _calendar(request, act))

    @post(opt={"permission": "org.write"})
    async def send(self, request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
        act = act_of({DECIDE_CALENDAR.slug: DECIDE_CALENDAR}, slug)
        house: Any = house_of(request)
        around = _calendar(request, act)

        async def look(asked: Asked) -> Setting:
            (command,) = asked.commands
            assert isinstance(command, DecideCalendar), "the form makes nothing else"
            try:
                moved = await would_move(
                    house, command, asked.document, signed_in(request).person_id
                )
            except Refused as refused:
                return replace(around, refused=refused)
            return replace(around, above="org/would_move.html", above_facts={"moved": moved})

        return await send_act(request, act, context_of(request), around, look=look)


def _calendar(request: AnyRequest, act: ActForm) -> Setting:
    way = (root(request), Crumb(say(visit_of(request).language, "local.working_days"), "/calendar"))
    return setting(
        request, act, base="/calendar", back="/calendar", way=way, preview="org.calendar.preview"
    )


class Rules(Controller):
    """Which limits apply, since when, and who decides on them."""

    path = "/rules"

    @get(opt={"permission": "rules.read"})
    async def show(self, request: AnyRequest) -> Response[str]:
        visit = visit_of(request)
        on, is_past = asked_day(request)
        return org_page(
            request,
            "org/rules.html",
            "/rules",
            limits=views.limits_on(visit.ward, on),
            on=on,
            is_past=is_past,
            words=lambda value, limit: value_words(value, limit, visit.language),
            may_adopt=set() if is_past else _adoptable(request),
            crumbs=(root(request), Crumb(say(visit.language, "org.rules.title"))),
        )


def _adoptable(request: AnyRequest) -> set[str]:
    """Limits that this office owns, or may enter by document."""
    visit = visit_of(request)
    return {
        key
        for key, limit in DEFAULTS.items()
        if allowed(request, AdoptLimit(key=key, value=limit.value, from_on=visit.today), visit.ward)
    }


class RulesAct(Controller):
    """Decide another value."""

    path = "/rules/do/{slug:str}"

    @get(opt={"permission": "limits.write"})
    async def show(self, request: AnyRequest, slug: FromPath[str]) -> Response[str]:
        act = act_of({ADOPT_LIMIT.slug: ADOPT_LIMIT}, slug)
        return await show_act(request, act, context_of(request), _rule(request, act))

    @post(opt={"permission": "limits.write"})
    async def send(self, request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
        act = act_of({ADOPT_LIMIT.slug: ADOPT_LIMIT}, slug)
        return await send_act(request, act, context_of(request), _rule(request, act))


def _rule(request: AnyRequest, act: ActForm) -> Setting:
    visit = visit_of(request)
    key, _ = asked_limit(context_of(request))
    way = (root(request), Crumb(say(visit.language, "org.rules.title"), "/rules"))
    return setting(
        request,
        act,
        base="/rules",
        back="/rules",
        way=way,
        facts={"rule": say(visit.language, f"org.limit.{key}")},
    )


CONTROLLERS = (
    Delegations,
    DelegationAct,
    WorkingCalendar,
    CalendarAct,
    Rules,
    RulesAct,
)
