"""Acts by which a leader judges: the rating of a result, the cause of a delay, a measure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args
from uuid import UUID

from domain.task import commands as c
from domain.task.events import DelayExplained, Measure
from web.act_form import Field, Option, options, worded
from web.answers import TEXT_MAX, Answers
from web.tasks.acts_of_unit import AREA
from web.tasks.days import day
from web.tasks.task_form import (
    TaskContext,
    TaskForm,
    area,
    choice,
    ids_of,
    line,
    post_options,
    posts_of,
    radio,
)

# -- rating and causes -------------------------------------------------------------------


def _rate_fields(context: TaskContext) -> Sequence[Field]:
    return (
        line("points", required=False, hint="task.hint.points"),
        area("remark", required=False, rows=3),
    )


def _rate(answers: Answers, context: TaskContext) -> c.RateTask:
    points = answers.form.decimal("points", "task.field.points", least=0, most=100, required=False)
    remark = answers.text("remark", required=False, most=TEXT_MAX)
    if points is None and not remark:
        answers.fail("remark", "task.error.points_or_remark")
    return c.RateTask(
        task_id=context.task_id, points=None if points is None else str(points), remark=remark
    )


def _explanations(context: TaskContext) -> tuple[Option, ...]:
    """Explanations that nobody has judged, with their first words."""
    waiting = {e.event_id for e in context.task.explanations if e.outcome == "open"}
    return options(
        (r.meta.event_id, f"{day(r.meta.happened_on)}: {r.event.text[:120]}")
        for r in context.file.records
        if isinstance(r.event, DelayExplained) and r.meta.event_id in waiting
    )


def _explained_field(context: TaskContext) -> Field:
    waiting = _explanations(context)
    return choice("explained", waiting, value=waiting[0].value if len(waiting) == 1 else "")


def _cause_fields(context: TaskContext) -> Sequence[Field]:
    return (_explained_field(context), area("why", required=False, rows=3))


def _reject_fields(context: TaskContext) -> Sequence[Field]:
    return (_explained_field(context), area("why", rows=3))


def _confirm_cause(answers: Answers, context: TaskContext) -> c.ConfirmCause:
    return c.ConfirmCause(
        task_id=context.task_id,
        explained_event=answers.must_uuid("explained", ids_of(_explanations(context))),
        why=answers.text("why", required=False, most=TEXT_MAX),
    )


def _reject_cause(answers: Answers, context: TaskContext) -> c.RejectCause:
    return c.RejectCause(
        task_id=context.task_id,
        explained_event=answers.must_uuid("explained", ids_of(_explanations(context))),
        why=answers.text("why", most=TEXT_MAX),
    )


def _first_explanation(context: TaskContext) -> UUID | None:
    return next(iter(ids_of(_explanations(context))), None)


def _sample_confirm_cause(context: TaskContext) -> c.ConfirmCause | None:
    first = _first_explanation(context)
    return c.ConfirmCause(task_id=context.task_id, explained_event=first) if first else None


def _sample_reject_cause(context: TaskContext) -> c.RejectCause | None:
    first = _first_explanation(context)
    if first is None:
        return None
    return c.RejectCause(task_id=context.task_id, explained_event=first, why="?")


def _measure_fields(context: TaskContext) -> Sequence[Field]:
    return (
        radio("measure", worded("measure", get_args(Measure))),
        choice("measure_post", _staff(context)),
    )


def _staff(context: TaskContext) -> tuple[Option, ...]:
    units = (context.task.lead_id, *context.task.former_leads)
    posts = [post for unit in units for post in posts_of(context.ward, unit, context.today)]
    return post_options(context.names, posts)


def _measure(answers: Answers, context: TaskContext) -> c.TakeMeasure:
    kind = answers.choice("measure", get_args(Measure)) or "review"
    return c.TakeMeasure(
        task_id=context.task_id,
        kind=kind,  # type: ignore[arg-type]
        post_id=answers.must_uuid("measure_post", ids_of(_staff(context))),
    )


def _sample_measure(context: TaskContext) -> c.TakeMeasure | None:
    staff = ids_of(_staff(context))
    if not staff:
        return None
    return c.TakeMeasure(task_id=context.task_id, kind="reminder_letter", post_id=staff[0])


JUDGING_FORMS: tuple[TaskForm, ...] = (
    TaskForm(
        area=AREA,
        slug="rate",
        command=c.RateTask,
        fields=_rate_fields,
        build=_rate,
        sample=lambda x: c.RateTask(task_id=x.task_id, remark="?"),
    ),
    TaskForm(
        area=AREA,
        slug="confirm-cause",
        command=c.ConfirmCause,
        fields=_cause_fields,
        build=_confirm_cause,
        sample=_sample_confirm_cause,
        document="may",
    ),
    TaskForm(
        area=AREA,
        slug="reject-cause",
        command=c.RejectCause,
        fields=_reject_fields,
        build=_reject_cause,
        sample=_sample_reject_cause,
        document="may",
    ),
    TaskForm(
        area=AREA,
        slug="take-measure",
        command=c.TakeMeasure,
        fields=_measure_fields,
        build=_measure,
        sample=_sample_measure,
        reason="may",
        document="must",
    ),
)
