"""Whole journals of an invented ward, written by COPY: what twenty years of work look like.

Test data of this bench and nothing else. The last months are the same in a small and in a large
journal; a large one has years of finished tasks and closed plans before them.
"""

from __future__ import annotations

import multiprocessing
import os
import random
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import psycopg

from bench.evaluation_round import open_round
from bench.task_lives import Course, acts_of
from domain.fact import LOCAL, Actor, Event, Meta, Recorded
from domain.ids import derived
from domain.journal import encode
from domain.plan import events as p
from domain.values import Evidence, Fixed, PlanPlace
from service.clock import HandClock
from service.demo.cast import WORKING_UNITS, holder_on, post_id, unit
from service.demo.founding import founding_acts
from service.demo.script import hour
from service.desk import Desk, Envelope, Who
from service.reactions import REACTIONS
from service.settings import Settings
from service.wiring import open_house

FOUNDED = date(2025, 7, 1)
FIRST_YEAR = 2026
TODAY = date(2045, 11, 20)
NOW = datetime(2045, 11, 20, 7, 40, tzinfo=LOCAL)
YEARS = TODAY.year - FIRST_YEAR
RECENT_TASKS = 520
OPEN_SHARE = 0.5
PLAN_LINES = 60
ACTS_OF_A_PAST_PLAN = 3
ACTS_OF_A_PAST_TASK = 20
SEED = 7306
KEEPER = Actor(
    person_id=holder_on("chanh-vp", FOUNDED), post_id=post_id("chanh-vp"), unit_id=unit("VP")
)


class Made(msgspec.Struct, frozen=True):
    """A journal that was written, and what to look at in it."""

    url: str
    events: int
    plan_code: str
    open_code: str
    open_task: UUID


