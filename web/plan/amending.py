"""Acts on a plan in force: acknowledge, ask for a change, consolidate, decide, close."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from domain.fact import Command
from domain.plan import commands as c
from domain.plan.events import AmendmentDecision, Line
from projections.plan_file import RequestView
from web.act_form import ActForm, Field, Option, options, worded
from web.answers import TEXT_MAX, Answers
from web.plan.draft_context import DraftContext
from web.plan.draft_views import shortened
from web.plan.line_form import deadline_fields, read_deadline, unit_options, units_for

CHANGES = ("change", "drop", "add")
ANSWERS = ("accepted", "refused", "later")
PEOPLE_MAX = 5000


def _own_units(context: DraftContext) -> tuple[Option, ...]:
    return options((u, context.ward.units[u].name) for u in context.own_units)


def _unit_field(context: DraftContext) -> Field:
    units = _own_units(context)
    return Field(
        name="unit",
        kind="choice",
        label="plan.amend.unit",
        options=units,
        value=units[0].value if len(units) == 1 else "",
    )


def _unit(answers: Answers, context: DraftContext) -> UUID:
    return answers.must_uuid("unit", set(context.own_units))


def _acknowledge_fields(context: DraftContext) -> Sequence[Field]:
    return (
        _unit_field(context),
        Field(name="people", kind="number", label="plan.acknowledge.people"),
    )


def _acknowledge(answers: Answers, context: DraftContext) -> Command:
    return c.AcknowledgePlan(
        plan_id=context.plan_id,
        unit_id=_unit(answers, context),
        person_count=answers.number("people", 1, PEOPLE_MAX) or 1,
    )


def _ask_fields(context: DraftContext) -> Sequence[Field]:
    lines = [x.line for x in context.file.lines]
    asked = context.asked_line
    return (
        _unit_field(context),
        Field(
            name="change",
            kind="radio",
            label="plan.amend.change",
            options=worded("plan.amend.change", CHANGES),
            value="change",
        ),
        Field(
            name="ref",
            kind="choice",
            label="plan.amend.line",
            hint="plan.amend.line_hint",
            required=False,
            options=options((x.ref, f"{x.ref}: {shortened(x.text, 100)}") for x in lines),
            value=asked.ref if asked else "",
        ),
        Field(name="what", kind="area", label="plan.amend.what", hint="plan.amend.what_hint"),
        Field(
            name="text",
            kind="area",
            label="plan.amend.text",
            hint="plan.amend.text_hint",
            required=False,
            value=asked.text if asked else "",
        ),
        Field(
            name="lead",
            kind="choice",
            label="plan.line.lead",
            hint="plan.amend.lead_hint",
            required=False,
            options=unit_options(context.ward, context.today),
            value=str(asked.lead_id or "") if asked else "",
        ),
        *deadline_fields(asked or Line(ref="", seq=0, text="")),
    )


def _ask(answers: Answers, context: DraftContext) -> Command:
    change = answers.choice("change", CHANGES)
    refs = [x.ref for x in context.file.lines]
    ref = answers.choice("ref", refs, required=change in ("change", "drop"))
    what = answers.text("what", most=TEXT_MAX)
    proposed = None if change == "drop" else _proposed(answers, context, ref, change)
    return c.RequestAmendment(
        plan_id=context.plan_id,
        request_id=context.new_id,
        unit_id=_unit(answers, context),
        ref=None if change == "add" else ref,
        what=what,
        proposed=proposed,
    )


def _proposed(answers: Answers, context: DraftContext, ref: str, change: str) -> Line:
    former = context.file.line(ref)
    base = former.line if former and change == "change" else Line(ref="", seq=10_000, text="")
    units = {u.unit_id for u in units_for(context.ward, context.today)}
    text = answers.text("text", required=change == "add", most=TEXT_MAX)
    lead = answers.uuid("lead", units, required=change == "add")
    deadline = read_deadline(answers)
    if base.kind == "recurring" and deadline is None:
        return replace(base, text=text or base.text)
    return replace(
        base,
        text=text or base.text,
        lead_id=base.lead_id if base.group else lead or base.lead_id,
        deadline=deadline or base.deadline,
    )


def _open_requests(context: DraftContext, *stages: str) -> list[RequestView]:
    return [r for r in context.file.requests if r.stage in stages]


def request_title(request: RequestView, context: DraftContext) -> str:
    """A request on one line: number, unit, line and what is asked."""
    unit = context.ward.units.get(request.asked.unit_id)
    place = f"{request.asked.ref}: " if request.asked.ref else ""
    name = unit.name if unit else ""
    return f"{request.number}. {name}. {place}{shortened(request.asked.what, 160)}"


def _withdraw_fields(context: DraftContext) -> Sequence[Field]:
    own = [
        r
        for r in _open_requests(context, "asked", "consolidated")
        if r.asked.unit_id in context.own_units
    ]
    return (
        Field(
            name="request",
            kind="choice",
            label="plan.amend.request",
            options=options((r.asked.request_id, request_title(r, context)) for r in own),
            value=context.query.get("request", ""),
        ),
    )


def _withdraw(answers: Answers, context: DraftContext) -> Command:
    ids = {r.asked.request_id for r in context.file.requests}
    return c.WithdrawAmendment(
        plan_id=context.plan_id, request_id=answers.must_uuid("request", ids)
    )


def _consolidate_fields(context: DraftContext) -> Sequence[Field]:
    asked = _open_requests(context, "asked", "consolidated")
    ids = tuple(str(r.asked.request_id) for r in asked)
    return (
        Field(
            name="requests",
            kind="many",
            label="plan.amend.requests",
            options=options((r.asked.request_id, request_title(r, context)) for r in asked),
            values=ids,
        ),
        Field(name="proposal", kind="area", label="plan.amend.proposal", rows=5),
    )


def _consolidate(answers: Answers, context: DraftContext) -> Command:
    ids = {r.asked.request_id for r in context.file.requests}
    chosen = answers.uuids("requests", ids, required=True)
    return c.ConsolidateAmendments(
        plan_id=context.plan_id,
        request_ids=chosen,
        proposal=answers.text("proposal", most=TEXT_MAX),
    )


def _decide_fields(context: DraftContext) -> Sequence[Field]:
    fields: list[Field] = []
    for request in _open_requests(context, "consolidated"):
        name = request.asked.request_id.hex
        title = request_title(request, context)
        fields += [
            Field(
                name=f"answer_{name}",
                kind="radio",
                label="plan.amend.answer",
                options=worded("plan.amend.answer", ANSWERS),
                value="accepted",
                group=f"={title}",
            ),
            Field(
                name=f"why_{name}",
                label="plan.amend.why",
                hint="plan.amend.why_hint",
                required=False,
                group=f"={title}",
            ),
        ]
    return fields


def _decide(answers: Answers, context: DraftContext) -> Command:
    decisions = []
    for request in _open_requests(context, "consolidated"):
        name = request.asked.request_id.hex
        given = answers.choice(f"answer_{name}", ANSWERS)
        why = answers.text(f"why_{name}", required=given == "refused", most=2000)
        if given in ("accepted", "refused"):
            decisions.append(
                AmendmentDecision(
                    request_id=request.asked.request_id, accepted=given == "accepted", why=why
                )
            )
    return c.DecideAmendments(plan_id=context.plan_id, decisions=tuple(decisions))


def _nothing(context: DraftContext) -> Sequence[Field]:
    return ()


def _close(answers: Answers, context: DraftContext) -> Command:
    return c.ClosePlan(plan_id=context.plan_id, open_tasks=context.open_tasks)


def _act(slug: str, command: type[Command], fields: Any, build: Any, **more: Any) -> ActForm:
    return ActForm(area="plan", slug=slug, command=command, fields=fields, build=build, **more)


PLAN_ACTS: tuple[ActForm, ...] = (
    _act("acknowledge", c.AcknowledgePlan, _acknowledge_fields, _acknowledge),
    _act("request-amendment", c.RequestAmendment, _ask_fields, _ask, reason="must", main=True),
    _act("withdraw-amendment", c.WithdrawAmendment, _withdraw_fields, _withdraw),
    _act("consolidate", c.ConsolidateAmendments, _consolidate_fields, _consolidate, main=True),
    _act("decide", c.DecideAmendments, _decide_fields, _decide, document="must", main=True),
    _act("close", c.ClosePlan, _nothing, _close, reason="must", document="may"),
)
"""Everything that can be done with a plan in force."""
