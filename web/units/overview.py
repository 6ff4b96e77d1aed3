"""All units with counts beside rates, by name; any other order is the reader's own choice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, get

from domain.accountability.quantity import Figures
from domain.ward import Unit, Ward
from projections.accountability_query import figures as figures_in
from projections.finding_query import Wanted
from projections.vietnamese import sort_key
from web.findings.loading import seen_lines
from web.forms import asked as asked_word
from web.house import house_of
from web.org.views import slug_of
from web.render import AnyRequest, catch_up, page
from web.session import visit_of
from web.texts import Language, say
from web.units.asked import Asked, read_asked
from web.units.counts import Told, amount_of, told
from web.units.heads import head_terms, in_office
from web.units.moment import Moment, moment_of
from web.units.pages import READ, cut_of, period_form, without_past
from web.units.sight import LINES_MAX
from web.units.span import in_words

ADDRESS = "/units"
OUTSIDE = frozenset({"leadership", "council"})
"""They decide and watch; the record of tasks is kept of those who carry them out."""


class UnitLine(msgspec.Struct, frozen=True, kw_only=True):
    """A unit with what counts most."""

    slug: str
    name: str
    href: str
    head: str
    due: int
    completed: Told
    on_time: Told
    late: int
    overdue: int
    findings: int | None
    """Open ones the reader may know of; of the past they are not listed here."""
    findings_href: str
    shares: tuple[Fraction | None, ...]


ORDERS: dict[str, Callable[[UnitLine], Any]] = {
    "name": lambda line: sort_key(line.name),
    "due": lambda line: line.due,
    "completed": lambda line: (line.shares[0] is None, line.shares[0] or 0),
    "on_time": lambda line: (line.shares[1] is None, line.shares[1] or 0),
    "late": lambda line: line.late,
    "overdue": lambda line: line.overdue,
    "findings": lambda line: line.findings or 0,
}


class Units(Controller):
    """How are the units doing?"""

    path = ADDRESS

    @get(opt=READ)
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        visit, moment = visit_of(request), await moment_of(request)
        asked = read_asked(request, moment)
        sort = sort_of(request)
        lines = await unit_lines(request, asked)
        lines.sort(key=ORDERS["name"])
        lines.sort(key=ORDERS[sort.removeprefix("-")], reverse=sort.startswith("-"))
        own = {post.unit_id for post in visit.posts}
        return page(
            request,
            "units/overview.html",
            asked=asked,
            lines=lines,
            sort=sort,
            turned=lambda key: asked.address(
                ADDRESS, sort=f"-{key}" if sort == key else key if key != "name" else ""
            ),
            own=[(u.name_on(moment.on), f"{ADDRESS}/{slug_of(u)}")
                 for u in counted_units(moment.ward, moment.on) if u.unit_id in own],
            period_words=in_words(asked.span, visit.language),
            wrong=[say(visit.language, f"dossier.wrong.{name}") for name in asked.wrong],
            shows_findings=not moment.typed,
            as_of=moment.band(without_past(asked, ADDRESS), visit),
            cut=cut_of(request, asked, visit),
            crumbs=(),
            **period_form(asked, visit, founded_on(moment)),
        )  # fmt: skip


def sort_of(request: AnyRequest) -> str:
    """By name unless the reader wants it otherwise."""
    wanted = asked_word(request, "sort", 20)
    return wanted if wanted.removeprefix("-") in ORDERS else "name"


def founded_on(moment: Moment) -> date:
    """The first day of the oldest unit."""
    return min((unit.from_on for unit in moment.ward.units.values()), default=moment.on)


def counted_units(ward: Ward, on: date) -> list[Unit]:
    """Units of the day that carry out tasks under a head, by name."""
    headed = {post.unit_id for post in ward.posts.values() if post.rank == "head"}
    found = [
        unit
        for unit in ward.units.values()
        if unit.unit_id in headed
        and unit.kind not in OUTSIDE
        and unit.from_on <= on
        and unit.active_on(on)
    ]
    return sorted(found, key=lambda unit: sort_key(unit.name_on(on)))


async def unit_lines(request: AnyRequest, asked: Asked) -> list[UnitLine]:
    """Every unit with its figures in the period."""
    house: Any = house_of(request)
    visit, moment = visit_of(request), asked.moment
    units = counted_units(moment.ward, moment.on)
    ids = tuple(unit.unit_id for unit in units)
    found = await figures_in(
        house.pool, moment.ward, ids, moment.period(asked.span), known_at=moment.known_at
    )
    open_findings = {} if moment.typed else await _open_findings(request, ids)
    return [
        _line(unit, found[unit.unit_id], open_findings, asked, visit.language) for unit in units
    ]


async def _open_findings(request: AnyRequest, ids: tuple[UUID, ...]) -> dict[UUID, int]:
    wanted = Wanted(unit_ids=ids, is_open=True, limit=LINES_MAX)
    counted = dict.fromkeys(ids, 0)
    for seen in await seen_lines(request, wanted):
        counted[seen.row.unit_id] += 1
    return counted


def _line(
    unit: Unit,
    figures: Figures,
    open_findings: dict[UUID, int],
    asked: Asked,
    language: Language,
) -> UnitLine:
    moment = asked.moment
    due, completed = amount_of(figures, "K1", "due"), amount_of(figures, "K1", "completed")
    on_time = amount_of(figures, "K2", "on_time")
    head = in_office(head_terms(moment.ward, unit, moment.on), moment.on)
    kept = {"kind": "", "quantity": "", "rests": "", "head": ""}
    return UnitLine(
        slug=slug_of(unit),
        name=unit.name_on(moment.on),
        href=asked.address(f"{ADDRESS}/{slug_of(unit)}", **kept),
        head=head.name if head else say(language, "dossier.vacant"),
        due=due,
        completed=told("K1", figures, language),
        on_time=told("K2", figures, language),
        late=completed - on_time,
        overdue=amount_of(figures, "K3", "overdue"),
        findings=open_findings.get(unit.unit_id),
        findings_href=f"/findings?unit={slug_of(unit)}",
        shares=tuple(Fraction(n, due) if due else None for n in (completed, on_time)),
    )


CONTROLLERS: list[type[Controller]] = [Units]
