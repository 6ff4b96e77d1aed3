"""Pages of the register: the list with its filters, its files, what became late, named lists."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any
from urllib.parse import parse_qsl

from litestar import Controller, Response, get, post
from litestar.response import Redirect, Stream

from projections.plan_index import PlanRow, plans
from projections.register_order import CLASS_ORDER, Cursor
from projections.register_query import (
    PAGE,
    ClassCount,
    counts,
    every_line,
    has_tasks,
    page,
)
from service import reading_marks
from web import render
from web.forms import asked as asked_word
from web.forms import read_form
from web.house import house_of
from web.permissions import may_open
from web.register.asked import ADDRESS, Asked, read_asked, read_day
from web.register.export import Notes, csv_bytes, xlsx_bytes
from web.register.filters import HIDDEN, FilterWords
from web.register.late import LateSince
from web.register.lines import LineView, seen_line
from web.register.past import View, view_of_list
from web.register.totals import totals_of
from web.register.urging import CONTROLLERS as URGING
from web.render import AnyRequest, catch_up, go_to
from web.session import Visit, signed_in, visit_of
from web.texts import say
from web.wording import day, stamp

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DRAFT_READERS = frozenset({"O", "K", "C"})
ASSIGNERS = frozenset({"C", "V", "O", "K"})
PLAN_READERS = frozenset({"O", "K"})
NAME_MAX = 80
COLUMNS = ("code", "text", "unit", "due", "class")


class Register(Controller):
    """Which tasks are there, and which are in trouble?"""

    path = ADDRESS

    @get(opt={"permission": "tasks.read"})
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        view, pool = await view_of_list(request), pool_of(request)
        visit, days = view.visit, view.days
        shelf = await plans(pool)
        asked = _asked(request, shelf, view)
        cursor = Cursor.read(request.query_params.get("cursor", ""))
        found = await page(pool, asked.filter, days, asked.sorting, cursor)
        counted = await counts(pool, asked.filter, days)
        words = FilterWords(visit.ward, days, visit.language, shelf)
        person_id = signed_in(request).person_id
        saved = await reading_marks.saved_filters(pool, person_id) if person_id else []
        total = sum(each.count for each in counted.values())
        return render.page(
            request,
            "register/register.html",
            asked=asked,
            views=[seen_line(line, visit, view.query) for line in found.lines],
            found=found,
            previous_href=_turned(asked, found.earlier),
            next_href=_turned(asked, found.later),
            total=total,
            nothing="" if total or asked.given or view.typed else await _nothing(pool, visit),
            position_words=_position(visit, found.first, len(found.lines), total),
            counted=_counted(asked, counted),
            totals=totals_of(asked, counted, visit.language),
            options=words.options(asked, sees_drafts=bool(visit.roles & DRAFT_READERS)),
            active_rows=[(each.label, each.value, each.href) for each in words.active(asked)],
            named=words.named(asked, saved),
            dates=_dates(asked),
            hidden={name: asked.given[name] for name in HIDDEN if name in asked.given},
            columns=COLUMNS,
            may_assign=bool(visit.roles & ASSIGNERS),
            may_urge=may_open(visit_of(request), "tasks.urge"),
            cut=cut_of(request, view),
            as_of=view.band(asked.address(as_of=None)),
            shown_day=day(visit.today),
            crumbs=(),
        )


class RegisterCsv(Controller):
    """The list as comma-separated text."""

    path = f"{ADDRESS}.csv"

    @get(opt={"permission": "tasks.read"})
    async def send(self, request: AnyRequest) -> Stream:
        view = await view_of_list(request)
        asked = _asked(request, await plans(pool_of(request)), view)
        return await register_file(request, view, asked, "csv")


class RegisterXlsx(Controller):
    """The list as a workbook."""

    path = f"{ADDRESS}.xlsx"

    @get(opt={"permission": "tasks.read"})
    async def send(self, request: AnyRequest) -> Stream:
        view = await view_of_list(request)
        asked = _asked(request, await plans(pool_of(request)), view)
        return await register_file(request, view, asked, "xlsx")


class SavedFilters(Controller):
    """Lists of the register with a name of the reader's own."""

    path = f"{ADDRESS}/saved-filters"

    @post(opt={"permission": "tasks.read"})
    async def save(self, request: AnyRequest) -> Redirect:
        """Keep, or forget, one; nothing here can go wrong that needs a page of its own."""
        form, pool = await read_form(request), pool_of(request)
        person_id = signed_in(request).person_id
        name = form.text("name", "register.saved_name", most=NAME_MAX)
        shelf = await plans(pool)
        visit = visit_of(request)
        typed = dict(_pairs(form.value("query")))
        asked = read_asked(typed, visit.ward, visit.today, shelf, sees_drafts=True)
        if person_id is not None and form.is_sound:
            if form.ticked("forget"):
                await reading_marks.drop_filter(pool, person_id, name)
            elif asked.query:
                saved = reading_marks.SavedFilter(name=name, query=asked.query)
                await reading_marks.save_filter(pool, person_id, saved)
        return go_to(asked.address())


