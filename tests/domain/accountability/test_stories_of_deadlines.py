"""Stories 1 to 11 in quantities: midnight, calendars, extensions, what was sent back."""

from __future__ import annotations

from fractions import Fraction
from uuid import UUID

import pytest

from domain.accountability.fact_line import Period
from domain.task import commands as c
from domain.values import Duration
from tests import stories as s
from tests import task_pasts as pasts
from tests.domain.accountability.counting import counted, lines, points_335, until
from tests.stories import CHAIR, CLOCK_ACTOR, TASK, VICE, Life, on
from tests.task_numbers import NEW, recalculated

DONE = {
    "K1": {"completed": 1, "due": 1},
    "K2": {"on_time": 1, "due": 1},
    "K6": {"confirmed": 1},
    "K9": {"met_at_first": 1, "confirmed": 1},
    "W": {"assigned": 1, "completed": 1, "quality": 1, "timely": 1},
}


def test_1_on_time_though_confirmed_after_the_deadline() -> None:
    story = (
        s.assigned(s.VHXH, s.fixed("2025-09-30"))
        .when("2025-08-20 09:00", s.head(s.VHXH), c.AcceptTask(task_id=TASK))
        .when("2025-09-26 16:00", s.head(s.VHXH), s.submit())
        .when("2025-10-01", VICE, s.confirm())
    )
    assert counted(s.VHXH, story) == DONE
    assert points_335(s.VHXH, story) == 70


def test_1_at_the_cut_before_the_verdict_it_waits_and_rests_on_the_units_word() -> None:
    story = s.submitted(s.VHXH, s.fixed("2025-09-30"), "2025-09-26")
    at_cut = until("2025-09-30")
    assert counted(s.VHXH, story, period=at_cut) == {
        "K1": {"due": 1},
        "K2": {"due": 1},
        "K17": {"open": 1},
        "W": {"assigned": 1},
    }
    (line,) = [x for x in lines(s.VHXH, story, period=at_cut) if x.kind == "task_waiting_in_time"]
    assert line.basis == "claimed"


def test_2_returned_is_left_out_of_every_rate() -> None:
    story = s.assigned(s.KTHTDT, s.fixed("2025-10-31"), "2025-08-29 10:00").when(
        "2025-09-04 23:30",
        s.head(s.KTHTDT),
        c.ReturnTask(task_id=TASK, why="unclear", text="Chưa rõ."),
    )
    assert counted(s.KTHTDT, story) == {"K6": {"returned": 1}}
    (line,) = [x for x in lines(s.KTHTDT, story) if x.kind == "task_returned"]
    assert (line.on, line.own_words) == (on("2025-09-04"), "Chưa rõ.")


@pytest.mark.parametrize("instant", ["2025-10-31 23:59", "2025-10-31 06:30"])
def test_3_local_days_on_both_sides_of_utc(instant: str) -> None:
    story = (
        s.accepted(s.VHXH, s.fixed("2025-10-31"))
        .when(instant, s.head(s.VHXH), s.submit())
        .when("2025-11-04", VICE, s.confirm())
    )
    assert counted(s.VHXH, story) == DONE


def test_5_an_approval_on_the_rolled_day_counts() -> None:
    story = (
        s.accepted(s.VHXH, s.fixed("2025-11-15"))
        .when("2025-11-14", s.head(s.VHXH), s.ask_more_time("2025-11-21"))
        .when("2025-11-17 10:00", CHAIR, c.ApproveExtension(task_id=TASK, request_id=s.request()))
        .when("2025-11-21", s.head(s.VHXH), s.submit())
        .when("2025-11-24", VICE, s.confirm())
    )
    assert counted(s.VHXH, story) == DONE | {"K5": {"extensions": 1, "extension_days": 6}}
    (line,) = [x for x in lines(s.VHXH, story) if x.kind == "extension_approved"]
    assert (line.on, line.charged_post_id) == (on("2025-11-17"), s.post("chair"))


QUARTER = Period(from_on=on("2026-01-01"), to_on=on("2026-03-31"), cut_on=on("2026-03-31"))


def test_6_a_calendar_decided_late_moves_what_is_decided_after_it() -> None:
    early = recalculated(s.accepted(s.VHXH, s.fixed("2026-01-10"), "2025-12-01"))
    late = s.nothing(NEW).when("2025-12-26", CHAIR, s.assign(s.VHXH, s.fixed("2026-01-10")))
    late = late.when("2025-12-26 09:00", s.head(s.VHXH), c.AcceptTask(task_id=TASK))
    both = [
        life.when("2026-01-12 09:00", s.head(s.VHXH), s.submit()).when(
            "2026-01-13", VICE, s.confirm()
        )
        for life in (early, late)
    ]
    figures = counted(s.VHXH, *both, period=QUARTER, ward=NEW)
    assert figures["K2"] == {"on_time": 1, "due": 2}
    assert figures["K4"] == {"late_days": 1, "late": 1}


def test_7_what_was_open_moves_and_what_was_closed_keeps_its_day() -> None:
    moved = recalculated(s.accepted(s.VHXH, Duration(days=10), "2025-12-22"))
    moved = moved.when("2026-01-07", s.head(s.VHXH), s.submit()).when(
        "2026-01-09", VICE, s.confirm()
    )
    closed = recalculated(s.confirmed(s.VHXH, Duration(days=10), "2025-12-24", when="2025-12-22"))
    figures = counted(s.VHXH, moved, closed, period=QUARTER, ward=NEW)
    assert figures["K2"] == {"on_time": 2, "due": 2}
    days = {x.on for x in lines(s.VHXH, moved, closed, period=QUARTER, ward=NEW) if x.effects}
    assert {on("2026-01-06"), on("2026-01-07")} <= days


