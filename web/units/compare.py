"""A unit compared: first with its own past, then with other units, always counts beside rates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Controller, Response, get
from litestar.params import FromPath

from domain.ward import Unit
from web.org.views import slug_of, unit_by_slug
from web.render import AnyRequest, page
from web.texts import say
from web.units.asked import CODES
from web.units.counts import FEW, contested_in, told
from web.units.loading import Opened, lines_of, open_unit
from web.units.overview import counted_units
from web.units.pages import READ, frame_of
from web.units.quantities import (
    Cell,
    Column,
    QuantityRow,
    column,
    column_then,
    list_address,
    name_of,
    rows_of,
)
from web.units.sight import PUBLISHED, reads_whole
from web.units.span import span_before

OTHERS_MAX = 4


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A unit to be compared with."""

    slug: str
    name: str
    is_chosen: bool


class UnitCompare(Controller):
    """Compared with whom?"""

    path = "/units/{slug:str}/compare"

    @get(opt=READ)
    async def show(self, request: AnyRequest, slug: FromPath[str]) -> Response[str]:
        opened = await open_unit(request, slug)
        language, asked = opened.visit.language, opened.asked
        others, unknown = chosen_units(request, opened)
        own = await _own_past(request, opened)
        columns = [await _column_of(request, opened, unit) for unit in others]
        frame = frame_of(request, opened, say(language, "local.compare"))
        if unknown:
            frame["wrong"] = [*frame["wrong"], say(language, "dossier.wrong.with", units=unknown)]
        return page(
            request,
            "units/compare.html",
            **frame,
            own_columns=own,
            own_rows=rows_of(own, asked, opened.address, language, is_whole=opened.is_whole),
            other_columns=[own[0], *columns],
            other_rows=_other_rows(opened, own[0], others, columns),
            choices=_choices(opened, others),
            chosen=[slug_of(unit) for unit in others],
            few=FEW,
            has_gaps=any(not reads_whole(opened.visit, unit) for unit in others),
        )


def chosen_units(request: AnyRequest, opened: Opened) -> tuple[list[Unit], str]:
    """Units of `with=`, said once or several times, and what of it is unknown."""
    found: dict[str, Unit] = {}
    unknown: list[str] = []
    said = [name for value in request.query_params.getall("with", []) for name in value.split(",")]
    for name in (each.strip() for each in said):
        unit = unit_by_slug(opened.moment.ward, name)
        if unit is not None and unit.unit_id != opened.unit.unit_id:
            found[slug_of(unit)] = unit
        elif name and unit is None:
            unknown.append(name[:40])
    return list(found.values())[:OTHERS_MAX], ", ".join(unknown[:OTHERS_MAX])


async def _own_past(request: AnyRequest, opened: Opened) -> list[Column]:
    """The period and the one of the same kind before it."""
    language, span = opened.visit.language, opened.asked.span
    columns = [column(span, opened.lines, language)]
    before = span_before(span)
    if before is not None:
        columns.append(await column_then(request, opened, before))
    return columns


async def _column_of(request: AnyRequest, opened: Opened, unit: Unit) -> Column:
    lines = await lines_of(request, unit.unit_id, opened.asked.span, opened.moment)
    made = column(opened.asked.span, lines, opened.visit.language)
    return msgspec.structs.replace(made, label=unit.name_on(opened.moment.on))


def _other_rows(
    opened: Opened, own: Column, others: Sequence[Unit], columns: Sequence[Column]
) -> list[QuantityRow]:
    """Per quantity the unit and the others; what of another unit is not published stays out."""
    language = opened.visit.language
    units = [opened.unit, *others]
    rows = []
    for code in CODES if opened.is_whole else PUBLISHED:
        cells = [
            _cell(code, unit, each, opened)
            for unit, each in zip(units, [own, *columns], strict=True)
        ]
        rows.append(
            QuantityRow(
                code=code,
                name=name_of(code, language),
                of=say(language, f"quantity.{code}.of"),
                cells=tuple(cells),
            )
        )
    return rows


def _cell(code: str, unit: Unit, each: Column, opened: Opened) -> Cell:
    language, is_own = opened.visit.language, unit.unit_id == opened.unit.unit_id
    label = opened.name if is_own else each.label
    is_whole = reads_whole(opened.visit, unit)
    if code not in PUBLISHED and not is_whole:
        said = msgspec.structs.replace(
            told(code, each.figures, language),
            text=say(language, "compare.not_published"),
            is_there=False,
            is_small=False,
        )
        return Cell(label=label, told=said)
    said = told(code, each.figures, language)
    href = ""
    if is_whole and said.is_there:
        href = list_address(opened.asked, f"/units/{slug_of(unit)}", each.span, code)
    return Cell(label=label, told=said, href=href, contested=contested_in(each.lines, code))


def _choices(opened: Opened, others: Sequence[Unit]) -> list[Choice]:
    chosen = {unit.unit_id for unit in others}
    on: Any = opened.moment.on
    return [
        Choice(slug=slug_of(unit), name=unit.name_on(on), is_chosen=unit.unit_id in chosen)
        for unit in counted_units(opened.moment.ward, on)
        if unit.unit_id != opened.unit.unit_id
    ]


CONTROLLERS: list[type[Controller]] = [UnitCompare]