CONTROLLERS: list[type[Controller]] = [
    Register,
    RegisterCsv,
    RegisterXlsx,
    SavedFilters,
    LateSince,
    *URGING,
]


def pool_of(request: AnyRequest) -> Any:
    """Connections for reading."""
    house: Any = house_of(request)
    return house.pool


def cut_of(request: AnyRequest, view: View) -> str:
    """As of when the figures are, down to the act."""
    visit, known_at = view.visit, view.days.known_at
    position = house_of(request).freshness.position if known_at is None else known_at
    return say(visit.language, "register.cut", at=stamp(visit.now), position=position)


def _asked(request: AnyRequest, shelf: Sequence[PlanRow], view: View) -> Asked:
    visit = view.visit
    typed = {name: asked_word(request, name) for name in request.query_params}
    return read_asked(
        typed,
        visit.ward,
        visit.today,
        shelf,
        sees_drafts=bool(visit.roles & DRAFT_READERS),
        as_of=view.typed,
    )


def _dates(asked: Asked) -> dict[str, str]:
    """Days as they are typed, not as they stand in an address."""
    names = ("due_from", "due_to")
    days = {name: read_day(asked.given.get(name, "")) for name in names}
    return {name: day(on) for name, on in days.items() if on is not None}


async def _nothing(pool: Any, visit: Visit) -> str:
    """Why a list that nobody has narrowed is empty: all is done, or nothing has begun yet."""
    if await has_tasks(pool):
        return "open"
    return "read" if visit.roles & PLAN_READERS else "wait"


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query[: reading_marks.QUERY_MAX])


def _turned(asked: Asked, cursor: Cursor | None) -> str | None:
    return asked.address(cursor=cursor.text()) if cursor else None


def _position(visit: Visit, first: int, shown: int, total: int) -> str:
    if total <= PAGE:
        return ""
    last = first + shown - 1
    return say(visit.language, "register.position", first=first, last=last, total=total)


def _counted(asked: Asked, counted: dict[str, ClassCount]) -> list[tuple[str, int, str]]:
    """Classes that occur, each with the list of it."""
    return [
        (name, counted[name].count, asked.address(**{"class": name}))
        for name in CLASS_ORDER
        if name in counted
    ]


async def register_file(request: AnyRequest, view: View, asked: Asked, kind: str) -> Stream:
    """Every row that was asked for, as `csv` or `xlsx`, sent while it is read."""
    chunks, language = _whole(request, view, asked), view.visit.language
    notes, headers = notes_of_list(request, view), _as_file(view, kind)
    if kind == "csv":
        octets = csv_bytes(chunks, language, notes)
        return Stream(octets, media_type="text/csv", headers=headers)
    octets = xlsx_bytes(chunks, language, say(language, "title.register"), notes)
    return Stream(octets, media_type=XLSX, headers=headers)


async def _whole(request: AnyRequest, view: View, asked: Asked) -> AsyncIterator[list[LineView]]:
    async for lines in every_line(pool_of(request), asked.filter, view.days, asked.sorting):
        yield [seen_line(line, view.visit) for line in lines]


def notes_of_list(request: AnyRequest, view: View) -> Notes:
    """What stands under an exported list: as of when, which past, what is invented."""
    house = house_of(request)
    invented = house.settings.demo or visit_of(request).ward.invented
    language = view.visit.language
    return Notes(
        cut=cut_of(request, view),
        past=say(language, "banner.as_of_then", date=view.words) if view.typed else "",
        invented=say(language, "register.invented") if invented else "",
    )


def _as_file(view: View, kind: str) -> dict[str, str]:
    name = f"so-nhiem-vu-{view.visit.today:%Y-%m-%d}.{kind}"
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
