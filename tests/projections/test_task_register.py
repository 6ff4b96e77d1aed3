"""The register: what a line says, and that lists, counts and pages come out right."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from itertools import product
from typing import Any, TypeVar

import msgspec
import psycopg

from domain.task import commands as c
from domain.task.events import Content
from domain.task.memory import Task
from domain.task.time_class import TimeFacts, time_class
from domain.values import NoDeadline, Standing
from projections.database import Pool, make_pool
from projections.feed import Feed
from projections.read_model import Table
from projections.rebuild import rebuild
from projections.register_filter import ALL_STAGES, RegisterFilter
from projections.register_order import CLASS_ORDER, SORTS, Cursor, Sorting
from projections.register_query import (
    counts,
    every_line,
    late_since,
    page,
)
from projections.register_row import REGISTER
from projections.task_register import MemoryRow, TaskRegister
from projections.time_class_sql import TIME_CLASS, Days
from service.schema import FEED_ROLE, WEB_ROLE
from tests import stories as s
from tests.projections.task_lives import fed, folded, journal, row, task_id
from tests.stories import CHAIR, CLOCK_ACTOR, TASK, VICE, Life, on

TODAY = on("2025-11-20")
WARD = s.ward()
DAYS = Days.of(WARD, TODAY)
Result = TypeVar("Result")


def asking(url: str, question: Callable[[Pool], Awaitable[Result]]) -> Result:
    """Ask the database as the web process does."""

    async def ask() -> Result:
        async with make_pool(url, WEB_ROLE) as pool:
            return await question(pool)

    return asyncio.run(ask())


def task(n: int, text: str, due: str | None, when: str = "2025-11-03", **more: Any) -> Life:
    """Assigned and accepted, with words of its own."""
    deadline = s.fixed(due) if due else NoDeadline(why="Chờ.", follow_up_on=on("2026-01-15"))
    lead = more.pop("lead", s.VHXH)
    content = Content(
        text=text,
        field=more.pop("field", 1),
        product="Báo cáo",
        lead_id=lead,
        deadline=deadline,
        **more,
    )
    return (
        s.nothing()
        .when(when, CHAIR, c.AssignTask(task_id=TASK, content=content), number=n)
        .when(f"{when} 10:00", s.head(lead), c.AcceptTask(task_id=TASK))
    )


# -- a line ----------------------------------------------------------------------


def test_a_line_says_what_the_task_became() -> None:
    life = (
        s.accepted(s.VHXH, s.fixed("2025-09-30"))
        .when("2025-09-10", s.head(s.VHXH), s.ask_more_time("2025-10-15"))
        .when("2025-09-11", VICE, c.ApproveExtension(task_id=TASK, request_id=s.request()))
        .when("2025-10-20", s.head(s.VHXH), s.submit())
        .when("2025-10-22", VICE, s.confirm(quality="met_with_defects"))
    )
    line = row(life)
    assert (line.original_last_on, line.last_on) == (on("2025-09-30"), on("2025-10-15"))
    assert (line.extensions, line.extension_days, line.extended_on) == (1, 15, on("2025-09-11"))
    assert (line.submitted_on, line.confirmed_on) == (on("2025-10-20"), on("2025-10-22"))
    assert (line.schedule, line.quality, line.days_late) == ("late", "met_with_defects", 3)
    assert line.asks_extension is False


def test_an_extension_after_the_last_day_does_not_count() -> None:
    life = (
        s.accepted(s.VHXH, s.fixed("2025-09-30"))
        .when("2025-09-29", s.head(s.VHXH), s.ask_more_time("2025-10-15"))
        .when(
            "2025-10-02",
            VICE,
            c.ApproveExtension(task_id=TASK, request_id=s.request()),
            document=None,
        )
    )
    line = row(life)
    assert (line.last_on, line.newest_last_on) == (on("2025-09-30"), on("2025-10-15"))


def test_a_dropped_draft_leaves_the_register() -> None:
    draft = s.nothing().when(
        "2025-08-18",
        s.REGISTER,
        c.DraftTask(task_id=TASK, content=s.content(s.VHXH, s.fixed("2025-09-30"))),
    )
    assert row(draft).stage == "drafted"
    dropped = draft.when("2025-08-19", s.REGISTER, c.DropDraft(task_id=TASK))
    assert folded([dropped]).get(REGISTER, task_id(1)) is None


def test_a_late_entry_is_remembered() -> None:
    life = s.assigned(s.VHXH, s.fixed("2025-09-30")).when(
        "2025-08-29", s.head(s.VHXH), c.AcceptTask(task_id=TASK), happened_at=s.at("2025-08-19")
    )
    assert row(life).late_entry_days == 8
    assert row(s.accepted(s.VHXH, s.fixed("2025-09-30"))).late_entry_days == 0


def test_a_standing_task_has_no_day() -> None:
    line = row(s.accepted(s.VHXH, Standing()))
    assert (line.kind, line.last_on) == ("standing", None)


# -- the class of time, in SQL and in the domain -----------------------------------


def test_sql_and_domain_agree_on_every_class(database_url: str) -> None:
    """Every stage, kind and place of the dates around weekends and a holiday."""
    stages = (*ALL_STAGES, "drafted", "dropped")
    kinds = ("single", "group", "series", "standing", "conditional")
    lasts = [None, *(TODAY + timedelta(days=d) for d in range(-3, 9))]
    cases = [
        TimeFacts(
            stage=stage,
            kind=kind,
            waits_for_trigger=waits,
            nominal_on=last - timedelta(days=shift) if last else None,
            last_on=last,
            submitted_on=TODAY if stage in ("submitted", "confirmed", "filed") else None,
        )
        for stage, kind, waits, last, shift in product(stages, kinds, (False, True), lasts, (0, 2))
    ]
    ends = [TODAY, on("2025-11-22"), on("2025-11-23")]
    with psycopg.connect(database_url) as connection:
        for today in ends:
            wanted = [time_class(f, today, WARD.calendar, 3) for f in cases]
            got = connection.execute(
                f"SELECT {TIME_CLASS} FROM unnest(%(stage)s::text[], %(kind)s::text[],"
                " %(waits)s::bool[], %(nominal)s::date[], %(last)s::date[], %(done)s::date[])"
                " WITH ORDINALITY AS f(stage, kind, waits_for_trigger, nominal_on, last_on,"
                " submitted_on, place) ORDER BY place".encode(),
                Days.of(WARD, today).facts
                | {
                    "stage": [f.stage for f in cases],
                    "kind": [f.kind for f in cases],
                    "waits": [f.waits_for_trigger for f in cases],
                    "nominal": [f.nominal_on for f in cases],
                    "last": [f.last_on for f in cases],
                    "done": [f.submitted_on for f in cases],
                },
            ).fetchall()
            assert [g[0] for g in got] == wanted
    assert {time_class(f, TODAY, WARD.calendar, 3) for f in cases} == set(CLASS_ORDER)


# -- lists -----------------------------------------------------------------------


def lives() -> list[Life]:
    """Six tasks around the 20th of November."""
    return [
        task(1, "Đôn đốc các phòng", "2025-11-21"),
        task(2, "Ân xá và đặc xá", "2025-11-10", lead=s.VP),
        task(3, "An toàn thực phẩm", "2025-12-31", field=3),
        task(4, "Xây dựng 100% kế_hoạch", None, field=3),
        task(5, "Ăn ở văn minh", "2025-11-18", lead=s.VP, source="city").when(
            "2025-11-18", s.head(s.VP), s.submit()
        ),
        task(6, "Đã xong từ lâu", "2025-11-14")
        .when("2025-11-13", s.head(s.VHXH), s.submit())
        .when("2025-11-13 15:00", VICE, s.confirm()),
    ]


def codes(url: str, asked: RegisterFilter | None = None, sorting: Sorting | None = None) -> str:
    """The last digits of the codes in order."""
    found = asking(url, lambda pool: page(pool, asked or RegisterFilter(), DAYS, sorting))
    return "".join(line.code[-1] for line in found.lines)


def test_filters_and_orders(database_url: str) -> None:
    fed(database_url, journal(lives()))
    everything = RegisterFilter(stages=ALL_STAGES)
    assert codes(database_url) == "25134"  # overdue first, then by last day, no day last
    assert codes(database_url, everything, Sorting(by="code", descending=True)) == "654321"
    # an, ăn, ân, đ…, x…: the order of a Vietnamese dictionary
    assert codes(database_url, everything, Sorting(by="text")) == "352614"
    by_unit = Sorting(by="unit", unit_order=(s.VP, s.VHXH))
    assert codes(database_url, everything, by_unit) == "251346"
    assert codes(database_url, RegisterFilter(classes=("overdue",))) == "2"
    assert codes(database_url, RegisterFilter(classes=("waiting_in_time", "due_soon"))) == "51"
    assert codes(database_url, RegisterFilter(fields=(3,))) == "34"
    assert codes(database_url, RegisterFilter(sources=("city",))) == "5"
    assert codes(database_url, RegisterFilter(leads=(s.VP,))) == "25"
    assert codes(database_url, RegisterFilter(posts=(s.post("head:VP"),))) == "25"
    window = RegisterFilter(due_from=on("2025-11-18"), due_to=on("2025-11-21"))
    assert codes(database_url, window) == "51"


def test_words_are_found_without_marks_and_a_code_comes_first(database_url: str) -> None:
    everything = [*lives(), task(9, "Nhắc lại PL-2025-0001 cho rõ", "2025-11-11")]
    fed(database_url, journal(everything))
    assert codes(database_url, RegisterFilter(words="don DOC")) == "1"
    assert codes(database_url, RegisterFilter(words="ke_hoach 100%")) == "4"
    assert codes(database_url, RegisterFilter(words="100_")) == ""
    assert codes(database_url, RegisterFilter(words="pl-2025-0001")) == "19"


def test_pages_follow_each_other_both_ways_without_loss(database_url: str) -> None:
    fed(database_url, journal(lives()))
    everything = RegisterFilter(stages=ALL_STAGES)
    for by, descending in product(SORTS, (False, True)):
        sorting = Sorting(by=by, descending=descending, unit_order=(s.VP, s.VHXH))
        whole = codes(database_url, everything, sorting)

        async def walk(pool: Pool, sorting: Sorting = sorting) -> list[str]:
            cursor, seen = None, []
            while True:
                found = await page(pool, everything, DAYS, sorting, cursor, size=2)
                seen.append("".join(line.code[-1] for line in found.lines))
                assert found.first == 2 * len(seen) - 1
                if found.later is None:
                    break
                cursor = Cursor.read(found.later.text())
            back = []
            while found.earlier is not None:
                found = await page(pool, everything, DAYS, sorting, found.earlier, size=2)
                back.append("".join(line.code[-1] for line in found.lines))
            assert back == seen[-2::-1]
            return seen

        assert "".join(asking(database_url, walk)) == whole, by
    assert Cursor.read("not a cursor") is None


def test_counts_and_exports_have_the_same_rows(database_url: str) -> None:
    fed(database_url, journal(lives()))
    everything = RegisterFilter(stages=ALL_STAGES)
    counted = asking(database_url, lambda pool: counts(pool, everything, DAYS))
    assert {name: each.count for name, each in counted.items()} == {
        "due_soon": 1,
        "overdue": 1,
        "in_time": 1,
        "no_deadline": 1,
        "waiting_in_time": 1,
        "done_on_time": 1,
    }
    assert sum(each.due for each in counted.values()) == 3

    async def export(pool: Pool) -> list[str]:
        sorting = Sorting()
        chunks = every_line(pool, everything, DAYS, sorting, chunk=4)
        return [line.code[-1] async for chunk in chunks for line in chunk]

    whole = codes(database_url, everything)
    assert "".join(asking(database_url, export)) == whole


def test_newly_late_are_those_whose_last_moment_went_by_since(database_url: str) -> None:
    fed(database_url, journal([task(1, "Hết hạn hôm qua", "2025-11-19"), *lives()[1:]]))

    def since(day: date) -> str:
        found = asking(database_url, lambda pool: late_since(pool, day, DAYS))
        return "".join(sorted(line.code[-1] for line in found))

    assert since(on("2025-11-20")) == "1"
    assert since(on("2025-11-21")) == ""
    assert since(on("2025-11-11")) == "12"
    assert since(on("2025-11-12")) == "1"


def test_folding_batch_by_batch_is_the_same_as_folding_anew(database_url: str) -> None:
    facts = journal(lives())
    fed(database_url, facts[:7])
    fed(database_url, facts[7:])
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"SET ROLE {FEED_ROLE}".encode())
        assert rebuild(connection, TaskRegister(), compare=True).equal is True


def test_the_memory_of_a_task_survives_the_database(database_url: str) -> None:
    """Every part of it, also those that only unusual acts fill."""
    life = (
        s.accepted(s.VHXH, s.fixed("2025-09-30"), cooperating=(s.VP,))
        .when(
            "2025-08-25",
            s.head(s.VHXH),
            c.AllocateTask(task_id=TASK, to_post_id=s.post("officer:VHXH")),
        )
        .when("2025-09-01", s.head(s.VHXH), s.ask_more_time("2025-10-15"))
        .when("2025-10-01", CLOCK_ACTOR, c.PassDeadline(task_id=TASK, for_on=on("2025-09-30")))
    )
    facts = journal([life])
    for fact in facts:
        fed(database_url, [fact])
    model = TaskRegister()
    table: Table[MemoryRow] = model.tables[0]
    kept = folded([life]).get(table, task_id(1))
    with psycopg.connect(database_url) as connection:
        stored = connection.execute("SELECT memory FROM soviec_read.task_memory").fetchone()
    assert kept is not None
    assert stored is not None
    assert stored[0]["code"] == kept.memory.code
    assert Feed(database_url, FEED_ROLE, [model]).catch_up() is None


def test_a_cursor_of_another_order_or_of_somebody_s_making_is_harmless(database_url: str) -> None:
    fed(database_url, journal(lives()))
    by_code = Cursor(is_exact=1, value="PL-2025-0002", code="PL-2025-0002", task_id=task_id(2))
    found = asking(database_url, lambda pool: page(pool, RegisterFilter(), DAYS, None, by_code))
    assert (found.first, len(found.lines)) == (1, 5)
    assert Cursor.read(by_code.text()) == by_code
    poisoned = Cursor(is_exact=1, value="a\x00", code="", task_id=task_id(2))
    assert Cursor.read(poisoned.text()) is None


def test_a_memory_of_another_shape_is_another_version() -> None:
    """Rows written by an older shape could not be read: raise the version, then both numbers."""
    shape = msgspec.json.encode(msgspec.json.schema(Task), order="deterministic")
    known = (TaskRegister.version, hashlib.sha256(shape).hexdigest()[:12])
    assert known == (5, "6a2860fc1286")
