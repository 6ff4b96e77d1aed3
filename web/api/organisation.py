"""Reading the organisation: units, posts, people and delegations on a day, calendar, limits."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Controller, Response, get
from msgspec import Meta

from domain.calendar import CalendarDay
from domain.ids import ORGANISATION
from domain.limits import LimitValue
from domain.ward import Delegation, NameSince
from web.api.answers import answer
from web.api.operation import ON, Param, reading
from web.api.query import caught_up, query_of
from web.api.task_shapes import PersonRef, PostRef, UnitRef
from web.api.task_views import person_ref, post_ref, unit_ref
from web.house import house_of
from web.org import views
from web.org.rules_pages import sees as sees_delegation
from web.register.lines import shows_names
from web.render import AnyRequest
from web.session import Visit, visit_of

YEAR_MIN, YEAR_MAX = 2000, 2199


class PostTold(msgspec.Struct, frozen=True, kw_only=True):
    """A post with who holds it and its standing duties."""

    post_id: UUID
    title: str
    rank: str
    signs_as: str
    fields: tuple[int, ...]
    duties: tuple[str, ...]
    holder: PersonRef | None
    since: date | None
    acting: bool


class UnitTold(msgspec.Struct, frozen=True, kw_only=True):
    """A unit on a day."""

    unit_id: UUID
    slug: str
    code: str
    name: str
    names: tuple[NameSince, ...]
    kind: str
    is_active: bool
    from_on: date
    ended_on: date | None
    successor: UnitRef | None
    aliases: tuple[str, ...]
    functions: str
    head: PersonRef | None
    posts: tuple[PostTold, ...]


class Organisation(msgspec.Struct, frozen=True, kw_only=True):
    """The ward on a day."""

    authority: str
    code: str
    invented: bool
    on: date
    version: int
    """Of the stream, for If-Match."""
    units: tuple[UnitTold, ...]


class TermTold(msgspec.Struct, frozen=True, kw_only=True):
    """A term of office."""

    post: PostRef | None
    from_on: date
    until_on: date | None
    acting: bool


class PersonTold(msgspec.Struct, frozen=True, kw_only=True):
    """A person and every term."""

    person_id: UUID
    full_name: str
    terms: tuple[TermTold, ...]


class DelegationTold(msgspec.Struct, frozen=True, kw_only=True):
    """A lending of duties and where it stands."""

    delegation: Delegation
    standing: str
    giver_name: str
    taker_name: str


class MonthTold(msgspec.Struct, frozen=True, kw_only=True):
    """A month's working days and the days that differ from the weekly rhythm."""

    month: int
    working_days: int
    days: tuple[CalendarDay, ...]


class CalendarTold(msgspec.Struct, frozen=True, kw_only=True):
    """A year of the calendar in force."""

    year: int
    version: int
    decided_at: datetime | None
    months: tuple[MonthTold, ...]


class LimitTold(msgspec.Struct, frozen=True, kw_only=True):
    """A limit with its value on a day."""

    key: str
    value: LimitValue
    default: LimitValue
    unit: str
    owner: str
    least: int | None
    most: int | None
    since: date | None


ORG = reading("read_organisation", "org", "org", Organisation, ON, permission="org.read",
              problems=(403, 422))  # fmt: skip
PEOPLE = reading("list_people", "org", "people", tuple[PersonTold, ...], permission="org.read",
                 problems=(403, 422))  # fmt: skip
LENT = reading("list_delegations", "org", "delegations", tuple[DelegationTold, ...], ON,
               permission="delegations.read", problems=(403, 422))  # fmt: skip
YEAR = Param(name="year", kind=Annotated[int, Meta(ge=YEAR_MIN, le=YEAR_MAX)])
CALENDAR = reading("read_calendar", "org", "calendar", CalendarTold, YEAR,
                   permission="rules.read", problems=(403, 422))  # fmt: skip
LIMITS = reading("list_limits", "org", "limits", tuple[LimitTold, ...], ON,
                 permission="rules.read", problems=(403, 422))  # fmt: skip


