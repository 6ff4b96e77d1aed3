"""Accountability through the API: units with their figures, dossiers of units and of people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

import msgspec
from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Meta

from domain.accountability.fact_line import ActPlace, Basis, FactLine
from domain.accountability.quantity import BY_CODE, Figures
from web.api.answers import answer
from web.api.operation import AS_OF, BASIS, Param, path_param, reading
from web.api.problems import Invalid
from web.api.query import caught_up, named, past_of, query_of
from web.api.task_shapes import PersonRef, UnitRef
from web.api.task_views import person_ref, unit_ref
from web.render import AnyRequest
from web.session import Visit, visit_of
from web.units.asked import BASES, CODES, EVERY, GROUPS, PAGE, Asked, fits, read_asked
from web.units.counts import figures_behind, parts_of, share
from web.units.loading import Opened, open_unit
from web.units.moment import moment_of, position_of
from web.units.overview import unit_lines
from web.units.people import OpenedPerson, open_person
from web.units.sight import PUBLISHED
from web.units.span import read_span
from web.units.telling import Teller

PRECISION = 10_000
PERIOD = Param(
    name="period",
    kind=Annotated[
        str,
        Meta(
            pattern=r"^[0-9]{4}(-H[12]|-Q[1-4]|-(0[1-9]|1[0-2])|-[0-9]{2}-[0-9]{2}\.\."
            r"[0-9]{4}-[0-9]{2}-[0-9]{2})?$"
        ),
    ],
    text="unit_period",
)
KINDS = (*GROUPS, EVERY)
LINES: tuple[Param, ...] = (
    Param(name="kind", kind=Literal[KINDS], text="fact_kind"),
    Param(name="quantity", kind=Literal[CODES], text="fact_quantity"),
    Param(name="rests", kind=Literal[BASES], text="fact_rests"),
    Param(name="head", kind=UUID, text="fact_head"),
    Param(name="page", kind=Annotated[int, Meta(ge=1, le=9999)], text="fact_page"),
)
NAME = path_param("name")
assert get_args(Basis) == BASES


class PeriodTold(msgspec.Struct, frozen=True, kw_only=True):
    """Days counted, and the day at whose end the counting looks."""

    name: str
    from_on: date
    to_on: date
    cut_on: date


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """Every counted part of a quantity; a share is cut off, never rounded up."""

    code: str
    parts: dict[str, int | float | None]
    numerator: str
    denominator: str
    share: str
    is_published: bool


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """A total with what it rests on."""

    total: int
    verified: int
    claimed: int
    contested: int


class EffectTold(msgspec.Struct, frozen=True, kw_only=True):
    """What a fact adds to a part of a quantity."""

    quantity: str
    part: str
    amount: int


class FactTold(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a dossier, in words and for machines."""

    on: date
    kind: str
    sentence: str
    subject_kind: str
    code: str
    href: str
    effects: tuple[EffectTold, ...]
    head: PersonRef | None
    charged: str
    basis: Basis
    own_words: str
    act: ActPlace | None


class UnitRow(msgspec.Struct, frozen=True, kw_only=True):
    """A unit with its published figures, by name and never ranked."""

    slug: str
    name: str
    head: str
    due: int
    completed: str
    on_time: str
    late: int
    overdue: int
    open_findings: int | None


class UnitRows(msgspec.Struct, frozen=True, kw_only=True):
    """All units of the day."""

    items: tuple[UnitRow, ...]
    period: PeriodTold
    position: int


class UnitQuantities(msgspec.Struct, frozen=True, kw_only=True):
    """The quantities of a unit, as far as the reader may see them."""

    unit: UnitRef | None
    period: PeriodTold
    items: tuple[Quantity, ...]
    position: int


