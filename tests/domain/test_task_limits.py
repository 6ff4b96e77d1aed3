"""Limits that the ward adopts bind its tasks: extensions, reminders put off, days to look again."""

from __future__ import annotations

from msgspec.structs import replace

from domain.task import commands as c
from domain.values import NoDeadline
from domain.ward import AdoptedLimit
from tests import stories as s
from tests.stories import CHAIR, TASK, Life, on
from tests.task_refusing import DUE, HEAD, working


def limited(key: str, value: int) -> Life:
    ward = s.ward()
    adopted = AdoptedLimit(key=key, value=value, from_on=on("2025-07-01"))
    return s.nothing(replace(ward, limits=(*ward.limits, adopted)))


def granted(life: Life, to: str, n: int, when: str) -> Life:
    approve = c.ApproveExtension(task_id=TASK, request_id=s.request(n))
    return life.when(when, HEAD, s.ask_more_time(to, n)).when(when, CHAIR, approve)


def begun(life: Life) -> Life:
    return life.when("2025-08-18", CHAIR, s.assign(s.VHXH, DUE)).when(
        "2025-08-18", HEAD, c.AcceptTask(task_id=TASK)
    )


def test_extensions_are_counted_only_where_the_ward_has_set_a_number() -> None:
    free = granted(working(), "2025-10-07", 1, "2025-09-10")
    free = granted(free, "2025-10-14", 2, "2025-09-11")
    assert free.task.extensions == 2
    once = granted(begun(limited("extensions_max", 1)), "2025-10-07", 1, "2025-09-10")
    refused = once.refused(
        "2025-09-11", HEAD, s.ask_more_time("2025-10-14", 2), "task.too_many_extensions"
    )
    assert refused.facts == {"n": 1, "max": 1}


def test_a_new_spell_counts_its_extensions_anew() -> None:
    once = granted(begun(limited("extensions_max", 1)), "2025-10-07", 1, "2025-09-10")
    again = (
        once.when("2025-09-15", HEAD, s.submit())
        .when("2025-09-16", CHAIR, s.confirm())
        .when("2025-09-17", CHAIR, c.ReopenTask(task_id=TASK, deadline=DUE))
    )
    asked = again.when("2025-09-18", HEAD, s.ask_more_time("2025-10-14", 2))
    assert asked.task.request is not None


def test_a_reminder_is_put_off_by_three_working_days_at_most() -> None:
    def put_off(until: str) -> c.SnoozeReminder:
        return c.SnoozeReminder(task_id=TASK, rule="before-5", until_on=on(until))

    # from Wednesday 10/9 three working days reach Monday 15/9
    working().when("2025-09-10", HEAD, put_off("2025-09-15"))
    refused = working().refused("2025-09-10", HEAD, put_off("2025-09-16"), "task.snoozed_too_far")
    assert refused.facts["latest_on"] == on("2025-09-15")


def test_what_has_no_deadline_is_looked_at_again_within_ninety_days() -> None:
    def undated(until: str) -> NoDeadline:
        return NoDeadline(why="Chờ.", follow_up_on=on(until))

    s.assigned(s.VHXH, undated("2025-12-09"), "2025-09-10")
    late = s.assign(s.VHXH, undated("2025-12-10"))
    refused = s.nothing().refused("2025-09-10", CHAIR, late, "task.follow_up_too_far")
    assert refused.facts["latest_on"] == on("2025-12-09")
    content = s.content(s.VHXH, undated("2025-12-10"))
    amend = c.AmendTask(task_id=TASK, after=content)
    working().refused("2025-09-10", CHAIR, amend, "task.follow_up_too_far")
