"""Reading the register: every filter of the page, sorted, a part at a time, with counts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Controller, Response, get
from msgspec import Meta

from domain.values import Nature, Source
from projections.plan_index import plans
from projections.register_filter import ALL_STAGES
from projections.register_order import CLASS_ORDER, SORTS, Cursor
from projections.register_query import PAGE, counts, late_since, page
from projections.time_class_sql import Days
from web.api.answers import answer
from web.api.operation import AS_OF, Param, reading
from web.api.problems import Invalid
from web.api.query import caught_up, past_of, query_of
from web.api.task_shapes import TaskLine, TaskList
from web.api.task_views import task_line
from web.register.asked import NAMES, Asked, read_asked
from web.register.past import View, view_of_list
from web.register.routes import DRAFT_READERS, pool_of
from web.render import AnyRequest
from web.session import visit_of

LIMIT_MAX = 200
STAGES = ("open", "all", "drafted", *ALL_STAGES)
Number = Annotated[int, Meta(ge=1, le=9999)]
Slug = Annotated[str, Meta(min_length=1, max_length=60)]
SORTED_BY = tuple(f"{way}{name}" for name in SORTS for way in ("", "-"))

FILTERS: tuple[Param, ...] = (
    Param(name="q", kind=Annotated[str, Meta(max_length=200)]),
    Param(name="unit", kind=list[Slug]),
    Param(name="part", kind=list[Slug]),
    Param(name="field", kind=list[Annotated[int, Meta(ge=1, le=7)]]),
    Param(name="class", kind=list[Literal[CLASS_ORDER]]),  # type: ignore[valid-type]
    Param(name="stage", kind=list[Literal[STAGES]]),  # type: ignore[valid-type]
    Param(name="source", kind=list[Source]),
    Param(name="nature", kind=list[Nature]),
    Param(name="person", kind=UUID),
    Param(name="due_from", kind=date),
    Param(name="due_to", kind=date),
    Param(name="plan", kind=Slug),
    Param(name="within", kind=Slug),
    Param(name="version", kind=Number),
    Param(name="weight", kind=Annotated[str, Meta(max_length=10)]),
    Param(name="late_entry", kind=Literal["1"]),
    Param(name="extended_from", kind=date),
    Param(name="asks", kind=Literal["1"]),
)
PAGING: tuple[Param, ...] = (
    Param(name="sort", kind=Literal[SORTED_BY]),  # type: ignore[valid-type]
    Param(name="cursor", kind=Annotated[str, Meta(max_length=600)]),
    Param(name="limit", kind=Annotated[int, Meta(ge=1, le=LIMIT_MAX)]),
)
LIST = reading(
    "list_tasks",
    "task",
    "tasks",
    TaskList,
    *FILTERS,
    *PAGING,
    AS_OF,
    permission="tasks.read",
    problems=(403, 422),
)
LATE = reading(
    "list_late_since",
    "task",
    "tasks/late-since",
    tuple[TaskLine, ...],
    Param(name="day", kind=date),
    permission="tasks.read",
    problems=(403, 422),
)


class Register(Controller):
    """Which tasks are there, and which are in trouble?"""

    path = "/api/v1/tasks"

    @get(opt=LIST)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        given = query_of(LIST, request)
        await caught_up(request, given)
        past = past_of(request, given)
        view, pool = await view_of_list(request), pool_of(request)
        visit, days = view.visit, view.days
        asked = await asked_of(request, given, view)
        size = given.get("limit", PAGE)
        found = await page(pool, asked.filter, days, asked.sorting, _cursor(given), size)
        counted = await counts(pool, asked.filter, days)
        content = TaskList(
            items=tuple(task_line(line, visit) for line in found.lines),
            total=sum(each.count for each in counted.values()),
            counts={name: each.count for name, each in counted.items()},
            next=found.later.text() if found.later else None,
            previous=found.earlier.text() if found.earlier else None,
            as_of=past.on if past else None,
            position=_position(request),
        )
        return answer(request, content)


class LateSince(Controller):
    """What became late since a day?"""

    path = "/api/v1/tasks/late-since"

    @get(opt=LATE)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        given = query_of(LATE, request)
        await caught_up(request, given)
        visit = visit_of(request)
        day = given.get("day", visit.today - timedelta(days=1))
        days = Days.of(visit.ward, visit.today)
        lines = await late_since(pool_of(request), day, days)
        return answer(request, tuple(task_line(line, visit) for line in lines))


CONTROLLERS: list[type[Controller]] = [Register, LateSince]


async def asked_of(request: AnyRequest, given: dict[str, Any], view: View) -> Asked:
    """The filters by the page's own reader; a value that it would leave out is told as wrong."""
    visit = view.visit
    typed = {name: request.query_params[name] for name in given if name in (*NAMES, "sort")}
    sees_drafts = bool(visit.roles & DRAFT_READERS)
    shelf = await plans(pool_of(request))
    asked = read_asked(
        typed, visit.ward, visit.today, shelf, sees_drafts=sees_drafts, as_of=view.typed
    )
    wrong = [
        (name, "no_choice", {"got": said[:60]})
        for name, said in typed.items()
        if name in NAMES and said.strip() and not _is_kept(said, asked.given.get(name, ""))
    ]
    if wrong:
        raise Invalid(*wrong)
    return asked


def _is_kept(said: str, kept: str) -> bool:
    return bool(kept) and len(set(kept.split(","))) >= len({w for w in said.split(",") if w})


def _cursor(given: dict[str, Any]) -> Cursor | None:
    if "cursor" not in given:
        return None
    found = Cursor.read(given["cursor"])
    if found is None:
        raise Invalid(("cursor", "no_choice", {"got": given["cursor"][:60]}))
    return found


def _position(request: AnyRequest) -> int:
    house: Any = request.app.state.house
    return int(house.freshness.position)