class Dossier(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of a unit or of a person, the newest first, a page at a time."""

    unit: UnitRef | None
    person: PersonRef | None
    period: PeriodTold
    totals: Totals
    items: tuple[FactTold, ...]
    page: int
    pages: int
    position: int


UNITS = reading("list_units", "unit", "units", UnitRows, PERIOD, AS_OF, BASIS,
                permission="units.read", problems=(403, 422))  # fmt: skip
DOSSIER = reading("read_unit_dossier", "unit", "units/{name}/dossier", Dossier, NAME, PERIOD,
                  AS_OF, BASIS, *LINES, permission="units.read")  # fmt: skip
QUANTITIES = reading("read_unit_quantities", "unit", "units/{name}/quantities", UnitQuantities,
                     NAME, PERIOD, AS_OF, BASIS, permission="units.read")  # fmt: skip
PERSON = reading("read_person_dossier", "unit", "people/{name}/dossier", Dossier, NAME, PERIOD,
                 AS_OF, BASIS, *LINES, permission="people.dossier")  # fmt: skip


class Units(Controller):
    """How are the units doing?"""

    path = "/api/v1/units"

    @get(opt=UNITS)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        await _read(request, UNITS)
        asked = read_asked(request, await moment_of(request))
        rows = [
            UnitRow(
                slug=line.slug,
                name=line.name,
                head=line.head,
                due=line.due,
                completed=line.completed.text,
                on_time=line.on_time.text,
                late=line.late,
                overdue=line.overdue,
                open_findings=line.findings,
            )
            for line in await unit_lines(request, asked)
        ]
        place = position_of(request, asked.moment)
        content = UnitRows(items=tuple(rows), period=_period(asked), position=place)
        return answer(request, content)


class UnitDossier(Controller):
    """What did this unit do, and who answered for it?"""

    path = "/api/v1/units/{name:str}/dossier"

    @get(opt=DOSSIER)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await _read(request, DOSSIER)
        opened = await open_unit(request, named(name))
        if not opened.is_whole:
            raise NotFoundException
        ref = unit_ref(opened.visit, opened.unit.unit_id, opened.moment.ward)
        return answer(request, _dossier(request, opened, unit=ref))


class UnitQuantitiesRead(Controller):
    """What do the counts come to?"""

    path = "/api/v1/units/{name:str}/quantities"

    @get(opt=QUANTITIES)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await _read(request, QUANTITIES)
        opened = await open_unit(request, named(name))
        figures = figures_behind(opened.lines)
        codes = CODES if opened.is_whole else PUBLISHED
        content = UnitQuantities(
            unit=unit_ref(opened.visit, opened.unit.unit_id, opened.moment.ward),
            period=_period(opened.asked),
            items=tuple(_quantity(code, figures, opened.visit) for code in codes),
            position=position_of(request, opened.moment),
        )
        return answer(request, content)


class PersonDossier(Controller):
    """Which facts fall to this head?"""

    path = "/api/v1/people/{name:str}/dossier"

    @get(opt=PERSON)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await _read(request, PERSON)
        try:
            person_id = UUID(named(name))
        except ValueError:
            raise NotFoundException from None
        opened = await open_person(request, person_id)
        ref = person_ref(opened.visit, person_id)
        return answer(request, _dossier(request, opened, person=ref))


CONTROLLERS: list[type[Controller]] = [Units, UnitDossier, UnitQuantitiesRead, PersonDossier]


async def _read(request: AnyRequest, opt: dict[str, Any]) -> None:
    """The parameters, strictly: what a page would leave out is told as wrong."""
    given = query_of(opt, request)
    await caught_up(request, given)
    past_of(request, given)
    if "period" in given and read_span(given["period"]) is None:
        raise Invalid(("period", "no_choice", {"got": given["period"]}))
    head = given.get("head")
    if head is not None and head not in visit_of(request).ward.persons:
        raise Invalid(("head", "no_choice", {"got": str(head)}))


def _period(asked: Asked) -> PeriodTold:
    span = asked.span
    return PeriodTold(
        name=span.name, from_on=span.from_on, to_on=span.to_on, cut_on=asked.moment.on
    )


def _dossier(
    request: AnyRequest,
    opened: Opened | OpenedPerson,
    *,
    unit: UnitRef | None = None,
    person: PersonRef | None = None,
) -> Dossier:
    asked = opened.asked
    kept = [line for line in reversed(opened.lines) if fits(line, asked)]
    parts = parts_of(kept)
    first = (asked.page - 1) * PAGE
    return Dossier(
        unit=unit,
        person=person,
        period=_period(asked),
        totals=Totals(
            total=parts.total,
            verified=parts.verified,
            claimed=parts.claimed,
            contested=parts.contested,
        ),
        items=_facts(kept[first : first + PAGE], opened),
        page=asked.page,
        pages=max(1, -(-len(kept) // PAGE)),
        position=position_of(request, opened.moment),
    )


def _facts(lines: Sequence[FactLine], opened: Opened | OpenedPerson) -> tuple[FactTold, ...]:
    return tuple(fact_told(line, opened.teller, opened.visit) for line in lines)


def fact_told(line: FactLine, teller: Teller, visit: Visit) -> FactTold:
    """A line in words and for machines."""
    view = teller.told(line)
    return FactTold(
        on=line.on,
        kind=line.kind,
        sentence=view.plain,
        subject_kind=line.subject.kind,
        code=line.subject.code,
        href=view.href,
        effects=tuple(
            EffectTold(quantity=e.quantity, part=e.part, amount=e.amount) for e in line.effects
        ),
        head=person_ref(visit, line.head_person_id),
        charged=view.charged,
        basis=line.basis,
        own_words=line.own_words,
        act=line.act,
    )


def _quantity(code: str, figures: Figures, visit: Visit) -> Quantity:
    quantity, values = BY_CODE[code], figures[code]
    part, whole = values.get(quantity.numerator), values.get(quantity.denominator)
    return Quantity(
        code=code,
        parts={name: _plain(value) for name, value in values.items()},
        numerator=quantity.numerator,
        denominator=quantity.denominator,
        share=share(visit.language, part, whole) if quantity.denominator else "",
        is_published=code in PUBLISHED,
    )


def _plain(value: int | Fraction | None) -> int | float | None:
    """Broken numbers are cut off after four decimals."""
    if value is None or isinstance(value, int):
        return value
    return float(Fraction(value * PRECISION // 1, PRECISION))
