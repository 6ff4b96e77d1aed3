"""My work: what must I decide and do, and by when?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
from litestar import Controller, Response, get, post
from litestar.response import Redirect

from projections.duties_query import UnitMonth, Waiting, awaited_by, unit_month, waiting_for
from projections.plan_file import fold
from projections.register_filter import RegisterFilter
from projections.register_query import counts, late_since, next_due
from projections.time_class_sql import Days
from service.offices import Office
from service.reading_marks import mark_seen
from web.forms import asked as asked_word
from web.forms import read_form
from web.house import house_of
from web.register.asked import register_link
from web.register.lines import seen_line
from web.render import AnyRequest, catch_up, go_to, page
from web.session import Visit, signed_in, visit_of
from web.texts import say
from web.wording import weekday
from web.work.holdings import circle_of, holding, offices_of, reach_of
from web.work.news import news_of
from web.work.plan_duties import plan_duties
from web.work.rows import RowWriter, WorkRow, in_order

PAGE = 20
LISTS = ("decide", "do", "wait")
UNIT_ROLES = frozenset({"H", "D", "L"})


class WorkList(msgspec.Struct, frozen=True, kw_only=True):
    """One of the three lists, turned to one of its pages."""

    name: str
    rows: list[WorkRow]
    count: int
    earlier: str | None
    later: str | None


class Strip(msgspec.Struct, frozen=True, kw_only=True):
    """The unit's month: each number with its list."""

    since: date
    numbers: UnitMonth
    links: dict[str, str]


class MyWork(Controller):
    """The start page of everybody who works in the ward."""

    path = "/my-work"

    @get(opt={"permission": "work.read"})
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        visit, house = visit_of(request), _house(request)
        days = Days.of(visit.ward, visit.today)
        offices = offices_of(visit)
        rows = await _rows(request, offices, days)
        lists = [_turned(request, name, rows) for name in LISTS]
        circle = circle_of(offices, visit.reach, visit.ward)
        news = await news_of(
            house.pool,
            visit,
            circle,
            days,
            house.freshness.position,
            whole=asked_word(request, "news") == "all",
        )
        return page(
            request,
            "work/my_work.html",
            lists=lists,
            counts={each.name: each.count for each in lists},
            pressing=_pressing(visit, [r for r in rows if r.list != "wait"]),
            coming=await next_due(house.pool, reach_of(offices, visit.ward).head_of, days)
            if not rows
            else None,
            seen_line=lambda line: seen_line(line, visit),
            news=news,
            strip=await _strip(request, days),
            overdue=await _ward_overdue(request, days) if "C" in visit.roles else None,
            newly_late=await _newly_late(request, days) if visit.roles & {"O", "K"} else None,
            to_sign=sum(1 for row in rows if row.act_href.endswith("/do/urge")),
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


async def _rows(request: AnyRequest, offices: tuple[Office, ...], days: Days) -> list[WorkRow]:
    visit, house = visit_of(request), _house(request)
    reach, writer = reach_of(offices, visit.ward), RowWriter(visit, days)
    mine = [
        writer.mine(waiting, office)
        for waiting in _once(await waiting_for(house.pool, reach, days))
        if (office := holding(waiting, offices, visit.ward)) is not None
    ]
    awaited = [writer.awaited(w) for w in await awaited_by(house.pool, reach, days)]

    async def load(plan_id: Any) -> Any:
        return fold(await house.ledger.load(plan_id))

    return in_order([*mine, *awaited, *await plan_duties(house.pool, visit, load)])


def _once(found: list[Waiting]) -> list[Waiting]:
    """Whoever has to explain a delay is not reminded of the result on a row of its own."""
    explaining = {w.duty.task_id for w in found if w.duty.kind == "explain"}
    return [w for w in found if w.duty.kind != "submit" or w.duty.task_id not in explaining]


def _turned(request: AnyRequest, name: str, rows: list[WorkRow]) -> WorkList:
    own = [row for row in rows if row.list == name]
    typed = asked_word(request, name)
    last = max((len(own) - 1) // PAGE, 0)
    place = min(int(typed) - 1, last) if typed.isascii() and typed.isdigit() and typed[:4] else 0
    place = max(place, 0)
    return WorkList(
        name=name,
        rows=own[place * PAGE : (place + 1) * PAGE],
        count=len(own),
        earlier=f"/my-work?{name}={place}#{name}" if place else None,
        later=f"/my-work?{name}={place + 2}#{name}" if place < last else None,
    )


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


async def _strip(request: AnyRequest, days: Days) -> Strip | None:
    """This month and the last one, for tasks the reader's unit leads."""
    visit = visit_of(request)
    units = [p.unit_id for p in visit.posts if p.rank not in ("chair", "vice_chair")]
    if not units or not visit.roles & UNIT_ROLES:
        return None
    since = (days.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    numbers = await unit_month(_house(request).pool, units, since, days)
    codes = [visit.ward.units[u].code.casefold() for u in dict.fromkeys(units)]
    spell = {
        "unit": codes,
        "stage": "all",
        "due_from": since.isoformat(),
        "due_to": days.today.isoformat(),
    }
    links = {
        "due": register_link(**spell, classes=_DUE),
        "on_time": register_link(**spell, classes=("done_on_time",)),
        "late": register_link(**spell, classes=("done_late",)),
        "overdue": register_link(**spell, classes=("overdue",)),
        "waiting": register_link(**spell, classes=("waiting_in_time", "waiting_late")),
        "extended": register_link(unit=codes, stage="all", extended_from=since.isoformat()),
    }
    return Strip(since=since, numbers=numbers, links=links)


_DUE = (
    "overdue",
    "due_today",
    "waiting_late",
    "waiting_in_time",
    "done_late",
    "done_on_time",
)


async def _ward_overdue(request: AnyRequest, days: Days) -> int:
    found = await counts(_house(request).pool, RegisterFilter(classes=("overdue",)), days)
    return sum(each.count for each in found.values())


async def _newly_late(request: AnyRequest, days: Days) -> int:
    yesterday = days.today - timedelta(days=1)
    return len(await late_since(_house(request).pool, yesterday, days))
