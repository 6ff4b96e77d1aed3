"""Acts of the review that settle many lines at once: names, problems and missing deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import msgspec
from msgspec.structs import replace

from domain.fact import Command
from domain.org.commands import AddAlias
from domain.plan import commands as c
from domain.values import Fixed, NoDeadline, Standing
from projections.plan_file import NumberedProblem
from web.act_form import Field, day_text, options, worded
from web.answers import Answers
from web.plan.draft_context import DraftContext
from web.plan.draft_views import shortened
from web.plan.line_form import EVERY, unit_options, units_for
from web.plan.problem_words import problem_words

BULK_DEADLINES = ("standing", "none", "fixed")
FOLLOW_UP_DAYS = 90
"""What is proposed; the limit `no_deadline_follow_up_max` is checked by the domain."""


def recognise_fields(context: DraftContext) -> Sequence[Field]:
    text = context.query.get("text", "")
    return (
        Field(name="text", label="plan.recognise.text", value=text),
        Field(
            name="unit",
            kind="choice",
            label="plan.recognise.unit",
            hint="plan.recognise.unit_hint",
            options=unit_options(context.ward, context.today),
            value=context.query.get("unit", ""),
        ),
        Field(
            name="alias",
            kind="tick",
            label="plan.recognise.alias",
            hint="plan.recognise.alias_hint",
            required=False,
            value="yes",
        ),
    )


def recognise(answers: Answers, context: DraftContext) -> Sequence[Command]:
    text = answers.text("text")
    unit_id = answers.must_uuid("unit", {u.unit_id for u in units_for(context.ward, context.today)})
    asked: list[Command] = [c.RecogniseUnit(plan_id=context.plan_id, text=text, unit_id=unit_id)]
    if answers.ticked("alias") and context.ward.unit_named(text) is None:
        asked.append(AddAlias(unit_id=unit_id, alias=text))
    return asked


def _open_problems(context: DraftContext) -> list[tuple[NumberedProblem, str]]:
    """What each problem says, in the order they were found."""
    return [(p, problem_words(p.problem, context.language)) for p in context.file.open_problems]


def settle_fields(context: DraftContext) -> Sequence[Field]:
    chosen = context.query.get("index")
    return (
        Field(
            name="index",
            kind="many",
            label="plan.settle.problems",
            options=options((p.index, words) for p, words in _open_problems(context)),
            values=(chosen,) if chosen else tuple(str(p.index) for p in context.file.open_problems),
        ),
        Field(name="note", kind="area", label="plan.settle.note", hint="plan.settle.note_hint"),
    )


def settle(answers: Answers, context: DraftContext) -> Sequence[Command]:
    chosen = answers.many(
        "index", [str(p.index) for p in context.file.open_problems], required=True
    )
    note = answers.text("note", most=2000)
    return [
        c.SettleProblem(plan_id=context.plan_id, index=int(index), note=note) for index in chosen
    ]


def bulk_fields(context: DraftContext) -> Sequence[Field]:
    lines = [x for x in context.file.lines if x.lacks_deadline]
    return (
        Field(
            name="refs",
            kind="many",
            label="plan.deadlines.refs",
            options=options((x.ref, f"{x.ref}: {shortened(x.line.text, 140)}") for x in lines),
            values=tuple(x.ref for x in lines),
        ),
        Field(
            name="deadline",
            kind="radio",
            label="plan.line.deadline_kind",
            options=worded("plan.deadline", BULK_DEADLINES),
            value="standing",
            group="plan.line.deadline",
        ),
        Field(
            name="every",
            kind="choice",
            label="plan.line.every",
            hint="plan.deadlines.every_hint",
            required=False,
            options=worded("plan.every", EVERY),
            value="quarter",
            group="plan.line.deadline",
        ),
        Field(
            name="why",
            label="plan.line.why",
            hint="plan.deadlines.why_hint",
            required=False,
            group="plan.line.deadline",
        ),
        Field(
            name="follow_up_on",
            kind="day",
            label="plan.line.follow_up_on",
            required=False,
            value=day_text(context.today + timedelta(days=FOLLOW_UP_DAYS)),
            group="plan.line.deadline",
        ),
        Field(
            name="on",
            kind="day",
            label="plan.line.on",
            hint="plan.deadlines.on_hint",
            required=False,
            group="plan.line.deadline",
        ),
    )


def bulk(answers: Answers, context: DraftContext) -> Sequence[Command]:
    lines = {x.ref: x.line for x in context.file.lines if x.lacks_deadline}
    refs = answers.many("refs", lines.keys(), required=True)
    given, kind = _bulk_deadline(answers)
    return [
        c.ReviseLine(
            plan_id=context.plan_id,
            ref=ref,
            after=replace(
                lines[ref],
                deadline=given,
                kind=kind if kind == "standing" and not lines[ref].group else lines[ref].kind,
            ),
        )
        for ref in refs
    ]


def _bulk_deadline(answers: Answers) -> tuple[Standing | NoDeadline | Fixed, str]:
    kind = answers.choice("deadline", BULK_DEADLINES)
    if kind == "none":
        why = answers.text("why", most=2000)
        return NoDeadline(why=why, follow_up_on=answers.must_day("follow_up_on")), kind
    if kind == "fixed":
        return Fixed(on=answers.must_day("on")), kind
    every = answers.choice("every", EVERY, required=False)
    found = next((e for e in ("month", "half", "year") if e == every), "quarter")
    return msgspec.convert({"kind": "standing", "report_every": found}, Standing), kind
