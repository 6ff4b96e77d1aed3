"""Stories 1 to 11: acceptance, midnight, calendars, extensions, sending back."""

from __future__ import annotations

from domain.task import commands as c
from domain.task.lateness import late_days_of
from domain.values import Duration
from tests import stories as s
from tests import task_pasts as pasts
from tests.stories import CHAIR, CLOCK_ACTOR, TASK, VICE, Life, on
from tests.task_numbers import NEW, class_on, minutes, recalculated

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
    story = pasts.sent_back_then_late()
    assert (story.event.schedule, story.event.days_late) == ("late", 4)
    assert sum(x.sent_back_at is not None for x in story.task.submissions) == 1
    assert minutes(story, "2025-10-31")[("reviewer", None)] == (3 + 2) * 24 * 60
