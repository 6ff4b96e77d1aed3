"""Pasts of stories.md that several tests look at: late days, holders, figures, stored rows."""

from __future__ import annotations

from domain.task import commands as c
from tests import stories as s
from tests.stories import CHAIR, CLOCK_ACTOR, REACTION_ACTOR, TASK, VICE, Life, on


def extended_and_late() -> Life:
    """Until 15/10 instead of 30/9, handed in on 20/10."""
    return (
        s.accepted(s.VHXH, s.fixed("2025-09-30"))
        .when("2025-09-10", s.head(s.VHXH), s.ask_more_time("2025-10-15"))
        .when("2025-09-11", VICE, c.ApproveExtension(task_id=TASK, request_id=s.request()))
        .when("2025-10-20", s.head(s.VHXH), s.submit())
        .when("2025-10-22", VICE, s.confirm())
    )


def sent_back_then_late() -> Life:
    """Story 11: in time, sent back, four days late the second time."""
    return (
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


def transferred_while_red() -> Life:
    """Story 14: four days late with the culture office, five more with the office."""
    return (
        s.accepted(s.VHXH, s.fixed("2025-09-30"))
        .when("2025-10-06", CHAIR, c.TransferLead(task_id=TASK, to_id=s.VP))
        .when("2025-10-07", s.head(s.VP), c.AcceptTask(task_id=TASK))
        .when("2025-10-13", s.head(s.VP), s.submit())
        .when("2025-10-15", VICE, s.confirm())
    )


def answered_late() -> Life:
    """Story 15 up to the centre's answer, asked for by 09/10 and given on 14/10."""
    return (
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


def late_by_cooperation() -> Life:
    """Story 15 to its end: the lead is one day late itself."""
    handed_in = answered_late().when("2025-10-16 09:00", s.head(s.KTHTDT), s.submit())
    return handed_in.when("2025-10-20 15:00", VICE, s.confirm())


def reopened() -> Life:
    """Story 18: confirmed in time, reopened with a new date."""
    return (
        s.accepted(s.VHXH, s.fixed("2025-09-30"))
        .when("2025-09-29", s.head(s.VHXH), s.submit())
        .when("2025-10-02", VICE, s.confirm())
        .when("2025-10-20", CHAIR, c.ReopenTask(task_id=TASK, deadline=s.fixed("2025-11-07")))
    )


def late_the_second_time() -> Life:
    """Story 18 to its end: the second spell is late."""
    handed_in = reopened().when("2025-11-10", s.head(s.VHXH), s.submit(2))
    return handed_in.when("2025-11-11", VICE, s.confirm(2))


def moved_by_a_merger() -> Life:
    """Story 27: one day late before the merger, four days after it."""
    return (
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
