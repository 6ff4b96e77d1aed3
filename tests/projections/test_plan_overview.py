"""The matrix of a plan adds up, and is the same whether counted in SQL or folded for a past day."""

from __future__ import annotations

import asyncio
from uuid import UUID

from msgspec.structs import replace

from domain.task import commands as c
from domain.values import PlanPlace, Standing
from projections.database import make_pool
from projections.plan_overview import (
    DATED,
    PARTS,
    Group,
    Numbers,
    Overview,
    Pace,
    groups,
    overview_of,
)
from projections.plan_past import fold_then, groups_then
from projections.register_filter import ALL_STAGES, RegisterFilter
from projections.time_class_sql import Days
from service.schema import WEB_ROLE
from tests import stories as s
from tests.projections.task_lives import fed, journal, task_id
from tests.stories import TASK, Life, on

PLAN = PlanPlace(plan_id=UUID(int=0x77), version=1, ref="III.1.a")
TODAY = on("2025-11-20")
WARD = s.ward()
ASKED = RegisterFilter(
    stages=ALL_STAGES, within_plan=(PLAN.plan_id, on("2025-07-01"), on("2025-12-31"))
)


def lives() -> list[Life]:
    of_plan = {"plan": PLAN, "source": "plan"}
    return [
        s.confirmed(s.VHXH, s.fixed("2025-09-30"), "2025-09-26", **of_plan),
        s.confirmed(s.VHXH, s.fixed("2025-09-30"), "2025-10-06", **of_plan),
        s.accepted(s.VHXH, s.fixed("2025-10-31"), **of_plan),
        s.accepted(s.VP, s.fixed("2025-12-31"), field=2, **of_plan).when(
            "2025-11-19", s.head(s.VP), s.ask_more_time("2026-01-15")
        ),
        s.submitted(s.VP, s.fixed("2025-11-21"), "2025-11-18", field=2, **of_plan),
        s.accepted(s.VP, Standing(), field=2, **of_plan),
        s.assigned(s.VHXH, s.fixed("2025-12-31"), field=2, **of_plan).when(
            "2025-08-18 09:00",
            s.head(s.VHXH),
            c.ReturnTask(task_id=TASK, why="unclear", text="Chưa rõ."),
        ),
        s.accepted(s.VHXH, s.fixed("2025-12-31"), field=7, source="city"),
    ]


def parts(numbers: Numbers, basis: str = "verified") -> tuple[int, ...]:
    return tuple(numbers.pair(part, basis) for part in (*PARTS, "waiting"))  # type: ignore[arg-type]


def counted(url: str, asked: RegisterFilter = ASKED) -> Overview:
    async def ask() -> list[Group]:
        async with make_pool(url, WEB_ROLE) as pool:
            return await groups(pool, asked, Days.of(WARD, TODAY))

    return overview_of(asyncio.run(ask()))


def test_cells_and_edges(database_url: str) -> None:
    fed(database_url, journal(lives()))
    found = counted(database_url)
    assert parts(found.cell(1, s.VHXH)) == (1, 1, 0, 1, 0)
    assert parts(found.cell(2, s.VP)) == (0, 0, 1, 0, 1)
    assert found.cell(2, s.VP).asking == 1
    assert found.cell(2, s.VHXH).of("returned") == 1
    assert parts(found.cell(2, s.VP), "claimed") == (1, 0, 1, 0, 0)
    assert parts(found.columns[s.VHXH]) == (1, 1, 1, 1, 0)
    assert parts(found.all) == (1, 1, 2, 1, 1)
    assert set(found.rows) == {1, 2, 3, 4, 5, 6, 7}
    assert (found.all.total, found.all.dated, found.all.due) == (8, 6, 3)
    assert sum(found.all.of(name) for name in DATED) == found.all.dated
    # in the last 90 days three came due, two of them late; two run and are not late
    assert found.pace == Pace(due=3, late=2, running=2)
    assert found.pace.expected_late == 1


def test_tasks_of_the_city_are_told_apart(database_url: str) -> None:
    fed(database_url, journal(lives()))
    city = counted(database_url, replace(ASKED, sources=("city",)))
    assert (city.all.total, parts(city.rows[7])) == (1, (0, 0, 1, 0, 0))


def test_no_pace_without_anything_due() -> None:
    assert overview_of([]).pace.expected_late is None


def test_a_past_day_folded_is_what_counting_gave_then(database_url: str) -> None:
    facts = journal(lives())
    fed(database_url, facts)
    then = fold_then(facts, WARD, TODAY)
    assert overview_of(groups_then(then.values(), TODAY)) == counted(database_url)


def test_a_past_day_knows_nothing_of_what_came_later() -> None:
    then = fold_then(journal(lives()), WARD, on("2025-09-28"))
    assert then[task_id(1)].time_class == "done_on_time"
    assert then[task_id(2)].time_class == "due_soon"
    assert then[task_id(2)].since is not None
    assert then[task_id(2)].since.name == "task.completion_confirmed"
    assert then[task_id(1)].since is None
    assert parts(overview_of(groups_then(then.values(), on("2025-09-28"))).rows[1]) == (
        1,
        0,
        2,
        0,
        0,
    )
