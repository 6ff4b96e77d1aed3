"""Decides issuing, acknowledging, abandoning and closing a plan."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import msgspec

from domain.fact import Elsewhere, Event, Moment
from domain.grounds import need_document, need_reason
from domain.plan import commands as c
from domain.plan import events as e
from domain.plan.events import Line
from domain.plan.names import names_in_lines
from domain.plan.state import Plan
from domain.refusal import Refused
from domain.values import Deadline, NoDeadline
from domain.ward import Ward

WITHOUT_DATE = frozenset({"standing", "recurring"})
"""Kinds whose time is a period: they need no deadline of their own."""


def lines_hash(lines: tuple[Line, ...]) -> str:
    """SHA-256 of the lines as canonical JSON: keys sorted, no spaces, UTF-8."""
    return hashlib.sha256(msgspec.json.encode(lines, order="sorted")).hexdigest()


def issue_plan(
    command: c.IssuePlan, plan: Plan, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """The draft becomes version 1 by a document; nothing open may be left in it."""
    need_document(moment)
    if not plan.lines:
        raise Refused("plan.no_lines", plan_id=plan.plan_id)
    _units_are_recognised(plan)
    lines_are_complete(plan.lines)
    _problems_are_settled(plan)
    _are_looked_at_soon(plan.lines, moment, ward)
    return [
        e.Issued(
            version=1,
            lines_hash=lines_hash(plan.lines),
            line_count=len(plan.lines),
            derived_refs=tuple(line.ref for line in plan.lines if line.ref in plan.derived_refs),
        )
    ]


def _units_are_recognised(plan: Plan) -> None:
    texts = names_in_lines(plan)
    if texts:
        raise Refused("plan.units_unrecognised", texts=texts)


def lines_are_complete(lines: tuple[Line, ...]) -> None:
    """Every line has somebody who leads it, and a date or a reason for none."""
    no_lead = tuple(line.ref for line in lines if line.lead_id is None and not line.group)
    if no_lead:
        raise Refused("plan.lines_without_lead", refs=no_lead, n=len(no_lead))
    no_date = tuple(line.ref for line in lines if not has_date_or_reason(line))
    if no_date:
        raise Refused("plan.lines_without_deadline_reason", refs=no_date, n=len(no_date))


def has_date_or_reason(line: Line) -> bool:
    """Whether the line says when, or why there is no when."""
    if line.kind in WITHOUT_DATE and line.deadline is None:
        return line.kind == "standing" or line.every is not None
    return _is_settled(line.deadline)


def _is_settled(deadline: Deadline | None) -> bool:
    if isinstance(deadline, NoDeadline):
        return bool(deadline.why.strip())
    return deadline is not None


def _are_looked_at_soon(lines: tuple[Line, ...], moment: Moment, ward: Ward) -> None:
    """What has no deadline comes up again in time; the tasks are assigned by this very act."""
    days = ward.days("no_deadline_follow_up_max", moment.happened_on)
    latest_on = moment.happened_on + timedelta(days=days)
    late = tuple(
        line.ref
        for line in lines
        if isinstance(line.deadline, NoDeadline) and line.deadline.follow_up_on > latest_on
    )
    if late:
        raise Refused("plan.follow_up_too_far", refs=late, latest_on=latest_on, days=days)


def _problems_are_settled(plan: Plan) -> None:
    unsettled = sum(1 for problem in plan.problems if not problem.settled)
    if unsettled:
        raise Refused("plan.problems_open", n=unsettled)


def acknowledge_plan(
    command: c.AcknowledgePlan, plan: Plan, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """A unit has made the plan known; once is enough."""
    if command.unit_id in plan.acknowledged:
        return []
    return [e.Acknowledged(unit_id=command.unit_id, person_count=command.person_count)]


def abandon_plan(
    command: c.AbandonPlan, plan: Plan, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """The draft will not be issued, with a reason."""
    need_reason(moment)
    return [e.Abandoned()]


def close_plan(
    command: c.ClosePlan, plan: Plan, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """The plan has run out and owes nothing any more."""
    need_reason(moment)
    if command.open_tasks > 0:
        raise Refused("plan.open_tasks", n=command.open_tasks)
    return [e.Closed()]
