"""Which facts fall to a person: terms in office, then the lines charged to them."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.accountability.fact_line import FactLine
from domain.ward import Person
from web.org.views import TermView, slug_of, terms_of_person
from web.render import AnyRequest, Crumb, catch_up, page
from web.session import Visit, visit_of
from web.texts import say
from web.units.asked import Asked, is_counted, read_asked
from web.units.counts import parts_of
from web.units.loading import lines_of_person, teller_of
from web.units.moment import Moment, moment_of
from web.units.pages import acts_on, cut_of, list_of, period_form, without_past
from web.units.quantities import column, rows_of
from web.units.sight import reads_person
from web.units.span import in_words
from web.units.telling import Teller

READ = {"permission": "people.dossier"}


class OpenedPerson(msgspec.Struct, frozen=True, kw_only=True):
    """A person's dossier as one visitor sees it at one moment."""

    visit: Visit
    person: Person
    asked: Asked
    lines: tuple[FactLine, ...]
    terms: tuple[TermView, ...]

    @property
    def moment(self) -> Moment:
        """The day at whose end it looks."""
        return self.asked.moment

    @property
    def teller(self) -> Teller:
        """Says its lines."""
        return teller_of(self.visit, self.moment)

    @property
    def address(self) -> str:
        """Of the page."""
        return f"/people/{self.person.person_id}"


async def open_person(request: AnyRequest, person_id: UUID) -> OpenedPerson:
    """The dossier of a person, for who may read it."""
    await catch_up(request)
    visit, moment = visit_of(request), await moment_of(request)
    person = moment.ward.persons.get(person_id)
    if person is None or not reads_person(visit, person_id):
        raise NotFoundException
    asked = read_asked(request, moment)
    terms = terms_of_person(moment.ward, person_id, moment.on)
    return OpenedPerson(
        visit=visit,
        person=person,
        asked=asked,
        lines=await lines_of_person(request, person_id, asked),
        terms=tuple(view for view in terms if view.term.from_on <= moment.on),
    )


class PersonDossier(Controller):
    """Which facts fall to this head?"""

    path = "/people/{person_id:uuid}"

    @get(opt=READ)
    async def show(self, request: AnyRequest, person_id: FromPath[UUID]) -> Response[str]:
        opened = await open_person(request, person_id)
        visit, asked = opened.visit, opened.asked
        columns = (column(asked.span, opened.lines, visit.language),)
        since = min((view.term.from_on for view in opened.terms), default=asked.moment.on)
        return page(
            request,
            "units/person.html",
            opened=opened,
            asked=asked,
            person=opened.person,
            terms=opened.terms,
            slug_of=slug_of,
            parts=parts_of(line for line in opened.lines if is_counted(line)),
            columns=columns,
            rows=[
                row
                for row in rows_of(columns, asked, opened.address, visit.language, is_whole=True)
                if row.cells[0].told.is_there
            ],
            **list_of(opened.lines, opened, opened.address),
            acts=frozenset(),
            acts_on=acts_on,
            period_words=in_words(asked.span, visit.language),
            wrong=[say(visit.language, f"dossier.wrong.{name}") for name in asked.wrong],
            as_of=asked.moment.band(without_past(asked, opened.address), visit),
            cut=cut_of(request, asked, visit),
            crumbs=(
                Crumb(say(visit.language, "nav.units"), "/units"),
                Crumb(opened.person.full_name),
            ),
            **period_form(asked, visit, since),
        )


CONTROLLERS: list[type[Controller]] = [PersonDossier]
