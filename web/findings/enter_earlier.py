"""Enters a finding of a paper conclusion from before the system, so that repeats are recognised."""

from __future__ import annotations

from typing import Any, cast

import msgspec
from litestar import Controller, Response, get, post

from domain.checklist_item import Item
from domain.finding.commands import EnterEarlierFinding
from domain.finding.values import LIGHTER, Severity
from domain.ids import derived, new_id
from domain.ward import Unit
from projections.checklist_index import checklists
from service.checklists import published
from web.act_form import ActForm, Field, Option, options, worded
from web.act_pages import Setting, send_act, show_act
from web.answers import NOTHING, TEXT_MAX, Answers
from web.findings.act_context import day_field, field
from web.forms import read_form
from web.house import house_of
from web.inspections.ordering import inspected_units
from web.inspections.routes import WRITE
from web.render import AnyRequest, Crumb
from web.session import Visit, visit_of
from web.texts import say

SEVERITIES: tuple[str, ...] = LIGHTER[1:]
HEADING_MAX = 90


class EarlierContext(msgspec.Struct, frozen=True, kw_only=True):
    """Units and the items that can repeat."""

    units: tuple[tuple[Unit, str], ...]
    items: tuple[Item, ...]
    command_id: Any = NOTHING


def _item_options(context: EarlierContext) -> tuple[Option, ...]:
    return options((each.item_key, f"{each.code}. {each.text[:HEADING_MAX]}")
                   for each in context.items)  # fmt: skip


def _fields(context: EarlierContext) -> tuple[Field, ...]:
    units = options((unit.unit_id, name) for unit, name in context.units)
    return (
        field("unit", "choice", options=units, label="finding.filter.unit"),
        field("item", "choice", options=_item_options(context), label="finding.fact.item"),
        field(
            "severity",
            "radio",
            options=worded("severity", SEVERITIES),
            value="shortcoming",
            label="finding.fact.severity",
        ),
        field("description", "area", label="finding.fact.description",
              hint="finding.hint.no_names"),
        day_field("recorded_on", hint="finding.hint.recorded_on"),
    )  # fmt: skip


def _entered(answers: Answers, context: EarlierContext) -> EnterEarlierFinding:
    key = answers.choice("item", [each.item_key for each in context.items])
    item = next((each for each in context.items if each.item_key == key), None)
    return EnterEarlierFinding(
        finding_id=derived("finding", context.command_id),
        unit_id=answers.must_uuid("unit", [unit.unit_id for unit, _ in context.units]),
        item_key=key,
        item_code=item.code if item else "",
        field=item.field if item else 1,
        severity=cast(Severity, answers.choice("severity", SEVERITIES) or "shortcoming"),
        description=answers.text("description", most=TEXT_MAX),
        recorded_on=answers.must_day("recorded_on"),
    )


ENTER_EARLIER = ActForm(
    area="finding.do",
    slug="enter-earlier",
    command=EnterEarlierFinding,
    fields=_fields,
    build=_entered,
    document="must",
)


class EnterEarlier(Controller):
    """Which shortcoming did a paper conclusion of before name?"""

    path = "/findings/do/enter-earlier"

    @get(opt=WRITE)
    async def show(self, request: AnyRequest) -> Response[str]:
        return await show_act(request, ENTER_EARLIER, await _context(request), _setting(request))

    @post(opt=WRITE)
    async def send(self, request: AnyRequest) -> Response[Any]:
        typed = (await read_form(request)).value("command_id")
        context = await _context(request, typed or str(new_id(visit_of(request).now)))
        return await send_act(request, ENTER_EARLIER, context, _setting(request))


CONTROLLERS: list[type[Controller]] = [EnterEarlier]


def may_enter(visit: Visit) -> bool:
    """Whether this reader enters papers of before; the desk judges the act itself."""
    return "K" in visit.roles


async def _context(request: AnyRequest, command_id: str = "") -> EarlierContext:
    visit = visit_of(request)
    house: Any = house_of(request)
    items: dict[str, Item] = {}
    for row in await checklists(house.pool):
        found = await published(house.ledger, row.checklist_id) if row.newest else None
        items |= {each.item_key: each for each in (found.items if found else ())}
    units = inspected_units(visit.ward, visit.today)
    return EarlierContext(
        units=tuple((unit, unit.name_on(visit.today)) for unit in units),
        items=tuple(items.values()),
        command_id=command_id,
    )


def _setting(request: AnyRequest) -> Setting:
    language = visit_of(request).language
    return Setting(
        action="/findings/do/enter-earlier",
        back="/findings?state=all",
        crumbs=(
            Crumb(say(language, "nav.inspections"), "/inspections"),
            Crumb(say(language, "local.findings"), "/findings"),
        ),
    )
