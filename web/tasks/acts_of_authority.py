"""Acts of whoever assigned a task: direction, time, another lead, pause, end, a second spell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from domain.task import commands as c
from domain.task.events import ObstacleReported
from domain.values import Fixed
from web.act_form import Field, Option, no_fields, options
from web.answers import TEXT_MAX, Answers
from web.tasks.acts_of_unit import AREA
from web.tasks.days import day
from web.tasks.deadline_fields import DATED, deadline_fields, read_deadline
from web.tasks.task_form import (
    TaskContext,
    TaskForm,
    area,
    choice,
    day_field,
    ids_of,
    reviewer_options,
    unit_options,
)

# -- direction and time ------------------------------------------------------------


def _obstacles(context: TaskContext) -> tuple[Option, ...]:
    """Obstacles nobody has given direction on, with their first words."""
    waiting = {o.obstacle_id for o in context.task.obstacles if o.directed_at is None}
    told = [
        (event.obstacle_id, f"{day(r.meta.happened_on)}: {event.obstacle[:120]}")
        for r in context.file.records
        if isinstance(event := r.event, ObstacleReported) and event.obstacle_id in waiting
    ]
    return options(told)


def _direction_fields(context: TaskContext) -> Sequence[Field]:
    waiting = _obstacles(context)
    about = choice(
        "about_obstacle",
        waiting,
        required=False,
        value=waiting[0].value if len(waiting) == 1 else "",
    )
    return (*((about,) if waiting else ()), area("decision_text"))


def _direction(answers: Answers, context: TaskContext) -> c.GiveDirection:
    waiting = ids_of(_obstacles(context))
    return c.GiveDirection(
        task_id=context.task_id,
        obstacle_id=answers.uuid("about_obstacle", waiting, required=False) if waiting else None,
        decision_text=answers.text("decision_text", most=TEXT_MAX),
    )


def _direction_by(context: TaskContext) -> date | None:
    waiting = [o.direction_by for o in context.task.obstacles if o.directed_at is None]
    return min(waiting, default=None)


def _approve_fields(context: TaskContext) -> Sequence[Field]:
    request = context.task.request
    asked = request.to_on if request else None
    return (day_field("grant_on", hint="task.hint.grant_on", value=asked),)


def _request_id(context: TaskContext) -> UUID:
    request = context.task.request
    return request.request_id if request else UUID(int=0)


def _approve(answers: Answers, context: TaskContext) -> c.ApproveExtension:
    return c.ApproveExtension(
        task_id=context.task_id,
        request_id=_request_id(context),
        to_on=answers.must_day("grant_on"),
    )


def _sample_approve(context: TaskContext) -> c.ApproveExtension | None:
    if context.task.request is None:
        return None
    return c.ApproveExtension(task_id=context.task_id, request_id=_request_id(context))


def _refuse(answers: Answers, context: TaskContext) -> c.RefuseExtension:
    return c.RefuseExtension(
        task_id=context.task_id,
        request_id=_request_id(context),
        why=answers.text("why_not", most=TEXT_MAX),
    )


def _sample_refuse(context: TaskContext) -> c.RefuseExtension | None:
    if context.task.request is None:
        return None
    return c.RefuseExtension(task_id=context.task_id, request_id=_request_id(context), why="?")


def _decide_by(context: TaskContext) -> date | None:
    return context.task.request.decide_by if context.task.request else None


def _suspend(answers: Answers, context: TaskContext) -> c.SuspendTask:
    until = answers.day("pause_until", required=False)
    return c.SuspendTask(task_id=context.task_id, until_on=until)


def _reopen(answers: Answers, context: TaskContext) -> c.ReopenTask:
    deadline = read_deadline(answers, DATED) or Fixed(on=context.today)
    return c.ReopenTask(task_id=context.task_id, deadline=deadline)


def _sample_reopen(context: TaskContext) -> c.ReopenTask:
    later = Fixed(on=context.today + timedelta(days=30))
    return c.ReopenTask(task_id=context.task_id, deadline=later)


# -- who and what --------------------------------------------------------------------


def _other_units(context: TaskContext) -> tuple[Option, ...]:
    return unit_options(context.ward, context.today, without=(context.task.lead_id,))


def _transfer_fields(context: TaskContext) -> Sequence[Field]:
    unit = choice("to_unit", _other_units(context))
    return (unit, *deadline_fields(None, DATED, required=False))


def _transfer(answers: Answers, context: TaskContext) -> c.TransferLead:
    return c.TransferLead(
        task_id=context.task_id,
        to_id=answers.must_uuid("to_unit", ids_of(_other_units(context))),
        deadline=read_deadline(answers, DATED, required=False),
    )


def _sample_transfer(context: TaskContext) -> c.TransferLead | None:
    barred = context.ward.posts.get(context.task.reviewer_post_id or UUID(int=0))
    others = [u for u in ids_of(_other_units(context)) if not barred or u != barred.unit_id]
    return c.TransferLead(task_id=context.task_id, to_id=others[0]) if others else None


def _answering(context: TaskContext) -> tuple[UUID, ...]:
    return tuple(x.unit_id for x in context.task.cooperation if x.outcome == "answered")


def _reviewers(context: TaskContext) -> tuple[Option, ...]:
    return reviewer_options(context.names, context.task.lead_id, _answering(context))


def _reviewer_fields(context: TaskContext) -> Sequence[Field]:
    return (choice("reviewer", _reviewers(context), hint="task.hint.reviewer"),)


def _reviewer(answers: Answers, context: TaskContext) -> c.NameReviewer:
    return c.NameReviewer(
        task_id=context.task_id,
        reviewer_post_id=answers.must_uuid("reviewer", ids_of(_reviewers(context))),
    )


def _sample_reviewer(context: TaskContext) -> c.NameReviewer | None:
    chair = next((p for p in context.ward.posts.values() if p.rank == "chair"), None)
    if chair is None or chair.post_id == context.task.reviewer_post_id:
        return None
    return c.NameReviewer(task_id=context.task_id, reviewer_post_id=chair.post_id)


AUTHORITY_FORMS: tuple[TaskForm, ...] = (
    TaskForm(
        area=AREA,
        slug="approve-extension",
        command=c.ApproveExtension,
        fields=_approve_fields,
        build=_approve,
        sample=_sample_approve,
        reason="may",
        document="may",
        limit=_decide_by,
    ),
    TaskForm(
        area=AREA,
        slug="refuse-extension",
        command=c.RefuseExtension,
        fields=lambda _context: (area("why_not", rows=3),),
        build=_refuse,
        sample=_sample_refuse,
        document="may",
        limit=_decide_by,
    ),
    TaskForm(
        area=AREA,
        slug="give-direction",
        command=c.GiveDirection,
        fields=_direction_fields,
        build=_direction,
        sample=lambda x: c.GiveDirection(task_id=x.task_id, decision_text="?"),
        document="may",
        limit=_direction_by,
    ),
    TaskForm(
        area=AREA,
        slug="transfer-lead",
        command=c.TransferLead,
        fields=_transfer_fields,
        build=_transfer,
        sample=_sample_transfer,
        reason="must",
        document="may",
    ),
    TaskForm(
        area=AREA,
        slug="name-reviewer",
        command=c.NameReviewer,
        fields=_reviewer_fields,
        build=_reviewer,
        sample=_sample_reviewer,
        reason="may",
        document="may",
    ),
    TaskForm(
        area=AREA,
        slug="suspend",
        command=c.SuspendTask,
        fields=lambda _context: (
            day_field("pause_until", required=False, hint="task.hint.pause_until"),
        ),
        build=_suspend,
        sample=lambda x: c.SuspendTask(task_id=x.task_id),
        reason="must",
        document="may",
    ),
    TaskForm(
        area=AREA,
        slug="resume",
        command=c.ResumeTask,
        fields=no_fields,
        build=lambda answers, x: c.ResumeTask(task_id=x.task_id),
        sample=lambda x: c.ResumeTask(task_id=x.task_id),
        reason="may",
        document="may",
    ),
    TaskForm(
        area=AREA,
        slug="withdraw",
        command=c.WithdrawTask,
        fields=no_fields,
        build=lambda answers, x: c.WithdrawTask(task_id=x.task_id),
        sample=lambda x: c.WithdrawTask(task_id=x.task_id),
        reason="must",
        document="must",
    ),
    TaskForm(
        area=AREA,
        slug="reopen",
        command=c.ReopenTask,
        fields=lambda _context: deadline_fields(None, DATED),
        build=_reopen,
        sample=_sample_reopen,
        reason="must",
        document="may",
    ),
)
