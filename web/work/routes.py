"""My work: what must I decide and do, and by when?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from litestar import Controller, Response, get, post
from litestar.response import Redirect

from projections.register_filter import RegisterFilter
from projections.register_query import counts, has_tasks, late_since, next_due
from projections.time_class_sql import Days
from service.offices import Office
from service.reading_marks import mark_seen
from web.forms import asked as asked_word
from web.forms import read_form
from web.holdings import circle_of, offices_of, reach_of
from web.house import house_of
from web.register.lines import seen_line
from web.register.past import as_person_then, view_of_list
from web.render import AnyRequest, catch_up, go_to, page
from web.session import Visit, signed_in, visit_of
from web.texts import say
from web.visit.frame_facts import script_address
from web.wording import weekday
from web.work.lists import LISTS, rows_of, turned
from web.work.news import News, news_of
from web.work.rows import WorkRow
from web.work.strip import strip_of


class MyWork(Controller):
    """The start page of everybody who works in the ward."""

    path = "/my-work"

    @get(opt={"permission": "work.read"})
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        view, house = await view_of_list(request), _house(request)
        visit, days = as_person_then(view), view.days
        offices = offices_of(visit)
        rows = await rows_of(request, view, visit, offices)
        lists = [turned(request, view, name, rows) for name in LISTS]
        return page(
            request,
            "work/my_work.html",
            lists=lists,
            counts={each.name: each.count for each in lists},
            pressing=_pressing(visit, [r for r in rows if r.list != "wait"]),
            coming=await next_due(house.pool, reach_of(offices, visit.ward).head_of, days)
            if not rows
            else None,
            begin="" if rows or view.typed else await _begin(request),
            seen_line=lambda line: seen_line(line, visit, view.query),
            news=None if view.typed else await _news(request, visit, offices, days),
            strip=await strip_of(house.pool, view, visit),
            overdue=await _ward_overdue(request, days) if "C" in visit.roles else None,
            newly_late=await _newly_late(request, days)
            if visit.roles & {"O", "K"} and not view.typed
            else None,
            to_sign=sum(1 for row in rows if row.act_href.endswith("/do/urge")),
            as_of=view.band("/my-work"),
            shown_on=visit.today,
            past=view.typed,
            left_script="" if view.typed else script_address("visit-left.js"),
            reader_id=str(signed_in(request).person_id or signed_in(request).account_id),
            crumbs=(),
        )


class SeenNews(Controller):
    """The reader says that he has seen the news up to a place in the log."""

    path = "/my-work/seen"

    @post(opt={"permission": "work.read"})
    async def mark(self, request: AnyRequest) -> Redirect:
        form, visit = await read_form(request), visit_of(request)
        person_id, shown = signed_in(request).person_id, form.value("position")
        house = _house(request)
        if person_id is not None and shown.isascii() and shown.isdigit() and len(shown) < 19:
            position = min(int(shown), house.freshness.position)
            await mark_seen(house.pool, person_id, position, visit.now)
        return go_to("/my-work")


CONTROLLERS: list[type[Controller]] = [MyWork, SeenNews]


def _house(request: AnyRequest) -> Any:
    return house_of(request)


async def _news(request: AnyRequest, visit: Visit, offices: tuple[Office, ...], days: Days) -> News:
    house = _house(request)
    circle = circle_of(offices, visit.reach, visit.ward)
    whole = asked_word(request, "news") == "all"
    return await news_of(house.pool, visit, circle, days, house.freshness.position, whole=whole)


async def _begin(request: AnyRequest) -> str:
    """What comes first while nothing was ever assigned, by whether the reader can begin it."""
    if await has_tasks(_house(request).pool):
        return ""
    return "read" if visit_of(request).roles & {"O", "K"} else "wait"


def _pressing(visit: Visit, rows: list[WorkRow]) -> str:
    """The most pressing thing in words."""
    dated = [row for row in rows if row.limit_on is not None or row.is_overdue]
    if not dated:
        return ""
    first, language = dated[0], visit.language
    if first.limit_on is None or first.limit_on < visit.today:
        said = first.distance or first.when
        return say(language, "work.pressing_late", act=first.short, code=first.act_tail, late=said)
    return say(language, "mywork.pressing", act=first.short, date=_near_day(visit, first.limit_on))


def _near_day(visit: Visit, on: date) -> str:
    ahead = (on - visit.today).days
    if ahead in (0, 1):
        return say(visit.language, "work.today" if ahead == 0 else "work.tomorrow")
    return f"{weekday(visit.language, on)} {on:%d/%m}"


async def _ward_overdue(request: AnyRequest, days: Days) -> int:
    found = await counts(_house(request).pool, RegisterFilter(classes=("overdue",)), days)
    return sum(each.count for each in found.values())


async def _newly_late(request: AnyRequest, days: Days) -> int:
    yesterday = days.today - timedelta(days=1)
    return len(await late_since(_house(request).pool, yesterday, days))
