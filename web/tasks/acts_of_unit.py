"""Acts of the unit that owes the product, and of units it asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import get_args

from domain.task import commands as c
from domain.task.events import AllocationRole, ReturnReason, Wants
from domain.task.periods import period_of
from domain.values import Doc, Evidence, Link
from web.act_form import Field, Option, document_fields, no_fields, options, worded
from web.answers import TEXT_MAX, Answers
from web.tasks.task_form import (
    TaskContext,
    TaskForm,
    area,
    choice,
    day_field,
    ids_of,
    line,
    number,
    post_options,
    posts_of,
    radio,
    reporting_rhythm,
    unit_options,
)

AREA = "task.do"
LINKS = ("task", "finding", "dialogue_issue", "case", "document")
PERIODS_BACK = 4


def last_on(context: TaskContext) -> date | None:
    """The last day by which lateness is judged."""
    return context.task.due.last_on if context.task.due else None


# -- taking it on ----------------------------------------------------------------


def _accept(answers: Answers, context: TaskContext) -> c.AcceptTask:
    return c.AcceptTask(task_id=context.task_id)


def _return_fields(context: TaskContext) -> Sequence[Field]:
    others = unit_options(context.ward, context.today, without=(context.task.lead_id,))
    return (
        radio("why", worded("returned", get_args(ReturnReason))),
        area("return_text"),
        choice("proposes_unit", others, required=False),
    )


def _return(answers: Answers, context: TaskContext) -> c.ReturnTask:
    why = answers.choice("why", get_args(ReturnReason))
    return c.ReturnTask(
        task_id=context.task_id,
        why=why or "unclear",  # type: ignore[arg-type]
        text=answers.text("return_text", most=TEXT_MAX),
        proposes_unit_id=answers.uuid("proposes_unit", tuple(context.ward.units), required=False),
    )


def _sample_return(context: TaskContext) -> c.ReturnTask:
    return c.ReturnTask(task_id=context.task_id, why="unclear", text="?")


def _silence(context: TaskContext) -> date | None:
    return context.task.acceptance_limit_on


# -- work ------------------------------------------------------------------------


def _staff(context: TaskContext) -> tuple[Option, ...]:
    return post_options(context.names, posts_of(context.ward, context.task.lead_id, context.today))


def _allocate_fields(context: TaskContext) -> Sequence[Field]:
    return (
        choice("to_post", _staff(context)),
        radio("role", worded("allocation", get_args(AllocationRole)), value="doer"),
        number("share", required=False, hint="task.hint.share"),
        line("work", required=False),
    )


def _allocate(answers: Answers, context: TaskContext) -> c.AllocateTask:
    return c.AllocateTask(
        task_id=context.task_id,
        to_post_id=answers.must_uuid("to_post", ids_of(_staff(context))),
        role=answers.choice("role", get_args(AllocationRole)) or "doer",  # type: ignore[arg-type]
        share=answers.number("share", 1, 100, required=False),
        work=answers.text("work", required=False),
    )


def _sample_allocate(context: TaskContext) -> c.AllocateTask | None:
    staff = ids_of(_staff(context))
    if not staff:
        return None
    return c.AllocateTask(task_id=context.task_id, to_post_id=staff[0], work="?")


def _progress_fields(context: TaskContext) -> Sequence[Field]:
    return (
        area("progress_text", hint="hint.citizen_data"),
        number("percent", required=False, hint="task.hint.percent"),
    )


def _progress(answers: Answers, context: TaskContext) -> c.ReportProgress:
    return c.ReportProgress(
        task_id=context.task_id,
        text=answers.text("progress_text", most=TEXT_MAX),
        percent=answers.number("percent", 0, 100, required=False),
        evidence=context.files,
    )


def _periods(context: TaskContext) -> tuple[Option, ...]:
    """The present period of the duty and the ones before it, newest first."""
    every = reporting_rhythm(context.task)
    found: list[str] = []
    on = context.today
    while len(found) < PERIODS_BACK:
        period = period_of(every, on)
        if period not in found and period not in context.task.periods_reported:
            found.append(period)
        on -= timedelta(days=28)
        if (context.today - on).days > 1500:
            break
    return options((period, period) for period in found)


def _period_fields(context: TaskContext) -> Sequence[Field]:
    return (choice("period", _periods(context)), area("period_text", hint="hint.citizen_data"))


def _period(answers: Answers, context: TaskContext) -> c.ReportPeriod:
    return c.ReportPeriod(
        task_id=context.task_id,
        period=answers.choice("period", [o.value for o in _periods(context)]),
        text=answers.text("period_text", most=TEXT_MAX),
        evidence=context.files,
    )


def _sample_period(context: TaskContext) -> c.ReportPeriod | None:
    periods = _periods(context)
    if context.task.kind != "standing" or not periods:
        return None
    return c.ReportPeriod(task_id=context.task_id, period=periods[0].value, text="?")


def _attach(answers: Answers, context: TaskContext) -> Sequence[c.AttachEvidence]:
    about = answers.text("about", required=False)
    return tuple(
        c.AttachEvidence(task_id=context.task_id, evidence=file, about=about)
        for file in context.files
    )


def _sample_attach(context: TaskContext) -> c.AttachEvidence:
    nothing = Evidence(
        sha256="0" * 64,
        bytes=1,
        media_type="text/plain",
        file_name="?",
        received_at=context.file.at,
    )
    return c.AttachEvidence(task_id=context.task_id, evidence=nothing)


def _obstacle_fields(context: TaskContext) -> Sequence[Field]:
    return (
        area("obstacle", hint="hint.citizen_data"),
        area("proposal", rows=3),
        radio("wants", worded("wants", get_args(Wants)), value="direction"),
    )


def _obstacle(answers: Answers, context: TaskContext) -> c.ReportObstacle:
    return c.ReportObstacle(
        task_id=context.task_id,
        obstacle_id=context.new_id,
        obstacle=answers.text("obstacle", most=TEXT_MAX),
        proposal=answers.text("proposal", most=TEXT_MAX),
        wants=answers.choice("wants", get_args(Wants)) or "other",  # type: ignore[arg-type]
    )


# -- result ------------------------------------------------------------------------


def _submit_fields(context: TaskContext) -> Sequence[Field]:
    return (
        area("result_text", hint="hint.citizen_data"),
        day_field("claims_done_on", required=False, hint="task.hint.claims_done_on"),
        *(
            Field(
                name=f"product_{field.name}",
                kind=field.kind,
                label=field.label,
                required=False,
                group="task.group.product_document",
            )
            for field in document_fields("may")
        ),
    )


def _submit(answers: Answers, context: TaskContext) -> c.SubmitResult:
    return c.SubmitResult(
        task_id=context.task_id,
        submission_id=context.new_id,
        products=context.files,
        documents=_product_document(answers),
        text=answers.text("result_text", most=TEXT_MAX),
        claims_done_on=answers.day("claims_done_on", required=False),
        prepared_by=context.prepared_by,
        open_children=context.open_children,
    )


def _product_document(answers: Answers) -> tuple[Doc, ...]:
    names = [f"product_{field.name}" for field in document_fields("may")]
    if not any(answers.raw(name) for name in names):
        return ()
    return (
        Doc(
            number=answers.text("product_doc_number", most=40),
            notation=answers.text("product_doc_notation", required=False, most=60),
            issued_on=answers.must_day("product_doc_on"),
            issuer=answers.text("product_doc_issuer", required=False),
            signer=answers.text("product_doc_signer", required=False),
            abstract=answers.text("product_doc_abstract", required=False),
        ),
    )


def _sample_submit(context: TaskContext) -> c.SubmitResult | None:
    if context.task.stage == "submitted":
        return None
    product = Doc(number="?", issued_on=context.today)
    return c.SubmitResult(
        task_id=context.task_id,
        submission_id=context.new_id,
        documents=(product,),
        text="?",
        open_children=context.open_children,
    )


def _link_fields(context: TaskContext) -> Sequence[Field]:
    return (
        choice("link_kind", worded("link", LINKS)),
        line("link_id", hint="task.hint.link_id"),
        line("link_why", required=False),
    )


def _link(answers: Answers, context: TaskContext) -> c.LinkTask:
    to = Link(
        kind=answers.choice("link_kind", LINKS),
        id=answers.text("link_id", most=80),
        why=answers.text("link_why", required=False),
    )
    return c.LinkTask(task_id=context.task_id, to=to)


UNIT_FORMS: tuple[TaskForm, ...] = (
    TaskForm(
        area=AREA,
        slug="accept",
        command=c.AcceptTask,
        fields=no_fields,
        build=_accept,
        sample=lambda x: c.AcceptTask(task_id=x.task_id),
        limit=_silence,
        limit_key="can.limit.silence",
    ),
    TaskForm(
        area=AREA,
        slug="return",
        command=c.ReturnTask,
        fields=_return_fields,
        build=_return,
        sample=_sample_return,
        limit=_silence,
        limit_key="can.limit.return",
    ),
    TaskForm(
        area=AREA,
        slug="submit-result",
        command=c.SubmitResult,
        fields=_submit_fields,
        build=_submit,
        sample=_sample_submit,
        files="may",
        limit=last_on,
        limit_key="can.limit.submit",
    ),
    TaskForm(
        area=AREA,
        slug="report-progress",
        command=c.ReportProgress,
        fields=_progress_fields,
        build=_progress,
        sample=lambda x: c.ReportProgress(task_id=x.task_id, text="?"),
        files="may",
    ),
    TaskForm(
        area=AREA,
        slug="report-period",
        command=c.ReportPeriod,
        fields=_period_fields,
        build=_period,
        sample=_sample_period,
        files="may",
    ),
    TaskForm(
        area=AREA,
        slug="report-obstacle",
        command=c.ReportObstacle,
        fields=_obstacle_fields,
        build=_obstacle,
        sample=lambda x: c.ReportObstacle(
            task_id=x.task_id, obstacle_id=x.new_id, obstacle="?", proposal="?"
        ),
    ),
    TaskForm(
        area=AREA,
        slug="allocate",
        command=c.AllocateTask,
        fields=_allocate_fields,
        build=_allocate,
        sample=_sample_allocate,
    ),
    TaskForm(
        area=AREA,
        slug="attach-evidence",
        command=c.AttachEvidence,
        fields=lambda _context: (line("about", required=False),),
        build=_attach,
        sample=_sample_attach,
        files="must",
    ),
    TaskForm(
        area=AREA,
        slug="link",
        command=c.LinkTask,
        fields=_link_fields,
        build=_link,
        sample=lambda x: c.LinkTask(task_id=x.task_id, to=Link(kind="task", id="?")),
    ),
)
