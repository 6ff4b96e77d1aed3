"""Decisions that move a due or stop the clock; holding never moves one, only these do."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from msgspec.structs import replace

from domain import due as dues
from domain.calendar import Calendar
from domain.fact import Moment, local_date
from domain.refusal import Refused
from domain.task import commands as c
from domain.task import events as t
from domain.task.decide import separation
from domain.task.decide.limits import moved_limits
from domain.task.decide.words import (
    Decided,
    count,
    refuse_beyond_city,
    refuse_silent_deadline,
    stands_on,
)
from domain.task.memory import Task
from domain.task.parts import DueDecision, ExtensionRequest
from domain.values import Conditional, Due, Fixed
from domain.ward import Ward


def request_extension(
    command: c.RequestExtension, task: Task, moment: Moment, ward: Ward
) -> Decided:
    """More time is asked for before the last moment, one request at a time."""
    stands_on(moment, reason=True)
    on = moment.happened_on
    if task.due is None or task.newest_due is None:
        raise Refused("task.no_deadline")
    if on > task.due.last_on:
        raise Refused("task.deadline_passed", last_on=task.due.last_on)
    if task.request is not None:
        raise Refused("task.already_asked", request_id=task.request.request_id, at=task.request.at)
    _refuse_one_too_many(task, on, ward)
    _refuse_not_later(command.to_on, task.newest_due, on, ward)
    days = ward.days("extension_decision_days", on)
    return [
        t.ExtensionRequested(
            request_id=command.request_id,
            to_on=command.to_on,
            decide_by=ward.calendar.after(on, days),
        )
    ]


def _refuse_one_too_many(task: Task, on: date, ward: Ward) -> None:
    """So many extensions in one spell of work, where the ward has set a number."""
    most = ward.days("extensions_max", on)
    granted = [
        d for d in task.dues if d.spell == task.spell and d.by == t.ExtensionApproved.stored_name
    ]
    if most and len(granted) >= most:
        raise Refused("task.too_many_extensions", n=len(granted), max=most)


def _refuse_not_later(to_on: date, now: Due, on: date, ward: Ward) -> Due:
    after = count(Fixed(on=to_on), on, on, ward)
    assert after is not None, "a fixed day always comes to a due"
    if after.last_on <= now.last_on:
        raise Refused("task.not_later", to_on=to_on, last_on=now.last_on)
    return after


def withdraw_request(
    command: c.WithdrawExtensionRequest, task: Task, moment: Moment, ward: Ward
) -> Decided:
    """The unit can do without."""
    _open_request(task, command.request_id)
    return [t.ExtensionRequestWithdrawn(request_id=command.request_id)]


def approve_extension(
    command: c.ApproveExtension, task: Task, moment: Moment, ward: Ward
) -> Decided:
    """A later due; decided after the former last moment it does not undo the lateness (D4)."""
    request = _open_request(task, command.request_id)
    separation.refuse_own_request(task, moment, ward)
    before = task.newest_due
    if before is None:  # amended to no deadline while the request was open
        raise Refused("task.no_deadline")
    to_on = command.to_on or request.to_on
    after = _refuse_not_later(to_on, before, moment.happened_on, ward)
    refuse_beyond_city(after, task.city_last_on, moment, ward)
    return [
        t.ExtensionApproved(
            request_id=request.request_id,
            before=before,
            after=after,
            days=(after.nominal_on - before.nominal_on).days,
            counts=dues.counts(task.due, dues.decided_on(moment)),
            asked_at=request.at,
        )
    ]


def refuse_extension(command: c.RefuseExtension, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The due stays."""
    _open_request(task, command.request_id)
    separation.refuse_own_request(task, moment, ward)
    return [t.ExtensionRefused(request_id=command.request_id, why=command.why)]


def _open_request(task: Task, request_id: UUID) -> ExtensionRequest:
    if task.request is None or task.request.request_id != request_id:
        raise Refused("task.no_open_request", request_id=request_id)
    return task.request


