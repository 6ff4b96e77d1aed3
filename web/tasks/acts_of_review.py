"""Acts of the reviewer and of the follow-up office: verdicts, letters, filing, corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import get_args
from uuid import UUID

from domain.due import urging_days
from domain.fact import Recorded
from domain.task import commands as c
from domain.task.decide.correcting import FACT_FIELDS, TEXT_FIELDS
from domain.task.periods import period_of
from domain.values import Quality
from projections.duties import letters_signed
from web.act_form import Field, Option, options, worded
from web.answers import TEXT_MAX, Answers
from web.tasks.acts import act_sentence
from web.tasks.acts_of_unit import AREA
from web.tasks.task_form import (
    TaskContext,
    TaskForm,
    area,
    choice,
    day_field,
    line,
    number,
    radio,
    reporting_rhythm,
)

RETENTIONS = ("permanent", "20", "10", "5", "2")
REMINDERS = ("before-10", "before-5", "before-2", "accept")

# -- verdicts ----------------------------------------------------------------------


def _submission(context: TaskContext) -> UUID:
    waiting = context.task.submission
    return waiting.submission_id if waiting else UUID(int=0)


def _review_by(context: TaskContext) -> date | None:
    return context.task.submission.review_by if context.task.submission else None


def _confirm_fields(context: TaskContext) -> Sequence[Field]:
    return (
        radio("quality", worded("quality", get_args(Quality)), hint="task.hint.quality"),
        area("remark", required=False, rows=3),
    )


def _confirm(answers: Answers, context: TaskContext) -> c.ConfirmCompletion:
    quality = answers.choice("quality", get_args(Quality)) or "not_met"
    return c.ConfirmCompletion(
        task_id=context.task_id,
        submission_id=_submission(context),
        quality=quality,  # type: ignore[arg-type]
        remark=answers.text("remark", required=False, most=TEXT_MAX),
        missing_evidence=context.missing_files,
    )


def _sample_confirm(context: TaskContext) -> c.ConfirmCompletion:
    return c.ConfirmCompletion(
        task_id=context.task_id,
        submission_id=_submission(context),
        quality="met",
        missing_evidence=context.missing_files,
    )


def _send_back(answers: Answers, context: TaskContext) -> c.SendBackResult:
    return c.SendBackResult(
        task_id=context.task_id,
        submission_id=_submission(context),
        defects=answers.text("defects", most=TEXT_MAX),
    )


def _sample_send_back(context: TaskContext) -> c.SendBackResult:
    return c.SendBackResult(
        task_id=context.task_id, submission_id=_submission(context), defects="?"
    )


# -- letters -----------------------------------------------------------------------


def _next_step(context: TaskContext) -> int:
    """The step after the letters sent for the due in force."""
    return letters_signed(context.task) + 1


def _urge_fields(context: TaskContext) -> Sequence[Field]:
    return (
        number("step", value=_next_step(context), hint="task.hint.step"),
        day_field("reply_on", required=False, hint="task.hint.urging_reply"),
    )


def _urge(answers: Answers, context: TaskContext) -> c.UrgeTask:
    return c.UrgeTask(
        task_id=context.task_id,
        step=answers.number("step", 1, 9) or 1,
        reply_on=answers.day("reply_on", required=False),
    )


def _urge_from(context: TaskContext) -> date | None:
    """The day the ladder names for the next letter."""
    due = context.task.newest_due
    steps = context.ward.limit("urging_steps", context.today)
    step = _next_step(context)
    if due is None or not isinstance(steps, tuple) or step > len(steps):
        return None
    return urging_days(due, context.ward.calendar, steps)[step - 1]


def _snooze(answers: Answers, context: TaskContext) -> c.SnoozeReminder:
    return c.SnoozeReminder(
        task_id=context.task_id,
        rule=answers.choice("reminder", REMINDERS),
        until_on=answers.must_day("snooze_until"),
    )


# -- the end -------------------------------------------------------------------------


def _file_fields(context: TaskContext) -> Sequence[Field]:
    return (
        line("file_code", hint="task.hint.file_code"),
        choice("retention", worded("retention", RETENTIONS), value="10"),
    )


def _file(answers: Answers, context: TaskContext) -> c.FileTask:
    chosen = answers.choice("retention", RETENTIONS)
    said = context.names.say(f"retention.{chosen}") if chosen else ""
    return c.FileTask(
        task_id=context.task_id, file_code=answers.text("file_code", most=80), retention=said
    )


def _close_standing(answers: Answers, context: TaskContext) -> c.CloseStanding:
    period = answers.text("closing_period", most=10)
    return c.CloseStanding(task_id=context.task_id, period=period)


def _this_period(context: TaskContext) -> str:
    return period_of(reporting_rhythm(context.task), context.today)


def _sample_close_standing(context: TaskContext) -> c.CloseStanding | None:
    if context.task.kind != "standing":
        return None
    return c.CloseStanding(task_id=context.task_id, period=_this_period(context))


# -- corrections -----------------------------------------------------------------------


def fields_to_correct(recorded: Recorded) -> tuple[str, ...]:
    """What an entry holds that may be mended, in the domain's own list of names."""
    correctable = TEXT_FIELDS | FACT_FIELDS
    own = [name for name in recorded.event.__struct_fields__ if name in correctable]
    envelope = ["happened_at"]
    if recorded.meta.reason:
        envelope.append("reason")
    if recorded.meta.document:
        envelope.append("document")
    return (*own, *envelope)


