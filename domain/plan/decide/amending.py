"""Decides amendments: a unit asks, the coordinator consolidates, the committee decides."""

from __future__ import annotations

from msgspec.structs import replace

from domain.fact import Elsewhere, Event, Moment
from domain.grounds import need_document, need_reason
from domain.plan import commands as c
from domain.plan import events as e
from domain.plan.decide.issuing import lines_are_complete
from domain.plan.decide.reading import fan_out
from domain.plan.decide.review import addressed, known_line, units_act
from domain.plan.events import LineChange
from domain.plan.state import Plan, Request
from domain.refusal import Refused
from domain.ward import Ward

RULE = "SD-15"


def request_amendment(
    command: c.RequestAmendment, plan: Plan, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """A unit asks for a line to be changed, dropped or added, with a reason."""
    need_reason(moment)
    if command.request_id in plan.requests:
        return []
    if command.ref is None and command.proposed is None:
        raise Refused("plan.nothing_proposed")
    if command.ref is not None:
        known_line(plan, command.ref)
    if command.proposed is not None:
        units_act(command.proposed, ward, moment)
    return [
        e.AmendmentRequested(
            request_id=command.request_id,
            unit_id=command.unit_id,
            ref=command.ref,
            what=command.what,
            proposed=command.proposed,
            evidence=command.evidence,
        )
    ]


def withdraw_amendment(
    command: c.WithdrawAmendment, plan: Plan, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """A unit takes its request back while nobody has decided it."""
    request = plan.requests.get(command.request_id)
    if request is None:
        raise Refused("not_found", what="amendment", id=command.request_id)
    if request.decision is not None:
        raise Refused("plan.already_decided", request_id=command.request_id)
    if request.withdrawn:
        return []
    return [e.AmendmentWithdrawn(request_id=command.request_id)]


def consolidate_amendments(
    command: c.ConsolidateAmendments, plan: Plan, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """Open requests go before the committee with one proposal."""
    ids = tuple(dict.fromkeys(command.request_ids))
    if not ids or any(i not in plan.requests or not plan.requests[i].open for i in ids):
        raise Refused("plan.nothing_to_consolidate")
    if all(plan.requests[i].consolidated for i in ids) and plan.proposal == command.proposal:
        return []
    return [e.AmendmentsConsolidated(request_ids=ids, proposal=command.proposal)]


def decide_amendments(
    command: c.DecideAmendments, plan: Plan, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """The committee accepts or declines; what it accepts makes the next version."""
    need_document(moment)
    if _already_decided(command, plan):
        return []
    ids = [decision.request_id for decision in command.decisions]
    not_ready = tuple(i for i in ids if not _is_ready(plan.requests.get(i)))
    if not_ready or not ids or len(set(ids)) != len(ids):
        raise Refused("plan.not_consolidated", ids=not_ready)
    for i in ids:
        _nobody_decides_his_own(plan.requests[i], moment, ward)
    decided: list[Event | Elsewhere] = [e.AmendmentsDecided(decisions=command.decisions)]
    accepted = [plan.requests[d.request_id] for d in command.decisions if d.accepted]
    if accepted:
        decided.append(
            e.Amended(version=plan.version + 1, changes=_changes(accepted, plan, moment, ward))
        )
    return decided


def _already_decided(command: c.DecideAmendments, plan: Plan) -> bool:
    return bool(command.decisions) and all(
        decision.request_id in plan.requests
        and plan.requests[decision.request_id].decision == decision
        for decision in command.decisions
    )


def _is_ready(request: Request | None) -> bool:
    return request is not None and request.open and request.consolidated


def _nobody_decides_his_own(request: Request, moment: Moment, ward: Ward) -> None:
    """SD-15; what the chair asks for his own office, the committee decides by its document."""
    own = request.asked_by & moment.actor.people
    if not own:
        return
    post = ward.posts.get(moment.actor.post_id) if moment.actor.post_id else None
    is_chair = post is not None and post.rank == "chair" and moment.actor.capacity == "own"
    asked_as_chair = post is not None and request.asked_by_post == post.post_id
    if is_chair and asked_as_chair:
        return
    raise Refused(
        "plan.own_request",
        rule=RULE,
        person=min(own),
        request_id=request.asked.request_id,
    )


def _changes(
    accepted: list[Request], plan: Plan, moment: Moment, ward: Ward
) -> tuple[LineChange, ...]:
    changes: list[LineChange] = []
    for request in accepted:
        taken = frozenset(change.ref for change in changes)
        change = _change(request, plan, taken, moment, ward)
        if change.ref in taken:
            raise Refused("plan.same_line_twice", ref=change.ref)
        changes.append(change)
    lines_are_complete(tuple(change.after for change in changes if change.after is not None))
    return tuple(changes)


def _change(
    request: Request, plan: Plan, taken: frozenset[str], moment: Moment, ward: Ward
) -> LineChange:
    asked = request.asked
    if asked.proposed is None:
        ref = asked.ref or ""
        return LineChange(ref=ref, before=known_line(plan, ref), after=None)
    (proposed,) = fan_out((asked.proposed,), ward, moment)
    units_act(proposed, ward, moment)
    if asked.ref is None:
        added = addressed(proposed, plan, taken)
        return LineChange(ref=added.ref, before=None, after=added)
    return LineChange(
        ref=asked.ref,
        before=known_line(plan, asked.ref),
        after=replace(proposed, ref=asked.ref),
    )
