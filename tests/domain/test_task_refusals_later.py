"""What a task says no to when it is chased, judged, ended and corrected, with its facts."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.task import commands as c
from domain.values import Standing
from tests import stories as s
from tests.stories import CHAIR, REACTION_ACTOR, TASK, VICE, on
from tests.task_refusing import (
    APPROVE,
    CONDITION,
    DUE,
    FINDING,
    HEAD,
    WHEN,
    No,
    ask_unit,
    cause,
    check,
    correct,
    explained,
    name,
    remedy,
    working,
)

NOS = [
    # chasing
    No(
        "task.legally_required",
        working,
        c.SnoozeReminder(task_id=TASK, rule="overdue", until_on=on("2025-10-10")),
        {"rule": "overdue"},
        HEAD,
    ),
    No(
        "task.not_overdue",
        working,
        c.UrgeTask(task_id=TASK, step=1),
        {"last_on": on("2025-09-30")},
        s.REGISTER,
        "2025-09-30 23:59",
    ),
    No(
        "task.not_overdue",
        lambda: s.submitted(s.VHXH, DUE, "2025-09-30"),
        c.UrgeTask(task_id=TASK, step=1),
        actor=s.REGISTER,
        when="2025-10-03",
    ),
    No(
        "task.already_urged",
        lambda: working().when("2025-10-03", s.REGISTER, c.UrgeTask(task_id=TASK, step=1)),
        c.UrgeTask(task_id=TASK, step=1),
        actor=s.REGISTER,
        when="2025-10-06",
    ),
    No(
        "document_needed",
        working,
        c.UrgeTask(task_id=TASK, step=1),
        actor=s.REGISTER,
        when="2025-10-03",
        more={"document": None},
    ),
    No(
        "own_unit",
        explained,
        lambda life: c.ConfirmCause(task_id=TASK, explained_event=cause(life)),
        {"rule": "SD-4", "unit": s.VHXH},
        s.actor("deputy:VHXH"),
        "2025-10-03",
    ),
    No(
        "task.not_explained",
        explained,
        c.ConfirmCause(task_id=TASK, explained_event=UUID(int=5)),
        when="2025-10-03",
    ),
    No(
        "task.cause_already_decided",
        lambda: (life := explained()).when(
            "2025-10-03", CHAIR, c.ConfirmCause(task_id=TASK, explained_event=cause(life))
        ),
        lambda life: c.RejectCause(task_id=TASK, explained_event=cause(life), why="Không."),
        when="2025-10-04",
    ),
    No(
        "task.no_delay_recorded",
        working,
        c.TakeMeasure(task_id=TASK, kind="criticism", post_id=s.post("head:VHXH")),
    ),
    # result and ending
    No(
        "task.product_missing",
        working,
        s.submit(products=()),
        {"expected": "Báo cáo"},
        HEAD,
    ),
    No("task.condition_not_met", lambda: working(CONDITION), s.submit(), actor=HEAD),
    No(
        "task.children_open",
        working,
        s.submit(open_children=(UUID(int=1),)),
        {"ids": (UUID(int=1),), "n": 1},
        HEAD,
    ),
    No("task.standing_reports_periods", lambda: working(Standing()), s.submit(), actor=HEAD),
    No("task.waiting_for_review", lambda: s.submitted(s.VHXH, DUE, WHEN), s.submit(2), actor=HEAD),
    No("task.nothing_submitted", lambda: s.submitted(s.VHXH, DUE, WHEN), s.confirm(2), actor=VICE),
    No(
        "evidence_missing",
        lambda: s.submitted(s.VHXH, DUE, WHEN),
        s.confirm(missing_evidence=("ab",)),
        {"file": "ab"},
        VICE,
    ),
    No(
        "task.confirmed_by_verification",
        lambda: remedy().when(WHEN, HEAD, s.submit()),
        s.confirm(),
        {"finding": "PH-01"},
        VICE,
    ),
    No("task.remedy_of_open_finding", remedy, c.WithdrawTask(task_id=TASK)),
    No("document_needed", working, c.WithdrawTask(task_id=TASK), more={"document": None}),
    No("reason_needed", working, c.SuspendTask(task_id=TASK), more={"reason": None}),
    No(
        "task.no_deadline_without_reason",
        lambda: s.confirmed(s.VHXH, DUE, WHEN),
        c.ReopenTask(task_id=TASK, deadline=Standing()),
    ),
    No(
        "task.open_cooperation",
        lambda: (
            working()
            .when("2025-09-08", HEAD, ask_unit(s.VP))
            .when(WHEN, HEAD, s.submit())
            .when(WHEN, VICE, s.confirm())
        ),
        c.FileTask(task_id=TASK, file_code="01", retention="10 năm"),
        {"ids": [s.request(7)], "n": 1},
        s.REGISTER,
    ),
    No(
        "own_unit",
        lambda: s.confirmed(s.VP, DUE, WHEN),
        c.FileTask(task_id=TASK, file_code="01", retention="10 năm"),
        {"rule": "SD-6", "unit": s.VP},
        s.REGISTER,
    ),
    No(
        "own_unit",
        lambda: s.accepted(s.VP, DUE),
        c.UrgeTask(task_id=TASK, step=1),
        {"rule": "SD-6", "unit": s.VP},
        s.REGISTER,
        "2025-10-03",
    ),
    # corrections
    No("task.not_correctable", working, correct("code"), {"field": "code"}),
    No("task.not_correctable", working, correct("quality", "tuyệt vời"), actor=s.REGISTER),
    No("document_needed", working, correct("happened_at"), more={"document": None}),
    No("document_needed", working, correct("text"), actor=s.REGISTER, more={"document": None}),
    No(
        "task.own_decisive_date",
        working,
        correct("last_on"),
        {"rule": "SD-5", "field": "last_on"},
        s.actor("officer:VHXH"),
    ),
    No("task.own_decisive_date", lambda: s.assigned(s.VP, DUE), correct("happened_at")),
    No("not_found", working, correct("text", event=UUID(int=99))),
]


@pytest.mark.parametrize("no", NOS, ids=name)
def test_refusals(no: No) -> None:
    check(no)


def test_corrections_of_words_by_their_author_need_no_document() -> None:
    life = working().when(WHEN, HEAD, c.ReportProgress(task_id=TASK, text="a"))
    life = life.when(WHEN, HEAD, correct("text")(life), document=None)
    assert life.task.corrections[0].should_be == "b"


def test_a_corrected_verdict_is_the_verdict() -> None:
    life = s.confirmed(s.VHXH, DUE, WHEN)
    life = life.when(WHEN, s.REGISTER, correct("quality", "met_with_defects")(life))
    assert life.task.verdict is not None
    assert life.task.verdict.quality == "met_with_defects"


def test_own_work_is_registered_without_a_document() -> None:
    own = s.assign(s.VHXH, DUE, source="self", product="")
    assert s.nothing().when(WHEN, HEAD, own, document=None).events


def test_a_merger_that_is_its_own_ground_needs_no_reason() -> None:
    move = c.TransferLead(task_id=TASK, to_id=s.VP)
    assert working().when(WHEN, REACTION_ACTOR, move, reason=None, document=None).events


def test_a_verification_confirms_a_remedy() -> None:
    life = remedy().when(WHEN, HEAD, s.submit()).when(WHEN, REACTION_ACTOR, s.confirm())
    assert life.task.stage == "confirmed"


def test_amending_keeps_reviewer_and_links() -> None:
    life = working(reviewer_post_id=s.post("head:VP"), links=(FINDING,))
    life = life.when(
        WHEN, CHAIR, c.AmendTask(task_id=TASK, after=s.content(s.VHXH, DUE, weight="2"))
    )
    assert life.task.reviewer_post_id == s.post("head:VP")
    assert life.task.content.links == (FINDING,)
    assert life.task.content.weight == "2"


def test_a_deadline_amended_in_time_counts_and_too_late_does_not() -> None:
    after = c.AmendTask(task_id=TASK, after=s.content(s.VHXH, s.fixed("2025-10-15")))
    in_time = working().when("2025-09-30 23:00", CHAIR, after)
    assert in_time.task.due is not None
    assert in_time.task.due.last_on == on("2025-10-15")
    too_late = working().when("2025-10-01", CHAIR, after)
    assert too_late.event.counts is False
    assert too_late.task.due is not None
    assert too_late.task.due.last_on == on("2025-09-30")


def test_a_paper_decision_of_the_last_day_counts_when_it_is_entered_later() -> None:
    asked = working().when(WHEN, HEAD, s.ask_more_time("2025-10-10"))
    on_paper = {"happened_at": s.at("2025-09-30 16:00")}
    entered = asked.when("2025-10-02", CHAIR, APPROVE, **on_paper)
    assert entered.event.counts is True
    unproven = asked.when("2025-10-02", CHAIR, APPROVE, document=None, **on_paper)
    assert unproven.event.counts is False
