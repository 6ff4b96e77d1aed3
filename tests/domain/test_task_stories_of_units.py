"""Stories 13 to 27: heads, transfers, cooperation, recurring duties, reopening, mergers."""

from __future__ import annotations

from domain.task import commands as c
from domain.task.decide.branching import occurrence_id
from domain.values import Conditional, Duration, Standing
from tests import stories as s
from tests import task_pasts as pasts
from tests.stories import CHAIR, CLOCK_ACTOR, TASK, VICE, Life, on
from tests.task_numbers import class_on, late_by_lead, minutes

# -- 13: whose head it was is the register's matter; the days are these ---------------


def test_13_late_days_of_both_tasks() -> None:
    for due_on, done_on, days in (
        ("2025-10-14", "2025-10-17", ["2025-10-15", "2025-10-16", "2025-10-17"]),
        ("2025-10-15", "2025-10-16", ["2025-10-16"]),
    ):
        story = s.submitted(s.PVHCC, s.fixed(due_on), done_on)
        assert late_by_lead(story) == {s.PVHCC: days}


# -- 14 ----------------------------------------------------------------------------


def test_14_lead_transferred_while_red() -> None:
    story = pasts.transferred_while_red()
    assert story.event.days_late == 9
    by_lead = late_by_lead(story)
    assert by_lead[s.VHXH] == ["2025-10-01", "2025-10-02", "2025-10-03", "2025-10-06"]
    assert len(by_lead[s.VP]) == 5
    assert story.task.former_leads == (s.VHXH,)


# -- 15 ----------------------------------------------------------------------------


def test_15_cooperation_late() -> None:
    story = pasts.answered_late()
    assert story.event.days_late == 3
    story = pasts.late_by_cooperation()
    assert story.event.days_late == 1
    held = minutes(story, "2025-12-31")
    assert held == {
        ("lead_unit", s.KTHTDT): 255 * 60,
        ("cooperating_unit", s.PVHCC): 106 * 60,
        ("reviewer", None): 102 * 60,
    }
    assert sum(held.values()) == 463 * 60


# -- 17 ----------------------------------------------------------------------------


def quarterly() -> Life:
    return s.nothing().when(
        "2025-08-25",
        CHAIR,
        c.StartSeries(
            task_id=TASK,
            content=s.content(s.PVHCC, None),
            every="quarter",
            first_period="2025-Q3",
        ),
    )


def test_17_occurrences_open_with_their_period() -> None:
    third = c.OpenOccurrence(task_id=TASK, period="2025-Q3")
    fourth = c.OpenOccurrence(task_id=TASK, period="2025-Q4")
    story = quarterly().when("2025-08-25", CLOCK_ACTOR, third)
    assert story.event.due.last_on == on("2025-09-30")
    assert story.event.child_id == occurrence_id(TASK, "2025-Q3")
    story.says_nothing("2025-08-26", CLOCK_ACTOR, third)
    story.refused("2025-09-30 23:59", CLOCK_ACTOR, fourth, "task.not_yet")
    story = story.when("2025-10-01 00:00", CLOCK_ACTOR, fourth)
    assert story.event.due.last_on == on("2025-12-31")
    assert class_on(story, "2025-10-01") == "parent"


def test_17_a_standing_duty_is_reported_by_period_and_never_late() -> None:
    story = s.accepted(s.PVHCC, Standing(report_every="quarter"), "2025-08-25")
    report = c.ReportPeriod(task_id=TASK, period="2025-Q3", text="Đã làm.")
    story = story.when("2025-09-30", s.head(s.PVHCC), report)
    assert class_on(story, "2026-06-01") == "standing"
    assert story.task.due is None


def test_17_the_condition_starts_the_clock() -> None:
    conditional = Conditional(
        awaits="hướng dẫn của thành phố",
        then=Duration(days=20, start="trigger"),
        latest_on=on("2025-12-31"),
    )
    story = s.accepted(s.PVHCC, conditional, "2025-08-25")
    assert class_on(story, "2025-11-19") == "conditional"
    story = story.when(
        "2025-11-20", s.head(s.PVHCC), c.RecordTrigger(task_id=TASK, trigger="CV 123")
    )
    assert story.event.due.last_on == on("2025-12-18")
    story = story.when("2025-12-19", s.head(s.PVHCC), s.submit()).when(
        "2025-12-22", VICE, s.confirm()
    )
    assert (story.event.schedule, story.event.days_late) == ("late", 1)


# -- 18 ----------------------------------------------------------------------------


def test_18_reopened_after_confirmation() -> None:
    story = pasts.reopened()
    assert (story.task.spell, story.task.stage) == (2, "accepted")
    story = pasts.late_the_second_time()
    assert [(v.spell, v.schedule, v.days_late) for v in story.task.verdicts] == [
        (1, "on_time", 0),
        (2, "late", 1),
    ]


# -- 27 ----------------------------------------------------------------------------


def test_27_a_merger_moves_the_open_task() -> None:
    story = pasts.moved_by_a_merger()
    assert story.event.days_late == 5
    assert late_by_lead(story) == {
        s.SNC: ["2025-12-01"],
        s.VHXH: ["2025-12-02", "2025-12-03", "2025-12-04", "2025-12-05"],
    }
