"""Loads the history of a unit or of a person, as far as the reader may know it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec
from litestar.exceptions import NotFoundException

from domain.accountability.fact_line import FactLine
from domain.ward import Term, Unit
from projections.accountability_query import history
from web.house import house_of
from web.org.views import slug_of, unit_by_slug
from web.render import AnyRequest, catch_up
from web.session import Visit, visit_of
from web.tasks.naming import Names
from web.units.asked import Asked, read_asked
from web.units.heads import HeadTerm, head_terms
from web.units.moment import Moment, moment_of
from web.units.sight import reads_whole, within_sight
from web.units.span import Span
from web.units.telling import Teller


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A dossier as one visitor sees it at one moment."""

    visit: Visit
    unit: Unit
    asked: Asked
    is_whole: bool
    """Lines and all quantities; otherwise the published figures."""
    lines: tuple[FactLine, ...]
    """Of the period, oldest first, without those the reader may not know of."""
    terms: tuple[HeadTerm, ...]

    @property
    def moment(self) -> Moment:
        """The day at whose end it looks."""
        return self.asked.moment

    @property
    def address(self) -> str:
        """Of the page."""
        return f"/units/{slug_of(self.unit)}"

    @property
    def name(self) -> str:
        """The name the unit bore on the day."""
        return self.unit.name_on(self.moment.on)

    @property
    def teller(self) -> Teller:
        """Says its lines."""
        return teller_of(self.visit, self.moment)


def teller_of(visit: Visit, moment: Moment) -> Teller:
    """Says lines in the visitor's language."""
    return Teller(moment, Names(moment.ward, visit.language, moment.on))


async def open_unit(request: AnyRequest, slug: str) -> Opened:
    """The dossier at an address; a unit that was not known at the moment is not found."""
    await catch_up(request)
    visit, moment = visit_of(request), await moment_of(request)
    unit = unit_by_slug(moment.ward, slug)
    if unit is None:
        raise NotFoundException
    asked = read_asked(request, moment)
    return Opened(
        visit=visit,
        unit=unit,
        asked=asked,
        is_whole=reads_whole(visit, unit),
        lines=await lines_of(request, unit.unit_id, asked.span, moment),
        terms=head_terms(moment.ward, unit, moment.on),
    )


async def lines_of(
    request: AnyRequest, unit_id: UUID, span: Span, moment: Moment
) -> tuple[FactLine, ...]:
    """The lines of a unit in a span, as far as the reader may know them."""
    house: Any = house_of(request)
    found = await history(
        house.pool, moment.ward, unit_id, moment.period(span), known_at=moment.known_at
    )
    return await within_sight(request, found, moment)


async def lines_of_person(
    request: AnyRequest, person_id: UUID, asked: Asked
) -> tuple[FactLine, ...]:
    """Lines that fall to a person: as head of the day, or because the own post decided."""
    ward = asked.moment.ward
    terms = [term for term in ward.terms if term.person_id == person_id]
    found: list[FactLine] = []
    for unit_id in _units_of(terms, asked.moment):
        lines = await lines_of(request, unit_id, asked.span, asked.moment)
        found += [line for line in lines if falls_to(line, person_id, terms)]
    return tuple(sorted(found, key=lambda line: line.on))


def falls_to(line: FactLine, person_id: UUID, terms: Iterable[Term]) -> bool:
    """Charged to a post, it falls to the holder of the day; otherwise to the head of the day."""
    if line.charged_post_id is None:
        return line.head_person_id == person_id
    return any(term.post_id == line.charged_post_id and term.in_force(line.on) for term in terms)


def _units_of(terms: Iterable[Term], moment: Moment) -> tuple[UUID, ...]:
    """Leaders decide about every unit; heads answer for their own."""
    posts = [moment.ward.posts[term.post_id] for term in terms]
    if any(post.rank in ("chair", "vice_chair") for post in posts):
        return tuple(moment.ward.units)
    return tuple(dict.fromkeys(post.unit_id for post in posts if post.rank == "head"))
