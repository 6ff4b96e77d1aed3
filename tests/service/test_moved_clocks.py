"""Clocks of findings and inspections that move by themselves, through the running house."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from domain.calendar import CalendarDay
from domain.finding import commands as f
from domain.finding.values import PlannedMeasure
from domain.ids import derived
from domain.org import commands as o
from projections.finding_query import line
from projections.inspection_query import Reader, inspections
from tests.service.founded_ward import Told, Ward
from tests.service.inspected_ward import HEAD, LEADER, VISIT, Inspected, inspected
from tests.service.test_finding_story import FINDING, concluded, frozen

MEASURE = derived("measure", "moved")


async def report_by(story: Inspected) -> date | None:
    rows = await inspections(story.ward.house.pool, Reader(sees_all=True))
    return next(row.report_by for row in rows if row.inspection_id == VISIT)


def test_granted_time_moves_the_limit_of_the_report(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        async with inspected(ward) as story:
            await frozen(story)
            assert await report_by(story) == date(2025, 10, 20)
            await story.ask("2025-10-07 08:00", HEAD, f.AcknowledgeFinding(finding_id=FINDING))
            wish = f.RequestMoreTime(finding_id=FINDING, to_on=date(2025, 10, 17))
            await story.ask("2025-10-08 08:00", HEAD, wish)
            await story.ask("2025-10-08 09:00", LEADER, f.GrantMoreTime(finding_id=FINDING))
            granted = (await story.finding(FINDING)).granted_days
            assert granted == 3
            assert await report_by(story) == date(2025, 10, 23), "three working days later"
            last = (await story.facts(VISIT))[-1]
            assert (last.name, last.meta.actor.capacity) == (
                "inspection.report_limit_moved",
                "reaction",
            )

    tell(run)


def test_a_calendar_decision_moves_finding_and_inspection(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        async with inspected(ward) as story:
            await frozen(story)
            await story.ask("2025-10-07 08:00", HEAD, f.AcknowledgeFinding(finding_id=FINDING))
            storm = CalendarDay(on=date(2025, 10, 10), kind="holiday", name="Nghỉ bão")
            await story.ask("2025-10-09 08:00", "chanh-vp", o.DecideCalendar(days=(storm,)))
            finding = await story.finding(FINDING)
            assert finding.explain_by is not None
            assert finding.explain_by.last_on == date(2025, 10, 15), "the 14th before"
            row = await line(ward.house.pool, FINDING)
            assert row is not None
            assert row.answering_until == date(2025, 10, 15)
            assert await report_by(story) == date(2025, 10, 21), "the 20th before"
            await story.pass_to("2025-10-15 00:10")
            assert not (await story.finding(FINDING)).is_silent
            await story.pass_to("2025-10-16 00:10")
            assert (await story.finding(FINDING)).is_silent

    tell(run)


def test_a_promised_day_that_passes_is_a_duty_of_the_team(tell: Callable[[Told], None]) -> None:
    async def run(ward: Ward) -> None:
        async with inspected(ward) as story:
            await frozen(story)
            await concluded(story)
            measure = PlannedMeasure(measure_id=MEASURE, text="Lập sổ", on=date(2025, 11, 5))
            plan = f.PlanRemediation(finding_id=FINDING, measures=(measure,))
            await story.ask("2025-10-24 08:00", HEAD, plan)
            await story.pass_to("2025-11-05 23:00")
            row = await line(ward.house.pool, FINDING)
            assert row is not None
            assert (row.promise_by, row.visit_by) == (date(2025, 11, 5), None)
            await story.pass_to("2025-11-06 00:10")
            await story.pass_to("2025-11-07 00:10")
            placed = [r for r in await story.facts(FINDING) if "follow_up" in r.name]
            assert [r.meta.actor.capacity for r in placed] == ["clock"], "once"
            row = await line(ward.house.pool, FINDING)
            assert row is not None
            assert (row.promise_by, row.visit_by) == (date(2025, 11, 24), date(2025, 11, 19))

    tell(run)
