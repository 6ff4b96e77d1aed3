"""Stories 13 to 27 in quantities: heads, transfers, cooperation, recurring duties, mergers."""

from __future__ import annotations

from fractions import Fraction
from uuid import UUID

from msgspec.structs import replace

from domain.accountability.fact_line import FactLine, Period
from domain.accountability.history import figures_of_lines
from domain.task import commands as c
from domain.values import Conditional, Duration, Standing
from domain.ward import Term, Ward
from tests import stories as s
from tests import task_pasts as pasts
from tests.domain.accountability.counting import HALF_YEAR, counted, lines, points_335, until
from tests.stories import CHAIR, TASK, VICE, Life, on

M, N = s.person("head:PVHCC"), s.person("officer:PVHCC")


def changed_hands() -> Ward:
    """M heads the centre until 14/10, N from 15/10."""
    ward = s.ward()
    post = s.post("head:PVHCC")
    others = tuple(term for term in ward.terms if term.post_id != post)
    return replace(
        ward,
        terms=(
            *others,
            Term(post_id=post, person_id=M, from_on=s.FOUNDED, until_on=on("2025-10-14")),
            Term(post_id=post, person_id=N, from_on=on("2025-10-15")),
        ),
    )


def figures_of_head(found: tuple[FactLine, ...], person: UUID, code: str) -> dict[str, object]:
    own = [line for line in found if line.head_person_id == person]
    return {part: n for part, n in figures_of_lines(own)[code].items() if n}


def test_13_a_change_of_head_splits_the_delay_by_day() -> None:
    first = s.submitted(s.PVHCC, s.fixed("2025-10-14"), "2025-10-17")
    second = s.submitted(s.PVHCC, s.fixed("2025-10-15"), "2025-10-16")
    lives = [life.when("2025-10-20", VICE, s.confirm()) for life in (first, second)]
    ward = changed_hands()
    found = lines(s.PVHCC, *lives, ward=ward)
    assert counted(s.PVHCC, *lives, ward=ward)["K2"] == {"due": 2}
    assert counted(s.PVHCC, *lives, ward=ward)["K4"] == {"late_days": 4, "late": 2}
    assert figures_of_head(found, M, "K2") == {"due": 1}
    assert figures_of_head(found, N, "K2") == {"due": 1}
    assert figures_of_head(found, M, "K4") == {"late": 1}
    assert figures_of_head(found, N, "K4") == {"late_days": 4, "late": 1}
    handed = [x for x in found if x.kind == "result_submitted"]
    assert {x.head_person_id for x in handed} == {N}


def test_13_one_delay_over_the_change_is_two_lines() -> None:
    life = s.confirmed(s.PVHCC, s.fixed("2025-10-10"), "2025-10-16")
    found = [x for x in lines(s.PVHCC, life, ward=changed_hands()) if x.kind == "late_days"]
    assert [(x.head_person_id, x.on, x.facts["days"]) for x in found] == [
        (M, on("2025-10-13"), "2"),
        (N, on("2025-10-15"), "2"),
    ]


def test_14_the_delay_is_split_by_holder_and_the_task_stays_with_the_first() -> None:
    story = pasts.transferred_while_red()
    first, second = counted(s.VHXH, story), counted(s.VP, story)
    assert first["K2"] == {"due": 1}
    assert first["K4"] == {"late_days": 4, "late": 1}
    assert "K2" not in second
    assert second["K4"] == {"late_days": 5}


def test_14_overdue_at_the_cut_is_whoever_leads_then() -> None:
    story = pasts.transferred_while_red()
    early, late = until("2025-10-03"), until("2025-10-10")
    three = {"overdue": 1, "overdue_days": 3, "longest_days": 3}
    assert counted(s.VHXH, story, period=early)["K3"] == three
    assert "K3" not in counted(s.VP, story, period=early)
    assert counted(s.VP, story, period=late)["K3"]["overdue_days"] == 8
    assert "K3" not in counted(s.VHXH, story, period=late)


def test_15_cooperation_late_is_the_asked_units() -> None:
    story = pasts.late_by_cooperation()
    assert counted(s.PVHCC, story) == {"K8": {"asked": 1}}
    (line,) = [x for x in lines(s.PVHCC, story) if x.effects]
    assert (line.kind, line.on, line.facts["days_late"]) == (
        "cooperation_answered_late",
        on("2025-10-09"),
        "3",
    )
    assert counted(s.KTHTDT, story)["K2"] == {"due": 1}
    assert counted(s.PVHCC, story, period=until("2025-10-08")) == {}, "not due yet"


