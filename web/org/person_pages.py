"""Pages of one person: terms in office, delegations given and received, and their acts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.ward import Person
from web import wording
from web.act_form import ActForm
from web.act_pages import Setting, send_act, show_act
from web.org import views
from web.org.pages import (
    READ,
    WRITE,
    act_of,
    asked_day,
    context_of,
    may,
    org_page,
    paper_in_hand,
    root,
    setting,
)
from web.org.people_acts import CORRECT_NAME, POST_ACTS
from web.render import AnyRequest, Crumb
from web.session import visit_of

OF_PERSON: dict[str, ActForm] = {
    act.slug: act
    for act in (*POST_ACTS, CORRECT_NAME)
    if act.slug in ("appoint", "relieve", "correct-name")
}


class OnePerson(Controller):
    """A person: terms in office, delegations given and received."""

    path = "/org/people/{person_id:uuid}"

    @get(opt=READ)
    async def show(self, request: AnyRequest, person_id: FromPath[UUID]) -> Response[str]:
        person = person_of(request, person_id)
        on, is_past = asked_day(request)
        ward = visit_of(request).ward
        given, received = views.delegations_of(ward, person_id, on)
        return org_page(
            request,
            "org/person.html",
            "",
            person=person,
            on=on,
            typed_on=wording.day(on),
            is_past=is_past,
            base=f"/org/people/{person_id}",
            terms=views.terms_of_person(ward, person_id, on),
            given=given,
            received=received,
            acts=[] if is_past else may(request, OF_PERSON),
            slug_of=views.slug_of,
            crumbs=(root(request), Crumb(person.full_name)),
        )


def person_of(request: AnyRequest, person_id: UUID) -> Person:
    """The person of an address, or not found."""
    person = visit_of(request).ward.persons.get(person_id)
    if person is None:
        raise NotFoundException
    return person


class PersonAct(Controller):
    """Forms about one person."""

    path = "/org/people/{person_id:uuid}/do/{slug:str}"

    @get(opt=WRITE)
    async def show(
        self, request: AnyRequest, person_id: FromPath[UUID], slug: FromPath[str]
    ) -> Response[str]:
        person, act = person_of(request, person_id), act_of(OF_PERSON, slug)
        context = context_of(request, person=person, paper=await paper_in_hand(request))
        return await show_act(request, act, context, self._setting(request, act, person))

    @post(opt=WRITE)
    async def send(
        self, request: AnyRequest, person_id: FromPath[UUID], slug: FromPath[str]
    ) -> Response[Any]:
        person, act = person_of(request, person_id), act_of(OF_PERSON, slug)
        context = context_of(request, person=person)
        return await send_act(request, act, context, self._setting(request, act, person))

    def _setting(self, request: AnyRequest, act: ActForm, person: Person) -> Setting:
        base = f"/org/people/{person.person_id}"
        way = (root(request), Crumb(person.full_name, base))
        facts = {"name": person.full_name}
        return setting(request, act, base=base, back=base, way=way, facts=facts)


CONTROLLERS = (OnePerson, PersonAct)
