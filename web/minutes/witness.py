"""A witness from outside: the name goes to the vault before the act, and comes out for few."""

from __future__ import annotations

from uuid import UUID

from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from service.witnesses import Witness, Witnesses, reference_of
from web.forms import read_form
from web.house import house_of
from web.minutes.loading import open_full
from web.minutes.page import crumbs_of
from web.minutes.witness_sight import may_read_witness, outside_witness
from web.render import AnyRequest, Crumb, page
from web.session import signed_in, visit_of
from web.tasks.naming import Names
from web.texts import say

NAME_MAX = 200


async def keep_witness(request: AnyRequest, inspection_id: UUID) -> str:
    """Put the typed name into the vault; the reference under which it lies, empty without one."""
    form = await read_form(request)
    name = form.value("witness_name").strip()[:NAME_MAX]
    if not name:
        return ""
    try:
        reference = reference_of(UUID(form.value("command_id")))
    except ValueError:
        return ""
    address = form.value("witness_address").strip()[:NAME_MAX]
    kept = Witness(name=name, address=address)
    await witnesses_of(request).keep(reference, inspection_id, kept, visit_of(request).now)
    return reference


def witnesses_of(request: AnyRequest) -> Witnesses:
    """Of the house."""
    found: Witnesses = house_of(request).witnesses
    return found


class WitnessPage(Controller):
    """Who was the witness from outside?"""

    path = "/inspections/{code:str}/minutes/witness"

    @get(opt={"permission": "inspections.read"})
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        opened = await open_full(request, code)
        reference = outside_witness(opened)
        person_id = signed_in(request).person_id
        if not reference or person_id is None or not may_read_witness(request, opened):
            raise NotFoundException
        visit = visit_of(request)
        inspection_id = opened.file.inspection_id
        found = await witnesses_of(request).read(reference, inspection_id, person_id, visit.now)
        if found is None:
            raise NotFoundException
        names = Names(visit.ward, visit.language, visit.today)
        return page(
            request,
            "minutes/witness.html",
            witness=found,
            reference=reference,
            reads=[(names.person(who), at) for who, at in found.reads],
            back=f"{opened.address}/minutes",
            crumbs=(
                *crumbs_of(request, opened),
                Crumb(say(visit.language, "minutes.witness.title")),
            ),
        )


CONTROLLERS: list[type[Controller]] = [WitnessPage]