def test_17_recurring_standing_and_conditional() -> None:
    third = s.confirmed(s.PVHCC, s.fixed("2025-09-30"), "2025-09-30", when="2025-08-25")
    fourth = s.submitted(s.PVHCC, s.fixed("2025-12-31"), "2025-12-30", when="2025-10-01").when(
        "2025-12-31", VICE, s.confirm()
    )
    standing = s.accepted(s.PVHCC, Standing(report_every="quarter"), "2025-08-25")
    conditional = s.accepted(
        s.PVHCC,
        Conditional(
            awaits="hướng dẫn của thành phố",
            then=Duration(days=20, start="trigger"),
            latest_on=on("2025-12-31"),
        ),
        "2025-08-25",
    )
    waiting = (third, fourth, standing, conditional)
    assert counted(s.PVHCC, *waiting)["K1"] == {"completed": 2, "due": 2}
    assert "K17" not in counted(s.PVHCC, *waiting)
    conditional = (
        conditional.when(
            "2025-11-20", s.head(s.PVHCC), c.RecordTrigger(task_id=TASK, trigger="CV 123")
        )
        .when("2025-12-19", s.head(s.PVHCC), s.submit())
        .when("2025-12-22", VICE, s.confirm())
    )
    figures = counted(s.PVHCC, third, fourth, standing, conditional)
    assert figures["K1"] == {"completed": 3, "due": 3}
    assert figures["K2"] == {"on_time": 2, "due": 3}
    assert figures["K4"] == {"late_days": 1, "late": 1}


def test_18_reopened_after_confirmation() -> None:
    story = pasts.late_the_second_time()
    third = Period(from_on=on("2025-07-01"), to_on=on("2025-09-30"), cut_on=on("2025-12-31"))
    fourth = Period(from_on=on("2025-10-01"), to_on=on("2025-12-31"), cut_on=on("2025-12-31"))
    assert counted(s.VHXH, story, period=third)["K2"] == {"on_time": 1, "due": 1}
    assert counted(s.VHXH, story, period=fourth)["K2"] == {"due": 1}
    half = counted(s.VHXH, story)
    assert half["K2"] == {"due": 1}
    assert half["K6"] == {"confirmed": 1, "reopened": 1}
    assert points_335(s.VHXH, story) == Fraction("64.17")


def test_27_a_merger_leaves_the_delay_before_it_with_the_old_unit() -> None:
    story = pasts.moved_by_a_merger()
    old, new = counted(s.SNC, story), counted(s.VHXH, story)
    assert old["K2"] == {"due": 1}
    assert old["K4"] == {"late_days": 1, "late": 1}
    assert "K2" not in new
    assert new["K4"] == {"late_days": 4}
    before = counted(s.SNC, story, period=until("2025-11-30"))
    assert before["K3"]["overdue"] == 1, "on the last day before the merger SNC still owes it"


def test_urgings_are_answered_by_an_explanation_or_by_the_result() -> None:
    explain = c.ExplainDelay(task_id=TASK, cause="subjective", text="Chậm.", remedy="Làm bù.")
    story = (
        s.accepted(s.VHXH, s.fixed("2025-09-30"))
        .when("2025-10-03", s.REGISTER, c.UrgeTask(task_id=TASK, step=1))
        .when("2025-10-07", s.head(s.VHXH), explain)
        .when("2025-10-10", s.REGISTER, c.UrgeTask(task_id=TASK, step=2))
        .when("2025-10-17", s.head(s.VHXH), s.submit())
    )
    assert counted(s.VHXH, story)["K7"] == {"urgings": 2, "response_days": Fraction(7, 2)}
    early = counted(s.VHXH, story, period=until("2025-10-16"))["K7"]
    assert early == {"urgings": 2, "response_days": 2}


def test_silence_of_more_than_fifteen_days_is_stale() -> None:
    story = s.accepted(s.VHXH, s.fixed("2025-12-31"), "2025-11-03").when(
        "2025-11-10", s.head(s.VHXH), c.ReportProgress(task_id=TASK, text="Đang làm.")
    )
    assert counted(s.VHXH, story, period=until("2025-11-25"))["K17"] == {"open": 1}
    assert counted(s.VHXH, story, period=until("2025-11-26"))["K17"] == {"stale": 1, "open": 1}


def test_an_entry_three_working_days_after_the_act_is_late() -> None:
    task = s.accepted(s.VHXH, s.fixed("2025-12-31"), "2025-11-03")
    report = c.ReportProgress(task_id=TASK, text="Đang làm.")
    for recorded_on, count in (("2025-11-12", 0), ("2025-11-13", 1)):
        happened = s.at("2025-11-10")
        story = task.when(recorded_on, s.head(s.VHXH), report, happened_at=happened)
        assert counted(s.VHXH, story).get("K18", {}).get("late_entries", 0) == count


