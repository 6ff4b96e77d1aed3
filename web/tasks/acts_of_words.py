"""Acts on what a task asks for: amending, drafts, groups and series."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from domain.task import commands as c
from domain.task.events import Content
from domain.task.periods import next_period
from web.act_form import Field, Option, no_fields
from web.answers import Answers
from web.tasks.acts_of_unit import AREA
from web.tasks.content_fields import city_field, read_units, read_words, unit_fields, word_fields
from web.tasks.deadline_fields import deadline_fields, read_deadline
from web.tasks.task_form import (
    TaskContext,
    TaskForm,
    choice,
    ids_of,
    line,
    unit_options,
)


def _content_fields(context: TaskContext) -> Sequence[Field]:
    said = context.task.content
    return (
        *word_fields(said),
        *unit_fields(said, context.names, with_reviewer=False),
        city_field(said),
        *deadline_fields(said.deadline),
    )


def _content(answers: Answers, context: TaskContext) -> Content:
    said = context.task.content
    words = read_words(answers, said)
    return replace(
        read_units(answers, words, context.names, with_reviewer=False),
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
    after = read_units(answers, words, context.names, with_reviewer=False)
    return c.ReviseSeries(
        task_id=context.task_id,
        from_period=answers.text("from_period", most=10),
        after=after,
    )


def _revise_series_fields(context: TaskContext) -> Sequence[Field]:
    said = context.task.content
    units = unit_fields(said, context.names, with_reviewer=False)
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


WORDS_FORMS: tuple[TaskForm, ...] = (
    TaskForm(
        area=AREA,
        slug="amend",
        command=c.AmendTask,
        fields=_content_fields,
        build=_amend,
        sample=_sample_amend,
        reason="must",
        document="may",
    ),
    TaskForm(
        area=AREA,
        slug="revise-draft",
        command=c.ReviseDraft,
        fields=_revise_fields,
        build=_revise,
        sample=_sample_revise,
    ),
    TaskForm(
        area=AREA,
        slug="drop-draft",
        command=c.DropDraft,
        fields=no_fields,
        build=lambda answers, x: c.DropDraft(task_id=x.task_id),
        sample=lambda x: c.DropDraft(task_id=x.task_id),
        reason="must",
    ),
    TaskForm(
        area=AREA,
        slug="widen-group",
        command=c.WidenGroup,
        fields=lambda x: (choice("more_unit", _units_outside(x)),),
        build=_widen,
        sample=_sample_widen,
        reason="may",
        document="may",
    ),
    TaskForm(
        area=AREA,
        slug="revise-series",
        command=c.ReviseSeries,
        fields=_revise_series_fields,
        build=_revise_series,
        sample=_sample_revise_series,
        reason="may",
        document="may",
    ),
    TaskForm(
        area=AREA,
        slug="end-series",
        command=c.EndSeries,
        fields=lambda x: (_period_field(x),),
        build=_end_series,
        sample=_sample_end_series,
        reason="may",
        document="may",
    ),
)
