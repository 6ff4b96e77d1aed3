"""Rules of time that have no story of their own: pauses, silence, holders, the city's date."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from domain.due import Pause, late_days
from domain.fact import local_date
from domain.task import commands as c
from domain.task.holding import holding
from domain.values import Before, Duration
from tests import stories as s
from tests.spec import at
from tests.stories import CHAIR, REACTION_ACTOR, TASK, VICE, on
from tests.task_numbers import class_on, minutes, recalculated

GIVE_BACK = c.ReturnTask(task_id=TASK, why="unclear", text="Chưa rõ.")


def test_before_a_day_is_judged_without_rolling() -> None:
    story = s.accepted(s.VHXH, Before(on=on("2025-09-03")))
    assert story.task.due is not None
    assert story.task.due.last_on == on("2025-09-02")
    assert class_on(story, "2025-08-29") == "due_today"  # Friday before the holidays


def test_suspension_gives_back_the_days_that_were_left() -> None:
    story = (
        s.accepted(s.VHXH, s.fixed("2025-10-15"))
        .when("2025-10-08", CHAIR, c.SuspendTask(task_id=TASK))
        .when("2025-11-03", CHAIR, c.ResumeTask(task_id=TASK))
    )
    assert story.event.due.last_on == on("2025-11-10")
    assert story.event.paused_working_days == 18
    assert story.task.due == story.event.due


def test_a_new_calendar_counts_what_a_resumed_task_was_given_again() -> None:
    story = (
        s.accepted(s.VHXH, Duration(days=10), "2025-12-01")
        .when("2025-12-05", CHAIR, c.SuspendTask(task_id=TASK))
        .when("2025-12-24", CHAIR, c.ResumeTask(task_id=TASK))
    )
    assert story.task.due is not None
    assert story.task.due.last_on == on("2026-01-02")  # 6 of 10 days were left
    assert recalculated(story).event.after.last_on == on("2026-01-05")


def test_silence_goes_on_after_a_suspension_that_came_before_acceptance() -> None:
    story = (
        s.assigned(s.VHXH, s.fixed("2025-10-15"), "2025-09-08")
        .when("2025-09-09", CHAIR, c.SuspendTask(task_id=TASK))
        .when("2025-09-15", CHAIR, c.ResumeTask(task_id=TASK))
    )
    assert story.task.stage == "assigned"
    assert story.task.acceptance_limit_on == on("2025-09-16")  # one day was left


def test_suspended_and_returned_tasks_are_held_by_authorities() -> None:
    story = (
        s.assigned(s.VHXH, s.fixed("2025-10-15"), "2025-09-08")
        .when("2025-09-09", s.head(s.VHXH), GIVE_BACK)
        .when("2025-09-10", CHAIR, s.assign(s.VP, s.fixed("2025-10-15")))
        .when("2025-09-11", s.head(s.VP), c.AcceptTask(task_id=TASK))
        .when("2025-09-12", CHAIR, c.SuspendTask(task_id=TASK))
        .when("2025-09-15", CHAIR, c.ResumeTask(task_id=TASK))
    )
    day = 24 * 60
    assert minutes(story, "2025-09-16") == {
        ("lead_unit", s.VHXH): day,
        ("assigning_authority", None): day,
        ("lead_unit", s.VP): 3 * day,
        ("suspending_authority", None): 3 * day,
    }
    assert (story.task.round, story.task.code) == (2, "PL-2025-0042")


def test_an_obstacle_without_direction_goes_to_the_leader() -> None:
    story = s.accepted(s.VHXH, s.fixed("2025-10-15"), "2025-09-08").when(
        "2025-09-08 10:00",
        s.head(s.VHXH),
        c.ReportObstacle(
            task_id=TASK, obstacle_id=s.request(), obstacle="Thiếu máy.", proposal="Mua."
        ),
    )
    assert story.event.direction_by == on("2025-09-11")
    holds = holding(story.history, story.ward, at("2025-09-13"))
    assert holds[-1].holder == "leader"
    assert local_date(holds[-1].from_at) == on("2025-09-12")
    assert holds[-1].until_at - holds[-1].from_at == timedelta(hours=32)
    directed = story.when(
        "2025-09-12",
        CHAIR,
        c.GiveDirection(task_id=TASK, obstacle_id=s.request(), decision_text="Mượn."),
    )
    assert holding(directed.history, directed.ward, at("2025-09-13"))[-1].holder == "lead_unit"


def test_a_city_task_goes_past_the_city_date_only_with_the_city_s_document() -> None:
    city = {"source": "city", "city_last_on": on("2025-10-15")}
    story = s.accepted(s.VHXH, s.fixed("2025-10-10"), **city).when(
        "2025-10-01", s.head(s.VHXH), s.ask_more_time("2025-10-20")
    )
    approve = c.ApproveExtension(task_id=TASK, request_id=s.request())
    story.refused("2025-10-02", CHAIR, approve, "task.beyond_city_date")
    by_city = replace(s.document(), issuer="UBND thành phố")
    story = story.when("2025-10-02", CHAIR, approve, document=by_city)
    assert story.task.city_last_on == on("2025-10-20")


def test_a_duration_from_acceptance_is_counted_when_somebody_accepts() -> None:
    story = s.assigned(s.VHXH, Duration(days=5, start="accepted"), "2025-09-08")
    assert story.task.due is None
    story = story.when("2025-09-09", s.head(s.VHXH), c.AcceptTask(task_id=TASK))
    assert story.task.due is not None
    assert story.task.due.last_on == on("2025-09-16")


def test_a_group_fans_out_and_is_concluded_by_its_children() -> None:
    story = s.nothing().when(
        "2025-09-08",
        CHAIR,
        c.AssignGroup(
            task_id=TASK,
            content=s.content(None, s.fixed("2025-10-15")),
            units=(s.VP, s.SNC),
        ),
    )
    story = story.when("2025-09-09", CHAIR, c.WidenGroup(task_id=TASK, unit_id=s.VHXH))
    assert [x.unit_id for x in story.task.children] == [s.VP, s.SNC, s.VHXH]
    conclude = c.ConcludeGroup(task_id=TASK, confirmed=2, withdrawn=1)
    story = story.when("2025-10-20", REACTION_ACTOR, conclude)
    assert story.task.stage == "confirmed"
    story.says_nothing("2025-10-20", REACTION_ACTOR, conclude)


def test_a_resumed_task_that_was_late_stays_late() -> None:
    story = (
        s.accepted(s.VHXH, s.fixed("2025-09-30"))
        .when("2025-09-25", s.head(s.VHXH), s.ask_more_time("2025-10-10"))
        .when("2025-10-01", CHAIR, c.ApproveExtension(task_id=TASK, request_id=s.request()))
        .when("2025-10-02", CHAIR, c.SuspendTask(task_id=TASK))
        .when("2025-10-20", CHAIR, c.ResumeTask(task_id=TASK))
    )
    task = story.task
    assert task.due is not None
    assert task.newest_due is not None
    assert (task.due.last_on, task.newest_due.last_on) == (on("2025-09-30"), on("2025-10-28"))
    done = story.when("2025-10-21", s.head(s.VHXH), s.submit()).when(
        "2025-10-22", VICE, s.confirm()
    )
    assert done.event.days_late == 3  # 01, 02 and 21/10; the pause between does not count


def test_the_clock_of_a_cooperating_unit_stops_with_the_task() -> None:
    ask = c.RequestCooperation(
        task_id=TASK, request_id=s.request(), unit_id=s.SNC, question="Số liệu?"
    )
    answer = c.AnswerCooperation(task_id=TASK, request_id=s.request(), answer="Đây.")
    story = (
        s.accepted(s.VHXH, s.fixed("2025-10-31"))
        .when("2025-10-06", s.head(s.VHXH), ask)  # by 09/10
        .when("2025-10-07", CHAIR, c.SuspendTask(task_id=TASK))
        .when("2025-10-20", CHAIR, c.ResumeTask(task_id=TASK))
    )
    assert story.when("2025-10-22", s.head(s.SNC), answer).event.days_late == 0
    assert story.when("2025-10-23", s.head(s.SNC), answer).event.days_late == 1
    holds = holding(story.history, story.ward, at("2025-10-24"))
    assert holds[-1].holder == "cooperating_unit"
    assert local_date(holds[-1].from_at) == on("2025-10-23")


def test_a_new_calendar_leaves_a_stopped_clock_alone_until_it_goes_on() -> None:
    story = s.accepted(s.VHXH, Duration(days=10), "2025-12-22").when(
        "2025-12-24", CHAIR, c.SuspendTask(task_id=TASK)
    )
    story = recalculated(story)
    assert story.events == ()
    story = story.when("2025-12-29", CHAIR, c.ResumeTask(task_id=TASK))
    assert story.event.due.last_on == on("2026-01-10")  # 8 days were left; 02/01 is off by now


def test_a_request_for_time_outlives_a_transfer_of_the_lead() -> None:
    story = (
        s.accepted(s.VHXH, s.fixed("2025-10-31"))
        .when("2025-10-06", s.head(s.VHXH), s.ask_more_time("2025-11-10"))
        .when("2025-10-07", CHAIR, c.TransferLead(task_id=TASK, to_id=s.SNC))
        .when("2025-10-07", s.head(s.SNC), c.AcceptTask(task_id=TASK))
    )
    assert story.when(
        "2025-10-08", CHAIR, c.ApproveExtension(task_id=TASK, request_id=s.request())
    ).events


def test_a_pause_begins_after_its_first_day_and_ends_with_its_last() -> None:
    pauses = Pause(suspended_on=on("2025-10-02"), resumed_on=on("2025-10-08"))
    late = late_days(on("2025-09-30"), on("2025-10-09"), s.ward().calendar, (pauses,))
    assert [day.day for day in late] == [1, 2, 9]
