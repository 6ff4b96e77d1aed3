"""How each figure of a unit is made: definition, formula, counts and a row of months."""

from __future__ import annotations

import msgspec
from litestar import Controller, Response, get
from litestar.params import FromPath

from domain.accountability.quantity import Figures
from web.render import AnyRequest, page
from web.texts import say
from web.units.asked import CODES
from web.units.counts import Parts, Told, figures_behind, parts_of, shown, told
from web.units.loading import Opened, open_unit
from web.units.pages import READ, frame_of
from web.units.quantities import list_address, name_of
from web.units.sight import PUBLISHED
from web.units.span import spans_within


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """A month of a quantity."""

    label: str
    text: str
    href: str = ""


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """A quantity with what it means, how it is counted, and what was counted."""

    code: str
    name: str
    meaning: str
    formula: str
    of: str
    told: Told
    href: str
    counts: tuple[tuple[str, str], ...]
    """Every part in words, with its number."""
    parts: Parts
    months: tuple[Month, ...]


class UnitFigures(Controller):
    """How is each figure made?"""

    path = "/units/{slug:str}/figures"

    @get(opt=READ)
    async def show(self, request: AnyRequest, slug: FromPath[str]) -> Response[str]:
        opened = await open_unit(request, slug)
        return page(
            request,
            "units/figures.html",
            **frame_of(request, opened, say(opened.visit.language, "local.unit_figures")),
            definitions=definitions_of(opened),
        )


def definitions_of(opened: Opened) -> tuple[Definition, ...]:
    """Every quantity the reader may see."""
    figures = figures_behind(opened.lines)
    return tuple(
        _definition(code, figures, opened) for code in (CODES if opened.is_whole else PUBLISHED)
    )


def _definition(code: str, figures: Figures, opened: Opened) -> Definition:
    language, asked = opened.visit.language, opened.asked
    said = told(code, figures, language)
    behind = [x for x in opened.lines if any(e.quantity == code for e in x.effects)]
    is_listed = opened.is_whole and said.is_there
    return Definition(
        code=code,
        name=name_of(code, language),
        meaning=say(language, f"quantity.{code}.meaning"),
        formula=say(language, f"quantity.{code}.formula"),
        of=say(language, f"quantity.{code}.of"),
        told=said,
        href=list_address(asked, opened.address, asked.span, code) if is_listed else "",
        counts=tuple(
            (say(language, f"quantity.{code}.{part}"), shown(language, value, decimals=2))
            for part, value in figures[code].items()
        ),
        parts=parts_of(behind),
        months=_months(code, opened),
    )


def _months(code: str, opened: Opened) -> tuple[Month, ...]:
    language, asked = opened.visit.language, opened.asked
    found = []
    for month in spans_within(asked.span, "month")[:12]:
        label = say(language, "band.month_short", n=month.from_on.month)
        if month.from_on > asked.moment.on:
            found.append(Month(label=label, text="·"))
            continue
        said = told(code, figures_behind(x for x in opened.lines if month.holds(x.on)), language)
        is_listed = opened.is_whole and said.is_there
        href = list_address(asked, opened.address, month, code) if is_listed else ""
        found.append(Month(label=label, text=said.text if said.is_there else "–", href=href))
    return tuple(found)


CONTROLLERS: list[type[Controller]] = [UnitFigures]
