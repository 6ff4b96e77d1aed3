"""Asking other units: each request has its own clock, which stops with the task."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain import due as dues
from domain.fact import Moment
from domain.refusal import Refused
from domain.task import commands as c
from domain.task import events as t
from domain.task.decide.words import Decided
from domain.task.memory import Task
from domain.task.parts import Cooperation
from domain.values import Due, Fixed
from domain.ward import Ward


def ask(command: c.RequestCooperation, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The lead unit asks another one by a day that its own due allows."""
    if command.unit_id == task.lead_id:
        raise Refused("task.lead_itself", unit=command.unit_id)
    unit = ward.units.get(command.unit_id)
    if unit is None or not unit.active_on(moment.happened_on):
        raise Refused(
            "unit_not_active",
            unit=command.unit_id,
            since=unit.ended_on if unit else None,
            successor=unit.successor_id if unit else None,
        )
    return [
        t.CooperationRequested(
            request_id=command.request_id,
            unit_id=command.unit_id,
            question=command.question,
            reply_by=_reply_by(command.reply_on, task, moment.happened_on, ward),
        )
    ]


def _reply_by(wanted: date | None, task: Task, on: date, ward: Ward) -> Due:
    own = task.newest_due
    own_due = own if own is not None and own.last_on >= on else None  # late already: any day
    if wanted is None:
        by_limit = dues.working_days_from(on, ward.days("cooperation_days", on), ward.calendar)
        too_late = own_due is not None and by_limit.last_on > own_due.last_on
        return own_due if own_due is not None and too_late else by_limit
    reply_by = dues.due_of(Fixed(on=wanted), on, ward.calendar, dues.reading_on(ward, on))
    assert reply_by is not None, "a fixed day always comes to a due"
    if own_due is not None and reply_by.last_on > own_due.last_on:
        raise Refused("task.reply_by_after_deadline", on=wanted, last_on=own_due.last_on)
    return reply_by


def answer(command: c.AnswerCooperation, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The asked unit answers; how late it is, is counted for that unit."""
    request = _open_request(command.request_id, task)
    last_on = reply_last_on(request, task, ward)
    return [
        t.CooperationAnswered(
            request_id=command.request_id,
            answer=command.answer,
            evidence=command.evidence,
            days_late=dues.days_late(last_on, moment.happened_on, ward.calendar, task.pauses),
        )
    ]


def reply_last_on(request: Cooperation, task: Task, ward: Ward) -> date:
    """The last day for an answer, moved by every pause of the task since it was asked."""
    return dues.prolonged(request.reply_by.last_on, request.asked_on, ward.calendar, task.pauses)


def decline(command: c.DeclineCooperation, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The asked unit says no, and why."""
    _open_request(command.request_id, task)
    return [t.CooperationDeclined(request_id=command.request_id, why=command.why)]


def withdraw(command: c.WithdrawCooperation, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The lead unit needs no answer any more."""
    if any(
        x.request_id == command.request_id and x.outcome == "withdrawn" for x in task.cooperation
    ):
        return []
    _open_request(command.request_id, task)
    return [t.CooperationWithdrawn(request_id=command.request_id, why=command.why)]


def move(command: c.MoveCooperation, task: Task, moment: Moment, ward: Ward) -> Decided:
    """Whoever took over owes the answer; nobody answers a question of its own."""
    moved: Decided = []
    for asked in task.cooperation:
        if asked.outcome != "open" or asked.unit_id not in (command.from_id, command.to_id):
            continue
        if task.lead_id == command.to_id:
            why = moment.reason or ""
            moved.append(t.CooperationWithdrawn(request_id=asked.request_id, why=why))
        elif asked.unit_id == command.from_id:
            moved.append(
                t.CooperationMoved(
                    request_id=asked.request_id, from_id=command.from_id, to_id=command.to_id
                )
            )
    return moved


def _open_request(request_id: UUID, task: Task) -> Cooperation:
    for request in task.cooperation:
        if request.request_id != request_id or request.outcome == "withdrawn":
            continue
        if request.outcome != "open":
            raise Refused("task.already_answered", at=request.settled_at)
        return request
    raise Refused("task.no_such_request", request_id=request_id)