def test_9_extended_in_time() -> None:
    story = (
        s.accepted(s.VHXH, s.fixed("2025-09-30"))
        .when("2025-09-25", s.head(s.VHXH), s.ask_more_time("2025-10-10"))
        .when("2025-09-29", CHAIR, c.ApproveExtension(task_id=TASK, request_id=s.request()))
        .when("2025-10-09", s.head(s.VHXH), s.submit())
        .when("2025-10-13", VICE, s.confirm())
    )
    assert counted(s.VHXH, story) == DONE | {"K5": {"extensions": 1, "extension_days": 10}}
    assert points_335(s.VHXH, story) == 70


def granted_after_expiry() -> Life:
    return (
        s.accepted(s.VHXH, s.fixed("2025-09-30"))
        .when("2025-09-25 09:00", s.head(s.VHXH), s.ask_more_time("2025-10-10"))
        .when(
            "2025-10-01 00:00", CLOCK_ACTOR, c.PassDeadline(task_id=TASK, for_on=on("2025-09-30"))
        )
        .when("2025-10-01 00:01", CHAIR, c.ApproveExtension(task_id=TASK, request_id=s.request()))
        .when("2025-10-09", s.head(s.VHXH), s.submit())
        .when("2025-10-13", VICE, s.confirm())
    )


def test_10_an_extension_after_expiry_is_counted_apart_and_frees_nobody() -> None:
    story = granted_after_expiry()
    figures = counted(s.VHXH, story)
    assert figures["K2"] == {"due": 1}
    assert figures["K4"] == {"late_days": 7, "late": 1}
    assert figures["K5"] == {"extensions": 1, "extension_days": 10, "after_expiry": 1}
    assert points_335(s.VHXH, story) == Fraction("64.17")


def test_10_at_the_cut_it_is_overdue_by_three_days() -> None:
    figures = counted(s.VHXH, granted_after_expiry(), period=until("2025-10-03"))
    assert figures["K3"] == {"overdue": 1, "overdue_days": 3, "longest_days": 3}
    assert "K4" not in figures


def test_10_a_confirmed_objective_cause_frees_the_product_but_not_the_count() -> None:
    explain = c.ExplainDelay(task_id=TASK, cause="objective", text="Bão.", remedy="Làm bù.")
    story = granted_after_expiry().when("2025-10-14", s.head(s.VHXH), explain)
    (line,) = [x for x in lines(s.VHXH, story) if x.kind == "task_done_late"]
    assert (line.basis, line.own_words) == ("contested", "Bão.")
    assert points_335(s.VHXH, story) == Fraction("64.17")
    said = story.history[-1].meta.event_id
    story = story.when("2025-10-15", CHAIR, c.ConfirmCause(task_id=TASK, explained_event=said))
    (line,) = [x for x in lines(s.VHXH, story) if x.kind == "task_done_late"]
    assert (line.basis, line.facts["cause"]) == ("verified", "objective_confirmed")
    assert points_335(s.VHXH, story) == 70
    assert counted(s.VHXH, story)["K4"] == {"late_days": 7, "late": 1}


def test_11_sent_back_then_late() -> None:
    story = pasts.sent_back_then_late()
    assert counted(s.VHXH, story) == {
        "K1": {"completed": 1, "due": 1},
        "K2": {"due": 1},
        "K4": {"late_days": 4, "late": 1},
        "K6": {"sent_back": 1, "confirmed": 1},
        "K9": {"confirmed": 1},
        "W": {
            "assigned": 1,
            "completed": 1,
            "quality": Fraction(3, 4),
            "timely": Fraction(3, 4),
        },
    }
    assert points_335(s.VHXH, story) == Fraction("58.33")
    at_cut = counted(s.VHXH, story, period=until("2025-10-20"))
    assert at_cut["K3"] == {"overdue": 1, "overdue_days": 3, "longest_days": 3}


def sent_back(lead: UUID, last_on: str, times: tuple[str, str, str, str], when: str) -> Life:
    """Handed in, sent back, handed in again, confirmed."""
    first, back, again, done = times
    defects = c.SendBackResult(task_id=TASK, submission_id=s.submission(), defects="Thiếu.")
    return (
        s.accepted(lead, s.fixed(last_on), when)
        .when(first, s.head(lead), s.submit())
        .when(back, VICE, defects)
        .when(again, s.head(lead), s.submit(2))
        .when(done, VICE, s.confirm(2))
    )


def test_23_the_remedial_task_is_late_by_four_days() -> None:
    days = ("2025-11-20", "2025-11-25", "2025-11-28", "2025-12-05")
    story = sent_back(s.KTHTDT, "2025-11-24", days, "2025-10-23")
    figures = counted(s.KTHTDT, story)
    assert figures["K2"] == {"due": 1}
    assert figures["K4"] == {"late_days": 4, "late": 1}
    assert points_335(s.KTHTDT, story) == Fraction("58.33")


def test_25_ten_products_of_the_decree() -> None:
    on_time = [s.confirmed(s.VP, s.fixed("2025-09-30"), "2025-09-29") for _ in range(7)]
    days = ("2025-09-20", "2025-09-22", "2025-09-29", "2025-09-30")
    failed_once = sent_back(s.VP, "2025-09-30", days, "2025-08-18")
    late = s.confirmed(s.VP, s.fixed("2025-09-30"), "2025-10-02")
    not_done = s.accepted(s.VP, s.fixed("2025-09-30"))
    lives = (*on_time, failed_once, late, not_done)
    assert counted(s.VP, *lives)["W"] == {
        "assigned": 10,
        "completed": 9,
        "quality": Fraction("8.75"),
        "timely": Fraction("8.75"),
    }
    assert points_335(s.VP, *lives) == Fraction("61.83")
