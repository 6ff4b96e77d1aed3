"""The named pasts of tasks come to the numbers that the stories say."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from msgspec.structs import replace

from domain.fact import local_date
from domain.task import commands as c
from domain.task.decide.branching import occurrence_id
from domain.task.holding import holding
from domain.task.lateness import late_days_of
from domain.task.time_class import facts_of, time_class
from domain.values import Before, Conditional, Duration, Standing
from tests import stories as s
from tests.spec import at
from tests.stories import CHAIR, CLOCK_ACTOR, REACTION_ACTOR, TASK, VICE, Life, on

OLD = s.ward()
NEW = s.ward(swap_decided=True)


def class_on(life: Life, day: str) -> str:
    return time_class(facts_of(life.task), on(day), life.ward.calendar, 3)


def minutes(life: Life, until: str) -> dict[tuple[str, UUID | None], int]:
    """Minutes per holder."""
    held: dict[tuple[str, UUID | None], int] = {}
    for hold in holding(life.history, life.ward, at(until)):
        key = (hold.holder, hold.unit_id)
        held[key] = held.get(key, 0) + hold.minutes
    return held


def late_by_lead(life: Life, until: str = "2026-01-31") -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for day in late_days_of(life.task, on(until), life.ward.calendar):
        found.setdefault(day.unit_id, []).append(day.on.isoformat())
    return found


# -- 1 ---------------------------------------------------------------------------


def test_1_accepted_task_is_on_time_though_confirmed_later() -> None:
    story = (
        s.assigned(s.VHXH, s.fixed("2025-09-30"))
        .when("2025-08-20 09:00", s.head(s.VHXH), c.AcceptTask(task_id=TASK))
        .when(
            "2025-08-25",
            s.head(s.VHXH),
            c.AllocateTask(task_id=TASK, to_post_id=s.post("officer:VHXH")),
        )
        .when("2025-09-26 16:00", s.head(s.VHXH), s.submit())
        .when("2025-10-01", VICE, s.confirm())
    )
    assert (story.event.schedule, story.event.days_late) == ("on_time", 0)
    assert story.ward.calendar.working_days(on("2025-09-26"), story.event.last_on) == 2
    assert class_on(story, "2025-10-01") == "done_on_time"
    assert story.task.code == "PL-2025-0042"


# -- 2 ---------------------------------------------------------------------------


def assigned_on_friday() -> Life:
    return s.assigned(s.KTHTDT, s.fixed("2025-10-31"), "2025-08-29 10:00")


GIVE_BACK = c.ReturnTask(task_id=TASK, why="unclear", text="Chưa rõ.")


def test_2_silence_across_national_day_accepts() -> None:
    silent = c.DeemAccepted(task_id=TASK, for_on=on("2025-09-04"))
    story = assigned_on_friday()
    assert story.task.acceptance_limit_on == on("2025-09-04")
    story.refused("2025-09-04 23:59", CLOCK_ACTOR, silent, "task.not_yet")
    story = story.when("2025-09-05 00:01", CLOCK_ACTOR, silent)
    assert story.event.limit_on == on("2025-09-04")
    assert story.event.silent_since == on("2025-08-29")
    refused = story.refused(
        "2025-09-05 09:00", s.head(s.KTHTDT), GIVE_BACK, "task.already_accepted"
    )
    assert refused.facts["by_silence"] is True


def test_2_return_in_the_last_half_hour() -> None:
    story = assigned_on_friday().when("2025-09-04 23:30", s.head(s.KTHTDT), GIVE_BACK)
    assert story.task.stage == "returned"


def test_2_silence_has_accepted_even_before_the_clock_says_so() -> None:
    refused = assigned_on_friday().refused(
        "2025-09-05 00:05", s.head(s.KTHTDT), GIVE_BACK, "task.already_accepted"
    )
    assert refused.facts["by_silence"] is True


# -- 3 ---------------------------------------------------------------------------


def test_3_one_minute_before_midnight_and_the_other_side_of_utc() -> None:
    for instant, day in (
        ("2025-10-31 23:59", "2025-10-31"),
        ("2025-10-31 06:30", "2025-10-31"),  # 30/10 in UTC
    ):
        story = s.accepted(s.VHXH, s.fixed("2025-10-31")).when(instant, s.head(s.VHXH), s.submit())
        assert story.task.submitted_on == on(day)
        story = story.when("2025-11-04", VICE, s.confirm())
        assert (story.event.schedule, story.event.days_late) == ("on_time", 0)


def test_3_one_minute_after_midnight_is_late() -> None:
    story = (
        s.accepted(s.VHXH, s.fixed("2025-10-31"))
        .when("2025-11-01 00:01", s.head(s.VHXH), s.submit())
        .when("2025-11-04", VICE, s.confirm())
    )
    assert (story.event.schedule, story.event.days_late) == ("late", 1)


# -- 5 ---------------------------------------------------------------------------


def test_5_deadline_on_saturday_rolls_so_monday_is_in_time() -> None:
    story = s.accepted(s.VHXH, s.fixed("2025-11-15"))
    assert story.task.due is not None
    assert story.task.due.last_on == on("2025-11-17")
    assert class_on(story, "2025-11-14") == "due_today"  # the aim day
    assert class_on(story, "2025-11-17") == "due_today"
    story = story.when("2025-11-14", s.head(s.VHXH), s.ask_more_time("2025-11-21")).when(
        "2025-11-17 10:00", CHAIR, c.ApproveExtension(task_id=TASK, request_id=s.request())
    )
    assert (story.event.counts, story.event.days) == (True, 6)
    assert story.task.due.last_on == on("2025-11-21")
    story = story.when("2025-11-21", s.head(s.VHXH), s.submit()).when(
        "2025-11-24", VICE, s.confirm()
    )
    assert story.event.schedule == "on_time"


# -- 6 and 7: a calendar decided late ----------------------------------------------


def recalculated(story: Life, when: str = "2025-12-25 15:01") -> Life:
    ask = c.RecalculateDeadline(task_id=TASK, calendar_version=2)
    return story.in_ward(NEW).when(when, REACTION_ACTOR, ask)


def test_6_saturday_made_working_day() -> None:
    early = recalculated(s.accepted(s.VHXH, s.fixed("2026-01-10"), "2025-12-01"))
    assert early.events == ()
    late = s.nothing(NEW).when("2025-12-26", CHAIR, s.assign(s.VHXH, s.fixed("2026-01-10")))
    late = late.when("2025-12-26 09:00", s.head(s.VHXH), c.AcceptTask(task_id=TASK))
    verdicts = []
    for story in (early, late):
        done = story.when("2026-01-12 09:00", s.head(s.VHXH), s.submit()).when(
            "2026-01-13", VICE, s.confirm()
        )
        verdicts.append((done.event.last_on, done.event.days_late))
    assert verdicts == [(on("2026-01-12"), 0), (on("2026-01-10"), 1)]


def test_7_late_calendar_decision_moves_open_durations_only() -> None:
    a = recalculated(s.accepted(s.VHXH, Duration(days=10), "2025-12-22"))
    assert a.event.before.last_on == on("2026-01-06")
    assert a.event.after.last_on == on("2026-01-07")
    assert a.task.original_due is not None
    assert a.task.original_due.last_on == on("2026-01-06")
    a = a.when("2026-01-07", s.head(s.VHXH), s.submit()).when("2026-01-09", VICE, s.confirm())
    assert a.event.schedule == "on_time"

    moved = recalculated(s.accepted(s.VHXH, Duration(days=10), "2025-12-25 08:00"))
    assert moved.event.after.last_on == on("2026-01-10")

    closed = recalculated(s.confirmed(s.VHXH, Duration(days=10), "2025-12-24", when="2025-12-22"))
    assert closed.events == ()

    later = s.nothing(NEW).when("2025-12-30", CHAIR, s.assign(s.VHXH, Duration(days=10)))
    assert later.task.due is not None
    assert later.task.due.last_on == on("2026-01-14")


# -- 9 and 10: extensions ------------------------------------------------------------


def test_9_extended_in_time() -> None:
    story = (
        s.accepted(s.VHXH, s.fixed("2025-09-30"))
        .when("2025-09-25", s.head(s.VHXH), s.ask_more_time("2025-10-10"))
        .when("2025-09-29", CHAIR, c.ApproveExtension(task_id=TASK, request_id=s.request()))
    )
    assert (story.event.counts, story.event.days) == (True, 10)
    calendar = story.ward.calendar
    assert calendar.working_days(story.event.before.last_on, story.event.after.last_on) == 8
    story = story.when("2025-10-09", s.head(s.VHXH), s.submit()).when(
        "2025-10-13", VICE, s.confirm()
    )
    assert story.event.last_on == on("2025-10-10")
    assert story.event.schedule == "on_time"
    assert story.task.original_due is not None
    assert story.task.original_due.last_on == on("2025-09-30")
    assert calendar.working_days(on("2025-10-09"), story.event.last_on) == 1


def granted_after_expiry() -> Life:
    return (
        s.accepted(s.VHXH, s.fixed("2025-09-30"))
        .when("2025-09-25 09:00", s.head(s.VHXH), s.ask_more_time("2025-10-10"))
        .when(
            "2025-10-01 00:00", CLOCK_ACTOR, c.PassDeadline(task_id=TASK, for_on=on("2025-09-30"))
        )
        .when("2025-10-01 00:01", CHAIR, c.ApproveExtension(task_id=TASK, request_id=s.request()))
    )


def test_10_extension_granted_after_expiry_does_not_count() -> None:
    story = granted_after_expiry()
    assert story.event.counts is False
    task = story.task
    assert task.passed == (on("2025-09-30"),)
    assert task.due is not None
    assert task.newest_due is not None
    assert (task.due.last_on, task.newest_due.last_on) == (on("2025-09-30"), on("2025-10-10"))
    assert class_on(story, "2025-10-03") == "overdue"
    assert len(late_days_of(task, on("2025-10-03"), story.ward.calendar)) == 3
    urge = c.UrgeTask(task_id=TASK, step=1)
    story.refused("2025-10-03", s.REGISTER, urge, "task.not_overdue")  # the ladder moved
    story = story.when("2025-10-09", s.head(s.VHXH), s.submit()).when(
        "2025-10-13", VICE, s.confirm()
    )
    assert (story.event.schedule, story.event.days_late) == ("late", 7)


def test_10_the_approver_holds_1441_minutes() -> None:
    story = granted_after_expiry()
    assert minutes(story, "2025-10-05")[("approver", None)] == 1441


def test_10_asking_after_the_last_moment_is_refused() -> None:
    refused = s.accepted(s.VHXH, s.fixed("2025-09-30")).refused(
        "2025-10-01 08:00",
        s.head(s.VHXH),
        s.ask_more_time("2025-10-10"),
        "task.deadline_passed",
    )
    assert refused.facts["last_on"] == on("2025-09-30")


# -- 11 ----------------------------------------------------------------------------


def test_11_sent_back_then_late() -> None:
    story = (
        s.accepted(s.VHXH, s.fixed("2025-10-15"))
        .when("2025-10-14", s.head(s.VHXH), s.submit())
        .when(
            "2025-10-17",
            VICE,
            c.SendBackResult(task_id=TASK, submission_id=s.submission(), defects="Thiếu số liệu."),
        )
        .when("2025-10-21", s.head(s.VHXH), s.submit(2))
        .when("2025-10-23", VICE, s.confirm(2))
    )
    assert (story.event.schedule, story.event.days_late) == ("late", 4)
    assert sum(x.sent_back_at is not None for x in story.task.submissions) == 1
    assert minutes(story, "2025-10-31")[("reviewer", None)] == (3 + 2) * 24 * 60


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
    story = (
        s.accepted(s.VHXH, s.fixed("2025-09-30"))
        .when("2025-10-06", CHAIR, c.TransferLead(task_id=TASK, to_id=s.VP))
        .when("2025-10-07", s.head(s.VP), c.AcceptTask(task_id=TASK))
        .when("2025-10-13", s.head(s.VP), s.submit())
        .when("2025-10-15", VICE, s.confirm())
    )
    assert story.event.days_late == 9
    by_lead = late_by_lead(story)
    assert by_lead[s.VHXH] == ["2025-10-01", "2025-10-02", "2025-10-03", "2025-10-06"]
    assert len(by_lead[s.VP]) == 5
    assert story.task.former_leads == (s.VHXH,)


# -- 15 ----------------------------------------------------------------------------


def test_15_cooperation_late() -> None:
    story = (
        s.nothing()
        .when("2025-10-01 08:00", CHAIR, s.assign(s.KTHTDT, s.fixed("2025-10-15")))
        .when("2025-10-01 09:00", s.head(s.KTHTDT), c.AcceptTask(task_id=TASK))
        .when(
            "2025-10-06",
            s.head(s.KTHTDT),
            c.RequestCooperation(
                task_id=TASK,
                request_id=s.request(),
                unit_id=s.PVHCC,
                question="Số liệu?",
                reply_on=on("2025-10-09"),
            ),
        )
        .when(
            "2025-10-14 10:00",
            s.head(s.PVHCC),
            c.AnswerCooperation(task_id=TASK, request_id=s.request(), answer="Đây."),
        )
    )
    assert story.event.days_late == 3
    story = story.when("2025-10-16 09:00", s.head(s.KTHTDT), s.submit()).when(
        "2025-10-20 15:00", VICE, s.confirm()
    )
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
    story = (
        s.accepted(s.VHXH, s.fixed("2025-09-30"))
        .when("2025-09-29", s.head(s.VHXH), s.submit())
        .when("2025-10-02", VICE, s.confirm())
        .when("2025-10-20", CHAIR, c.ReopenTask(task_id=TASK, deadline=s.fixed("2025-11-07")))
    )
    assert (story.task.spell, story.task.stage) == (2, "accepted")
    story = story.when("2025-11-10", s.head(s.VHXH), s.submit(2)).when(
        "2025-11-11", VICE, s.confirm(2)
    )
    assert [(v.spell, v.schedule, v.days_late) for v in story.task.verdicts] == [
        (1, "on_time", 0),
        (2, "late", 1),
    ]


# -- 27 ----------------------------------------------------------------------------


def test_27_a_merger_moves_the_open_task() -> None:
    story = (
        s.accepted(s.SNC, s.fixed("2025-11-28"))
        .when(
            "2025-12-02 00:00",
            REACTION_ACTOR,
            c.TransferLead(task_id=TASK, to_id=s.VHXH),
            reason=None,
        )
        .when(
            "2025-12-05 00:00", CLOCK_ACTOR, c.DeemAccepted(task_id=TASK, for_on=on("2025-12-04"))
        )
        .when("2025-12-05", s.head(s.VHXH), s.submit())
        .when("2025-12-08", VICE, s.confirm())
    )
    assert story.event.days_late == 5
    assert late_by_lead(story) == {
        s.SNC: ["2025-12-01"],
        s.VHXH: ["2025-12-02", "2025-12-03", "2025-12-04", "2025-12-05"],
    }


# -- rules without a story of their own ------------------------------------------------


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