async def make_journal(url: str, data: Path, events: int) -> Made:
    """Found the ward and write so many events; the read models are still to be built."""
    await _found(url, data)
    recent = sorted(_recent(random.Random(SEED)), key=_recorded_at)
    past_tasks = max(0, events - len(recent)) // ACTS_OF_A_PAST_TASK
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT max(notification_id) FROM soviec.journal_events")
        position = int(row.fetchone()[0])  # type: ignore[index]
    written = _write_past(url, past_tasks // YEARS, position)
    with psycopg.connect(url) as connection:
        written += _copy(connection, recent, position + written)
        connection.execute(
            "SELECT setval('soviec.journal_events_notification_id_seq', %s)", (position + written,)
        )
        # these acts have been reacted to: their consequences are in the journal already
        connection.execute(
            "INSERT INTO soviec.reaction_position (name, position)"
            " SELECT unnest(%s::text[]), %s ON CONFLICT (name) DO NOTHING",
            ([reaction.name for reaction in REACTIONS], position + written),
        )
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE soviec.journal_events")
    await open_round(url, data, NOW)
    sample = next(a for a in recent if getattr(a.event, "code", "").endswith("-00031"))
    code: str = sample.event.code  # type: ignore[attr-defined]
    return Made(url, position + written, _plan_code(TODAY.year), code, sample.originator_id)


async def _found(url: str, data: Path) -> None:
    async with open_house(Settings(data=data, demo=True), url, has_roles=True) as house:
        desk = Desk(house.ledger, HandClock(hour(FOUNDED, "07:00")), house.wards)
        for act in founding_acts():
            who = Who(person_id=act.person_id, acting_post=act.acting_post)
            if act.post is None:
                who = Who(system=Actor(capacity="founding"))
            envelope = Envelope(who=who, command_id=act.command_id, document=act.document)
            await desk.submit(act.command, envelope)


def _write_past(url: str, tasks_a_year: int, after: int) -> int:
    """All years before the last, on all cores; how many acts."""
    if not tasks_a_year:
        return 0
    acts_a_year = ACTS_OF_A_PAST_PLAN + tasks_a_year * ACTS_OF_A_PAST_TASK
    spawning = multiprocessing.get_context("spawn")  # a fork would share our connections
    with ProcessPoolExecutor(os.cpu_count(), mp_context=spawning) as pool:
        years = [
            pool.submit(_write_year, url, FIRST_YEAR + n, tasks_a_year, after + n * acts_a_year)
            for n in range(YEARS)
        ]
        counts = [year.result() for year in years]
    assert set(counts) == {acts_a_year}, "the years follow each other without gap or overlap"
    return sum(counts)


def _write_year(url: str, year: int, tasks: int, after: int) -> int:
    acts = sorted(_past(year, tasks, random.Random(SEED + year)), key=_recorded_at)
    with psycopg.connect(url) as connection:
        return _copy(connection, acts, after)


def _recorded_at(act: Recorded) -> datetime:
    return act.meta.recorded_at


def _recent(chance: random.Random) -> Iterator[Recorded]:
    """The plan in force and the tasks of the last months, half of them open."""
    yield from _plan(TODAY.year, is_closed=False)
    open_tasks = int(RECENT_TASKS * OPEN_SHARE)
    for n in range(RECENT_TASKS):
        is_open = n < open_tasks
        assigned_at = NOW - timedelta(days=30 + chance.randrange(90), hours=chance.randrange(8))
        late_by = chance.randrange(-60, 10) if is_open else chance.randrange(0, 20)
        yield from acts_of(
            Course(
                number=n,
                code=f"PL-{TODAY.year}-{n:05d}",
                assigned_at=assigned_at,
                last_on=TODAY - timedelta(days=late_by),
                ends=("accepted", "accepted", "submitted")[n % 3] if is_open else "filed",
                plan=_place(TODAY.year, n) if n % 5 < 3 else None,
            ),
            chance,
        )


def _past(year: int, tasks: int, chance: random.Random) -> Iterator[Recorded]:
    """A year of which nothing is left to do."""
    yield from _plan(year, is_closed=True)
    begins = datetime(year, 1, 5, 1, 0, tzinfo=UTC)
    for n in range(tasks):
        assigned_at = begins + timedelta(days=chance.randrange(300), hours=chance.randrange(8))
        yield from acts_of(
            Course(
                number=n,
                code=f"PL-{year}-{n:05d}",
                assigned_at=assigned_at,
                last_on=(assigned_at + timedelta(days=chance.randrange(10, 40))).date(),
                ends="filed",
                plan=_place(year, n) if n % 5 < 3 else None,
            ),
            chance,
        )


def _plan_id(year: int) -> UUID:
    return derived("bench-plan", year)


def _plan_code(year: int) -> str:
    return f"cchc-{year}"


def _place(year: int, n: int) -> PlanPlace:
    return PlanPlace(plan_id=_plan_id(year), version=1, ref=f"III.{n % PLAN_LINES + 1}")


def _plan(year: int, *, is_closed: bool) -> Iterator[Recorded]:
    read_at = datetime(year, 1, 3, 2, 0, tzinfo=UTC)
    read = p.Read(
        plan_id=_plan_id(year),
        code=_plan_code(year),
        file=Evidence(
            sha256=f"{year:064d}", bytes=90_000, media_type="application/pdf",
            file_name=f"ke-hoach-{year}.pdf", received_at=read_at,
        ),
        title=f"Kế hoạch cải cách hành chính năm {year}",
        period_from=date(year, 1, 1),
        period_to=date(year, 12, 31),
        lines=tuple(_line(year, n) for n in range(PLAN_LINES)),
    )  # fmt: skip
    acts: list[tuple[datetime, Event]] = [
        (read_at, read),
        (
            read_at + timedelta(hours=2),
            p.Issued(version=1, lines_hash="0" * 64, line_count=PLAN_LINES),
        ),
    ]
    if is_closed:
        acts.append((datetime(year, 12, 30, 2, 0, tzinfo=UTC), p.Closed()))
    for version, (at, event) in enumerate(acts, 1):
        yield Recorded(
            originator_id=_plan_id(year),
            originator_version=version,
            event=event,
            meta=Meta(
                event_id=derived("bench-plan-act", year, version),
                happened_at=at,
                recorded_at=at,
                actor=KEEPER,
                command_id=derived("bench-plan-command", year, version),
                salt=bytes(16),
            ),
        )


def _line(year: int, n: int) -> p.Line:
    return p.Line(
        ref=f"III.{n + 1}",
        seq=n,
        field=1 + n % 7,
        text=f"Nhiệm vụ {n + 1} của kế hoạch",
        product="Báo cáo",
        lead_id=unit(WORKING_UNITS[n % len(WORKING_UNITS)]),
        deadline=Fixed(on=date(year, 12, 15)),
    )


def _copy(connection: psycopg.Connection, acts: Iterable[Recorded], after: int) -> int:
    """Write acts in this order; how many."""
    count = 0
    statement = (
        b"COPY soviec.journal_events (originator_id, originator_version, topic, state,"
        b" notification_id, recorded_at) FROM STDIN (FORMAT BINARY)"
    )
    with connection.cursor().copy(statement) as copy:
        copy.set_types(["uuid", "int8", "text", "bytea", "int8", "timestamptz"])
        for count, act in enumerate(acts, 1):
            place = (after + count, act.meta.recorded_at)
            copy.write_row(
                (act.originator_id, act.originator_version, act.name, encode(act), *place)
            )
    return count
