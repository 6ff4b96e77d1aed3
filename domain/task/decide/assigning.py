"""Drafts, assignment, acceptance, return, transfer of the lead, naming the reviewer."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from msgspec.structs import replace

from domain.due import counts, decided_on
from domain.fact import Moment, local_date
from domain.refusal import Refused
from domain.task import commands as c
from domain.task import events as t
from domain.task.decide import separation
from domain.task.decide.words import (
    Decided,
    authority_of,
    count,
    count_at_assignment,
    next_code,
    refuse_beyond_city,
    refuse_inactive,
    refuse_missing_words,
    refuse_past,
    refuse_secret,
    stands_on,
)
from domain.task.memory import Task
from domain.values import Due
from domain.ward import Ward


def draft(command: c.DraftTask, task: Task | None, moment: Moment, ward: Ward) -> Decided:
    """Words and a proposal; nobody owes anything."""
    refuse_secret(command.secrecy)
    return [t.Drafted(content=command.content)]


def revise_draft(command: c.ReviseDraft, task: Task, moment: Moment, ward: Ward) -> Decided:
    """Other words."""
    refuse_secret(command.secrecy)
    if command.after == task.content:
        return []
    return [t.DraftRevised(before=task.content, after=command.after)]


def drop_draft(command: c.DropDraft, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The proposal goes no further."""
    stands_on(moment, reason=True)
    return [t.DraftDropped()]


def assign(command: c.AssignTask, task: Task | None, moment: Moment, ward: Ward) -> Decided:
    """From now on exactly one unit owes the product."""
    on, content = moment.happened_on, command.content
    stands_on(moment, document=content.source != "self")
    refuse_secret(command.secrecy)
    lead_id = refuse_inactive(content.lead_id, on, ward)
    refuse_missing_words(content, moment, ward)
    due = count_at_assignment(content.deadline, on, ward)
    refuse_beyond_city(due, content.city_last_on, moment, ward)
    separation.refuse_reviewer(task, lead_id, content.reviewer_post_id, ward)
    refuse_past(due, on)
    assigned = t.Assigned(
        code=task.code if task else "",
        round=task.round + 1 if task else 1,
        content=content,
        head_post_id=_head(lead_id, ward),
        due=due,
        parent_id=command.parent_id or (task.parent_id if task else None),
        series=command.series or (task.series if task else None),
        authority_post_id=authority_of(command.authority_post_id, moment),
        acceptance_limit_on=_silence_until(moment, ward),
    )
    if assigned.round > 1:
        return [assigned]
    code, register = next_code(moment, ward, command.task_id)
    return [replace(assigned, code=code), register]


def _head(unit_id: UUID, ward: Ward) -> UUID | None:
    post = ward.head_post(unit_id)
    return post.post_id if post else None


def _silence_until(moment: Moment, ward: Ward) -> date:
    days = ward.days("accept_silence_days", moment.happened_on)
    return ward.calendar.after(moment.happened_on, days)


def accept(command: c.AcceptTask, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The head takes it on; a deadline that counts from acceptance begins."""
    return [t.Accepted(due=_due_from_acceptance(task, moment.happened_on, ward))]


def deem_accepted(command: c.DeemAccepted, task: Task, moment: Moment, ward: Ward) -> Decided:
    """Silence until the end of the limit accepts."""
    limit = task.acceptance_limit_on
    if limit is None or command.for_on != limit:
        return []  # the limit moved since the clock looked
    if moment.happened_on <= limit:
        raise Refused("task.not_yet", on=limit)
    return [
        t.DeemedAccepted(
            silent_since=local_date(task.leads[-1].since),
            limit_on=limit,
            due=_due_from_acceptance(task, limit, ward),
        )
    ]


def _due_from_acceptance(task: Task, on: date, ward: Ward) -> Due | None:
    if not task.counts_from_acceptance or task.newest_due is not None:
        return None
    return count(task.content.deadline, on, on, ward)


def give_back(command: c.ReturnTask, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The head gives it back with a reason, while silence has not accepted it yet."""
    limit = task.acceptance_limit_on
    if limit is not None and moment.happened_on > limit:
        raise Refused("task.already_accepted", at=limit, by_silence=True)
    return [
        t.Returned(why=command.why, text=command.text, proposes_unit_id=command.proposes_unit_id)
    ]


def transfer(command: c.TransferLead, task: Task, moment: Moment, ward: Ward) -> Decided:
    """Another unit owes it; lateness so far stays where it arose."""
    stands_on(moment, reason=True)
    on = moment.happened_on
    if task.lead_id is None or command.to_id == task.lead_id:
        raise Refused("task.same_unit", unit=command.to_id)
    refuse_inactive(command.to_id, on, ward)
    if moment.actor.capacity != "reaction":  # a merger moves the task all the same
        separation.refuse_reviewer(task, command.to_id, task.reviewer_post_id, ward)
    due = count_at_assignment(command.deadline, on, ward)
    refuse_beyond_city(due, task.city_last_on, moment, ward)
    refuse_past(due, on)
    return [
        t.LeadTransferred(
            from_id=task.lead_id,
            to_id=command.to_id,
            from_head_post=task.head_post_id,
            to_head_post=_head(command.to_id, ward),
            due=due,
            counts=due is None or counts(task.due, decided_on(moment)),
            acceptance_limit_on=_silence_until(moment, ward),
        )
    ]


def name_reviewer(command: c.NameReviewer, task: Task, moment: Moment, ward: Ward) -> Decided:
    """Who looks at the result; nobody of the lead unit and nobody who worked on it."""
    reviewer = command.reviewer_post_id
    if reviewer == task.reviewer_post_id:
        return []
    separation.refuse_reviewer(task, task.lead_id, reviewer, ward)
    on = moment.happened_on
    holders = separation.people_in_post(reviewer, on, on, ward)
    worker = separation.worked(task, holders, on, ward)
    if worker is not None:
        raise Refused("task.reviewer_worked_on_it", rule="SD-1", event=worker.event)
    return [t.ReviewerNamed(reviewer_post_id=reviewer)]
