"""Inspections and their programmes, as the API finds them and fills in what is not sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar.exceptions import NotFoundException

from domain.inspection import commands as c
from domain.inspection.parts import Drawing
from projections.inspection_file import remembered
from projections.programme_index import programmes
from web.api.slice import ApiSlice, Found, Looking
from web.house import house_of
from web.inspections.loading import open_inspection
from web.render import AnyRequest

LISTED_BY_DESK = frozenset({"findings"})


async def find(request: AnyRequest, name: str) -> Found:
    """An inspection whose file the person sees whole."""
    found = await open_inspection(request, name, least="full")
    if found.past is not None:
        raise NotFoundException
    return Found(stream_id=found.file.inspection_id, name=found.code, thing=found)


async def name_of(request: AnyRequest, stream_id: UUID) -> str:
    """The code, which the order has drawn."""
    house: Any = house_of(request)
    return remembered(await house.ledger.load(stream_id)).code


async def find_programme(request: AnyRequest, name: str) -> Found:
    """A programme by its code."""
    house: Any = house_of(request)
    row = next((each for each in await programmes(house.pool) if each.code == name), None)
    if row is None:
        raise NotFoundException
    return Found(stream_id=row.programme_id, name=row.code, thing=row)


async def name_of_programme(request: AnyRequest, stream_id: UUID) -> str:
    """The code, as the first draft said it."""
    house: Any = house_of(request)
    code: str = (await house.ledger.load(stream_id))[0].event.code
    return code


async def unrendered(looking: Looking) -> Drawing:
    """The desk puts the hash of what is shown into it; the file is made when it is asked for."""
    return Drawing(content_hash="")


async def no_hash(looking: Looking) -> str:
    """The desk puts the hash of what would be shown now in its place."""
    return ""


INSPECTIONS = ApiSlice(
    name="inspection",
    path="inspections",
    commands=c.INSPECTION_COMMANDS,
    stream_field="inspection_id",
    permission="inspections.write",
    find=find,
    name_of=name_of,
    begins=frozenset({c.OrderInspection}),
    only_begins=frozenset({c.OrderInspection}),
    looked_up={
        c.DrawUpMinutes: {"drawing": unrendered},
        c.GiveUnitOpinion: {"redrawn": unrendered},
        c.SignMinutes: {"hash_now": no_hash},
    },
    not_said={
        c.OrderInspection: frozenset(
            {"items", "authorisation", "orders_used", "open_order", "orders_before"}
        ),
        c.CheckItem: frozenset({"computed"}),
        c.OverruleFigure: frozenset({"computed"}),
        c.CloseVisit: LISTED_BY_DESK,
        c.SignMinutes: frozenset({"stepped_up", "method"}),
        c.ReportInspection: LISTED_BY_DESK,
        c.IssueConclusion: LISTED_BY_DESK,
        c.CloseInspection: LISTED_BY_DESK,
    },
)
PROGRAMMES = ApiSlice(
    name="programme",
    path="programmes",
    commands=c.PROGRAMME_COMMANDS,
    stream_field="programme_id",
    permission="inspections.programme",
    find=find_programme,
    name_of=name_of_programme,
    begins=frozenset({c.DraftProgramme}),
)
