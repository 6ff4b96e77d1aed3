"""How do the four named indices stand per year, beside the target and the ward's own word?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import quote

import msgspec
from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.figures.indices import INDICES, index_named
from projections.database import Pool
from projections.index_register import IndexRow, Said, indices, known_at
from projections.round_index import SheetRow
from projections.round_query import round_by_code, sheets_of_unit
from web.act_form import ActForm
from web.act_pages import Setting, allowed, send_act, show_act
from web.evaluation_links import INDICES as INDICES_PAGE
from web.evaluation_links import local_links
from web.figures.index_acts import ACTS, ASSESS, IndexContext, OwnSheet
from web.figures.words import ADDRESS, crumbs, index_name, who_did
from web.house import house_of
from web.org.views import slug_of
from web.plain_address import number_of
from web.register.past import view_of_list
from web.render import AnyRequest, Crumb, catch_up, page
from web.session import Visit, visit_of
from web.tasks.naming import document
from web.texts import Language, say
from web.wording import day, decimal, number

PATH = f"{ADDRESS}/indices"
WRITE = {"permission": "figures.indices"}


class SaidView(msgspec.Struct, frozen=True, kw_only=True):
    """One act as a sentence."""

    said: Said
    sentence: str
    document: str
    who: str


class IndexView(msgspec.Struct, frozen=True, kw_only=True):
    """One index in one year."""

    row: IndexRow
    name: str
    found: str
    own: str
    """What the ward makes of itself, and the sheet that says so."""
    own_href: str
    aimed: str
    verdict: str
    """`reached`, `missed` or `open`: nothing is known, or nothing was aimed at in numbers."""
    acts: tuple[SaidView, ...]


class Indices(Controller):
    """Value, rank, source and target per year."""

    path = PATH

    @get(opt={"permission": "figures.read"})
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        house: Any = house_of(request)
        view = await view_of_list(request)
        visit, at = view.visit, view.days.known_at
        rows = await indices(house.pool)
        known = [row if at is None else known_at(row, at) for row in rows]
        return page(
            request,
            "figures/indices.html",
            shown=[view_of(row, visit) for row in known if row is not None],
            nothing_of=[index_name(visit.language, key) for key in INDICES
                        if not any(row and row.index == key for row in known)],
            possible=[] if view.typed else [(slug, say(visit.language, f"{act.words}.title"))
                      for slug, act in ACTS.items() if allowed(request, act.command, None)
                      and (slug != ASSESS or await own_sheets(house.pool, visit))],
            local=local_links(visit, INDICES_PAGE),
            shown_day=day(visit.today),
            as_of=view.band(PATH),
            crumbs=crumbs(request, Crumb(say(visit.language, "figures.tab.indices"))),
        )  # fmt: skip


class IndexAct(Controller):
    """Record a value, or what is aimed at."""

    path = f"{PATH}/do/{{slug:str}}"

    @get(opt=WRITE)
    async def show(self, request: AnyRequest, slug: FromPath[str]) -> Response[str]:
        act = _act(slug)
        return await show_act(request, act, await _context(request), _setting(request, act))

    @post(opt=WRITE)
    async def send(self, request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
        act = _act(slug)
        answer: Response[Any] = await send_act(
            request, act, await _context(request), _setting(request, act)
        )
        return answer


CONTROLLERS: tuple[type[Controller], ...] = (Indices, IndexAct)


def _act(slug: str) -> ActForm:
    if slug not in ACTS:
        raise NotFoundException
    return ACTS[slug]


async def _context(request: AnyRequest) -> IndexContext:
    """`?index=dcci&year=2025` brings what is recorded into the fields."""
    house: Any = house_of(request)
    today = visit_of(request).today
    index = index_named(request.query_params.get("index", "")) or INDICES[0]
    year = number_of(request.query_params.get("year", ""))
    rows = await indices(house.pool, year) if year is not None and year < 10_000 else []
    row = next((row for row in rows if row.index == index), None)
    return IndexContext(
        year=today.year,
        index=index,
        row=row,
        own_sheets=await own_sheets(house.pool, visit_of(request)),
        chosen=request.query_params.get("sheet", ""),
    )


async def own_sheets(pool: Pool, visit: Visit) -> tuple[OwnSheet, ...]:
    """Published sheets of the whole ward, the newest round first."""
    leading = (unit for unit in visit.ward.units.values() if unit.kind == "leadership")
    rows = [row for unit in leading for row in await sheets_of_unit(pool, unit.unit_id)]
    return tuple([await _own_sheet(pool, row, visit) for row in rows if row.published_total])


async def _own_sheet(pool: Pool, row: SheetRow, visit: Visit) -> OwnSheet:
    said = await round_by_code(pool, row.round_code)
    assert said is not None, "a sheet belongs to a round"
    points = say(visit.language, "index.points", n=decimal(visit.language, row.published_total))
    return OwnSheet(sheet_id=row.sheet_id, year=said.to_on.year, label=f"{said.title}: {points}")


def _setting(request: AnyRequest, act: ActForm) -> Setting:
    language = visit_of(request).language
    way = crumbs(request, Crumb(say(language, "figures.tab.indices"), PATH))
    return Setting(action=f"{PATH}/do/{act.slug}", back=PATH, crumbs=way)


def view_of(row: IndexRow, visit: Visit) -> IndexView:
    """One row in words."""
    language = visit.language
    return IndexView(
        row=row,
        name=index_name(language, row.index),
        found=value_words(language, row.value, row.rank, row.out_of),
        own=value_words(language, row.own_value, None, None),
        own_href=_sheet_address(row, visit),
        aimed=target_words(language, row),
        verdict=verdict_of(row),
        acts=tuple(_said(act, visit) for act in row.acts),
    )


def _sheet_address(row: IndexRow, visit: Visit) -> str:
    unit = visit.ward.units.get(row.own_unit_id) if row.own_unit_id is not None else None
    return f"/evaluations/{quote(row.own_round, safe='')}/{slug_of(unit)}" if unit else ""


def verdict_of(row: IndexRow) -> str:
    """Reached only when everything aimed at is reached as published, without any rounding."""
    wanted: list[bool | None] = []
    if row.target_value is not None:
        known = row.value is not None
        wanted.append(Decimal(row.value or 0) >= Decimal(row.target_value) if known else None)
    if row.target_rank is not None:
        wanted.append(row.rank <= row.target_rank if row.rank is not None else None)
    if not wanted or None in wanted:
        return "missed" if False in wanted else "open"
    return "reached" if all(wanted) else "missed"


def value_words(language: Language, value: str | None, rank: int | None, out_of: int | None) -> str:
    """`88,05 điểm, hạng 12 trên 114`; empty where nothing is recorded."""
    said = []
    if value is not None:
        said.append(say(language, "index.points", n=decimal(language, value)))
    if rank is not None and out_of is not None:
        of = number(language, out_of)
        said.append(say(language, "index.rank_of", n=number(language, rank), of=of))
    elif rank is not None:
        said.append(say(language, "index.rank", n=number(language, rank)))
    return ", ".join(said)


def target_words(language: Language, row: IndexRow) -> str:
    """What is aimed at; empty where nothing is recorded."""
    said = []
    if row.target_value is not None:
        said.append(say(language, "index.at_least", n=decimal(language, row.target_value)))
    if row.target_rank is not None:
        said.append(say(language, "index.at_best", n=number(language, row.target_rank)))
    return ", ".join(said)


def _said(act: Said, visit: Visit) -> SaidView:
    language = visit.language
    if act.word == "target":
        found = ", ".join(
            [
                *([say(language, "index.at_least", n=decimal(language, act.value))]
                  if act.value is not None else []),
                *([say(language, "index.at_best", n=number(language, act.rank))]
                  if act.rank is not None else []),
            ]
        )  # fmt: skip
    else:
        found = value_words(language, act.value, act.rank, act.out_of)
    return SaidView(
        said=act,
        sentence=say(language, f"index.said.{act.word}", found=found, source=act.source),
        document=document(act.document, language) if act.document else "",
        who=who_did(visit, act.person_id),
    )
