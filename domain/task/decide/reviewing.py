"""The result is handed in, sent back, or confirmed with two verdicts."""

from __future__ import annotations

from domain import due as dues
from domain.fact import Moment
from domain.refusal import Refused
from domain.task import commands as c
from domain.task import events as t
from domain.task.decide import separation
from domain.task.decide.words import Decided
from domain.task.memory import Task
from domain.task.parts import Submission
from domain.values import Conditional, Schedule
from domain.ward import Ward


def submit(command: c.SubmitResult, task: Task, moment: Moment, ward: Ward) -> Decided:
    """The head hands the product in; the reviewer's clock starts."""
    if task.stage == "submitted":
        return _again(command, task)
    if task.kind == "standing":
        raise Refused("task.standing_reports_periods")
    deadline = task.content.deadline
    if task.waits_for_trigger and isinstance(deadline, Conditional):
        raise Refused("task.condition_not_met", awaits=deadline.awaits)
    if task.content.product.strip() and not command.products and not command.documents:
        raise Refused("task.product_missing", expected=task.content.product)
    if command.open_children:
        raise Refused("task.children_open", ids=command.open_children, n=len(command.open_children))
    days = ward.days("review_days", moment.happened_on)
    return [
        t.ResultSubmitted(
            submission_id=command.submission_id,
            spell=task.spell,
            products=command.products,
            documents=command.documents,
            text=command.text,
            claims_done_on=command.claims_done_on,
            prepared_by=command.prepared_by,
            review_by=ward.calendar.after(moment.happened_on, days),
        )
    ]


def _again(command: c.SubmitResult, task: Task) -> Decided:
    waiting = task.submission
    assert waiting is not None, "a submitted task has a submission"
    products = tuple(p.sha256 for p in command.products)
    documents = tuple(f"{d.number}/{d.notation}" for d in command.documents)
    if (products, documents) == (waiting.products, waiting.documents):
        return []
    raise Refused("task.waiting_for_review", at=waiting.at)


def send_back(command: c.SendBackResult, task: Task, moment: Moment, ward: Ward) -> Decided:
    """Not good enough: the submission counts for nothing from now on (T9)."""
    waiting = _waiting(command.submission_id, task)
    _refuse_wrong_judge(task, moment, ward)
    return [
        t.ResultSentBack(
            submission_id=waiting.submission_id,
            defects=command.defects,
            by_post=moment.actor.on_behalf_of or moment.actor.post_id,
        )
    ]


def confirm(command: c.ConfirmCompletion, task: Task, moment: Moment, ward: Ward) -> Decided:
    """Schedule is computed from what was recorded; quality is chosen."""
    waiting = _waiting(command.submission_id, task)
    _refuse_wrong_judge(task, moment, ward)
    if command.missing_evidence:
        raise Refused("evidence_missing", file=command.missing_evidence[0])
    due = task.due
    late = 0
    if due is not None:
        late = dues.days_late(due.last_on, waiting.on, ward.calendar, task.pauses)
    schedule: Schedule = "no_deadline" if due is None else "late" if late else "on_time"
    return [
        t.CompletionConfirmed(
            submission_id=waiting.submission_id,
            submitted_at=waiting.at,
            last_on=due.last_on if due else None,
            days_late=late,
            schedule=schedule,
            quality=command.quality,
            remark=command.remark,
        )
    ]


def _waiting(submission_id: object, task: Task) -> Submission:
    waiting = task.submission
    if waiting is None or waiting.submission_id != submission_id:
        raise Refused("task.nothing_submitted", submission_id=submission_id)
    return waiting


def _refuse_wrong_judge(task: Task, moment: Moment, ward: Ward) -> None:
    if moment.actor.capacity == "reaction":
        return  # a verification of the finding, judged by its own rules
    if task.finding_id is not None:
        raise Refused("task.confirmed_by_verification", finding=task.finding_id)
    separation.refuse_own_work(task, moment, ward)
    separation.refuse_partial_reviewer(task, moment, ward)
