"""Forms of a checklist: begin a version, change an item, publish, retire."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import cast, get_args
from uuid import UUID

import msgspec

from domain.checklist import commands as c
from domain.checklist.state import Checklist
from domain.checklist_item import ALL_UNITS, WITH_DOSSIERS, Item, ItemSource
from domain.ward import Unit
from service.checklist_file import shipped_items
from web.act_form import ActForm, Field, Option, options, worded
from web.answers import Answers

AREA = "checklist.do"
POINTS_MOST = Decimal(100)
FIELDS_MOST = 20
TEXT_MOST = 1000
NEW_ITEM = "new"
BEGINNINGS = ("shipped", "empty")


class ChecklistContext(msgspec.Struct, frozen=True, kw_only=True):
    """The checklist as it stands, the item that is changed, and the units it may apply to."""

    checklist_id: UUID
    state: Checklist | None
    item_key: str = ""
    units: tuple[Unit, ...] = ()
    unit_names: dict[str, str] = {}

    @property
    def item(self) -> Item | None:
        """The item of the draft under the key of the address."""
        draft = (self.state.draft if self.state else None) or ()
        return next((item for item in draft if item.item_key == self.item_key), None)


def _field(name: str, kind: str = "line", **more: object) -> Field:
    return msgspec.convert(
        {"name": name, "kind": kind, "label": f"checklist.field.{name}", **more}, Field
    )


def _new_fields(context: ChecklistContext) -> Sequence[Field]:
    return (
        _field("code", hint="checklist.hint.code"),
        _field("title"),
        _field("total", "number", value="100"),
        Field(
            name="begin",
            kind="radio",
            label="checklist.field.begin",
            options=worded("checklist.begin", BEGINNINGS),
            value=BEGINNINGS[0],
        ),
    )


def _new(answers: Answers, context: ChecklistContext) -> c.DraftChecklist:
    code = answers.text("code", most=30).strip().lower()
    if code and not all(
        letter.isascii() and (letter.isalnum() or letter == "-") for letter in code
    ):
        answers.fail("code", "checklist.bad_code")
    begun_with = answers.choice("begin", BEGINNINGS)
    return c.DraftChecklist(
        checklist_id=context.checklist_id,
        code=code,
        title=answers.text("title", most=200),
        total=_points(answers, "total", most=Decimal(1000)),
        items=shipped_items() if begun_with == "shipped" else (),
    )


def _none(context: ChecklistContext) -> Sequence[Field]:
    return ()


def _next_fields(context: ChecklistContext) -> Sequence[Field]:
    state = context.state
    return (
        _field("title", value=state.title if state else ""),
        _field("total", "number", value=state.total if state else "100"),
    )


def _next(answers: Answers, context: ChecklistContext) -> c.DraftChecklist:
    return c.DraftChecklist(
        checklist_id=context.checklist_id,
        code=context.state.code if context.state else "",
        title=answers.text("title", most=200),
        total=_points(answers, "total", most=Decimal(1000)),
    )


def _item_fields(context: ChecklistContext) -> Sequence[Field]:
    item = context.item
    places = (
        Option(value=ALL_UNITS, key="checklist.applies.all"),
        Option(value=WITH_DOSSIERS, key="checklist.applies.handles_dossiers"),
        *options((unit.code, context.unit_names[unit.code]) for unit in context.units),
    )
    return (
        _field("item_code", hint="checklist.hint.item_code", value=item.code if item else ""),
        _field("text", "area", value=item.text if item else "", rows=3),
        _field("text_en", "area", value=item.text_en if item else "", rows=2, required=False),
        _field("max_points", "number", value=item.max_points.replace(".", ",") if item else ""),
        Field(name="source", kind="choice", label="checklist.field.source",
              options=worded("checklist.source", get_args(ItemSource)),
              value=item.source if item else "DOC"),
        Field(name="applies_to", kind="choice", label="checklist.field.applies_to",
              options=places, value=item.applies_to if item else ALL_UNITS),
        _field("surprise_fit", "tick", value="1" if item and item.surprise_fit else "",
               required=False),
        _field("photo_on_fail", "tick", value="1" if item and item.photo_on_fail else "",
               required=False),
        _field("legal_basis", "area", value=item.legal_basis if item else "", rows=2,
               required=False),
        _field("scoring", "area", value=item.scoring if item else "", rows=2, required=False),
    )  # fmt: skip


def _revise(answers: Answers, context: ChecklistContext) -> c.ReviseItem:
    code = answers.text("item_code", most=20).strip()
    first = code.partition(".")[0]
    if code and not (first.isascii() and first.isdigit() and 0 < int(first[:4]) <= FIELDS_MOST):
        answers.fail("item_code", "checklist.bad_item_code")
        first = "1"
    item = context.item
    places = (ALL_UNITS, WITH_DOSSIERS, *(unit.code for unit in context.units))
    return c.ReviseItem(
        checklist_id=context.checklist_id,
        item=Item(
            item_key=item.item_key if item else code,
            code=code,
            field=int(first or 1),
            text=answers.text("text", most=TEXT_MOST),
            text_en=answers.text("text_en", required=False, most=TEXT_MOST),
            max_points=_points(answers, "max_points", most=POINTS_MOST),
            source=cast(ItemSource, answers.choice("source", get_args(ItemSource)) or "DOC"),
            applies_to=answers.choice("applies_to", places) or ALL_UNITS,
            surprise_fit=answers.ticked("surprise_fit"),
            photo_on_fail=answers.ticked("photo_on_fail"),
            legal_basis=answers.text("legal_basis", required=False, most=TEXT_MOST),
            scoring=answers.text("scoring", required=False, most=TEXT_MOST),
        ),
    )


def _drop(answers: Answers, context: ChecklistContext) -> c.ReviseItem:
    assert context.item is not None, "the page exists for items of the draft only"
    return c.ReviseItem(checklist_id=context.checklist_id, item=context.item, drop=True)


def _points(answers: Answers, name: str, *, most: Decimal) -> str:
    """A positive number with at most two digits, as Vietnamese or English write it."""
    said = answers.text(name, most=12).strip().replace(",", ".")
    try:
        number = Decimal(said)
    except InvalidOperation:
        number = Decimal("NaN")
    if said and not (number.is_finite() and 0 < number <= most and number == round(number, 2)):
        answers.fail(name, "checklist.bad_points", most=most)
        return "1"
    return said or "1"


def _publish(answers: Answers, context: ChecklistContext) -> c.PublishChecklist:
    return c.PublishChecklist(checklist_id=context.checklist_id)


def _retire(answers: Answers, context: ChecklistContext) -> c.RetireChecklist:
    return c.RetireChecklist(checklist_id=context.checklist_id)


NEW = ActForm(area=AREA, slug="new", command=c.DraftChecklist, fields=_new_fields, build=_new)
ACTS: dict[str, ActForm] = {
    act.slug: act
    for act in (
        ActForm(area=AREA, slug="draft", command=c.DraftChecklist, fields=_next_fields,
                build=_next),
        ActForm(area=AREA, slug="revise-item", command=c.ReviseItem, fields=_item_fields,
                build=_revise),
        ActForm(area=AREA, slug="drop-item", command=c.ReviseItem, fields=_none, build=_drop),
        ActForm(area=AREA, slug="publish", command=c.PublishChecklist, fields=_none,
                build=_publish, document="must", signed=True),
        ActForm(area=AREA, slug="retire", command=c.RetireChecklist, fields=_none, build=_retire,
                reason="must"),
    )
}  # fmt: skip
OF_DRAFT = ("revise-item", "drop-item", "publish")
"""Exist while a draft is open."""
