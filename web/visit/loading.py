"""Finds the inspection of an address for somebody of its team; for anybody else there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from litestar.exceptions import NotFoundException

from domain.inspection import scoring
from domain.inspection.state import Inspection
from domain.ward import Ward
from projections import finding_query
from projections.finding_query import FindingLine
from projections.inspection_file import InspectionFile, inspection_file
from projections.inspection_items import ItemLine
from projections.inspection_query import Reader, inspection_by_code
from web.house import house_of
from web.render import AnyRequest, Crumb, catch_up
from web.session import visit_of
from web.texts import Language, say

BEFORE = ("ordered", "announced")
LATE = ("visit_closed", "minutes_drawn")
"""Entries of before the end still come in; minutes are drawn up again then."""
GONE = "dropped"


class OpenedVisit(msgspec.Struct, frozen=True, kw_only=True):
    """An inspection as one of its team sees it at the unit."""

    file: InspectionFile
    ward: Ward
    findings: tuple[FindingLine, ...]
    posts: frozenset[UUID]
    """The posts of the team in which the visitor may act."""
    language: Language

    @property
    def it(self) -> Inspection:
        """What the inspection remembers."""
        return self.file.inspection

    @property
    def code(self) -> str:
        """Its number."""
        return self.it.code

    @property
    def address(self) -> str:
        """Of the list of items."""
        return f"/inspections/{self.code}/visit"

    @property
    def items(self) -> tuple[ItemLine, ...]:
        """Every item in the order of the checklist."""
        return self.file.items

    @property
    def is_leader(self) -> bool:
        """The leader settles, overrules and closes."""
        return self.it.leader_post in self.posts

    @property
    def is_running(self) -> bool:
        """Answers are taken without asking when they were given."""
        return self.it.stage == "opened"

    @property
    def blanks(self) -> tuple[str, ...]:
        """Codes of the items that nobody answered."""
        return scoring.blanks(self.it)

    def line(self, code: str) -> ItemLine:
        """The item of an address."""
        found = next((line for line in self.items if line.item.code == code), None)
        if found is None:
            raise NotFoundException
        return found

    def finding_of(self, item_key: str) -> FindingLine | None:
        """What this visit has found at an item."""
        found = [f for f in self.findings if f.item_key == item_key and f.stage != GONE]
        return found[-1] if found else None

    def place(self, code: str) -> int:
        """The number of an item in the list, from one on."""
        return next(n for n, line in enumerate(self.items, 1) if line.item.code == code)

    def neighbour(self, code: str, step: int) -> str:
        """The item before or after; nothing at the ends."""
        index = self.place(code) - 1 + step
        return self.items[index].item.code if 0 <= index < len(self.items) else ""

    def crumbs(self, *more: str) -> tuple[Crumb, ...]:
        """Inspections › code › visit › the rest."""
        title = say(self.language, "visit.title")
        here: Sequence[Crumb] = (
            [Crumb(title, self.address), *(Crumb(each) for each in more)]
            if more
            else [Crumb(title)]
        )
        return (
            Crumb(say(self.language, "visit.inspections"), "/inspections"),
            Crumb(self.code, f"/inspections/{self.code}"),
            *here,
        )


async def open_visit(request: AnyRequest, code: str) -> OpenedVisit:
    """The visit at an address, as it stands; raises NotFoundException for who is not of the team.

    The items come from the stream itself, so what was just recorded is always in them.
    """
    await catch_up(request)
    visit = visit_of(request)
    house: Any = house_of(request)
    acting = visit.acting_post
    posts = tuple(p.post_id for p in visit.posts if acting is None or p.post_id == acting)
    reader = Reader(posts=posts, in_ward=False)
    row = await inspection_by_code(house.pool, code, reader)
    mine = frozenset(posts) & frozenset(row.team) if row is not None else frozenset()
    if row is None or not mine or row.stage == "cancelled":
        raise NotFoundException
    records = await house.ledger.load(row.inspection_id)
    wanted = finding_query.Wanted(inspection_id=row.inspection_id)
    return OpenedVisit(
        file=inspection_file(records, visit.ward, visit.now),
        ward=visit.ward,
        findings=tuple(await finding_query.lines(house.pool, wanted)),
        posts=mine,
        language=visit.language,
    )
