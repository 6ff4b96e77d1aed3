"""Decides what a plan command comes to: events, nothing ("already so"), or a refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from domain.fact import Elsewhere, Event, Moment
from domain.plan import commands as c
from domain.plan.commands import PlanCommand
from domain.plan.decide import amending, issuing, reading, review
from domain.plan.state import Plan, PlanLife
from domain.refusal import Refused
from domain.ward import Ward

Decision = Callable[[Any, Plan, Moment, Ward], list[Event | Elsewhere]]
Gate = Literal["open", "same", "plan.not_issued", "plan.already_issued", "plan.plan_closed"]

DRAFTING: dict[PlanLife, Gate] = {
    "read": "open",
    "issued": "plan.already_issued",
    "closed": "plan.plan_closed",
    "abandoned": "plan.plan_closed",
}
RUNNING: dict[PlanLife, Gate] = {
    "read": "plan.not_issued",
    "issued": "open",
    "closed": "plan.plan_closed",
    "abandoned": "plan.plan_closed",
}
ISSUING: dict[PlanLife, Gate] = {**DRAFTING, "issued": "same"}
ABANDONING: dict[PlanLife, Gate] = {**DRAFTING, "closed": "same", "abandoned": "same"}
CLOSING: dict[PlanLife, Gate] = {**RUNNING, "closed": "same", "abandoned": "same"}

_DECISIONS: dict[type[PlanCommand], tuple[dict[PlanLife, Gate], Decision]] = {
    c.ReadAppendix: (DRAFTING, reading.read_appendix),
    c.ReviseLine: (DRAFTING, review.revise_line),
    c.SplitLine: (DRAFTING, review.split_line),
    c.MergeLines: (DRAFTING, review.merge_lines),
    c.DropLine: (DRAFTING, review.drop_line),
    c.AddLine: (DRAFTING, review.add_line),
    c.RecogniseUnit: (DRAFTING, review.recognise_unit),
    c.SettleProblem: (DRAFTING, review.settle_problem),
    c.IssuePlan: (ISSUING, issuing.issue_plan),
    c.AbandonPlan: (ABANDONING, issuing.abandon_plan),
    c.AcknowledgePlan: (RUNNING, issuing.acknowledge_plan),
    c.ClosePlan: (CLOSING, issuing.close_plan),
    c.RequestAmendment: (RUNNING, amending.request_amendment),
    c.WithdrawAmendment: (RUNNING, amending.withdraw_amendment),
    c.ConsolidateAmendments: (RUNNING, amending.consolidate_amendments),
    c.DecideAmendments: (RUNNING, amending.decide_amendments),
}
"""Command → what each state of the plan says to it, and the decision where it is open."""


def decide(
    command: PlanCommand, state: Plan | None, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """What the command comes to, given the plan as it stands."""
    if isinstance(command, c.ReadPlan):
        return reading.read_plan(command, state, moment, ward)
    if state is None:
        raise Refused("not_found", what="plan", id=command.plan_id)
    gates, decision = _DECISIONS[type(command)]
    gate = gates[state.life]
    if gate == "same":
        return []
    if gate != "open":
        raise Refused(gate, plan_id=state.plan_id, version=state.version)
    return decision(command, state, moment, ward)
