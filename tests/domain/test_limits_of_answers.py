"""A new calendar moves the days of answers too, and questions follow a unit that was merged."""

from __future__ import annotations

from domain.task import commands as c
from domain.task import events as t
from domain.values import Standing
from tests import stories as s
from tests.stories import CHAIR, REACTION_ACTOR, TASK, on
from tests.task_numbers import recalculated

ASK_SNC = c.RequestCooperation(
    task_id=TASK, request_id=s.request(), unit_id=s.SNC, question="Số liệu quý IV?"
)


def moved(story: s.Life) -> dict[str, tuple[str, str]]:
    """Limit → from, to, of everything but the due."""
    return {
        event.limit: (event.before.isoformat(), event.after.isoformat())
        for event in story.events
        if isinstance(event, t.LimitRecalculated)
    }


def test_reply_and_review_follow_the_calendar_and_keep_their_number_of_days() -> None:
    working = s.accepted(s.VHXH, s.fixed("2026-03-31"), "2025-12-01")
    asked = recalculated(working.when("2025-12-31", s.head(s.VHXH), ASK_SNC), "2025-12-31 09:00")
    assert moved(asked) == {"reply": ("2026-01-06", "2026-01-07")}
    assert asked.task.cooperation[0].reply_by.last_on == on("2026-01-07")
    assert asked.task.cooperation[0].reply_by.calendar_version == 2

    handed = recalculated(
        working.when("2025-12-31", s.head(s.VHXH), s.submit()), "2025-12-31 09:00"
    )
    assert moved(handed) == {"review": ("2026-01-08", "2026-01-09")}
    assert handed.task.submission is not None
    assert handed.task.submission.review_by == on("2026-01-09")


def test_a_named_day_only_moves_off_a_rest_day() -> None:
    working = s.accepted(s.VHXH, s.fixed("2026-03-31"), "2025-12-01")
    for day, after in (("2026-01-02", "2026-01-05"), ("2026-01-06", None)):
        ask = c.RequestCooperation(
            task_id=TASK,
            request_id=s.request(),
            unit_id=s.SNC,
            question="Số liệu?",
            reply_on=on(day),
        )
        story = recalculated(working.when("2025-12-22", s.head(s.VHXH), ask))
        assert moved(story) == ({"reply": (day, after)} if after else {})


def test_the_other_answers_move_too_and_never_twice() -> None:
    working = s.accepted(s.VHXH, s.fixed("2026-03-31"), "2025-12-01")
    obstacle = c.ReportObstacle(
        task_id=TASK, obstacle_id=s.request(7), obstacle="Thiếu mẫu.", proposal="Cấp mẫu."
    )
    asking = working.when("2025-12-31", s.head(s.VHXH), s.ask_more_time("2026-04-30")).when(
        "2025-12-31", s.head(s.VHXH), obstacle
    )
    story = recalculated(asking, "2025-12-31 09:00")
    assert set(moved(story)) == {"extension", "direction"}
    assert story.task.request is not None
    assert story.task.request.decide_by == on(moved(story)["extension"][1])
    assert story.task.obstacles[0].direction_by == on(moved(story)["direction"][1])
    assert recalculated(story, "2025-12-31 10:00").events == ()


def test_the_silence_before_acceptance_moves_with_the_calendar() -> None:
    story = recalculated(
        s.assigned(s.VHXH, Standing(report_every="quarter"), "2025-12-31"), "2025-12-31 09:00"
    )
    assert set(moved(story)) == {"acceptance"}
    assert story.task.acceptance_limit_on == on(moved(story)["acceptance"][1])


def test_an_open_question_goes_to_whoever_took_over_an_answered_one_stays() -> None:
    working = s.accepted(s.VHXH, s.fixed("2025-12-31"))
    move = c.MoveCooperation(task_id=TASK, from_id=s.SNC, to_id=s.KTHTDT)
    asked = working.when("2025-09-08", s.head(s.VHXH), ASK_SNC)
    gone = asked.when("2025-09-09", REACTION_ACTOR, move)
    assert gone.event == t.CooperationMoved(request_id=s.request(), from_id=s.SNC, to_id=s.KTHTDT)
    assert gone.task.asked_units == (s.KTHTDT,)
    gone.says_nothing("2025-09-10", REACTION_ACTOR, move)

    answer = c.AnswerCooperation(task_id=TASK, request_id=s.request(), answer="Đã gửi.")
    answered = asked.when("2025-09-09", s.head(s.SNC), answer)
    answered.says_nothing("2025-09-10", REACTION_ACTOR, move)


def test_nobody_answers_a_question_of_its_own() -> None:
    asked = s.accepted(s.VHXH, s.fixed("2025-12-31")).when("2025-09-08", s.head(s.VHXH), ASK_SNC)
    transferred = asked.when("2025-09-09", CHAIR, c.TransferLead(task_id=TASK, to_id=s.SNC))
    closed = transferred.when(
        "2025-09-09", REACTION_ACTOR, c.MoveCooperation(task_id=TASK, from_id=s.VHXH, to_id=s.SNC)
    )
    assert isinstance(closed.event, t.CooperationWithdrawn)
    assert closed.task.asked_units == ()
