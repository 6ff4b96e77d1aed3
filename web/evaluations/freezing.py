"""Is the frozen score still the one? Position, hashes, and the check worked out on request."""

from __future__ import annotations

from typing import Any, cast

import msgspec
from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.evaluation.events import Frozen
from domain.refusal import Refused
from service.evaluation_freeze import Freeze, verify_freeze
from web.evaluations.loading import SheetView
from web.evaluations.opened import (
    names_of,
    open_round,
    open_sheet,
    round_crumbs,
    sheet_crumbs,
)
from web.evaluations.words import points_text
from web.house import house_of
from web.render import AnyRequest, Crumb, page
from web.session import visit_of
from web.tasks.naming import Names
from web.texts import say

READ = {"permission": "evaluations.read"}


class FreezeRow(msgspec.Struct, frozen=True, kw_only=True):
    """One freeze, and what came of checking it."""

    unit: str
    sheet_href: str
    version: int
    position: int
    rules_hash: str
    inputs_hash: str
    total: str
    checks: tuple[tuple[str, str, str, bool], ...] = ()
    """What, as frozen, as worked out again, whether they agree."""
    holds: bool | None = None
    """None while nobody asked."""


class SheetFreeze(Controller):
    """Is the frozen score of this unit still the one?"""

    path = "/evaluations/{code:str}/{unit:str}/freeze"

    @get(opt=READ)
    async def show(
        self, request: AnyRequest, code: FromPath[str], unit: FromPath[str]
    ) -> Response[str]:
        view = await open_sheet(request, code, unit, scores=True, past=False)
        names = names_of(request, view)
        title = names.say("evalpage.freeze_title")
        return page(
            request,
            "evaluations/freeze.html",
            title=title,
            rows=await _rows(request, view, names),
            is_checked=_asks(request),
            address=f"{view.address}/freeze",
            back=view.address,
            crumbs=(*sheet_crumbs(view, names), Crumb(title)),
        )


class RoundFreeze(Controller):
    """Are the frozen scores of this round still the ones?"""

    path = "/evaluations/{code:str}/freeze"

    @get(opt=READ)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        view = await open_round(request, code, past=False)
        sheets = [each for each in view.sheets if each.parts.scores]
        if not sheets:
            raise NotFoundException
        language = visit_of(request).language
        title = say(language, "evalpage.freeze_title")
        rows = [
            row for each in sheets for row in await _rows(request, each, names_of(request, each))
        ]
        return page(
            request,
            "evaluations/freeze.html",
            title=title,
            rows=rows,
            is_checked=_asks(request),
            address=f"{view.address}/freeze",
            back=view.address,
            crumbs=(
                *round_crumbs(view, language)[:-1],
                Crumb(view.row.title, view.address),
                Crumb(title),
            ),
        )


CONTROLLERS: list[type[Controller]] = [RoundFreeze, SheetFreeze]


def _asks(request: AnyRequest) -> bool:
    return request.query_params.get("check") == "1"


async def _rows(request: AnyRequest, view: SheetView, names: Names) -> list[FreezeRow]:
    """Every freeze of a sheet, the newest version first."""
    totals = {
        version.number: version.approval.said.total
        for version in (*view.sheet.former, view.sheet.now)
        if version.approval is not None
    }
    rows = []
    for frozen in reversed(view.sheet.frozen):
        found = await _checked(request, view, frozen) if _asks(request) else None
        rows.append(
            FreezeRow(
                unit=names.unit(view.unit.unit_id),
                sheet_href=view.address,
                version=frozen.version,
                position=frozen.position,
                rules_hash=frozen.rule_set_hash,
                inputs_hash=frozen.inputs_hash,
                total=points_text(totals.get(frozen.version), names.language),
                checks=_checks(found, names) if found is not None else (),
                holds=_holds(request, found),
            )
        )
    return rows


def _holds(request: AnyRequest, found: Freeze | None) -> bool | None:
    """A freeze that cannot be worked out any more does not hold."""
    if not _asks(request):
        return None
    return found is not None and found.holds


async def _checked(request: AnyRequest, view: SheetView, frozen: Frozen) -> Freeze | None:
    house = cast(Any, house_of(request))
    try:
        return await verify_freeze(
            house.pool, house.ledger, house.wards, view.file.sheet_id, frozen.version
        )
    except Refused:
        return None


def _checks(found: Freeze, names: Names) -> tuple[tuple[str, str, str, bool], ...]:
    language = names.language
    pairs = [
        ("rules", found.rule_set_hash, found.rule_set_hash_now),
        ("inputs", found.inputs_hash, found.inputs_hash_now),
        ("total", points_text(found.total, language), points_text(found.total_now, language)),
        (
            "level",
            names.say(f"evaluation.level.{found.proposed_level}"),
            names.say(f"evaluation.level.{found.proposed_level_now}"),
        ),
    ]
    told = [
        (names.say(f"evalpage.freeze.{key}"), then, now, then == now) for key, then, now in pairs
    ]
    stood = names.say("evalpage.freeze.agrees" if found.points_stood else "evalpage.freeze.differs")
    return (*told, (names.say("evalpage.freeze.points"), "", stood, found.points_stood))
