"""Findings, as the API finds them and fills in what is not sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar.exceptions import NotFoundException

from domain.finding import commands as c
from projections.finding_file import remembered
from web.api.slice import ApiSlice, Found
from web.findings.loading import open_finding
from web.house import house_of
from web.render import AnyRequest

LOOKED_UP_BY_DESK = frozenset({"workers"})


async def find(request: AnyRequest, name: str) -> Found:
    """A finding that the person sees whole."""
    found = await open_finding(request, name, least="full")
    if found.past is not None:
        raise NotFoundException
    return Found(stream_id=found.file.finding_id, name=found.code, thing=found)


async def name_of(request: AnyRequest, stream_id: UUID) -> str:
    """The code, which its first act has drawn."""
    house: Any = house_of(request)
    return remembered(await house.ledger.load(stream_id)).code


_BEGINNINGS: frozenset[Any] = frozenset({c.RecordFinding, c.EnterEarlierFinding})

FINDINGS = ApiSlice(
    name="finding",
    path="findings",
    commands=c.ALL_COMMANDS,
    stream_field="finding_id",
    permission="inspections.write",
    find=find,
    name_of=name_of,
    begins=_BEGINNINGS,
    only_begins=_BEGINNINGS,
    not_said={
        c.RecordFinding: frozenset({"visit", "repeat_of"}),
        c.EnterEarlierFinding: frozenset({"started_on"}),
        c.VerifyRemediation: LOOKED_UP_BY_DESK,
        c.ReturnRemediation: LOOKED_UP_BY_DESK,
    },
)
