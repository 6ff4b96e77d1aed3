"""What a task says no to beyond its stages: each refusal of the catalogue with its facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace as changed

from domain.fact import Actor
from domain.task import commands as c
from domain.values import Conditional, Deadline, Duration, Link, NoDeadline, Standing
from tests import stories as s
from tests.stories import CHAIR, REACTION_ACTOR, TASK, VICE, Life, on

WHEN = "2025-09-10"
DUE = s.fixed("2025-09-30")
HEAD = s.head(s.VHXH)
FINDING = Link(kind="finding", id="PH-01")


def dissolved() -> Life:
    ward = s.ward()
    gone = changed(ward.units[s.SNC], ended_on=on("2025-09-01"), successor_id=s.VHXH)
    return s.nothing(changed(ward, units={**ward.units, s.SNC: gone}))


def working(deadline: Deadline | None = DUE, **more: Any) -> Life:
    return s.accepted(s.VHXH, deadline, "2025-08-18", **more)


def group() -> Life:
    ask = c.AssignGroup(task_id=TASK, content=s.content(None, DUE), units=(s.VP, s.SNC))
    return s.nothing().when("2025-09-08", CHAIR, ask)


def series(**more: Any) -> c.StartSeries:
    facts = {
        "content": s.content(s.VP, None),
        "every": "quarter",
        "first_period": "2025-Q3",
        "last_period": "2026-Q2",
    }
    return c.StartSeries(task_id=TASK, **{**facts, **more})


def opened() -> Life:
    started = s.nothing().when("2025-09-08", CHAIR, series())
    return started.when(
        "2025-09-08", s.CLOCK_ACTOR, c.OpenOccurrence(task_id=TASK, period="2025-Q3")
    )


def ask_unit(unit: UUID, n: int = 7, reply: str | None = None) -> c.RequestCooperation:
    return c.RequestCooperation(
        task_id=TASK,
        request_id=s.request(n),
        unit_id=unit,
        question="Số liệu?",
        reply_on=on(reply) if reply else None,
    )


def answer(n: int = 7) -> c.AnswerCooperation:
    return c.AnswerCooperation(task_id=TASK, request_id=s.request(n), answer="Đây.")


def explained() -> Life:
    say = c.ExplainDelay(task_id=TASK, cause="objective", text="Bão.", remedy="Làm bù.")
    return working().when("2025-10-02", HEAD, say)


def cause(life: Life) -> UUID:
    return life.task.explanations[0].event_id


def remedy() -> Life:
    return working(source="conclusion", links=(FINDING,))


def correct(field: str, should_be: str = "b", event: UUID | None = None) -> Any:
    return lambda life: c.CorrectEntry(
        task_id=TASK,
        event_id=event or life.history[-1].meta.event_id,
        field=field,
        was="a",
        should_be=should_be,
        why="Nhầm.",
    )


@dataclass
class No:
    """A life, a command, and the refusal that it meets."""

    code: str
    life: Callable[[], Life]
    command: Any
    facts: dict[str, Any] | None = None
    actor: Actor = CHAIR
    when: str = WHEN
    more: dict[str, Any] | None = None


CITY = {"source": "city", "city_last_on": on("2025-10-15")}
CONDITION = Conditional(awaits="hướng dẫn", then=Duration(days=20, start="trigger"))
NO_WHY = NoDeadline(why=" ", follow_up_on=on("2025-12-01"))
APPROVE = c.ApproveExtension(task_id=TASK, request_id=s.request())

NOS = [
    # words and assignment
    No(
        "secret_not_here",
        s.nothing,
        c.DraftTask(task_id=TASK, content=s.content(s.VP, DUE), secrecy="mật"),
        {"level": "mật"},
    ),
    No(
        "task.lead_not_active",
        dissolved,
        s.assign(s.SNC, DUE),
        {"unit": s.SNC, "since": on("2025-09-01"), "successor": s.VHXH},
    ),
    No("task.lead_not_active", s.nothing, s.assign(UUID(int=9), DUE)),
    No("task.product_missing", s.nothing, s.assign(s.VP, DUE, product=" ")),
    No("task.no_deadline_without_reason", s.nothing, s.assign(s.VP, None)),
    No("task.no_deadline_without_reason", s.nothing, s.assign(s.VP, NO_WHY)),
    No(
        "task.beyond_city_date",
        s.nothing,
        s.assign(s.VP, s.fixed("2025-10-16"), **CITY),
        {"on": on("2025-10-16"), "city_last_on": on("2025-10-15")},
    ),
    No(
        "task.reviewer_in_lead_unit",
        s.nothing,
        s.assign(s.VP, DUE, reviewer_post_id=s.post("head:VP")),
        {"rule": "SD-2", "name": s.post("head:VP"), "unit": s.VP},
    ),
    No(
        "task.deadline_in_the_past",
        s.nothing,
        s.assign(s.VP, s.fixed("2025-09-09")),
        {"on": on("2025-09-09")},
    ),
    No("document_needed", s.nothing, s.assign(s.VP, DUE), more={"document": None}),
    No("task.same_unit", working, c.TransferLead(task_id=TASK, to_id=s.VHXH)),
    No(
        "task.lead_not_active",
        lambda: working().in_ward(dissolved().ward),
        c.TransferLead(task_id=TASK, to_id=s.SNC),
    ),
    No("reason_needed", working, c.TransferLead(task_id=TASK, to_id=s.VP), more={"reason": " "}),
    No(
        "task.reviewer_in_lead_unit",
        lambda: working(reviewer_post_id=s.post("head:VP")),
        c.TransferLead(task_id=TASK, to_id=s.VP),
    ),
    # groups and series
    No(
        "task.unit_already_in_group",
        s.nothing,
        c.AssignGroup(task_id=TASK, content=s.content(None, DUE), units=(s.VP, s.VP)),
    ),
    No("task.unit_already_in_group", group, c.WidenGroup(task_id=TASK, unit_id=s.VP)),
    No(
        "task.children_open",
        group,
        c.ConcludeGroup(task_id=TASK, confirmed=1, withdrawn=0),
        actor=REACTION_ACTOR,
    ),
    No(
        "task.children_open",
        group,
        c.ConcludeGroup(task_id=TASK, confirmed=0, withdrawn=2),
        actor=REACTION_ACTOR,
    ),
    No(
        "task.past_occurrences_stay",
        opened,
        c.ReviseSeries(
            task_id=TASK, from_period="2025-Q3", after=s.content(s.VP, None, product="Khác")
        ),
        {"periods": ["2025-Q3"]},
    ),
    No("task.past_occurrences_stay", opened, c.EndSeries(task_id=TASK, from_period="2025-Q3")),
    No("task.no_such_period", opened, c.EndSeries(task_id=TASK, from_period="2025-10")),
    No("task.no_such_period", s.nothing, series(first_period="2025-Q5")),
    No(
        "task.no_such_period",
        opened,
        c.OpenOccurrence(task_id=TASK, period="2026-Q3"),
        actor=s.CLOCK_ACTOR,
        when="2026-07-01",
    ),
    No("task.deadline_in_the_past", s.nothing, series(first_period="2025-Q2")),
    # work
    No(
        "task.post_not_of_unit",
        working,
        c.AllocateTask(task_id=TASK, to_post_id=s.post("officer:VP")),
        {"unit": s.VHXH, "post": s.post("officer:VP")},
        HEAD,
    ),
    No(
        "task.reviewer_in_lead_unit",
        working,
        c.NameReviewer(task_id=TASK, reviewer_post_id=s.post("deputy:VHXH")),
    ),
    No(
        "task.reviewer_in_lead_unit",
        lambda: working().when(WHEN, HEAD, ask_unit(s.VP)).when(WHEN, s.head(s.VP), answer()),
        c.NameReviewer(task_id=TASK, reviewer_post_id=s.post("head:VP")),
    ),
    No("task.lead_itself", working, ask_unit(s.VHXH), actor=HEAD),
    No(
        "task.reply_by_after_deadline",
        working,
        ask_unit(s.VP, reply="2025-10-01"),
        {"on": on("2025-10-01"), "last_on": on("2025-09-30")},
        HEAD,
    ),
    No(
        "unit_not_active",
        lambda: working().in_ward(dissolved().ward),
        ask_unit(s.SNC),
        actor=HEAD,
    ),
    No("task.no_such_request", working, answer(), actor=s.head(s.VP)),
    No(
        "task.already_answered",
        lambda: working().when(WHEN, HEAD, ask_unit(s.VP)).when(WHEN, s.head(s.VP), answer()),
        answer(),
        actor=s.head(s.VP),
    ),
    No(
        "task.not_standing",
        working,
        c.ReportPeriod(task_id=TASK, period="2025-Q3", text="Đã làm."),
        actor=HEAD,
    ),
    No(
        "task.already_reported",
        lambda: working(Standing()).when(
            WHEN, HEAD, c.ReportPeriod(task_id=TASK, period="2025-Q3", text="Đã làm.")
        ),
        c.ReportPeriod(task_id=TASK, period="2025-Q3", text="Nữa."),
        {"period": "2025-Q3"},
        HEAD,
    ),
    No(
        "task.no_such_obstacle",
        working,
        c.GiveDirection(task_id=TASK, obstacle_id=s.request(), decision_text="Làm."),
    ),
    # time
    No(
        "task.deadline_passed",
        working,
        s.ask_more_time("2025-10-10"),
        {"last_on": on("2025-09-30")},
        HEAD,
        "2025-10-01",
    ),
    No(
        "task.already_asked",
        lambda: working().when(WHEN, HEAD, s.ask_more_time("2025-10-10")),
        s.ask_more_time("2025-10-11", 2),
        actor=HEAD,
    ),
    No("task.no_deadline", lambda: working(Standing()), s.ask_more_time("2025-10-10"), actor=HEAD),
    No(
        "task.not_later",
        working,
        s.ask_more_time("2025-09-30"),
        {"to_on": on("2025-09-30"), "last_on": on("2025-09-30")},
        HEAD,
    ),
    No("reason_needed", working, s.ask_more_time("2025-10-10"), actor=HEAD, more={"reason": None}),
    No(
        "task.not_later",
        lambda: working().when(WHEN, HEAD, s.ask_more_time("2025-10-10")),
        c.ApproveExtension(task_id=TASK, request_id=s.request(), to_on=on("2025-09-29")),
    ),
    No(
        "task.beyond_city_date",
        lambda: working(**CITY).when(WHEN, HEAD, s.ask_more_time("2025-10-20")),
        APPROVE,
    ),
    No(
        "task.no_open_request",
        lambda: working().when(WHEN, HEAD, s.ask_more_time("2025-10-10")),
        c.ApproveExtension(task_id=TASK, request_id=s.request(2)),
    ),
    No(
        "task.shortened_into_the_past",
        working,
        c.AmendTask(task_id=TASK, after=s.content(s.VHXH, s.fixed("2025-09-09"))),
        {"on": on("2025-09-09")},
    ),
    No(
        "task.transfer_instead",
        working,
        c.AmendTask(task_id=TASK, after=s.content(s.VP, DUE)),
    ),
    No("task.not_conditional", working, c.RecordTrigger(task_id=TASK, trigger="CV 1")),
    No(
        "task.already_triggered",
        lambda: working(CONDITION).when(WHEN, HEAD, c.RecordTrigger(task_id=TASK, trigger="CV")),
        c.RecordTrigger(task_id=TASK, trigger="CV"),
    ),
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


@pytest.mark.parametrize("no", NOS, ids=lambda no: f"{no.code}-{type(no.command).__name__}")
def test_refusals(no: No) -> None:
    life = no.life()
    command = no.command(life) if callable(no.command) else no.command
    refused = life.refused(no.when, no.actor, command, no.code, **(no.more or {}))
    for key, value in (no.facts or {}).items():
        assert refused.facts[key] == value, key


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