def _asked_entry(context: TaskContext) -> Recorded | None:
    wanted = context.query.get("entry", "")
    return next((r for r in context.file.records if str(r.meta.event_id) == wanted), None)


def _entries(context: TaskContext) -> tuple[Option, ...]:
    """All acts, newest first, each with its first words."""
    found = []
    for recorded in reversed(context.file.records):
        act = act_sentence(recorded, context.ward, context.language)
        found.append((recorded.meta.event_id, f"{act.when}: {act.sentence[:110]}"))
    return options(found)


def _correct_fields(context: TaskContext) -> Sequence[Field]:
    entry = _asked_entry(context)
    among = fields_to_correct(entry) if entry else tuple(sorted(TEXT_FIELDS | FACT_FIELDS))
    named = context.query.get("field", "")
    return (
        choice("entry", _entries(context), value=str(entry.meta.event_id) if entry else ""),
        choice("entry_field", worded("entry", among), value=named if named in among else ""),
        area("was", rows=2, value=_was(entry, named)),
        area("should_be", rows=2),
        area("why_corrected", rows=2),
    )


def _was(entry: Recorded | None, field: str) -> str:
    value = getattr(entry.event, field, "") if entry else ""
    return value if isinstance(value, str) else ""


def _correct(answers: Answers, context: TaskContext) -> c.CorrectEntry:
    entries = tuple(r.meta.event_id for r in context.file.records)
    return c.CorrectEntry(
        task_id=context.task_id,
        event_id=answers.must_uuid("entry", entries),
        field=answers.choice("entry_field", sorted(TEXT_FIELDS | FACT_FIELDS)),
        was=answers.text("was", most=TEXT_MAX),
        should_be=answers.text("should_be", most=TEXT_MAX),
        why=answers.text("why_corrected", most=TEXT_MAX),
    )


def _sample_correct(context: TaskContext) -> c.CorrectEntry:
    newest = context.file.records[-1].meta.event_id
    return c.CorrectEntry(
        task_id=context.task_id, event_id=newest, field="text", was="?", should_be="!", why="?"
    )


REVIEW_FORMS: tuple[TaskForm, ...] = (
    TaskForm(
        area=AREA,
        slug="confirm",
        command=c.ConfirmCompletion,
        fields=_confirm_fields,
        build=_confirm,
        sample=_sample_confirm,
        document="may",
        limit=_review_by,
    ),
    TaskForm(
        area=AREA,
        slug="send-back",
        command=c.SendBackResult,
        fields=lambda _context: (area("defects"),),
        build=_send_back,
        sample=_sample_send_back,
        document="may",
        limit=_review_by,
    ),
    TaskForm(
        area=AREA,
        slug="urge",
        command=c.UrgeTask,
        fields=_urge_fields,
        build=_urge,
        sample=lambda x: c.UrgeTask(task_id=x.task_id, step=_next_step(x)),
        document="must",
        limit=_urge_from,
        limit_key="can.limit.from",
    ),
    TaskForm(
        area=AREA,
        slug="snooze-reminder",
        command=c.SnoozeReminder,
        fields=lambda _context: (
            choice("reminder", worded("reminder", REMINDERS)),
            day_field("snooze_until"),
        ),
        build=_snooze,
        sample=lambda x: c.SnoozeReminder(task_id=x.task_id, rule=REMINDERS[0], until_on=x.today),
        reason="must",
    ),
    TaskForm(
        area=AREA,
        slug="file",
        command=c.FileTask,
        fields=_file_fields,
        build=_file,
        sample=lambda x: c.FileTask(task_id=x.task_id, file_code="?", retention="?"),
    ),
    TaskForm(
        area=AREA,
        slug="close-standing",
        command=c.CloseStanding,
        fields=lambda x: (line("closing_period", value=_this_period(x)),),
        build=_close_standing,
        sample=_sample_close_standing,
        reason="may",
        document="may",
    ),
    TaskForm(
        area=AREA,
        slug="correct",
        command=c.CorrectEntry,
        fields=_correct_fields,
        build=_correct,
        sample=_sample_correct,
        document="may",
        may_backdate=False,
    ),
)
