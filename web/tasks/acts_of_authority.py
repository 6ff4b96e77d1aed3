"""Acts of whoever assigned a task: direction, time, another lead, pause, end, a second spell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import get_args
from uuid import UUID

from msgspec.structs import replace

from domain.task import commands as c
from domain.task.events import Content, Measure
from domain.values import Fixed
from web.act_form import Field, Option, day_text, options, worded
from web.answers import TEXT_MAX, Answers
from web.tasks.acts_of_unit import AREA
from web.tasks.content_fields import city_field, read_units, read_words, unit_fields, word_fields
from web.tasks.days import day
from web.tasks.deadline_fields import DATED, deadline_fields, read_deadline
from web.tasks.task_form import (
    TaskContext,
    TaskForm,
    area,
    choice,
    day_field,
    ids_of,
    line,
    no_fields,
    post_options,
    posts_of,
    radio,
    reviewer_options,
    unit_options,
)

SECTIONS_OF_AMENDING = "task.group.words"

# -- direction and time ------------------------------------------------------------


def _obstacles(context: TaskContext) -> tuple[Option, ...]:
    """Obstacles nobody has given direction on, with their first words."""
    waiting = {o.obstacle_id for o in context.task.obstacles if o.directed_at is None}
    told = [
        (event.obstacle_id, f"{day(r.meta.happened_on)}: {event.obstacle[:120]}")
        for r in context.file.records
        if isinstance(event := r.event, c_events.ObstacleReported)
        and event.obstacle_id in waiting
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


def _content_fields(context: TaskContext) -> Sequence[Field]:
    said = context.task.content
    fields = (
        *word_fields(said),
        *(f for f in unit_fields(said, context.names) if f.name != "reviewer"),
        city_field(said),
        *deadline_fields(said.deadline),
    )
    return fields


def _content(answers: Answers, context: TaskContext) -> Content:
    said = context.task.content
    words = read_words(answers, said)
    with_units = read_units(_Keeping(answers, "reviewer"), words, context.names)
    return replace(
        with_units,
        reviewer_post_id=said.reviewer_post_id,
        city_last_on=answers.day("city_last_on", required=False),
        deadline=read_deadline(answers),
    )


def _amend(answers: Answers, context: TaskContext) -> c.AmendTask:
    return c.AmendTask(task_id=context.task_id, after=_content(answers, context))


def _sample_amend(context: TaskContext) -> c.AmendTask:
    said = context.task.content
    return c.AmendTask(task_id=context.task_id, after=replace(said, text=f"{said.text} ?"))


def _revise_fields(context: TaskContext) -> Sequence[Field]:
    leads = unit_options(context.ward, context.today)
    lead = choice("lead", leads, required=False, value=str(context.task.lead_id or ""))
    return (lead, *_content_fields(context))


def _revise(answers: Answers, context: TaskContext) -> c.ReviseDraft:
    lead = answers.uuid("lead", ids_of(unit_options(context.ward, context.today)), required=False)
    after = replace(_content(answers, context), lead_id=lead)
    return c.ReviseDraft(task_id=context.task_id, after=after)


def _sample_revise(context: TaskContext) -> c.ReviseDraft:
    said = context.task.content
    return c.ReviseDraft(task_id=context.task_id, after=replace(said, text=f"{said.text} ?"))


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


# -- groups and series -----------------------------------------------------------------


def _units_outside(context: TaskContext) -> tuple[Option, ...]:
    inside = [child.unit_id for child in context.task.children]
    return unit_options(context.ward, context.today, without=inside)


def _widen(answers: Answers, context: TaskContext) -> c.WidenGroup:
    unit = answers.must_uuid("more_unit", ids_of(_units_outside(context)))
    return c.WidenGroup(task_id=context.task_id, unit_id=unit)


def _sample_widen(context: TaskContext) -> c.WidenGroup | None:
    outside = ids_of(_units_outside(context))
    if context.task.kind != "group" or not outside:
        return None
    return c.WidenGroup(task_id=context.task_id, unit_id=outside[0])


def _end_series(answers: Answers, context: TaskContext) -> c.EndSeries:
    return c.EndSeries(task_id=context.task_id, from_period=answers.text("from_period", most=10))


def _next_period(context: TaskContext) -> str:
    from domain.task.periods import next_period

    rhythm = context.task.rhythm
    if rhythm is None:
        return ""
    opened = [occurrence.period for occurrence in rhythm.occurrences]
    return next_period(max(opened)) if opened else rhythm.first_period


def _period_field(context: TaskContext) -> Field:
    return line("from_period", hint="task.hint.from_period", value=_next_period(context))


def _sample_end_series(context: TaskContext) -> c.EndSeries | None:
    if context.task.rhythm is None or context.task.rhythm.ends_before is not None:
        return None
    return c.EndSeries(task_id=context.task_id, from_period=_next_period(context))


def _revise_series(answers: Answers, context: TaskContext) -> c.ReviseSeries:
    said = context.task.content
    words = read_words(answers, said)
    after = read_units(_Keeping(answers, "reviewer"), words, context.names)
    return c.ReviseSeries(
        task_id=context.task_id,
        from_period=answers.text("from_period", most=10),
        after=replace(after, reviewer_post_id=said.reviewer_post_id),
    )


def _revise_series_fields(context: TaskContext) -> Sequence[Field]:
    said = context.task.content
    units = (f for f in unit_fields(said, context.names) if f.name != "reviewer")
    return (_period_field(context), *word_fields(said), *units)


def _sample_revise_series(context: TaskContext) -> c.ReviseSeries | None:
    if context.task.rhythm is None:
        return None
    said = context.task.content
    return c.ReviseSeries(
        task_id=context.task_id,
        from_period=_next_period(context),
        after=replace(said, text=f"{said.text} ?"),
    )