def test_a_suspended_task_is_left_out_and_what_it_stood_still_is_not_late() -> None:
    story = s.accepted(s.VHXH, s.fixed("2025-09-30")).when(
        "2025-10-02", CHAIR, c.SuspendTask(task_id=TASK)
    )
    assert counted(s.VHXH, story) == {}
    story = story.when("2025-10-09", CHAIR, c.ResumeTask(task_id=TASK)).when(
        "2025-10-10", s.head(s.VHXH), s.submit()
    )
    story = story.when("2025-10-13", VICE, s.confirm())
    assert counted(s.VHXH, story)["K4"] == {"late_days": 3, "late": 1}, "1, 2 and 10 October"


def test_overdue_of_an_earlier_period_is_still_found() -> None:
    story = s.accepted(s.VHXH, s.fixed("2025-09-30"))
    later = Period(from_on=on("2025-10-01"), to_on=on("2025-12-31"), cut_on=on("2025-10-03"))
    figures = counted(s.VHXH, story, period=later)
    assert figures["K3"] == {"overdue": 1, "overdue_days": 3, "longest_days": 3}
    assert "K1" not in figures


def test_every_kind_of_due_spell_adds_up_to_what_was_due() -> None:
    lives = (
        s.confirmed(s.VP, s.fixed("2025-09-30"), "2025-09-29"),
        s.confirmed(s.VP, s.fixed("2025-09-30"), "2025-10-02"),
        s.submitted(s.VP, s.fixed("2025-09-30"), "2025-09-30"),
        s.submitted(s.VP, s.fixed("2025-09-30"), "2025-10-06"),
        s.accepted(s.VP, s.fixed("2025-09-30")),
    )
    figures = counted(s.VP, *lives, period=HALF_YEAR)
    assert figures["K1"]["due"] == 5
    kinds = [x.kind for x in lines(s.VP, *lives) if x.on == on("2025-09-30") and x.effects]
    assert sorted(kinds) == [
        "task_done_late",
        "task_done_on_time",
        "task_not_done",
        "task_waiting_in_time",
        "task_waiting_late",
    ]


def test_a_cut_is_the_end_of_its_day_so_what_is_due_on_it_is_overdue() -> None:
    story = s.accepted(s.VHXH, s.fixed("2025-09-30"))
    assert counted(s.VHXH, story, period=until("2025-09-30"))["K3"] == {"overdue": 1}
    assert "K3" not in counted(s.VHXH, story, period=until("2025-09-29"))


def test_a_pause_of_a_task_that_was_late_moves_no_due_that_counts() -> None:
    story = (
        s.accepted(s.VHXH, s.fixed("2025-09-30"))
        .when("2025-09-25 09:00", s.head(s.VHXH), s.ask_more_time("2025-10-10"))
        .when("2025-10-01 00:01", CHAIR, c.ApproveExtension(task_id=TASK, request_id=s.request()))
        .when("2025-10-06", CHAIR, c.SuspendTask(task_id=TASK))
        .when("2025-10-08", CHAIR, c.ResumeTask(task_id=TASK))
        .when("2025-10-09", s.head(s.VHXH), s.submit())
        .when("2025-10-13", VICE, s.confirm())
    )
    assert story.task.newest_due is not None
    assert story.task.newest_due.last_on == on("2025-10-14")
    figures = counted(s.VHXH, story)
    assert figures["K2"] == {"due": 1}
    assert figures["K4"] == {"late_days": 5, "late": 1}, "1, 2, 3, 6 and 9 October"


def asked_for_cooperation() -> Life:
    return s.accepted(s.KTHTDT, s.fixed("2025-10-31"), "2025-10-01").when(
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


def test_the_clock_of_an_answer_stands_still_with_the_task() -> None:
    story = asked_for_cooperation().when("2025-10-07", CHAIR, c.SuspendTask(task_id=TASK))
    assert counted(s.PVHCC, story, period=until("2025-10-20")) == {}, "nobody waits for it now"
    story = story.when("2025-10-14", CHAIR, c.ResumeTask(task_id=TASK))
    assert counted(s.PVHCC, story, period=until("2025-10-15")) == {}, "two days were left"
    assert counted(s.PVHCC, story, period=until("2025-10-16")) == {"K8": {"asked": 1}}
    answer = c.AnswerCooperation(task_id=TASK, request_id=s.request(), answer="Đây.")
    story = story.when("2025-10-16", s.head(s.PVHCC), answer)
    assert counted(s.PVHCC, story) == {"K8": {"asked": 1, "in_time": 1}}


def test_an_answer_is_owed_no_longer_once_the_task_is_withdrawn() -> None:
    early = asked_for_cooperation().when("2025-10-08", CHAIR, c.WithdrawTask(task_id=TASK))
    assert counted(s.PVHCC, early) == {}
    late = asked_for_cooperation().when("2025-10-10", CHAIR, c.WithdrawTask(task_id=TASK))
    assert counted(s.PVHCC, late) == {"K8": {"asked": 1}}
