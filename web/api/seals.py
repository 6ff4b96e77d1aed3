"""Reading the public list of seals: entries by slot, one entry, its commitment computed again."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from litestar import Controller, Response, get
from litestar.params import FromPath

from domain.fact import local_date
from projections.seal_list import SealRow, newest, overdue
from web.api.answers import answer
from web.api.bearer import ROOT
from web.api.operation import Param, path_param, reading
from web.api.query import caught_up, query_of
from web.api.sealed_shapes import Knew, SealChecked, SealEntry, SealsListed
from web.api.task_views import post_ref
from web.house import house_of
from web.render import AnyRequest
from web.sealed.public import LOOKED_AT, STATES, computed, row_of, state_of
from web.session import Visit, visit_of

PERMISSION = "inspections.read"
NAME = path_param("name")
LIST = reading(
    "list_seals",
    "inspection",
    "seals",
    SealsListed,
    Param(name="slot", kind=date, text="seal_slot"),
    Param(name="state", kind=Literal[STATES], text="seal_state"),  # type: ignore[valid-type]
    permission=PERMISSION,
    problems=(403, 422),
)
ONE = reading("read_seal", "inspection", "seals/{name}", SealEntry, NAME, permission=PERMISSION)
CHECK = reading(
    "check_seal", "inspection", "seals/{name}/check", SealChecked, NAME, permission=PERMISSION
)


class Seals(Controller):
    """What was committed, opened, voided?"""

    path = f"{ROOT}/seals"

    @get(opt=LIST)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        given = query_of(LIST, request)
        await caught_up(request, given)
        visit, house = visit_of(request), _house(request)
        rows = await newest(house.pool, LOOKED_AT)
        day, state = given.get("slot"), given.get("state")
        items = tuple(
            entry_told(row, visit)
            for row in rows
            if day in (None, local_date(row.slot_at)) and state in (None, state_of(row))
        )
        late = tuple(row.seal_id for row in await overdue(house.pool, visit.today))
        return answer(request, SealsListed(items=items, overdue=late))


class OneSeal(Controller):
    """One entry."""

    path = f"{ROOT}/seals/{{name:str}}"

    @get(opt=ONE)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(ONE, request))
        row = await row_of(request, name)
        return answer(request, entry_told(row, visit_of(request)))


class CheckOfSeal(Controller):
    """Does the published text fit?"""

    path = f"{ROOT}/seals/{{name:str}}/check"

    @get(opt=CHECK)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(CHECK, request))
        row = await row_of(request, name)
        again = computed(row) if row.value else ""
        fits = again == row.commitment if again else None
        told = SealChecked(id=row.seal_id, commitment=row.commitment, computed=again, fits=fits)
        return answer(request, told)


CONTROLLERS: list[type[Controller]] = [Seals, OneSeal, CheckOfSeal]


def _house(request: AnyRequest) -> Any:
    return house_of(request)


def entry_told(row: SealRow, visit: Visit) -> SealEntry:
    """A row; what is sealed is told by its code alone."""
    return SealEntry(
        id=row.seal_id,
        href=f"{ROOT}/seals/{row.seal_id}",
        commitment=row.commitment,
        slot_at=row.slot_at,
        life_end_on=row.life_end_on,
        state=state_of(row),
        settled_at=row.settled_at,
        kind=row.kind,
        why=row.why,
        text=row.value,
        salt=row.salt,
        known_by=tuple(
            Knew(
                post=post_ref(visit, each.post_id),
                from_at=each.from_at,
                first_read_at=each.first_read_at,
            )
            for each in row.known_by
        ),
    )
