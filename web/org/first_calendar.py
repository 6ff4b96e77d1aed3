"""The first version of the working calendar: the shipped table, looked at and entered in one go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from litestar import Controller, Response, get, post
from msgspec.structs import replace

from domain.calendar import Calendar, CalendarDay
from domain.fact import Command
from domain.org.commands import DecideCalendar
from service.shipped_calendar import first_decision, source
from web.act_form import ActForm, Field, day_text
from web.act_pages import Setting, send_act, show_act
from web.answers import Answers
from web.org import views
from web.org.context import OrgContext
from web.org.pages import context_of, root, setting
from web.render import AnyRequest, Crumb, go_to
from web.session import visit_of
from web.texts import say

WRITE = {"permission": "org.write"}


class YearView(msgspec.Struct, frozen=True, kw_only=True):
    """What the table says about one year."""

    year: int
    working_days: int
    days: tuple[CalendarDay, ...]
    unsure: int
    """Days that nobody has officially announced yet."""


class FromTable(ActForm, frozen=True, kw_only=True):
    """A form whose source is filled in already: entering it takes one button."""

    def all_fields(self, context: Any) -> tuple[Field, ...]:
        """The document of the act is the table itself, until the ward names its own."""
        paper = source(context.today)
        known = {
            "doc_number": paper.number,
            "doc_on": day_text(paper.issued_on),
            "doc_issuer": paper.issuer,
            "doc_abstract": paper.abstract,
        }
        return tuple(
            replace(field, value=known.get(field.name, field.value))
            for field in super().all_fields(context)
        )


def _no_questions(context: OrgContext) -> Sequence[Field]:
    return ()


def _whole_table(answers: Answers, context: OrgContext) -> Command:
    return first_decision()


FIRST_CALENDAR = FromTable(
    area="org",
    slug="first-calendar",
    command=DecideCalendar,
    fields=_no_questions,
    build=_whole_table,
    document="must",
    main=True,
)


def years_of(days: Sequence[CalendarDay]) -> list[YearView]:
    """The table by years, soonest first."""
    calendar = Calendar(version=1, days={day.on: day for day in days})
    return [_year(calendar, year) for year in sorted(Counter(day.on.year for day in days))]


def _year(calendar: Calendar, year: int) -> YearView:
    months = views.year_of(calendar, year)
    days = tuple(day for month in months for day in month.days)
    return YearView(
        year=year,
        working_days=sum(month.working_days for month in months),
        days=days,
        unsure=sum(1 for day in days if day.confidence != "high"),
    )


class FirstCalendar(Controller):
    """Exists until the first calendar was decided; then the calendar itself is the answer."""

    path = "/calendar/first"

    @get(opt=WRITE)
    async def show(self, request: AnyRequest) -> Response[Any]:
        if visit_of(request).ward.calendars:
            return go_to("/calendar")
        return await show_act(request, FIRST_CALENDAR, context_of(request), _setting(request))

    @post(opt=WRITE)
    async def send(self, request: AnyRequest) -> Response[Any]:
        return await send_act(request, FIRST_CALENDAR, context_of(request), _setting(request))


def _setting(request: AnyRequest) -> Setting:
    visit = visit_of(request)
    way = (root(request), Crumb(say(visit.language, "local.working_days"), "/calendar"))
    around = setting(request, FIRST_CALENDAR, base="/calendar", back="/begin", way=way)
    days = first_decision().days
    return replace(
        around,
        action="/calendar/first",
        facts={"n": len(days), "first": days[0].on.year, "last": days[-1].on.year},
        above="org/shipped_calendar.html",
        above_facts={"years": years_of(days), "this_year": _nearest(days, visit.today)},
    )


def _nearest(days: Sequence[CalendarDay], today: date) -> int:
    """The year that is shown open."""
    known = {day.on.year for day in days}
    return today.year if today.year in known else max(known)


CONTROLLERS = (FirstCalendar,)
