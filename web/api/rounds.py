"""Reading rounds of evaluation: the list, and one round with its sheets."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from litestar import Controller, Response, get
from litestar.params import FromPath

from domain.evaluation.values import RuleSetPlace
from projections.round_index import RoundRow
from projections.round_query import rounds
from web.api.answers import answer
from web.api.bearer import ROOT
from web.api.operation import AS_OF, BASIS, path_param, reading
from web.api.query import caught_up, named, past_of, query_of
from web.api.sheet_shapes import SheetLine
from web.api.sheets import sheet_line
from web.evaluations.loading import round_view
from web.evaluations.opened import open_round
from web.house import house_of
from web.render import AnyRequest
from web.session import visit_of

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


class RoundTold(msgspec.Struct, frozen=True, kw_only=True):
    """A round with the sheets that the reader may look at."""

    line: RoundLine
    sheets: tuple[SheetLine, ...]


LIST = reading(
    "list_rounds", "round", "rounds", tuple[RoundLine, ...],
    permission=PERMISSION, problems=(403, 422),
)  # fmt: skip
ONE = reading(
    "read_round", "round", "rounds/{name}", RoundTold, NAME, AS_OF, BASIS,
    permission=PERMISSION,
)  # fmt: skip


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
        sheets = tuple(sheet_line(each, visit) for each in view.sheets)
        return answer(request, RoundTold(line=_line(view.row), sheets=sheets))


CONTROLLERS: list[type[Controller]] = [Rounds, OneRound]


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
