"""Accountability records in PostgreSQL: grown or rebuilt, found by unit and span, as known."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.accountability.fact_line import FactLine, Period
from domain.accountability.history import bands, drill, figures_of_lines, lines_of, lines_of_unit
from domain.accountability.marks import Record
from domain.fact import Recorded
from domain.figures.counts import DossierCounts, SurveyCounts, figures_stream
from domain.figures.events import FiguresImported
from domain.ids import derived
from domain.task import commands as c
from domain.values import Standing
from projections.accountability_query import figures, histories, history
from projections.accountability_records import (
    RECORDS,
    SPANS,
    AccountabilityRecords,
    place_of,
)
from projections.database import connect, make_pool
from projections.feed import Feed
from projections.read_model import Rows
from projections.rebuild import rebuild
from service.schema import FEED_ROLE, WEB_ROLE
from tests import finding_story as f
from tests import inspection_story as i
from tests import stories as s
from tests import task_pasts as pasts
from tests.journal_store import write_now
from tests.spec import at, meta_of
from tests.stories import CHAIR, TASK, Life, on

WARD = s.ward()
HALF_YEAR = Period(from_on=on("2025-07-01"), to_on=on("2025-12-31"), cut_on=on("2025-12-05"))
QUARTER = Period(from_on=on("2025-10-01"), to_on=on("2025-12-31"), cut_on=on("2025-12-05"))


def lives() -> list[Life]:
    """Late with an extension, handed on while red, overdue since summer, standing, inspected."""
    extended = pasts.extended_and_late()
    handed_on = pasts.transferred_while_red()
    overdue = s.accepted(s.KTHTDT, s.fixed("2025-08-29")).when(
        "2025-09-10", s.REGISTER, c.UrgeTask(task_id=TASK, step=1)
    )
    standing = s.accepted(s.VP, Standing(report_every="quarter"))
    done_in_summer = s.confirmed(s.KTHTDT, s.fixed("2025-08-29"), "2025-08-28")
    return [extended, handed_on, overdue, standing, done_in_summer, f.upheld(), i.concluded()]


def journal() -> list[Recorded]:
    facts = [
        replace(recorded, originator_id=derived("accountable", n))
        for n, life in enumerate(lives())
        for recorded in life.history
    ]
    facts.sort(key=lambda fact: (fact.meta.recorded_at, fact.originator_version))
    return [replace(fact, position=place) for place, fact in enumerate(facts, 1)]


def folded(facts: Iterable[Recorded]) -> Rows:
    """The read model after these acts, without a database."""
    rows = Rows()
    for recorded in facts:
        AccountabilityRecords().apply(recorded, rows)
    return rows


def lines_then(facts: Sequence[Recorded], unit: UUID, period: Period) -> tuple[FactLine, ...]:
    """What somebody saw who asked right after the last of these acts."""
    records: list[Record] = [row.record for row in folded(facts).all(RECORDS)]
    return lines_of_unit(lines_of(records, period, WARD), unit)


def fed(url: str, facts: Sequence[Recorded]) -> None:
    write_now(url, facts)
    Feed(url, FEED_ROLE, [AccountabilityRecords()]).catch_up()


def test_every_act_taken_in_twice_leaves_the_rows_as_they_are() -> None:
    rows = folded(journal())
    once = [*rows.all(RECORDS)], [*rows.all(SPANS)]
    for recorded in journal():
        AccountabilityRecords().apply(recorded, rows)
    assert ([*rows.all(RECORDS)], [*rows.all(SPANS)]) == once


def test_rebuilt_equals_live(database_url: str) -> None:
    facts = journal()
    for n in range(0, len(facts), 7):
        fed(database_url, facts[n : n + 7])
    with connect(database_url, FEED_ROLE) as connection:
        assert rebuild(connection, AccountabilityRecords(), compare=True).equal is True


def test_as_known_then_is_what_was_seen_then(database_url: str) -> None:
    """At every place in the log, and so the same before and after all later acts."""
    facts = journal()
    fed(database_url, facts)

    async def look() -> None:
        async with make_pool(database_url, WEB_ROLE) as pool:
            for place in range(1, len(facts) + 1, 3):
                for unit in (s.VHXH, s.VP, s.KTHTDT):
                    for period in (HALF_YEAR, QUARTER):
                        found = await history(pool, WARD, unit, period, place)
                        assert found == lines_then(facts[:place], unit, period), place

    asyncio.run(look())


def test_a_late_entry_changes_what_is_known_now_and_not_what_was_known(database_url: str) -> None:
    facts = journal()
    fed(database_url, facts)
    place = len(facts)
    stream, period = facts[0].originator_id, QUARTER
    overdue = next(r.originator_id for r in facts if r.name == "task.urged")
    assert stream != overdue
    of_overdue = [fact for fact in facts if fact.originator_id == overdue]

    async def look() -> tuple[object, object]:
        async with make_pool(database_url, WEB_ROLE) as pool:
            now = await figures(pool, WARD, (s.KTHTDT,), period)
            then = await figures(pool, WARD, (s.KTHTDT,), period, place)
            return now[s.KTHTDT]["K3"]["overdue"], then[s.KTHTDT]["K3"]["overdue"]

    assert asyncio.run(look()) == (1, 1)
    life = lives()[2].when(
        "2025-12-20", CHAIR, c.WithdrawTask(task_id=TASK), happened_at=at("2025-09-20")
    )
    last = life.history[-1]
    later = replace(last, originator_id=overdue, originator_version=len(of_overdue) + 1)
    fed(database_url, [later])
    assert asyncio.run(look()) == (0, 1)


def test_a_unit_finds_what_it_still_owes_and_nothing_that_ended_before(database_url: str) -> None:
    fed(database_url, journal())
    later = Period(from_on=on("2026-01-01"), to_on=on("2026-03-31"), cut_on=on("2026-01-15"))

    async def look() -> None:
        async with make_pool(database_url, WEB_ROLE) as pool:
            found = await history(pool, WARD, s.KTHTDT, later)
            assert [line.kind for line in found] == [
                "finding_open_past_due",
                "task_overdue",
                "task_stale",
            ]
            assert await history(pool, WARD, s.VHXH, later) == ()

    asyncio.run(look())


def test_figures_of_several_units_are_those_of_each(database_url: str) -> None:
    fed(database_url, journal())
    units = (s.VHXH, s.VP, s.KTHTDT, s.SNC)

    async def look() -> None:
        async with make_pool(database_url, WEB_ROLE) as pool:
            together = await figures(pool, WARD, units, HALF_YEAR)
            lines = await histories(pool, WARD, units, HALF_YEAR)
            for unit in units:
                own = await history(pool, WARD, unit, HALF_YEAR)
                assert own == lines[unit]
                assert together[unit] == figures_of_lines(own)
                assert {x.unit_id for x in own} <= {unit}

    asyncio.run(look())


def test_the_lines_behind_a_figure_and_the_year_band() -> None:
    lines = lines_then(journal(), s.VHXH, HALF_YEAR)
    assert {x.kind for x in drill(lines, "K4", "late_days")} == {"late_days"}
    assert len(drill(lines, "K1", "due")) == 2
    assert len(drill(lines, "K5")) == 1
    months = bands(lines)
    assert list(months) == sorted(months)
    assert sum(n for kinds in months.values() for n in kinds.values()) == len(lines)
    assert months[on("2025-09-01")]["extension_approved"] == 1


def test_spans_of_two_units_never_touch() -> None:
    last = date.max.toordinal()
    for one, other in ((s.VHXH, s.VP), (s.VP, s.SNC)):
        low, high = sorted((place_of(one, 0), place_of(other, 0)))
        assert low + last < high
        assert high + last < 2**63


def imported(n: int, when: str, **counts: object) -> Recorded:
    """One import of the counts of a unit in a month."""
    kind = "survey" if "survey" in counts else "dossiers"
    event = FiguresImported(
        import_id=derived("import", n),
        kind=kind,  # type: ignore[arg-type]
        unit_id=s.PVHCC,
        file=s.evidence("so-lieu.xlsx"),
        **counts,  # type: ignore[arg-type]
    )
    moment = Life(decide=s.decide, evolve=s.evolve, ward=WARD).moment(when, s.REGISTER)
    return Recorded(
        originator_id=figures_stream(kind),  # type: ignore[arg-type]
        originator_version=n,
        event=event,
        meta=meta_of(moment, n),
        position=n,
    )


@pytest.mark.parametrize(("known", "satisfied"), [(1, 90), (2, 80)])
def test_counts_from_outside_are_those_of_the_newest_import(known: int, satisfied: int) -> None:
    facts = [
        imported(1, "2025-10-05", month="2025-09", survey=SurveyCounts(answers=100, satisfied=90)),
        imported(
            2,
            "2025-12-20",
            month="2025-09",
            survey=SurveyCounts(
                answers=100, satisfied=85, dissatisfied=15, dissatisfied_or_late=20
            ),
        ),
    ]
    found = figures_of_lines(lines_then(facts[:known], s.PVHCC, HALF_YEAR))
    assert found["K14"] == {"satisfied": satisfied, "answers": 100}


def test_open_dossiers_are_those_of_the_newest_month_and_settled_ones_of_all() -> None:
    def counts(settled: int, late: int, overdue: int) -> tuple[DossierCounts, ...]:
        return (
            DossierCounts(
                received=200, settled_on_time=settled, settled_late=late, open_overdue=overdue
            ),
        )

    facts = [
        imported(1, "2025-10-05", month="2025-09", dossiers=counts(90, 10, 7)),
        imported(2, "2025-11-05", month="2025-10", dossiers=counts(95, 5, 3)),
        imported(3, "2026-01-05", month="2025-12", dossiers=counts(99, 1, 9)),
    ]
    found = figures_of_lines(lines_then(facts, s.PVHCC, HALF_YEAR))
    assert found["K15"] == {"in_time": 185, "settled": 200, "overdue_open": 3}, "not December"
