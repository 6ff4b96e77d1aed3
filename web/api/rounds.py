"""Reading rounds of evaluation: the list, one round, one sheet; points for who may see them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, get
from litestar.params import FromPath

from domain.evaluation.values import GateResult, RuleSetPlace, SystemLine
from projections.round_index import RoundRow
from projections.round_query import rounds
from web.api.answers import answer
from web.api.bearer import ROOT
from web.api.evaluation_slice import find_sheet
from web.api.operation import AS_OF, BASIS, path_param, reading
from web.api.query import caught_up, named, past_of, query_of
from web.api.task_shapes import UnitRef
from web.api.task_views import unit_ref
from web.evaluations.loading import SheetView, round_view
from web.evaluations.pages import open_round
from web.house import house_of
from web.render import AnyRequest
from web.session import Visit, visit_of

PERMISSION = "evaluations.read"
NAME = path_param("name")


class RoundLine(msgspec.Struct, frozen=True, kw_only=True):
    """A round as it was opened."""

    name: str
    href: str
    title: str
    from_on: date
    to_on: date
    cut_on: date
    rule_set: RuleSetPlace


class SheetLine(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet of a round; points and level are empty for who may not see them."""

    sheet_id: UUID
    href: str
    unit: UnitRef | None
    stage: str
    """Empty for who reads only what was published."""
    total: str
    level: str
    is_published: bool


class RoundTold(msgspec.Struct, frozen=True, kw_only=True):
    """A round with the sheets that the reader may look at."""

    line: RoundLine
    sheets: tuple[SheetLine, ...]


class SheetTold(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet for who sees its points."""

    line: SheetLine
    round: str
    version: int
    points: dict[str, str]
    """As they stand, by key."""
    level_by_points: str
    gates: tuple[GateResult, ...]
    system: tuple[SystemLine, ...]
    """What the machine works out, by key."""
    inputs_hash: str
    """`approve-score` may send it back as `seen_inputs`."""


LIST = reading(
    "list_rounds", "round", "rounds", tuple[RoundLine, ...],
    permission=PERMISSION, problems=(403, 422),
)  # fmt: skip
ONE = reading(
    "read_round", "round", "rounds/{name}", RoundTold, NAME, AS_OF, BASIS,
    permission=PERMISSION,
)  # fmt: skip
SHEET = reading("read_sheet", "sheet", "sheets/{name}", SheetTold, NAME, permission=PERMISSION)


class Rounds(Controller):
    """Which are there for me?"""

    path = f"{ROOT}/rounds"

    @get(opt=LIST)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        await caught_up(request, query_of(LIST, request))
        house: Any = house_of(request)
        visit = visit_of(request)
        seen = [
            row
            for row in await rounds(house.pool)
            if await round_view(house, visit, row.code) is not None
        ]
        return answer(request, tuple(map(_line, seen)))


class OneRound(Controller):
    """Where does each sheet stand?"""

    path = f"{ROOT}/rounds/{{name:str}}"

    @get(opt=ONE)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        given = query_of(ONE, request)
        await caught_up(request, given)
        past_of(request, given)  # tells what is no day and no place in the log
        view = await open_round(request, named(name))
        visit = visit_of(request)
        sheets = tuple(_sheet_line(each, visit) for each in view.sheets)
        return answer(request, RoundTold(line=_line(view.row), sheets=sheets))


class OneSheet(Controller):
    """What did the machine work out, and what do people say?"""

    path = f"{ROOT}/sheets/{{name:str}}"

    @get(opt=SHEET)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(SHEET, request))
        view: SheetView = (await find_sheet(request, name)).thing
        version = view.records[-1].originator_version
        told = SheetTold(
            line=_sheet_line(view, visit_of(request)),
            round=view.round.code,
            version=version,
            points=view.standing.points,
            level_by_points=view.standing.by_points,
            gates=view.standing.gates,
            system=view.told.lines,
            inputs_hash=view.told.inputs_hash,
        )
        return answer(request, told, version=version)


CONTROLLERS: list[type[Controller]] = [Rounds, OneRound, OneSheet]


def _line(row: RoundRow) -> RoundLine:
    place = RuleSetPlace(
        rule_set_id=row.rule_set_id, version=row.rule_set_version, hash=row.rule_set_hash
    )
    return RoundLine(
        name=row.code,
        href=f"{ROOT}/rounds/{row.code}",
        title=row.title,
        from_on=row.from_on,
        to_on=row.to_on,
        cut_on=row.cut_on,
        rule_set=place,
    )


def _sheet_line(view: SheetView, visit: Visit) -> SheetLine:
    published = view.published
    level, total = "", ""
    if view.parts.scores:
        level, total = view.standing.level, view.standing.total
    elif published is not None and published.approval is not None:
        level, total = published.approval.said.level, published.approval.said.total
    sheet_id = view.records[0].originator_id
    return SheetLine(
        sheet_id=sheet_id,
        href=f"{ROOT}/sheets/{sheet_id}",
        unit=unit_ref(visit, view.unit.unit_id),
        stage=view.sheet.stage if view.parts.scores else "",
        total=total,
        level=level,
        is_published=published is not None,
    )
