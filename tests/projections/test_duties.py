"""What waits for whom: there while it is owed, gone as soon as it is done."""

from __future__ import annotations

from domain.task import commands as c
from domain.values import Conditional, NoDeadline, Standing
from tests import stories as s
from tests.projections.task_lives import duties
from tests.stories import CHAIR, CLOCK_ACTOR, REGISTER, TASK, VICE, Life, on

DUE = s.fixed("2025-09-30")


def kinds(life: Life) -> set[str]:
    return {duty.kind for duty in duties(life).values()}


def test_a_new_task_waits_for_the_head_and_then_for_the_result() -> None:
    waits = duties(s.assigned(s.VHXH, DUE))["accept"]
    assert (waits.holder_role, waits.holder_unit) == ("head", s.VHXH)
    assert waits.limit_on == on("2025-08-20")
    owed = duties(s.accepted(s.VHXH, DUE))
    assert set(owed) == {"submit"}
    assert owed["submit"].limit_on == on("2025-09-30")


def test_a_returned_task_waits_for_whoever_assigned_it() -> None:
    back = c.ReturnTask(task_id=TASK, why="unclear", text="Chưa rõ.")
    waits = duties(s.assigned(s.VHXH, DUE).when("2025-08-18 09:00", s.head(s.VHXH), back))
    assert {k: d.holder_post for k, d in waits.items()} == {"reassign": s.post("chair")}


def test_allocated_work_waits_for_the_post_too() -> None:
    allocated = c.AllocateTask(task_id=TASK, to_post_id=s.post("officer:VHXH"))
    life = s.accepted(s.VHXH, DUE).when("2025-08-25", s.head(s.VHXH), allocated)
    work = duties(life)[f"work:{s.post('officer:VHXH')}"]
    assert (work.holder_post, work.limit_on) == (s.post("officer:VHXH"), on("2025-09-30"))
    assert kinds(life.when("2025-09-26", s.head(s.VHXH), s.submit())) == {"review"}


def test_a_result_waits_for_the_reviewer_while_the_unit_waits_too() -> None:
    named = s.submitted(s.VHXH, DUE, "2025-09-26", reviewer_post_id=s.post("vice1"))
    review = duties(named)["review"]
    assert (review.holder_role, review.holder_post) == ("reviewer", s.post("vice1"))
    assert review.asker_unit == s.VHXH
    assert review.limit_on == on("2025-10-03")
    unnamed = duties(s.submitted(s.VHXH, DUE, "2025-09-26"))["review"]
    assert (unnamed.holder_role, unnamed.holder_post) == ("authority", s.post("chair"))
    assert duties(named.when("2025-09-29", VICE, s.confirm())) == {}


def test_requests_wait_until_they_are_decided() -> None:
    asked = s.accepted(s.VHXH, DUE).when(
        "2025-09-01", s.head(s.VHXH), s.ask_more_time("2025-10-15")
    )
    waits = duties(asked)["decide_extension"]
    assert (waits.holder_role, waits.asker_unit) == ("authority", s.VHXH)
    decided = asked.when(
        "2025-09-02", VICE, c.ApproveExtension(task_id=TASK, request_id=s.request())
    )
    assert kinds(decided) == {"submit"}
    assert duties(decided)["submit"].limit_on == on("2025-10-15")


def test_cooperation_waits_for_the_asked_unit() -> None:
    asked = s.accepted(s.VHXH, DUE).when(
        "2025-09-01",
        s.head(s.VHXH),
        c.RequestCooperation(task_id=TASK, request_id=s.request(), unit_id=s.VP, question="Số?"),
    )
    waits = duties(asked)[f"answer_cooperation:{s.request()}"]
    assert (waits.holder_unit, waits.asker_unit) == (s.VP, s.VHXH)
    answered = asked.when(
        "2025-09-02",
        s.head(s.VP),
        c.AnswerCooperation(task_id=TASK, request_id=s.request(), answer="Có."),
    )
    assert kinds(answered) == {"submit"}


def test_the_ladder_of_delay() -> None:
    late = s.accepted(s.VHXH, DUE).when(
        "2025-10-06", CLOCK_ACTOR, c.PrepareUrging(task_id=TASK, step=1, for_on=on("2025-10-03"))
    )
    assert duties(late)["sign_urging:1"].holder_role == "follow_up"
    urged = late.when("2025-10-06 10:00", REGISTER, c.UrgeTask(task_id=TASK, step=1))
    explain = duties(urged)["explain:1"]
    assert "sign_urging" not in kinds(urged)
    assert (explain.limit_on, explain.follow_up_waits) == (on("2025-10-08"), True)
    said = urged.when(
        "2025-10-07",
        s.head(s.VHXH),
        c.ExplainDelay(task_id=TASK, cause="objective", text="Bão.", remedy="Làm bù."),
    )
    assert kinds(said) == {"submit", "confirm_cause"}


def test_a_result_answers_a_letter_as_well() -> None:
    urged = s.accepted(s.VHXH, DUE).when("2025-10-06", REGISTER, c.UrgeTask(task_id=TASK, step=1))
    handed_in = urged.when("2025-10-07", s.head(s.VHXH), s.submit())
    sent_back = handed_in.when(
        "2025-10-08",
        VICE,
        c.SendBackResult(task_id=TASK, submission_id=s.submission(), defects="Thiếu."),
    )
    assert kinds(sent_back) == {"submit"}


def test_duties_that_come_up_on_their_own_day() -> None:
    none = s.accepted(s.VHXH, NoDeadline(why="Chờ.", follow_up_on=on("2025-10-01")))
    again = duties(none)["look_again"]
    assert (again.holder_role, again.visible_from) == ("follow_up", on("2025-10-01"))
    standing = s.accepted(s.VHXH, Standing())
    assert duties(standing)["report_period:2025-Q3"].limit_on == on("2025-09-30")
    reported = standing.when(
        "2025-09-29", s.head(s.VHXH), c.ReportPeriod(task_id=TASK, period="2025-Q3", text="Đã làm.")
    )
    assert duties(reported)["report_period:2025-Q4"].visible_from == on("2025-12-17")
    waiting = s.accepted(
        s.VHXH, Conditional(awaits="Có văn bản", then=DUE, latest_on=on("2025-12-31"))
    )
    assert kinds(waiting) == {"decide_condition"}


def test_nobody_owes_anything_while_a_task_stands_still_or_is_over() -> None:
    stopped = s.accepted(s.VHXH, DUE).when("2025-09-01", CHAIR, c.SuspendTask(task_id=TASK))
    assert duties(stopped) == {}
    assert "submit" in kinds(stopped.when("2025-09-10", CHAIR, c.ResumeTask(task_id=TASK)))
    over = s.accepted(s.VHXH, DUE).when("2025-09-01", CHAIR, c.WithdrawTask(task_id=TASK))
    assert duties(over) == {}


def test_parents_have_no_work_of_their_own() -> None:
    group = s.nothing().when(
        "2025-08-18",
        CHAIR,
        c.AssignGroup(task_id=TASK, content=s.content(None, DUE), units=(s.VP, s.VHXH)),
    )
    assert duties(group) == {}
