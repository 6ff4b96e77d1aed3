"""Checklists, as the API finds them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.checklist import commands as c
from service.slices import CHECKLIST
from web.api.query import named
from web.api.slice import ApiSlice, Found
from web.checklists.loading import opened
from web.house import house_of
from web.render import AnyRequest


async def find(request: AnyRequest, name: str) -> Found:
    """A checklist by its code."""
    found = await opened(request, named(name))
    return Found(stream_id=found.row.checklist_id, name=found.row.code, thing=found)


async def name_of(request: AnyRequest, stream_id: UUID) -> str:
    """The code, as the first draft said it."""
    house: Any = house_of(request)
    state: Any = CHECKLIST.fold(await house.ledger.load(stream_id))
    code: str = state.code
    return code


CHECKLISTS = ApiSlice(
    name="checklist",
    path="checklists",
    commands=c.ALL_COMMANDS,
    stream_field="checklist_id",
    permission="checklists.write",
    find=find,
    name_of=name_of,
    begins=frozenset({c.DraftChecklist}),
)
