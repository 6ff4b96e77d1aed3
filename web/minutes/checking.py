"""The public check of a printed copy: is this hash that of frozen minutes?"""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath

from projections.inspection_query import inspection_by_code
from projections.minutes_index import MinutesRow, frozen_minutes
from service.evidence import is_sha256
from web.house import house_of
from web.inspections.loading import reader_of
from web.render import AnyRequest, page
from web.session import visit_of


class CheckPage(Controller):
    """Is the copy in my hand the recorded one?"""

    path = "/check/{digest:str}"

    @get(opt={"public": True})
    async def show(self, request: AnyRequest, digest: FromPath[str]) -> Response[str]:
        """What nobody knows and what this reader may not know are answered with the same page."""
        found = await _found(request, digest.strip().lower())
        return page(
            request,
            "minutes/check.html",
            found=found,
            headers={"cache-control": "no-store"},
        )


async def _found(request: AnyRequest, digest: str) -> MinutesRow | None:
    house: Any = house_of(request)
    row = await frozen_minutes(house.pool, digest) if is_sha256(digest) else None
    if row is None:
        return None
    known = await inspection_by_code(house.pool, row.code, reader_of(visit_of(request)))
    return row if known is not None else None


CONTROLLERS: list[type[Controller]] = [CheckPage]
