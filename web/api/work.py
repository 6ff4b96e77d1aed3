"""My work through the API: what waits for the person, what is new, lists with a name."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl

import msgspec
from litestar import Controller, Response, delete, get, post
from litestar.exceptions import NotFoundException
from msgspec import Meta

from projections.plan_index import plans
from service import reading_marks
from web.api import scopes
from web.api.answers import answer, nothing
from web.api.bodies import read_body
from web.api.operation import AS_OF, Param, changing, reading
from web.api.problems import Invalid, NotServed
from web.api.query import caught_up, past_of, query_of
from web.api.sending import json_body
from web.api.shapes import TEXT_PATTERN
from web.holdings import circle_of, offices_of
from web.house import house_of
from web.register.asked import read_asked
from web.register.past import as_person_then, view_of_list
from web.register.routes import NAME_MAX, pool_of
from web.render import AnyRequest
from web.session import signed_in, visit_of
from web.work.lists import rows_of
from web.work.news import news_of

Named = Annotated[
    str, Meta(min_length=1, max_length=NAME_MAX, extra_json_schema={"pattern": TEXT_PATTERN})
]


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that waits, in the words of the page."""

    list: Literal["decide", "do", "wait"]
    title: str
    why: str
    origin: str
    time_class: str
    limit_on: date | None
    is_overdue: bool
    href: str
    """Of the page; the last part of a task's address is its name in the API as well."""


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What others did in the person's tasks since the last look."""

    at: datetime
    code: str
    sentence: str
    marker: str


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """The three lists, the most pressing first."""

    items: tuple[Duty, ...]
    counts: dict[str, int]
    news: tuple[News, ...]
    news_count: int
    position: int
    """Up to here the person can say that the news were seen."""


class SeenUpTo(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The news were looked at up to a place in the log."""

    position: Annotated[int, Meta(ge=0, le=2**53)]


class SavedList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A list of the register under a name of one's own; `query` as in the register's address."""

    name: Named
    query: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=reading_marks.QUERY_MAX,
            extra_json_schema={"pattern": TEXT_PATTERN},
        ),
    ]


class SavedLists(msgspec.Struct, frozen=True, kw_only=True):
    """All of them."""

    items: tuple[reading_marks.SavedFilter, ...]


LIST = Param(name="list", kind=Literal["decide", "do", "wait"])
MINE = reading("read_my_work", "work", "my-work", Work, LIST, AS_OF, permission="work.read",
               problems=(403, 422))  # fmt: skip
SEEN = changing("mark_news_seen", "work", "my-work/seen", permission="work.read",
                scope=scopes.ACCOUNT, body=SeenUpTo)  # fmt: skip
SAVED = reading("list_saved_filters", "work", "saved-filters", SavedLists,
                permission="tasks.read", problems=(403, 422))  # fmt: skip
SAVE = changing("save_filter", "work", "saved-filters", permission="tasks.read",
                scope=scopes.ACCOUNT, body=SavedList)  # fmt: skip
NAME = Param(name="name", kind=Named, required=True, text="saved_name")
FORGET = changing("forget_filter", "work", "saved-filters", NAME, permission="tasks.read",
                  scope=scopes.ACCOUNT, method="delete", problems=(403, 404, 422))  # fmt: skip


class MyWork(Controller):
    """What must I decide and do, and by when?"""

    path = "/api/v1/my-work"

    @get(opt=MINE)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        given = query_of(MINE, request)
        await caught_up(request, given)
        past_of(request, given)
        view, house = await view_of_list(request), _house(request)
        visit = as_person_then(view)
        offices = offices_of(visit)
        rows = await rows_of(request, view, visit, offices)
        duties = [_duty(row) for row in rows]
        circle = circle_of(offices, visit.reach, visit.ward)
        position = house.freshness.position
        news = await news_of(house.pool, visit, circle, view.days, position, whole=True)
        content = Work(
            items=tuple(d for d in duties if given.get("list", d.list) == d.list),
            counts={name: sum(d.list == name for d in duties) for name in ("decide", "do", "wait")},
            news=tuple(
                News(at=n.at, code=n.code, sentence=n.sentence, marker=n.marker)
                for n in (() if view.typed else news.items)
            ),
            news_count=0 if view.typed else news.count,
            position=news.position,
        )
        return answer(request, content)


class SeenNews(Controller):
    """The person has looked at the news."""

    path = "/api/v1/my-work/seen"

    @post(opt=SEEN, status_code=204)
    async def mark(self, request: AnyRequest) -> Response[None]:
        query_of(SEEN, request)
        said = read_body(await json_body(request), SeenUpTo)
        house, visit = _house(request), visit_of(request)
        position = min(said.position, house.freshness.position)
        await reading_marks.mark_seen(house.pool, _person(request), position, visit.now)
        return nothing()


class SavedFilters(Controller):
    """Lists of the register with a name."""

    path = "/api/v1/saved-filters"

    @get(opt=SAVED)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        await caught_up(request, query_of(SAVED, request))
        found = await reading_marks.saved_filters(pool_of(request), _person(request))
        return answer(request, SavedLists(items=tuple(found)))

    @post(opt=SAVE, status_code=204)
    async def save(self, request: AnyRequest) -> Response[None]:
        query_of(SAVE, request)
        said = read_body(await json_body(request), SavedList)
        pool, visit = pool_of(request), visit_of(request)
        typed = dict(parse_qsl(said.query))
        asked = read_asked(typed, visit.ward, visit.today, await plans(pool), sees_drafts=True)
        if not asked.query:
            raise Invalid(("query", "no_choice", {"got": said.query[:60]}))
        saved = reading_marks.SavedFilter(name=said.name, query=asked.query)
        if not await reading_marks.save_filter(pool, _person(request), saved):
            raise NotServed(409, "too_many_saved")
        return nothing()

    @delete(opt=FORGET, status_code=204)
    async def forget(self, request: AnyRequest) -> Response[None]:
        given = query_of(FORGET, request)
        await reading_marks.drop_filter(pool_of(request), _person(request), given["name"])
        return nothing()


CONTROLLERS: list[type[Controller]] = [MyWork, SeenNews, SavedFilters]


def _house(request: AnyRequest) -> Any:
    return house_of(request)


def _person(request: AnyRequest) -> Any:
    person_id = signed_in(request).person_id
    if person_id is None:
        raise NotFoundException
    return person_id


def _duty(row: Any) -> Duty:
    return Duty(
        list=row.list,
        title=row.title,
        why=row.why,
        origin=row.origin,
        time_class=row.tag,
        limit_on=row.limit_on,
        is_overdue=row.is_overdue,
        href=row.href,
    )
