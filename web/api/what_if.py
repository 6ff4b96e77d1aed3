"""What-if and files of a round through the API: two scorecards side by side, nothing is stored."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from litestar import Controller, Response, get
from litestar.params import FromPath
from msgspec import Meta

from domain.evaluation.rules import Level
from service.scoring.nearest import Suggestion
from service.scoring.what_if import FigureChange
from web.api.answers import answer
from web.api.evaluation_slice import find_sheet
from web.api.operation import AS_OF, ROOT, SEEN, Param, path_param, reading, sending_file
from web.api.problems import Invalid
from web.api.query import caught_up, named, past_of, query_of
from web.api.shapes import Wrong
from web.api.task_shapes import UnitRef
from web.api.task_views import unit_ref
from web.evaluation_files.files import scoreboard_file, sheet_file
from web.evaluation_files.writing import WRITERS
from web.house import house_of
from web.org.views import slug_of
from web.render import AnyRequest
from web.session import visit_of
from web.tasks.naming import Names
from web.units.moment import Moment
from web.units.sight import within_sight
from web.what_if import rows
from web.what_if.asked import question
from web.what_if.comparing import Compared, compared
from web.what_if.pages import open_what_if

PERMISSION = "evaluations.read"
NAME = path_param("name")
SHORT = Annotated[str, Meta(min_length=1, max_length=100)]
ASKED: tuple[Param, ...] = (
    Param(name="unit", kind=SHORT, text="whatif_unit"),
    Param(name="rule_set", kind=SHORT, text="whatif_rule_set"),
    Param(name="version", kind=SHORT, text="whatif_version"),
    Param(name="cut", kind=date, text="whatif_cut"),
    Param(name="basis", kind=Literal["now", "then"], text="whatif_basis"),
    Param(name="entries", kind=Literal["kept", "full"], text="whatif_entries"),
    Param(name="apply", kind=Literal["up", "down"], text="whatif_apply"),
)


class SideTold(msgspec.Struct, frozen=True, kw_only=True):
    """What a set of rules says; points moved by facts in three parts beside every total."""

    total: str
    level: Level
    level_by_points: Level
    gates_not_met: tuple[str, ...]
    resting: dict[str, str]


class CriterionTold(msgspec.Struct, frozen=True, kw_only=True):
    """A criterion on both sides; empty points where a side has none."""

    key: str
    here: str
    there: str
    difference: str
    rule_differs: bool
    figures: tuple[FigureChange, ...]


class ChangeTold(msgspec.Struct, frozen=True, kw_only=True):
    """One fact that would have had to go otherwise; no subject where it may not be known."""

    kind: str
    subject_kind: str
    code: str


class SuggestionTold(msgspec.Struct, frozen=True, kw_only=True):
    """Facts together, and the score they would have made."""

    changes: tuple[ChangeTold, ...]
    total: str
    level: Level


class UnitTold(msgspec.Struct, frozen=True, kw_only=True):
    """A unit on both sides; ways to another level only when one unit is asked for."""

    unit: UnitRef | None
    here: SideTold
    there: SideTold
    difference: str
    criteria: tuple[CriterionTold, ...]
    not_given: tuple[str, ...]
    up: SuggestionTold | None
    down: SuggestionTold | None


class WhatIfTold(msgspec.Struct, frozen=True, kw_only=True):
    """The answer, with what it was worked out by."""

    round: str
    rule_set: str
    rule_set_hash: str
    cut_on: date
    basis: str
    is_stored: bool
    """Never."""
    units: tuple[UnitTold, ...]


WHAT_IF = reading(
    "read_what_if", "round", "rounds/{name}/what-if", WhatIfTold, NAME, *ASKED,
    permission=PERMISSION,
)  # fmt: skip


class WhatIf(Controller):
    """What under other rules or at another cut?"""

    path = f"{ROOT}/rounds/{{name:str}}/what-if"

    @get(opt=WHAT_IF)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(WHAT_IF, request))
        view, sheets = await open_what_if(request, named(name))
        put = await question(request, view, sheets, {})
        asked = put.asked
        if asked is None:
            wrong: list[Wrong] = [
                (field, "no_choice", {"got": put.form.value(field)}) for field in put.form.errors
            ]
            raise Invalid(*wrong)
        visit = visit_of(request)
        chosen = sheets if asked.unit is None else (asked.unit,)
        deep = asked.unit is not None
        found = await compared(house_of(request), visit, chosen, asked, deep=deep)
        told = WhatIfTold(
            round=view.row.code,
            rule_set=asked.chosen.key,
            rule_set_hash=asked.chosen.hash,
            cut_on=asked.cut,
            basis=asked.basis,
            is_stored=False,
            units=tuple([await _unit(request, each, asked.cut) for each in found]),
        )
        return answer(request, told)


async def _unit(request: AnyRequest, it: Compared, cut: date) -> UnitTold:
    visit = visit_of(request)
    moment = Moment(ward=it.known.ward, on=cut, at=it.known.at)
    seen = await within_sight(request, it.lines, moment)
    hidden = rows.hidden_subjects(it.lines, seen)
    names = Names(visit.ward, visit.language, visit.today)

    def suggested(way: Suggestion | None) -> SuggestionTold | None:
        if way is None:
            return None
        changes = tuple(
            ChangeTold(kind=c.kind, subject_kind="", code="")
            if c.subject.id in hidden
            else ChangeTold(kind=c.kind, subject_kind=c.subject.kind, code=c.subject.code)
            for c in way.changes
        )
        return SuggestionTold(changes=changes, total=f"{way.total:f}", level=way.level)

    nearest = it.nearest
    return UnitTold(
        unit=unit_ref(visit, it.sheet.unit.unit_id, names.ward),
        here=_side(it.both.here),
        there=_side(it.both.there),
        difference=f"{it.both.difference:f}",
        criteria=tuple(
            CriterionTold(
                key=each.key,
                here=_points(each.here),
                there=_points(each.there),
                difference="" if each.difference is None else f"{each.difference:f}",
                rule_differs=each.rule_differs,
                figures=each.figures,
            )
            for each in it.both.criteria
        ),
        not_given=it.not_given,
        up=suggested(nearest.up) if nearest else None,
        down=suggested(nearest.down) if nearest else None,
    )


def _points(score: Any) -> str:
    return "" if score is None or score.points is None else f"{score.points:f}"


def _side(card: Any) -> SideTold:
    return SideTold(
        total=f"{card.total:f}",
        level=card.proposal.level,
        level_by_points=card.proposal.by_points,
        gates_not_met=tuple(each.gate.key for each in card.gates if each.met is False),
        resting={basis: f"{amount:f}" for basis, amount in card.resting.items()},
    )


# -- files ---------------------------------------------------------------------------------


def _file(thing: str, path: str, ending: str) -> dict[str, Any]:
    return sending_file(
        f"export_{thing}_{ending}", "round" if thing == "scoreboard" else "sheet",
        f"{path}.{ending}", WRITERS[ending][0], NAME, AS_OF, SEEN,
        permission=PERMISSION,
    )  # fmt: skip


def _scoreboard(ending: str) -> type[Controller]:
    opt = _file("scoreboard", "rounds/{name}/scoreboard", ending)

    class ScoreboardAsFile(Controller):
        """The scoreboard of a place in the log."""

        path = f"{ROOT}/rounds/{{name:str}}/scoreboard.{ending}"

        @get(opt=opt)
        async def send(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
            given = query_of(opt, request)
            await caught_up(request, given)
            past_of(request, given)  # tells what is no day and no place in the log
            return await scoreboard_file(request, named(name), ending)

    return ScoreboardAsFile


def _sheet(ending: str) -> type[Controller]:
    opt = _file("sheet", "sheets/{name}/sheet", ending)

    class SheetAsFile(Controller):
        """A sheet of a place in the log."""

        path = f"{ROOT}/sheets/{{name:str}}/sheet.{ending}"

        @get(opt=opt)
        async def send(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
            given = query_of(opt, request)
            await caught_up(request, given)
            past_of(request, given)
            view = (await find_sheet(request, name)).thing
            return await sheet_file(request, view.round.code, slug_of(view.unit), ending)

    return SheetAsFile


CONTROLLERS: list[type[Controller]] = [
    WhatIf,
    *(make(ending) for make in (_scoreboard, _sheet) for ending in WRITERS),
]
