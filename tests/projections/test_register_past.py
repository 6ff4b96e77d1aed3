"""At every place in the log the past lists are those that a reader saw there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.fact import Recorded
from domain.task import commands as c
from projections.database import Pool, fetch, make_pool
from projections.duties import DUTIES, DutyRow
from projections.read_model import Rows
from projections.register_filter import ALL_STAGES, RegisterFilter
from projections.register_order import Sorting
from projections.register_past import PAST_LINES, duties_at, lines_at, recorded_at
from projections.register_query import counts, every_line, page
from projections.register_row import REGISTER, RegisterRow
from projections.task_register import TaskRegister
from projections.time_class_sql import Days
from service.schema import WEB_ROLE
from tests import stories as s
from tests import task_pasts as pasts
from tests.projections.task_lives import fed, folded, journal, task_id
from tests.stories import CHAIR, CLOCK_ACTOR, TASK, Life, on

WARD = s.ward()
TODAY = on("2025-11-20")


def lives() -> list[Life]:
    """Extended and confirmed, urged and explained, dropped as a draft, amended."""
    extended = pasts.extended_and_late()
    urged = (
        s.accepted(s.SNC, s.fixed("2025-09-30"))
        .when(
            "2025-10-01",
            CLOCK_ACTOR,
            c.SendReminder(task_id=TASK, rule="overdue", for_on=on("2025-10-01"), to_posts=()),
        )
        .when("2025-10-03", s.REGISTER, c.UrgeTask(task_id=TASK, step=1))
        .when(
            "2025-10-06",
            s.head(s.SNC),
            c.ExplainDelay(task_id=TASK, cause="objective", text="Bão.", remedy="Làm bù."),
        )
    )
    dropped = (
        s.nothing()
        .when(
            "2025-08-18",
            s.REGISTER,
            c.DraftTask(task_id=TASK, content=s.content(s.VHXH, s.fixed("2025-09-30"))),
        )
        .when("2025-08-19", s.REGISTER, c.DropDraft(task_id=TASK))
    )
    words = s.content(s.VP, s.fixed("2025-12-01"))
    amended = s.accepted(s.VP, s.fixed("2025-11-28"), "2025-09-01").when(
        "2025-10-08", CHAIR, c.AmendTask(task_id=TASK, after=replace(words, text="Việc khác."))
    )
    return [extended, urged, dropped, amended]


def known(facts: Iterable[Recorded]) -> Rows:
    """The read model after these acts."""
    rows = Rows()
    for recorded in facts:
        TaskRegister().apply(recorded, rows)
    return rows


def plain(rows: Iterable[RegisterRow]) -> dict[UUID, RegisterRow]:
    """Lines without what only tells how the row came about."""
    moments = {"position": 0, "known_from": 0, "last_act_at": s.ward().calendars[0].decided_at}
    return {row.task_id: replace(row, **moments) for row in rows}


def waiting(rows: Iterable[DutyRow]) -> set[Any]:
    return {msgspec.json.encode(replace(row, known_from=0)) for row in rows}


async def selected(pool: Pool, row: type[Any], source: str, days: Days) -> list[Any]:
    names = ", ".join(row.__struct_fields__)
    return await fetch(pool, row, f"SELECT {names} FROM {source}", days.facts)


def test_every_place_in_the_log_shows_what_was_known_there(database_url: str) -> None:
    facts = journal(lives())
    fed(database_url, facts)

    async def look() -> None:
        async with make_pool(database_url, WEB_ROLE) as pool:
            for place in range(len(facts) + 1):
                days = Days.of(WARD, TODAY, place)
                then = known(facts[:place])
                lines = await selected(pool, RegisterRow, lines_at(days), days)
                assert plain(lines) == plain(then.all(REGISTER)), place
                duties = await selected(pool, DutyRow, duties_at(days), days)
                assert waiting(duties) == waiting(then.all(DUTIES)), place

    asyncio.run(look())


def test_lists_counts_and_files_are_those_of_then(database_url: str) -> None:
    facts = journal(lives())
    fed(database_url, facts)
    place = sum(1 for fact in facts if fact.meta.recorded_on < on("2025-10-15"))
    days = Days.of(WARD, on("2025-10-14"), place)
    asked = RegisterFilter(stages=ALL_STAGES)

    async def look() -> None:
        async with make_pool(database_url, WEB_ROLE) as pool:
            found = await page(pool, asked, days)
            classes = {line.task_id: line.time_class for line in found.lines}
            assert classes[task_id(1)] == "due_today" or classes[task_id(1)] == "due_soon"
            assert classes[task_id(2)] == "overdue"
            assert sum(n.count for n in (await counts(pool, asked, days)).values()) == 3
            chunks = [c async for c in every_line(pool, asked, days, Sorting())]
            assert [line.task_id for c in chunks for line in c] == [
                line.task_id for line in found.lines
            ]
            at = await recorded_at(pool, place)
            assert at == facts[place - 1].meta.recorded_at
            assert await recorded_at(pool, 0) is None

    asyncio.run(look())


def test_an_act_that_changes_no_word_of_a_line_closes_no_version() -> None:
    urged = lives()[1]
    rows = folded([urged])
    before = len(list(rows.all(PAST_LINES)))
    remind = c.SendReminder(task_id=TASK, rule="overdue", for_on=on("2025-10-07"), to_posts=())
    more = folded([urged.when("2025-10-07", CLOCK_ACTOR, remind)])
    assert len(list(more.all(PAST_LINES))) == before
