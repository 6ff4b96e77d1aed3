"""The organisation, which is one stream, as the API finds it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.ids import ORGANISATION
from domain.org import commands as c
from service import lookups
from web.api.slice import ApiSlice, Found, Looking
from web.house import house_of
from web.render import AnyRequest


async def find(request: AnyRequest, name: str) -> Found:
    """There is one."""
    return Found(stream_id=ORGANISATION, name="")


async def name_of(request: AnyRequest, stream_id: UUID) -> str:
    """It needs no name in its address."""
    return ""


async def open_duties(looking: Looking) -> int:
    """How many tasks the unit still owes."""
    house: Any = house_of(looking.request)
    return await lookups.open_duties_of(house.pool, looking.given["unit_id"])


ORG = ApiSlice(
    name="org",
    path="org",
    commands=c.ALL_COMMANDS,
    stream_field=None,
    permission="org.read",
    find=find,
    name_of=name_of,
    new_ids={
        c.CreatePost: "post_id",
        c.RegisterPerson: "person_id",
        c.GrantDelegation: "delegation_id",
    },
    looked_up={c.DissolveUnit: {"open_duties": open_duties}},
)
