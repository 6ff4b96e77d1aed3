"""The checklist behind an address, as it stands and with its acts."""

from __future__ import annotations

from typing import Any, cast

from litestar.exceptions import NotFoundException

from domain.checklist.state import Checklist
from domain.fact import Recorded
from projections.checklist_index import ChecklistRow, checklist_by_code
from service.slices import CHECKLIST
from web.checklists.views import EditionView, edition
from web.house import house_of
from web.render import AnyRequest, Crumb, catch_up
from web.session import visit_of
from web.texts import say
from web.versioned import Versioned


class Opened(Versioned[Checklist, EditionView], frozen=True, kw_only=True):
    """A checklist that was found."""

    row: ChecklistRow

    def find_edition(self, number: int) -> EditionView | None:
        """A published version, or the draft under its coming number."""
        return edition(self.state, number)


async def opened(request: AnyRequest, code: str) -> Opened:
    """By its code; raises NotFoundException."""
    await catch_up(request)
    house = cast(Any, house_of(request))
    row = await checklist_by_code(house.pool, code)
    if row is None:
        raise NotFoundException
    records: list[Recorded] = await house.ledger.load(row.checklist_id)
    return Opened(row=row, state=cast(Checklist, CHECKLIST.fold(records)), records=records)


def crumbs(request: AnyRequest, *further: Crumb) -> tuple[Crumb, ...]:
    """Inspections › checklists › …"""
    language = visit_of(request).language
    return (
        Crumb(say(language, "nav.inspections"), "/inspections"),
        Crumb(say(language, "local.checklists"), "/checklists"),
        *further,
    )
