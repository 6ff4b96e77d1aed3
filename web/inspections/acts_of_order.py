"""Forms from the order to the door: independence, team, days, self-report, opening."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from domain.checklist_item import Item
from domain.inspection import commands as c
from domain.inspection.parts import SelfLine
from web import wording
from web.act_form import Field, Option, no_fields, options
from web.answers import TEXT_MAX, Answers
from web.inspections.act_context import (
    InspectionContext,
    day_field,
    field,
    form,
    ids_of,
    post_options,
)
from web.inspections.team import candidates, span_of
from web.inspections.telling import figure
from web.texts import say
from web.tried_form import TriedForm

NOTE_MAX = 300


# -- team --------------------------------------------------------------------------


def _place(context: InspectionContext) -> UUID:
    undeclared = context.it.undeclared or context.it.team
    return context.my_place or undeclared[0]


def _declare_fields(context: InspectionContext) -> Sequence[Field]:
    unit = context.names.unit(context.it.unit_id)
    words = say(context.language, "inspection.statement", unit=unit)
    return (field("statement", "area", rows=3, value=words),)


def _declare(answers: Answers, context: InspectionContext) -> c.DeclareIndependence:
    return c.DeclareIndependence(
        inspection_id=context.inspection_id,
        post_id=_place(context),
        statement=answers.text("statement", most=TEXT_MAX),
    )


def _sample_declare(context: InspectionContext) -> c.DeclareIndependence:
    return c.DeclareIndependence(inspection_id=context.inspection_id, post_id=_place(context))


def _conflict(answers: Answers, context: InspectionContext) -> c.DeclareConflict:
    return c.DeclareConflict(inspection_id=context.inspection_id, post_id=_place(context))


def _sample_conflict(context: InspectionContext) -> c.DeclareConflict:
    return c.DeclareConflict(inspection_id=context.inspection_id, post_id=_place(context))


def _members(context: InspectionContext) -> tuple[Option, ...]:
    it, names = context.it, context.names
    first = sorted(it.team, key=lambda post: post not in it.conflicted)
    return options((post, names.holder(post)) for post in first)


def _successors(context: InspectionContext) -> tuple[Option, ...]:
    it = context.it
    span = span_of(it.period_from, context.today, it.to_on)
    found = candidates(it.unit_id, span, context.ward, context.names)
    return post_options((p for p in found.others if p.post_id not in it.team), context.names)


def _replace_fields(context: InspectionContext) -> Sequence[Field]:
    is_on_site = context.it.stage == "opened"
    return (
        field("out_post", "choice", options=_members(context)),
        field("in_post", "choice", options=_successors(context), hint="inspection.hint.in_post"),
        field(
            "in_statement", "area", rows=3, required=is_on_site, hint="inspection.hint.in_statement"
        ),
    )


def _replace(answers: Answers, context: InspectionContext) -> c.ReplaceMember:
    return c.ReplaceMember(
        inspection_id=context.inspection_id,
        out_post=answers.must_uuid("out_post", context.it.team),
        in_post=answers.must_uuid("in_post", ids_of(_successors(context))),
        statement=answers.text(
            "in_statement", required=context.it.stage == "opened", most=TEXT_MAX
        ),
    )


def _sample_replace(context: InspectionContext) -> c.ReplaceMember | None:
    others = ids_of(_successors(context))
    if not others:
        return None
    return c.ReplaceMember(
        inspection_id=context.inspection_id,
        out_post=context.it.team[-1],
        in_post=others[0],
        statement="?",
    )


# -- days --------------------------------------------------------------------------


def _announce_by(context: InspectionContext) -> date | None:
    it = context.it
    if it.kind == "surprise" or it.announced_at is not None:
        return None
    return context.ward.calendar.before(it.to_on, it.limits.announce_before_days)


def _announce_fields(context: InspectionContext) -> Sequence[Field]:
    it = context.it
    outline = say(
        context.language,
        "inspection.outline",
        period_from=wording.day(it.period_from),
        period_to=wording.day(it.period_to),
        n=len(it.items),
    )
    return (
        day_field("visit_on", it.from_on, hint="inspection.hint.visit_on"),
        field("outline", "area", value=outline, hint="inspection.hint.outline"),
    )


def _announce(answers: Answers, context: InspectionContext) -> c.AnnounceInspection:
    return c.AnnounceInspection(
        inspection_id=context.inspection_id,
        outline=answers.text("outline", most=TEXT_MAX),
        visit_on=answers.must_day("visit_on"),
    )


def _sample_announce(context: InspectionContext) -> c.AnnounceInspection | None:
    it = context.it
    if it.kind == "surprise":
        return None
    return c.AnnounceInspection(inspection_id=context.inspection_id, outline="?", visit_on=it.to_on)


def _postpone_fields(context: InspectionContext) -> Sequence[Field]:
    return (day_field("from_on", context.it.from_on), day_field("to_on", context.it.to_on))


def _postpone(answers: Answers, context: InspectionContext) -> c.PostponeInspection:
    return c.PostponeInspection(
        inspection_id=context.inspection_id,
        from_on=answers.must_day("from_on"),
        to_on=answers.must_day("to_on"),
    )


def _sample_postpone(context: InspectionContext) -> c.PostponeInspection:
    later = context.ward.calendar.after(max(context.today, context.it.to_on), 1)
    return c.PostponeInspection(inspection_id=context.inspection_id, from_on=later, to_on=later)


def _cancel(answers: Answers, context: InspectionContext) -> c.CancelInspection:
    return c.CancelInspection(inspection_id=context.inspection_id)


def _sample_cancel(context: InspectionContext) -> c.CancelInspection:
    return c.CancelInspection(inspection_id=context.inspection_id)


# -- the unit's own report -----------------------------------------------------------


def _name_of(item: Item) -> str:
    return f"points_{item.item_key.replace('.', '_')}"


def _self_report_by(context: InspectionContext) -> date | None:
    due = context.it.self_report_by
    return due.last_on if due is not None and context.it.self_report is None else None


def _self_report_fields(context: InspectionContext) -> Sequence[Field]:
    before = {line.item_key: line for line in context.it.self_report or ()}
    return (
        *(
            field(
                _name_of(item),
                label="inspection.field.own_points",
                required=False,
                value=figure(before[item.item_key].points, context.language)
                if item.item_key in before
                else "",
                group="="
                + say(
                    context.language,
                    "inspection.self_item",
                    item=item.code,
                    text=item.text if context.language == "vi" else item.text_en or item.text,
                    max=figure(item.max_points, context.language),
                ),
            )
            for item in context.it.items
        ),
        field(
            "self_text",
            "area",
            required=False,
            value=context.it.self_report_text,
            group="inspection.self_words",
        ),
    )


def _self_report(answers: Answers, context: InspectionContext) -> c.SubmitSelfReport:
    lines = [_self_line(item, answers) for item in context.it.items]
    found = tuple(line for line in lines if line is not None)
    if not found:
        answers.fail(_name_of(context.it.items[0]), "inspection.self_nothing")
    return c.SubmitSelfReport(
        inspection_id=context.inspection_id,
        lines=found,
        text=answers.text("self_text", required=False, most=TEXT_MAX),
    )


def _self_line(item: Item, answers: Answers) -> SelfLine | None:
    name = _name_of(item)
    typed = answers.raw(name).replace(",", ".")
    if not typed:
        return None
    try:
        value = Decimal(typed)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or value < 0 or value != round(value, 2):
        answers.fail(name, "inspection.points_wrong", item=item.code)
        return None
    return SelfLine(item_key=item.item_key, points=typed)


def _sample_self_report(context: InspectionContext) -> c.SubmitSelfReport | None:
    if context.it.kind == "surprise":
        return None
    return c.SubmitSelfReport(inspection_id=context.inspection_id, lines=())


# -- at the door -----------------------------------------------------------------------


def _hosts(context: InspectionContext) -> tuple[Option, ...]:
    """Posts of the unit that somebody holds, its head first."""
    ward = context.ward
    found = [
        post
        for post in ward.posts.values()
        if post.unit_id == context.it.unit_id and ward.holder(post.post_id, context.today)
    ]
    return post_options(sorted(found, key=lambda post: post.rank != "head"), context.names)


def _open_fields(context: InspectionContext) -> Sequence[Field]:
    hosts = _hosts(context)
    return (
        field("place", value=context.names.unit(context.it.unit_id)),
        field("received_by", "choice", options=hosts, value=hosts[0].value if hosts else ""),
        field("absent_head", required=False, hint="inspection.hint.absent_head"),
        field("declared_order", "area", rows=2, required=False, value=_order_words(context)),
    )


def _order_words(context: InspectionContext) -> str:
    it, names = context.it, context.names
    return say(
        context.language,
        "inspection.order_words",
        code=it.code,
        unit=names.unit(it.unit_id),
        from_on=wording.day(it.from_on),
        to_on=wording.day(it.to_on),
        leader=names.holder(it.leader_post),
    )


def _open(answers: Answers, context: InspectionContext) -> c.OpenInspection:
    return c.OpenInspection(
        inspection_id=context.inspection_id,
        place=answers.text("place"),
        received_by_post=answers.must_uuid("received_by", ids_of(_hosts(context))),
        absent_head_reason=answers.text("absent_head", required=False, most=NOTE_MAX),
        declared_order=answers.text("declared_order", required=False, most=TEXT_MAX),
    )


def _sample_open(context: InspectionContext) -> c.OpenInspection | None:
    hosts = ids_of(_hosts(context))
    if not hosts:
        return None
    return c.OpenInspection(
        inspection_id=context.inspection_id, received_by_post=hosts[0], absent_head_reason="?"
    )


ORDER_FORMS: tuple[TriedForm, ...] = (
    form("declare-independence", c.DeclareIndependence, _declare_fields, _declare, _sample_declare),
    form(
        "announce",
        c.AnnounceInspection,
        _announce_fields,
        _announce,
        _sample_announce,
        document="must",
        limit=_announce_by,
    ),
    form(
        "submit-self-report",
        c.SubmitSelfReport,
        _self_report_fields,
        _self_report,
        _sample_self_report,
        limit=_self_report_by,
    ),
    form("open", c.OpenInspection, _open_fields, _open, _sample_open,
         limit=lambda x: x.it.visit_on if x.it.opened_at is None else None),
    form(
        "declare-conflict",
        c.DeclareConflict,
        no_fields,
        _conflict,
        _sample_conflict,
        reason="must",
    ),
    form(
        "replace-member",
        c.ReplaceMember,
        _replace_fields,
        _replace,
        _sample_replace,
        reason="must",
    ),
    form(
        "postpone",
        c.PostponeInspection,
        _postpone_fields,
        _postpone,
        _sample_postpone,
        reason="must",
    ),
    form("cancel", c.CancelInspection, no_fields, _cancel, _sample_cancel, reason="must"),
)  # fmt: skip
