"""Acts by which a unit asks: other units for cooperation, the authority for time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import get_args
from uuid import UUID

from domain.task import commands as c
from domain.task.events import Cause
from projections.duties import unanswered_letter
from web.act_form import Field, Option, no_fields, options, worded
from web.answers import TEXT_MAX, Answers
from web.tasks.acts_of_unit import AREA, last_on
from web.tasks.days import day
from web.tasks.task_form import (
    TaskContext,
    TaskForm,
    area,
    choice,
    day_field,
    ids_of,
    radio,
    unit_options,
)

# -- asking other units ------------------------------------------------------------


def _others(context: TaskContext) -> tuple[Option, ...]:
    return unit_options(context.ward, context.today, without=(context.task.lead_id,))


def _ask_fields(context: TaskContext) -> Sequence[Field]:
    return (
        choice("asked_unit", _others(context)),
        area("question"),
        day_field("reply_on", required=False, hint="task.hint.reply_on"),
    )


def _ask(answers: Answers, context: TaskContext) -> c.RequestCooperation:
    return c.RequestCooperation(
        task_id=context.task_id,
        request_id=context.new_id,
        unit_id=answers.must_uuid("asked_unit", ids_of(_others(context))),
        question=answers.text("question", most=TEXT_MAX),
        reply_on=answers.day("reply_on", required=False),
    )


def _sample_ask(context: TaskContext) -> c.RequestCooperation | None:
    others = ids_of(_others(context))
    if not others:
        return None
    return c.RequestCooperation(
        task_id=context.task_id, request_id=context.new_id, unit_id=others[0], question="?"
    )


def _open_questions(context: TaskContext) -> tuple[Option, ...]:
    return options(
        (
            exchange.request.request_id,
            f"{context.names.unit(exchange.request.unit_id)}, {day(exchange.asked_on)}:"
            f" {exchange.asked.question[:120]}",
        )
        for exchange in context.file.exchanges
        if exchange.request.outcome == "open"
    )


def _question_field(context: TaskContext) -> Field:
    questions = _open_questions(context)
    return choice("request", questions, value=questions[0].value if len(questions) == 1 else "")


def _answer_fields(context: TaskContext) -> Sequence[Field]:
    return (_question_field(context), area("answer", hint="hint.citizen_data"))


def _answer(answers: Answers, context: TaskContext) -> c.AnswerCooperation:
    return c.AnswerCooperation(
        task_id=context.task_id,
        request_id=answers.must_uuid("request", ids_of(_open_questions(context))),
        answer=answers.text("answer", most=TEXT_MAX),
        evidence=context.files,
    )


def _why_fields(context: TaskContext) -> Sequence[Field]:
    return (_question_field(context), area("why_not", rows=3))


def _decline(answers: Answers, context: TaskContext) -> c.DeclineCooperation:
    return c.DeclineCooperation(
        task_id=context.task_id,
        request_id=answers.must_uuid("request", ids_of(_open_questions(context))),
        why=answers.text("why_not", most=TEXT_MAX),
    )


def _unask(answers: Answers, context: TaskContext) -> c.WithdrawCooperation:
    return c.WithdrawCooperation(
        task_id=context.task_id,
        request_id=answers.must_uuid("request", ids_of(_open_questions(context))),
        why=answers.text("why_not", most=TEXT_MAX),
    )


def _first_question(context: TaskContext) -> UUID | None:
    return next(iter(ids_of(_open_questions(context))), None)


def _sample_answer(context: TaskContext) -> c.AnswerCooperation | None:
    first = _first_question(context)
    if first is None:
        return None
    return c.AnswerCooperation(task_id=context.task_id, request_id=first, answer="?")


def _sample_decline(context: TaskContext) -> c.DeclineCooperation | None:
    first = _first_question(context)
    if first is None:
        return None
    return c.DeclineCooperation(task_id=context.task_id, request_id=first, why="?")


def _sample_unask(context: TaskContext) -> c.WithdrawCooperation | None:
    first = _first_question(context)
    if first is None:
        return None
    return c.WithdrawCooperation(task_id=context.task_id, request_id=first, why="?")


def _first_reply_by(context: TaskContext) -> date | None:
    waiting = [x.last_on for x in context.file.exchanges if x.request.outcome == "open"]
    return min(waiting, default=None)


# -- time ------------------------------------------------------------------------


def _extension_fields(context: TaskContext) -> Sequence[Field]:
    return (day_field("to_on", hint="task.hint.to_on"),)


def _extension(answers: Answers, context: TaskContext) -> c.RequestExtension:
    return c.RequestExtension(
        task_id=context.task_id, request_id=context.new_id, to_on=answers.must_day("to_on")
    )


def _sample_extension(context: TaskContext) -> c.RequestExtension | None:
    newest = context.task.newest_due
    if newest is None:
        return None
    later = newest.last_on + timedelta(days=30)
    return c.RequestExtension(task_id=context.task_id, request_id=context.new_id, to_on=later)


def _unextend(answers: Answers, context: TaskContext) -> c.WithdrawExtensionRequest:
    request = context.task.request
    return c.WithdrawExtensionRequest(
        task_id=context.task_id, request_id=request.request_id if request else UUID(int=0)
    )


def _sample_unextend(context: TaskContext) -> c.WithdrawExtensionRequest | None:
    request = context.task.request
    if request is None:
        return None
    return c.WithdrawExtensionRequest(task_id=context.task_id, request_id=request.request_id)


def _explain_fields(context: TaskContext) -> Sequence[Field]:
    return (
        radio("cause", worded("cause", get_args(Cause))),
        area("explanation", hint="hint.citizen_data"),
        area("remedy", rows=3),
        day_field("new_date_hoped", required=False),
    )


def _explain(answers: Answers, context: TaskContext) -> c.ExplainDelay:
    return c.ExplainDelay(
        task_id=context.task_id,
        cause=answers.choice("cause", get_args(Cause)) or "subjective",  # type: ignore[arg-type]
        text=answers.text("explanation", most=TEXT_MAX),
        remedy=answers.text("remedy", most=TEXT_MAX),
        new_date_hoped=answers.day("new_date_hoped", required=False),
    )


def _sample_explain(context: TaskContext) -> c.ExplainDelay | None:
    if not context.file.due.late and not context.task.passed:
        return None
    return c.ExplainDelay(task_id=context.task_id, cause="subjective", text="?", remedy="?")


def _reply_by(context: TaskContext) -> date | None:
    letter = unanswered_letter(context.task)
    return letter.reply_by.last_on if letter else None


def _trigger(answers: Answers, context: TaskContext) -> c.RecordTrigger:
    return c.RecordTrigger(task_id=context.task_id, trigger=answers.text("trigger", most=TEXT_MAX))


def _trigger_fields(context: TaskContext) -> Sequence[Field]:
    return (area("trigger", rows=3),)


ASKING_FORMS: tuple[TaskForm, ...] = (
    TaskForm(
        area=AREA,
        slug="request-extension",
        command=c.RequestExtension,
        fields=_extension_fields,
        build=_extension,
        sample=_sample_extension,
        reason="must",
        limit=last_on,
        limit_key="can.limit.extension",
    ),
    TaskForm(
        area=AREA,
        slug="withdraw-extension",
        command=c.WithdrawExtensionRequest,
        fields=no_fields,
        build=_unextend,
        sample=_sample_unextend,
    ),
    TaskForm(
        area=AREA,
        slug="request-cooperation",
        command=c.RequestCooperation,
        fields=_ask_fields,
        build=_ask,
        sample=_sample_ask,
    ),
    TaskForm(
        area=AREA,
        slug="answer-cooperation",
        command=c.AnswerCooperation,
        fields=_answer_fields,
        build=_answer,
        sample=_sample_answer,
        files="may",
        limit=_first_reply_by,
    ),
    TaskForm(
        area=AREA,
        slug="decline-cooperation",
        command=c.DeclineCooperation,
        fields=_why_fields,
        build=_decline,
        sample=_sample_decline,
    ),
    TaskForm(
        area=AREA,
        slug="withdraw-cooperation",
        command=c.WithdrawCooperation,
        fields=_why_fields,
        build=_unask,
        sample=_sample_unask,
    ),
    TaskForm(
        area=AREA,
        slug="explain-delay",
        command=c.ExplainDelay,
        fields=_explain_fields,
        build=_explain,
        sample=_sample_explain,
        limit=_reply_by,
        limit_key="can.limit.reply",
    ),
    TaskForm(
        area=AREA,
        slug="record-trigger",
        command=c.RecordTrigger,
        fields=_trigger_fields,
        build=_trigger,
        sample=lambda x: c.RecordTrigger(task_id=x.task_id, trigger="?"),
        document="may",
    ),
)
