"""The demo's front page: step into any role, and turn the day; it does not exist elsewhere."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

import msgspec
from litestar import Controller, Response, get, post
from litestar.response import Redirect

from domain.fact import LOCAL
from domain.ward import Post, Ward
from service.clock import ClockCannotGoBack
from service.demo.cast import ACCOUNTS
from web import wording
from web.account.routes import enter
from web.forms import Form, asked, filled, read_form
from web.house import House, house_of
from web.permissions import may_open
from web.plain_address import number_of
from web.render import AnyRequest, go_to, page
from web.session import visit_of

UNPROCESSABLE = 422
MORNING = time(7, 40)
LAST_DAY = date(2026, 12, 31)
ACTS_MOST = 5_000
TIMES_OWN = (
    "task.deadline_passed",
    "task.deemed_accepted",
    "task.occurrence_opened",
    "task.resumed",
    "task.deadline_recalculated",
)
"""What time does by itself, in the order it is told."""


class Role(msgspec.Struct, frozen=True):
    """Somebody to be: the account, its person and office today."""

    login: str
    name: str
    post: Post | None
    unit: str


class DemoPage(Controller):
    """Which role shall I try?"""

    path = "/demo"

    @get(opt={"public": True})
    async def show(self, request: AnyRequest) -> Response[str]:
        return await _front_page(request, filled(request))

    @post(opt={"public": True})
    async def step_in(self, request: AnyRequest) -> Response[str] | Redirect:
        form, house = await read_form(request), house_of(request)
        login = form.choice("login", "demo.role", {demo.login for demo in ACCOUNTS})
        account = await house.accounts.named(login) if login else None
        if account is None or account.locked_at is not None:
            form.fail("login", "demo.no_account")
            return await _front_page(request, form, UNPROCESSABLE)
        await enter(request, account.account_id)
        return go_to("/")


class DemoDay(Controller):
    """The demo's administrator turns the day forward, and time does what it does."""

    path = "/demo/day"

    @post(opt={"permission": "demo.clock"})
    async def move(self, request: AnyRequest) -> Response[str] | Redirect:
        form, house, visit = await read_form(request), house_of(request), visit_of(request)
        target = _target(form, visit.ward, visit.today)
        before = house.freshness.position
        if target is not None:
            try:
                await house.move_clock(datetime.combine(target, MORNING, tzinfo=LOCAL))
            except ClockCannotGoBack:
                form.fail("day", "demo.only_forward", day=wording.day(visit.today))
        if not form.is_sound:
            return await _front_page(request, form, UNPROCESSABLE)
        return go_to(f"/demo?since={before}")


CONTROLLERS: list[type[Controller]] = [DemoPage, DemoDay]


def _target(form: Form, ward: Ward, today: date) -> date | None:
    """The day asked for: the next one, the next working one, or a date."""
    tomorrow = today + timedelta(days=1)
    match form.value("to"):
        case "next":
            return tomorrow
        case "next_working":
            while not ward.calendar.is_working(tomorrow):
                tomorrow += timedelta(days=1)
            return tomorrow
    return form.day("day", "demo.day", earliest=tomorrow, latest=LAST_DAY)


async def _front_page(request: AnyRequest, form: Form, status: int = 200) -> Response[str]:
    house, visit = house_of(request), visit_of(request)
    since = number_of(asked(request, "since")) if visit.user is not None else None
    return page(
        request,
        "start/demo.html",
        status,
        form=form,
        roles=[] if visit.is_unreachable else await _roles(house, visit.ward, visit.today),
        may_move=may_open(visit, "demo.clock"),
        recorded=None if since is None else house.freshness.position - since,
        done=[] if since is None else await _done_since(house, since),
    )


async def _done_since(house: House, position: int) -> list[tuple[str, int]]:
    """Kinds of acts and how many: the administrator turns the day but reads no task."""
    facts = await house.ledger.read(position, ACTS_MOST)
    by_clock = Counter(
        fact.name for fact in facts if fact.meta.actor.capacity in ("clock", "reaction")
    )
    kinds = [(f"demo.did.{name}", by_clock[name]) for name in TIMES_OWN if by_clock[name]]
    others = len(facts) - sum(number for _, number in kinds)
    return [*kinds, ("demo.did.others", others)] if others else kinds


async def _roles(house: House, ward: Ward, today: date) -> list[Role]:
    accounts = {account.login: account for account in await house.accounts.every()}
    roles: list[Role] = []
    for demo in ACCOUNTS:
        account = accounts.get(demo.login)
        if account is None:
            continue
        held = ward.posts_of(account.person_id, today) if account.person_id else ()
        office = next(iter(held), None)
        unit = ward.units[office.unit_id].name_on(today) if office else ""
        person = ward.persons.get(account.person_id) if account.person_id else None
        roles.append(Role(demo.login, person.full_name if person else account.name, office, unit))
    return roles
