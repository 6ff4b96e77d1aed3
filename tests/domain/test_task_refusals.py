"""What a task says no to while it is assigned, worked on and timed, with its facts."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.task import commands as c
from domain.values import Standing
from tests import stories as s
from tests.stories import REACTION_ACTOR, TASK, on
from tests.task_refusing import (
    APPROVE,
    CITY,
    CONDITION,
    DUE,
    HEAD,
    NO_WHY,
    WHEN,
    No,
    answer,
    ask_unit,
    check,
    dissolved,
    group,
    name,
    opened,
    series,
    working,
)

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
]


@pytest.mark.parametrize("no", NOS, ids=name)
def test_refusals(no: No) -> None:
    check(no)
