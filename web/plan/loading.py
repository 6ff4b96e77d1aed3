"""Finds the plan a page is about, folded from its own stream, and what its forms may look at."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar.exceptions import NotFoundException

from domain.ids import new_id
from projections.plan_file import PlanFile, fold
from projections.plan_index import plan_by_code
from service import lookups
from service.offices import every_office
from web.house import house_of
from web.plan.draft_context import DraftContext
from web.render import AnyRequest, catch_up
from web.session import signed_in, visit_of


async def plan_file(request: AnyRequest, plan_id: UUID) -> PlanFile:
    """The plan of an id; what does not exist is not found."""
    house: Any = house_of(request)
    file = fold(await house.ledger.load(plan_id))
    if file is None:
        raise NotFoundException
    return file


async def plan_in_force(request: AnyRequest, code: str) -> PlanFile:
    """The plan at an address, if it was issued; a draft has no such address."""
    house: Any = house_of(request)
    await catch_up(request)
    row = await plan_by_code(house.pool, code)
    if row is None or row.stage not in ("issued", "closed"):
        raise NotFoundException
    return await plan_file(request, row.plan_id)


def own_units(request: AnyRequest) -> tuple[UUID, ...]:
    """Units that the visitor heads, deputises in, or was lent rights of."""
    visit = visit_of(request)
    person_id = signed_in(request).person_id
    if person_id is None:
        return ()
    offices = every_office(visit.ward, person_id, visit.today, visit.acting_post)
    heads = (office.post.unit_id for office in offices if office.post.rank == "head")
    return tuple(dict.fromkeys(heads))


async def context_of(
    request: AnyRequest, file: PlanFile, *, count_open: bool = False
) -> DraftContext:
    """What a form of this plan may look at."""
    visit = visit_of(request)
    house: Any = house_of(request)
    open_tasks = (
        await lookups.open_tasks_of_plan(house.pool, file.plan.plan_id) if count_open else 0
    )
    return DraftContext(
        file=file,
        ward=visit.ward,
        today=visit.today,
        query=dict(request.query_params.items()),
        own_units=own_units(request),
        new_id=new_id(visit.now),
        open_tasks=open_tasks,
        language=visit.language,
    )
