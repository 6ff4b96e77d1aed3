"""Rounds and sheets of evaluation, as the API finds them and fills in what is not sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar.exceptions import NotFoundException

from domain.evaluation import commands as c
from domain.evaluation.round.state import Round
from projections.round_query import sheet as sheet_row
from service.slices import ROUND
from web.api.query import named
from web.api.slice import ApiSlice, Found
from web.evaluations.loading import SheetView
from web.evaluations.opened import open_round, open_sheet
from web.house import house_of
from web.org.views import slug_of
from web.render import AnyRequest, catch_up
from web.session import visit_of

LOOKED_UP = frozenset({"told"})
WITH_SCORES = (
    c.SubmitSelfScore,
    c.AppraiseScore,
    c.DeliverAppraisal,
    c.DecideAppeal,
    c.ApproveScore,
)


async def find_round(request: AnyRequest, name: str) -> Found:
    """A round of which the reader sees a sheet."""
    view = await open_round(request, named(name), past=False)
    return Found(stream_id=view.row.round_id, name=view.row.code, thing=view)


async def name_of_round(request: AnyRequest, stream_id: UUID) -> str:
    """The code, as it was opened."""
    house: Any = house_of(request)
    state: Any = ROUND.fold(await house.ledger.load(stream_id))
    assert isinstance(state, Round), "the act has just been recorded in it"
    return state.code


async def find_sheet(request: AnyRequest, name: str) -> Found:
    """A sheet by its id, for who sees its points."""
    view = await view_of_sheet(request, name)
    return Found(stream_id=view.file.sheet_id, name=str(view.file.sheet_id), thing=view)


async def view_of_sheet(
    request: AnyRequest, name: str, *, scores: bool = True, past: bool = False
) -> SheetView:
    """The same, of now or of the moment the address asks for."""
    await catch_up(request)
    house: Any = house_of(request)
    row = await sheet_row(house.pool, _id(name))
    if row is None:
        raise NotFoundException
    unit = visit_of(request).ward.units[row.unit_id]
    return await open_sheet(request, row.round_code, slug_of(unit), scores=scores, past=past)


async def name_of_sheet(request: AnyRequest, stream_id: UUID) -> str:
    """Its id."""
    return str(stream_id)


def _id(name: str) -> UUID:
    try:
        return UUID(name)
    except ValueError:
        raise NotFoundException from None


ROUNDS = ApiSlice(
    name="round",
    path="rounds",
    commands=c.ROUND_COMMANDS,
    stream_field="round_id",
    permission="evaluations.open",
    find=find_round,
    name_of=name_of_round,
    begins=frozenset({c.OpenRound}),
    only_begins=frozenset({c.OpenRound}),
    not_said={c.OpenRound: frozenset({"known"})},
)
SHEETS = ApiSlice(
    name="sheet",
    path="sheets",
    commands=c.SHEET_COMMANDS,
    stream_field="sheet_id",
    permission="evaluations.write",
    find=find_sheet,
    name_of=name_of_sheet,
    new_ids={c.FileAppeal: "appeal_id"},
    not_said=dict.fromkeys(WITH_SCORES, LOOKED_UP),
)
