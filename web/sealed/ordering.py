"""What a sealed order asks, and which command it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from domain.checklist_item import ChecklistPlace
from domain.seal.commands import SealOrder
from domain.seal.values import SealedDraw, SealedOrder, TriggerClass
from domain.ward import Post, Unit
from service.checklists import PublishedChecklist
from service.sealed_boxes import KnownSeal
from web import wording
from web.act_form import ActForm, Field, Option, options, worded
from web.answers import TEXT_MAX, Answers
from web.inspections.act_context import day_field, field, ids_of, post_options
from web.inspections.order_questions import (
    checklist_options,
    chosen_fields,
    field_options,
    named_team,
    quarter_before,
)
from web.tasks.naming import Names

AREA = "sealed.do"
TRIGGERS: tuple[TriggerClass, ...] = ("decision", "feedback", "anomaly", "leader")
"""A draw is told by the draw itself."""


class SealContext(msgspec.Struct, frozen=True, kw_only=True):
    """Who may be named, which units and checklists there are, and what the orderer has sealed."""

    names: Names
    units: tuple[Unit, ...]
    leaders: tuple[Post, ...]
    others: tuple[Post, ...]
    checklists: tuple[PublishedChecklist, ...]
    draws: tuple[KnownSeal, ...]
    """Own draws whose commitment is recorded."""
    orders: tuple[KnownSeal, ...]
    """Own orders that another one may replace."""
    proposed_unit: str = ""
    proposed_draw: str = ""
    proposed_seed: str = ""
    programme_id: UUID | None = None
    authorised_post: UUID | None = None


def own_draws(known: Sequence[KnownSeal]) -> tuple[KnownSeal, ...]:
    """Draws that an order of this reader can rest on."""
    return tuple(
        each
        for each in known
        if isinstance(each.content, SealedDraw)
        and each.role == "orderer"
        and each.slot_at is not None
        and each.voided_at is None
    )


def own_orders(known: Sequence[KnownSeal]) -> tuple[KnownSeal, ...]:
    """Orders of this reader that are neither opened nor voided."""
    return tuple(
        each
        for each in known
        if isinstance(each.content, SealedOrder)
        and each.role == "orderer"
        and not each.is_settled
        and each.voided_at is None
    )


def _orders(context: SealContext) -> tuple[Option, ...]:
    return options((each.seal_id, order_words(each, context.names)) for each in context.orders)


def order_words(known: KnownSeal, names: Names) -> str:
    """An order in one line: the unit and the days."""
    order = known.content
    assert isinstance(order, SealedOrder)
    return names.say(
        "sealed.order_line",
        unit=names.unit(order.unit),
        from_on=wording.day(order.from_on),
        to_on=wording.day(order.to_on),
    )


def draw_words(known: KnownSeal, names: Names) -> str:
    """A draw in one line: where its number comes from."""
    value = known.content
    assert isinstance(value, SealedDraw)
    return names.say(
        "sealed.draw_line", source=value.seed_source, sealed=wording.stamp(known.sealed_at)
    )


def _draws(context: SealContext) -> tuple[Option, ...]:
    return options((each.seal_id, draw_words(each, context.names)) for each in context.draws)


def _units(context: SealContext) -> tuple[Option, ...]:
    return options((unit.unit_id, context.names.unit(unit.unit_id)) for unit in context.units)


def _fields(context: SealContext) -> Sequence[Field]:
    names, today = context.names, context.names.on
    lists = checklist_options(context.checklists, names)
    people = post_options(context.others, names)
    return (
        field("unit", "choice", options=_units(context), value=context.proposed_unit,
              group="sealed.group.unit"),
        field("trigger", "choice", label="sealed.field.trigger",
              options=worded("seal.trigger", TRIGGERS), value="decision",
              group="sealed.group.unit"),
        *_of_draw(context),
        field("leader", "choice", options=post_options(context.leaders, names),
              group="inspection.team"),
        field("secretary", "choice", options=people, group="inspection.team"),
        field("members", "many", options=people, required=False, group="inspection.team"),
        field("checklist", "choice", options=lists, value=lists[0].value if lists else "",
              group="inspection.group.contents"),
        field("fields", "many", options=field_options(names), required=False,
              hint="inspection.hint.fields", group="inspection.group.contents"),
        field("contents", "area", required=False, group="inspection.group.contents"),
        field("rights", "area", required=False, rows=3,
              value=names.say("inspection.rights"), group="inspection.group.contents"),
        day_field("period_from", quarter_before(today),
                  hint="inspection.hint.period", group="inspection.group.days"),
        day_field("period_to", today, group="inspection.group.days"),
        day_field("from_on", group="inspection.group.days"),
        day_field("to_on", group="inspection.group.days"),
        *_of_disclosure(context),
    )  # fmt: skip


def _of_draw(context: SealContext) -> Sequence[Field]:
    """Asked only of somebody who has a draw to rest on."""
    if not context.draws:
        return ()
    return (
        Field(name="draw", kind="choice", label="sealed.field.draw", hint="sealed.hint.draw",
              options=_draws(context), required=False, value=context.proposed_draw,
              group="sealed.group.draw"),
        Field(name="seed", label="sealed.field.seed", hint="sealed.hint.seed", required=False,
              value=context.proposed_seed, group="sealed.group.draw"),
    )  # fmt: skip


def _of_disclosure(context: SealContext) -> Sequence[Field]:
    known = (
        Field(name="known_on", kind="day", label="sealed.field.known_on",
              hint="sealed.hint.known_on", required=False, group="sealed.group.known"),
        Field(name="known_hour", label="sealed.field.known_hour", hint="sealed.hint.known_hour",
              required=False, group="sealed.group.known"),
    )  # fmt: skip
    if not context.orders:
        return known
    return (
        *known,
        Field(name="supersedes", kind="choice", label="sealed.field.supersedes",
              hint="sealed.hint.supersedes", options=_orders(context), required=False,
              group="sealed.group.known"),
    )  # fmt: skip


def _build(answers: Answers, context: SealContext) -> SealOrder:
    team = named_team(answers, context.leaders, context.others)
    from_on, to_on = answers.must_day("from_on"), answers.must_day("to_on")
    lists = checklist_options(context.checklists, context.names)
    draw = supersedes = None
    if context.draws:
        draw = answers.uuid("draw", ids_of(_draws(context)), required=False)
    if context.orders:
        supersedes = answers.uuid("supersedes", ids_of(_orders(context)), required=False)
    return SealOrder(
        unit_id=answers.must_uuid("unit", [unit.unit_id for unit in context.units]),
        leader_post=team.leader,
        secretary_post=team.secretary,
        member_posts=team.members,
        members_from=_known_from(answers),
        checklist=ChecklistPlace(
            checklist_id=answers.must_uuid("checklist", ids_of(lists)), version=0
        ),
        fields=chosen_fields(answers),
        contents=answers.text("contents", required=False, most=TEXT_MAX),
        rights=answers.text("rights", required=False, most=TEXT_MAX),
        period_from=answers.must_day("period_from"),
        period_to=answers.must_day("period_to"),
        from_on=from_on,
        to_on=to_on,
        trigger=_trigger(answers.choice("trigger", TRIGGERS)),
        draw=draw,
        seed=answers.text("seed", required=False, most=100) if draw is not None else "",
        supersedes=supersedes,
        programme_id=context.programme_id,
    )


def _trigger(said: str) -> TriggerClass:
    return next((each for each in TRIGGERS if each == said), "decision")


def _known_from(answers: Answers) -> datetime | None:
    """The hour from which members may know; nothing: as the rule says."""
    return answers.form.moment("known_on", "known_hour", "sealed.field.known_on")


SEAL = ActForm(
    area=AREA, slug="seal", command=SealOrder, fields=_fields, build=_build,
    reason="may", document="may",
)  # fmt: skip
