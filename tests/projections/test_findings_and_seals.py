"""The rows of findings and seals: the same however they are folded, and what is asked of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest
from msgspec.structs import replace

from domain.fact import Recorded
from domain.finding import commands as c
from domain.ids import derived
from domain.seal import values as v
from projections import finding_query as query
from projections import seal_list
from projections.database import Pool, make_pool
from projections.feed import Feed
from projections.finding_register import FINDINGS, FindingRegister, FindingRow
from projections.read_model import ReadModel, Rows
from projections.rebuild import rebuild
from projections.seal_list import SEALS, SealList
from service.schema import FEED_ROLE, WEB_ROLE
from tests import finding_story as f
from tests import seal_story as q
from tests.journal_store import write_now
from tests.stories import KTHTDT, SNC, Life, on

PASTS: Sequence[Callable[[], Life]] = (
    f.recorded,
    f.delivered,
    f.acknowledged,
    f.explained,
    f.silent,
    f.upheld,
    f.remedy_reported,
    f.closed,
    f.dropped,
    f.handed_over,
)


def finding_id(n: int) -> UUID:
    return derived("finding-test", n)


def journal(lives: Sequence[Life], name: Callable[[int], UUID] = finding_id) -> list[Recorded]:
    """Each life as a stream of its own, in the order of recording."""
    facts = [
        replace(recorded, originator_id=name(n))
        for n, life in enumerate(lives, 1)
        for recorded in life.history
    ]
    facts.sort(key=lambda fact: (fact.meta.recorded_at, fact.originator_version))
    return [replace(fact, position=place) for place, fact in enumerate(facts, 1)]


def row(life: Life) -> FindingRow:
    """The row of one finding, without a database."""
    model, rows = FindingRegister(), Rows()
    for recorded in journal([life]):
        model.apply(recorded, rows)
    found = rows.get(FINDINGS, finding_id(1))
    assert found is not None
    return found


def fed(url: str, model: ReadModel, facts: Sequence[Recorded]) -> None:
    write_now(url, list(facts))
    assert Feed(url, FEED_ROLE, [model]).catch_up() is None


def asking(url: str, ask: Callable[[Pool], Any]) -> Any:
    async def asked() -> Any:
        async with make_pool(url, WEB_ROLE) as pool:
            return await ask(pool)

    return asyncio.run(asked())


def test_a_row_says_which_clock_runs() -> None:
    assert row(f.recorded()).answering_until is None
    assert row(f.delivered()).answering_until == on("2025-10-08")
    assert row(f.acknowledged()).answering_until == on("2025-10-14")
    explained = row(f.explained())
    assert (explained.answering_until, explained.stance, explained.is_objected) == (
        on("2025-10-14"),
        "contest",
        True,
    )
    upheld = row(f.upheld())
    assert (upheld.answering_until, upheld.remedy_by, upheld.is_open) == (
        None,
        on("2025-11-24"),
        True,
    )
    assert row(f.remedy_reported()).verify_by == on("2025-12-04")
    closed = row(f.closed())
    assert (closed.is_open, closed.in_time, closed.verify_by) == (False, True, None)


def test_however_it_is_folded_it_is_the_same(database_url: str) -> None:
    facts = journal([past() for past in PASTS])
    for start in range(0, len(facts), 7):
        fed(database_url, FindingRegister(), facts[start : start + 7])
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"SET ROLE {FEED_ROLE}".encode())
        assert rebuild(connection, FindingRegister(), compare=True).equal is True


def test_an_inspection_asks_what_is_open_and_which_clocks_run(database_url: str) -> None:
    fed(database_url, FindingRegister(), journal([past() for past in PASTS]))
    found = asking(database_url, lambda pool: query.of_inspection(pool, f.INSPECTION))
    running = {each.finding_id for each in found if each.answering_until is not None}
    assert running == {finding_id(n) for n in (2, 3, 4)}
    wanted = query.Wanted(inspection_id=f.INSPECTION, is_open=True)
    opened = asking(database_url, lambda pool: query.lines(pool, wanted))
    assert {line.finding_id for line in opened} == {finding_id(n) for n in range(1, 8)}


@pytest.mark.parametrize(
    ("today", "owed"),
    [
        ("2025-10-08", []),
        ("2025-10-09", [(2, "lapse_acknowledgement")]),
        ("2025-10-15", [(2, "lapse_acknowledgement"), (3, "lapse_explanation")]),
    ],
)
def test_the_clock_is_owed_what_went_by_in_silence(
    database_url: str, today: str, owed: list[tuple[int, str]]
) -> None:
    asked = f.acknowledged().when(
        "2025-10-08", f.HEAD, c.RequestMoreTime(finding_id=f.FINDING, to_on=on("2025-10-17"))
    )
    lives = [f.recorded(), f.delivered(), f.acknowledged(), asked]
    fed(database_url, FindingRegister(), journal(lives))
    found = asking(database_url, lambda pool: query.owed(pool, on(today), 10))
    assert [(each.finding_id, each.kind) for each in found] == [
        (finding_id(n), kind) for n, kind in owed
    ], "a wish that nobody answered is no silence"


def test_granted_time_moves_the_report_by_the_longest(database_url: str) -> None:
    def granted(day: str) -> Life:
        asked = c.RequestMoreTime(finding_id=f.FINDING, to_on=on(day))
        life = f.acknowledged().when("2025-10-08", f.HEAD, asked)
        return life.when("2025-10-08 10:00", f.LEADER, c.GrantMoreTime(finding_id=f.FINDING))

    fed(database_url, FindingRegister(), journal([granted("2025-10-16"), granted("2025-10-20")]))
    assert asking(database_url, lambda pool: query.granted_days(pool, f.INSPECTION)) == 4
    assert asking(database_url, lambda pool: query.granted_days(pool, f.TASK)) == 0


def test_earlier_ones_of_the_same_item_and_unit(database_url: str) -> None:
    fed(database_url, FindingRegister(), journal([f.recorded(), f.recorded("advice"), f.dropped()]))

    def earlier(unit: UUID, day: date) -> Any:
        return asking(database_url, lambda pool: query.earlier(pool, unit, "item-3.4", day))

    assert [e.finding_id for e in earlier(KTHTDT, on("2025-10-06"))] == [finding_id(1)]
    assert earlier(KTHTDT, on("2025-10-05")) == []
    assert earlier(SNC, on("2025-10-06")) == []


def test_filters_narrow_the_list(database_url: str) -> None:
    lives = [f.recorded(), f.delivered("serious"), f.upheld()]
    fed(database_url, FindingRegister(), journal(lives))

    def numbers(**more: Any) -> list[UUID]:
        wanted = query.Wanted(**more)
        found = asking(database_url, lambda pool: query.lines(pool, wanted))
        return sorted(line.finding_id for line in found)

    assert len(numbers()) == 3
    assert numbers(severities=("serious",)) == [finding_id(2)]
    assert numbers(stages=("upheld", "recorded")) == sorted([finding_id(1), finding_id(3)])
    assert numbers(unit_ids=(SNC,)) == []
    assert numbers(field=3, item_key="item-3.4", limit=2) != []
    code = asking(database_url, lambda pool: query.by_code(pool, "PH-2025-042"))
    assert code in {finding_id(n) for n in (1, 2, 3)}


# -- seals -----------------------------------------------------------------------------


def test_a_sealed_row_says_nothing_and_an_opened_one_everything() -> None:
    model, rows = SealList(), Rows()
    life = q.committed()
    key = life.stream
    for recorded in life.history:
        model.apply(replace(recorded, position=1), rows)
    sealed = rows.get(SEALS, key)
    assert sealed is not None
    assert (sealed.kind, sealed.value, sealed.salt, sealed.unit_id) == ("", "", "", None)
    for recorded in life.when("2025-11-06 08:00", q.LEADER, q.open_()).history[1:]:
        model.apply(replace(recorded, position=2), rows)
    opened = rows.get(SEALS, key)
    assert opened is not None
    assert (opened.stage, opened.kind, opened.unit_id) == ("opened", "order", q.order().unit)
    assert opened.known_by == q.opening().known_by
    assert v.read_sealed(opened.value) == q.order()


def test_the_overdue_list_is_of_those_whose_life_is_over(database_url: str) -> None:
    life = q.committed()
    fed(database_url, SealList(), journal([life], lambda _: life.stream))
    for day, count in (("2026-01-02", 0), ("2026-01-03", 1)):
        found = asking(database_url, lambda pool, day=day: seal_list.overdue(pool, on(day)))
        assert len(found) == count
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"SET ROLE {FEED_ROLE}".encode())
        assert rebuild(connection, SealList(), compare=True).equal is True