def amend(command: c.AmendTask, task: Task, moment: Moment, ward: Ward) -> Decided:
    """Other words or another date, decided by the authority."""
    before, on = task.content, moment.happened_on
    after = replace(  # both have commands of their own
        command.after, reviewer_post_id=before.reviewer_post_id, links=before.links
    )
    if after == before:
        return []
    stands_on(moment, reason=True)
    if after.lead_id != before.lead_id:
        raise Refused("task.transfer_instead", unit=before.lead_id)
    if after.deadline == before.deadline:
        return [t.Amended(before=before, after=after)]
    refuse_silent_deadline(after.deadline, moment, ward)
    if task.kind == "group":
        return [t.Amended(before=before, after=after)]
    due = count(after.deadline, task.start_of(after.deadline), on, ward)
    city_on = after.city_last_on if after.city_last_on != before.city_last_on else None
    refuse_beyond_city(due, city_on or task.city_last_on, moment, ward)
    if due is not None and due.last_on < on:
        raise Refused("task.shortened_into_the_past", on=due.last_on)
    counted = dues.counts(task.due, dues.decided_on(moment))
    return [t.Amended(before=before, after=after, due=due, counts=counted)]


def record_trigger(command: c.RecordTrigger, task: Task, moment: Moment, ward: Ward) -> Decided:
    """What the task waited for has happened; its clock starts."""
    deadline = task.content.deadline
    if not isinstance(deadline, Conditional):
        raise Refused("task.not_conditional", kind=task.kind)
    if task.triggered_at is not None:
        raise Refused("task.already_triggered", at=task.triggered_at)
    due = count(deadline.then, moment.happened_on, moment.happened_on, ward)
    assert due is not None, "what follows a condition has a date"
    return [t.TriggerRecorded(trigger=command.trigger, due=due)]


def suspend(command: c.SuspendTask, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The clock stands still by decision."""
    stands_on(moment, reason=True)
    return [t.Suspended(until_on=command.until_on)]


def resume(command: c.ResumeTask, task: Task, moment: Moment, ward: Ward) -> Decided:
    """What was left is left (T8); the silence before acceptance goes on too."""
    stop, now = task.stop, task.newest_due
    assert stop is not None, "the state table lets only suspended tasks through"
    on, calendar = moment.happened_on, ward.calendar
    due = None
    if now is not None:
        then = ward.calendar_version(now.calendar_version)
        due = dues.resumed(now, task.deadline_now, stop.on, on, then, calendar)
    limit = task.acceptance_limit_on
    if limit is not None and stop.was == "assigned":
        pause = dues.Pause(suspended_on=stop.on, resumed_on=on)
        limit = dues.prolonged(limit, stop.on, calendar, (pause,))
    return [
        t.Resumed(
            paused_working_days=calendar.working_days(stop.on, on),
            due=due,
            acceptance_limit_on=limit if stop.was == "assigned" else None,
        )
    ]


def recalculate(command: c.RecalculateDeadline, task: Task, moment: Moment, ward: Ward) -> Decided:
    """T10: a new calendar moves what is open, only later; the table keeps it off stopped clocks."""
    calendar = ward.calendar_version(command.calendar_version)
    moved: Decided = []
    done: set[Due] = set()
    for decision in _in_force(task):
        due = decision.due
        if due is None or due in done:
            continue
        done.add(due)
        later = dues.recalculated(due, _counted_again(decision, task, calendar, ward))
        if later is not None:
            moved.append(
                t.DeadlineRecalculated(
                    before=due, after=later, calendar_version=command.calendar_version
                )
            )
    return [*moved, *moved_limits(task, command.calendar_version, ward)]


def _in_force(task: Task) -> tuple[DueDecision, ...]:
    decided = [d for d in task.dues if d.spell == task.spell]
    counted = [d for d in decided if d.counts]
    return (*counted[-1:], *decided[-1:])


def _counted_again(decision: DueDecision, task: Task, calendar: Calendar, ward: Ward) -> Due | None:
    if decision.by == t.Resumed.stored_name and task.pauses:
        pause = task.pauses[-1]
        before = pause.due_before
        if before is None:
            return None
        then = ward.calendar_version(before.calendar_version)
        stopped, resumed_on = pause.suspended_on, pause.resumed_on
        return dues.resumed(before, decision.deadline, stopped, resumed_on, then, calendar)
    reading = dues.reading_on(ward, local_date(decision.decided_at))
    return dues.due_of(decision.deadline, decision.start_on, calendar, reading)