class OrganisationOn(Controller):
    """Units with their posts and holders, on a day."""

    path = "/api/v1/org"

    @get(opt=ORG)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        given = query_of(ORG, request)
        await caught_up(request, given)
        visit = visit_of(request)
        on = given.get("on", visit.today)
        ward = visit.ward
        version = await house_of(request).ledger.version(ORGANISATION)
        content = Organisation(
            authority=ward.authority,
            code=ward.code,
            invented=ward.invented,
            on=on,
            version=version,
            units=tuple(_unit(view, visit) for view in views.units_on(ward, on)),
        )
        return answer(request, content, version=version)


class People(Controller):
    """Who has held what; not for observers from outside."""

    path = "/api/v1/people"

    @get(opt=PEOPLE)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        await caught_up(request, query_of(PEOPLE, request))
        visit = visit_of(request)
        known = visit.ward.persons.values() if shows_names(visit) else ()
        return answer(request, tuple(_person(visit, each.person_id) for each in known))


class Delegations(Controller):
    """What was lent, to whom, until when; the own ones, or all for those who keep them."""

    path = "/api/v1/delegations"

    @get(opt=LENT)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        given = query_of(LENT, request)
        await caught_up(request, given)
        visit = visit_of(request)
        on = given.get("on", visit.today)
        found = [
            DelegationTold(
                delegation=view.delegation,
                standing=view.standing,
                giver_name=view.giver_name if shows_names(visit) else "",
                taker_name=view.taker_name if shows_names(visit) else "",
            )
            for view in views.delegations_on(visit.ward, on)
            if sees_delegation(request, view)
        ]
        return answer(request, found)


class WorkingCalendar(Controller):
    """Which days count in a year."""

    path = "/api/v1/calendar"

    @get(opt=CALENDAR)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        given = query_of(CALENDAR, request)
        await caught_up(request, given)
        visit = visit_of(request)
        year = given.get("year", visit.today.year)
        decided = visit.ward.calendars
        content = CalendarTold(
            year=year,
            version=visit.ward.calendar.version,
            decided_at=decided[-1].decided_at if decided else None,
            months=tuple(
                MonthTold(month=m.month, working_days=m.working_days, days=m.days)
                for m in views.year_of(visit.ward.calendar, year)
            ),
        )
        return answer(request, content)


class Limits(Controller):
    """Which limits apply on a day, and whose they are."""

    path = "/api/v1/limits"

    @get(opt=LIMITS)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        given = query_of(LIMITS, request)
        await caught_up(request, given)
        visit = visit_of(request)
        found = [
            LimitTold(
                key=view.key,
                value=view.value,
                default=view.limit.value,
                unit=view.limit.unit,
                owner=view.limit.owner,
                least=view.limit.least,
                most=view.limit.most,
                since=view.since,
            )
            for view in views.limits_on(visit.ward, given.get("on", visit.today))
        ]
        return answer(request, found)


CONTROLLERS: list[type[Controller]] = [
    OrganisationOn,
    People,
    Delegations,
    WorkingCalendar,
    Limits,
]


def _unit(view: views.UnitView, visit: Visit) -> UnitTold:
    unit, head = view.unit, view.head
    return UnitTold(
        unit_id=unit.unit_id,
        slug=views.slug_of(unit),
        code=unit.code,
        name=view.name,
        names=unit.names,
        kind=unit.kind,
        is_active=view.active,
        from_on=unit.from_on,
        ended_on=unit.ended_on,
        successor=unit_ref(visit, unit.successor_id),
        aliases=unit.aliases,
        functions=unit.functions,
        head=person_ref(visit, head.term.person_id) if head and head.term else None,
        posts=tuple(_post(seat, visit) for seat in view.seats),
    )


def _post(seat: views.Seat, visit: Visit) -> PostTold:
    post, term = seat.post, seat.term
    return PostTold(
        post_id=post.post_id,
        title=post.title,
        rank=post.rank,
        signs_as=post.signs_as,
        fields=post.fields,
        duties=seat.duties,
        holder=person_ref(visit, term.person_id) if term else None,
        since=term.from_on if term else None,
        acting=term.acting if term else False,
    )


def _person(visit: Visit, person_id: UUID) -> PersonTold:
    return PersonTold(
        person_id=person_id,
        full_name=visit.ward.persons[person_id].full_name,
        terms=tuple(
            TermTold(
                post=post_ref(visit, term.post_id),
                from_on=term.from_on,
                until_on=term.until_on,
                acting=term.acting,
            )
            for term in visit.ward.terms
            if term.person_id == person_id
        ),
    )
