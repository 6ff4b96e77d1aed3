"""Acts of the review of a draft and of issuing it: their questions and what they ask the desk."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from domain.fact import Command
from domain.plan import commands as c
from domain.plan.events import Line
from web.act_form import ActForm, Field, options
from web.answers import TEXT_MAX, Answers
from web.plan import settling
from web.plan.draft_context import DraftContext
from web.plan.draft_views import shortened
from web.plan.line_form import line_fields, read_line


def _ref_field(context: DraftContext) -> Field:
    return Field(
        name="ref", kind="hidden", label="plan.line.ref", value=context.query.get("ref", "")
    )


def _revise_fields(context: DraftContext) -> Sequence[Field]:
    fields = line_fields(context.asked_line, context.ward, context.today)
    return (_ref_field(context), *fields)


def _revise(answers: Answers, context: DraftContext) -> Command:
    line = read_line(answers, context.asked_line, context.ward, context.today)
    return c.ReviseLine(plan_id=context.plan_id, ref=answers.raw("ref"), after=line)


def _split_fields(context: DraftContext) -> Sequence[Field]:
    line = context.asked_line
    text = "\n\n".join(sentences(line.text)) if line else ""
    return (
        _ref_field(context),
        Field(
            name="parts",
            kind="area",
            label="plan.split.parts",
            hint="plan.split.parts_hint",
            rows=14,
            value=text,
        ),
    )


def sentences(text: str) -> list[str]:
    """A proposal for splitting: at line breaks, else at full stops, else at semicolons."""
    for mark in ("\n", ". ", "; "):
        parts = [part.strip() for part in text.split(mark) if part.strip()]
        if len(parts) > 1:
            return parts
    return [text]


def _split(answers: Answers, context: DraftContext) -> Command:
    typed = answers.text("parts", most=TEXT_MAX)
    parts = [part.strip() for part in typed.split("\n\n") if part.strip()]
    if len(parts) < 2:
        answers.fail("parts", "plan.split.too_few")
    line = context.asked_line or Line(ref="", seq=0, text="")
    return c.SplitLine(
        plan_id=context.plan_id,
        ref=answers.raw("ref"),
        parts=tuple(replace(line, text=part) for part in parts),
    )


def _merge_fields(context: DraftContext) -> Sequence[Field]:
    lines = context.file.lines
    asked = context.asked_line
    return (
        Field(
            name="refs",
            kind="many",
            label="plan.merge.refs",
            hint="plan.merge.refs_hint",
            options=options((x.ref, f"{x.ref}: {shortened(x.line.text, 120)}") for x in lines),
            values=(asked.ref,) if asked else (),
        ),
        Field(
            name="text",
            kind="area",
            label="plan.merge.text",
            hint="plan.merge.text_hint",
            required=False,
        ),
    )


def _merge(answers: Answers, context: DraftContext) -> Command:
    refs = answers.many("refs", [x.ref for x in context.file.lines])
    if len(refs) < 2:
        answers.fail("refs", "plan.merge.too_few")
    text = answers.text("text", required=False, most=TEXT_MAX)
    line = None
    first = context.file.line(refs[0]) if refs else None
    if text and first is not None:
        line = replace(first.line, text=text)
    return c.MergeLines(plan_id=context.plan_id, refs=refs, line=line)


def _drop(answers: Answers, context: DraftContext) -> Command:
    return c.DropLine(plan_id=context.plan_id, ref=answers.raw("ref"))


def _add_fields(context: DraftContext) -> Sequence[Field]:
    duty = next((d for d in context.file.plan.duties if d.ref == context.query.get("duty")), None)
    line = None
    if duty is not None:
        line = Line(ref=duty.ref, seq=0, text=duty.text, lead_id=duty.unit_id, kind="standing")
    return (
        Field(
            name="new_ref",
            label="plan.add.ref",
            hint="plan.add.ref_hint",
            required=False,
            value=line.ref if line else "",
        ),
        *line_fields(line, context.ward, context.today),
    )


def _add(answers: Answers, context: DraftContext) -> Command:
    line = read_line(answers, None, context.ward, context.today)
    last = max((x.line.seq for x in context.file.lines), default=0)
    ref = answers.text("new_ref", required=False, most=40)
    return c.AddLine(plan_id=context.plan_id, line=replace(line, ref=ref, seq=last + 1))


def _nothing(context: DraftContext) -> Sequence[Field]:
    return ()


def _issue(answers: Answers, context: DraftContext) -> Command:
    return c.IssuePlan(plan_id=context.plan_id)


def _abandon(answers: Answers, context: DraftContext) -> Command:
    return c.AbandonPlan(plan_id=context.plan_id)


DRAFT_ACTS: tuple[ActForm, ...] = (
    ActForm(area="plan", slug="revise", command=c.ReviseLine, fields=_revise_fields, build=_revise),
    ActForm(area="plan", slug="split", command=c.SplitLine, fields=_split_fields, build=_split),
    ActForm(area="plan", slug="merge", command=c.MergeLines, fields=_merge_fields, build=_merge),
    ActForm(
        area="plan",
        slug="drop",
        command=c.DropLine,
        fields=lambda context: (_ref_field(context),),
        build=_drop,
        reason="must",
    ),
    ActForm(area="plan", slug="add", command=c.AddLine, fields=_add_fields, build=_add),
    ActForm(
        area="plan",
        slug="recognise-unit",
        command=c.RecogniseUnit,
        fields=settling.recognise_fields,
        build=settling.recognise,
    ),
    ActForm(
        area="plan",
        slug="settle-problem",
        command=c.SettleProblem,
        fields=settling.settle_fields,
        build=settling.settle,
    ),
    ActForm(
        area="plan",
        slug="set-deadlines",
        command=c.ReviseLine,
        fields=settling.bulk_fields,
        build=settling.bulk,
    ),
    ActForm(
        area="plan",
        slug="issue",
        command=c.IssuePlan,
        fields=_nothing,
        build=_issue,
        document="must",
        signed=True,
        main=True,
    ),
    ActForm(
        area="plan",
        slug="abandon",
        command=c.AbandonPlan,
        fields=_nothing,
        build=_abandon,
        reason="must",
    ),
)
"""Everything that can be done with a draft, in the order of the review."""
