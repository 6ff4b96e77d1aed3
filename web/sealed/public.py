"""The public list of seals: what was committed when, what was opened, and whether it fits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.fact import local_date
from domain.inspection.commands import inspection_of_seal
from domain.seal.commitment import commit
from domain.seal.draw import draw
from domain.seal.values import SealedDraw, SealedOrder, read_sealed
from projections.inspection_file import remembered
from projections.inspection_query import inspection_by_code
from projections.seal_list import SealRow, newest, one, overdue
from web.forms import Form, asked
from web.house import house_of
from web.inspection_links import local_links
from web.inspections.loading import reader_of
from web.plain_address import number_of
from web.render import AnyRequest, Crumb, catch_up, page
from web.sealed.rule import CHECK, RULE
from web.sealed.telling import drawn_of, order_facts, told_candidates
from web.session import Visit, visit_of
from web.tasks.naming import Names
from web.texts import say

PUBLIC = {"public": True}
ADDRESS = "/seals"
STATES = ("committed", "opened", "voided", "filler")
LOOKED_AT = 2000
SLOTS_ON_A_PAGE = 20


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """One hour of the clock with its entries."""

    at: datetime
    entries: tuple[SealRow, ...]


class DrawResult(msgspec.Struct, frozen=True, kw_only=True):
    """A draw that became public with the order that rested on it."""

    draw_id: UUID
    order_id: UUID
    source: str
    seed: str
    among: int
    drawn: str
    unit: str


class SealedAndOpened(Controller):
    """Were surprise visits ordered before they were made?"""

    path = ADDRESS

    @get(opt=PUBLIC)
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        visit, house = visit_of(request), _house(request)
        rows = await newest(house.pool, LOOKED_AT)
        state, day = asked(request, "state"), asked(request, "day")
        slots = slots_of(row for row in rows if fits(row, state, day, visit))
        place = max((number_of(request.query_params.get("page", "")) or 1) - 1, 0)
        shown = slots[place * SLOTS_ON_A_PAGE : (place + 1) * SLOTS_ON_A_PAGE]
        names = Names(visit.ward, visit.language, visit.today)
        return page(
            request,
            "sealed/seals.html",
            slots=shown,
            overdue=await overdue(house.pool, visit.today),
            opened=[row for row in rows if row.stage == "opened" and row.kind == "order"],
            draws=draw_results(rows, names),
            unit=names.unit,
            form=Form(visit.language, {"state": [state], "day": [day]}),
            states=[(each, say(visit.language, f"sealed.state.{each}")) for each in STATES],
            has_any=bool(rows),
            pages=_pages(place, len(slots), state, day),
            local=local_links(visit.language, ADDRESS) if visit.user else (),
            crumbs=_crumbs(visit),
        )


class OneSeal(Controller):
    """Does the opened text fit what was committed?"""

    path = f"{ADDRESS}/{{seal:str}}"

    @get(opt=PUBLIC)
    async def show(self, request: AnyRequest, seal: FromPath[str]) -> Response[str]:
        await catch_up(request)
        visit, row = visit_of(request), await row_of(request, seal)
        names = Names(visit.ward, visit.language, visit.today)
        inside = read_sealed(row.value) if row.value else None
        candidates = drawn = None
        if isinstance(inside, SealedDraw):
            results = draw_results(await newest(_house(request).pool, LOOKED_AT), names)
            seed = next((r.seed for r in results if r.draw_id == row.seal_id), "")
            drawn = drawn_of(inside, row.commitment, seed)
            candidates = told_candidates(inside, drawn, names)
        return page(
            request,
            "sealed/seal.html",
            row=row,
            inside=inside,
            facts=order_facts(inside, names) if isinstance(inside, SealedOrder) else (),
            known_by=[(names.holder(k.post_id), k.from_at, k.first_read_at) for k in row.known_by],
            candidates=candidates,
            computed=computed(row) if asked(request, "check") and row.value else "",
            inspection=await visible_code(request, row) if row.kind == "order" else "",
            check=CHECK,
            rule=RULE,
            crumbs=_crumbs(visit, Crumb(row.commitment[:12])),
        )


CONTROLLERS: tuple[type[Controller], ...] = (SealedAndOpened, OneSeal)


def _house(request: AnyRequest) -> Any:
    return house_of(request)


async def row_of(request: AnyRequest, seal: str) -> SealRow:
    """The entry behind an address, by its id or by the whole commitment."""
    try:
        row = await one(_house(request).pool, UUID(seal))
    except ValueError:
        raise NotFoundException from None
    if row is None:
        raise NotFoundException
    return row


def computed(row: SealRow) -> str:
    """The commitment of the published text, computed again."""
    return commit(bytes.fromhex(row.salt), row.value)


def state_of(row: SealRow) -> str:
    """As people tell it: a filler is neither opened nor voided."""
    return "filler" if row.kind == "filler" else row.stage


def fits(row: SealRow, state: str, day: str, visit: Visit) -> bool:
    """Whether the filters of the address let an entry through."""
    if state in STATES and state_of(row) != state:
        return False
    on = Form(visit.language, {"day": [day]}).day("day", "sealed.day", required=False)
    return on is None or local_date(row.slot_at) == on


def slots_of(rows: Any) -> list[Slot]:
    """Entries by slot, newest first."""
    return [
        Slot(at=at, entries=tuple(entries))
        for at, entries in groupby(rows, key=lambda row: row.slot_at)
    ]


def draw_results(rows: Sequence[SealRow], names: Names) -> list[DrawResult]:
    """Every opened draw with the order that rested on it, computed again."""
    by_commitment = {row.commitment: row for row in rows if row.kind == "draw" and row.value}
    units = {unit.code: unit.unit_id for unit in names.ward.units.values()}
    found = []
    for row in rows:
        order = read_sealed(row.value) if row.kind == "order" and row.value else None
        if not isinstance(order, SealedOrder) or order.draw not in by_commitment:
            continue
        frozen = by_commitment[order.draw]
        value = read_sealed(frozen.value)
        assert isinstance(value, SealedDraw)
        drawn = draw(value.candidates, order.seed, frozen.commitment, value.pick)
        found.append(
            DrawResult(
                draw_id=frozen.seal_id,
                order_id=row.seal_id,
                source=value.seed_source,
                seed=order.seed,
                among=len(value.candidates),
                drawn=names.units(units[code] for code in drawn if code in units),
                unit=names.unit(order.unit),
            )
        )
    return found


async def visible_code(request: AnyRequest, row: SealRow) -> str:
    """The inspection an order became, for those who see it in its list."""
    visit, house = visit_of(request), _house(request)
    if row.stage != "opened" or visit.user is None:
        return ""
    records = await house.ledger.load(inspection_of_seal(row.seal_id))
    code = remembered(records).code if records else ""
    found = await inspection_by_code(house.pool, code, reader_of(visit)) if code else None
    return code if found is not None else ""


def _pages(place: int, count: int, state: str, day: str) -> tuple[str | None, str | None]:
    def href(number: int) -> str:
        kept = {"page": number} | {n: v for n, v in (("state", state), ("day", day)) if v}
        return f"{ADDRESS}?{urlencode(kept)}"

    has_more = (place + 1) * SLOTS_ON_A_PAGE < count
    return (href(place) if place else None, href(place + 2) if has_more else None)


def _crumbs(visit: Visit, *further: Crumb) -> tuple[Crumb, ...]:
    first = (Crumb(say(visit.language, "nav.inspections"), "/inspections"),) if visit.user else ()
    seals = Crumb(say(visit.language, "title.seals"), ADDRESS if further else None)
    return (*first, seals, *further)
