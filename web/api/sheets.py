"""Reading sheets of evaluation: points side by side, acts, what can be done, accounts, freezes."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any

from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Meta

from domain.refusal import Refused
from projections.round_file import lines_of
from service.evaluation_freeze import Freeze, verify_freeze
from service.scoring.account import Account
from web.api.answers import answer
from web.api.bearer import ROOT
from web.api.evaluation_slice import view_of_sheet
from web.api.operation import AS_OF, BASIS, Param, path_param, reading
from web.api.query import caught_up, past_of, query_of
from web.api.sheet_shapes import (
    AccountTold,
    CriterionTold,
    FreezeTold,
    PointsMoved,
    PublishedTold,
    SheetActs,
    SheetLine,
    SheetTold,
    sheet_told,
    system_points,
)
from web.api.task_shapes import CanBeDone
from web.api.task_views import act_told, can_be_done, unit_ref
from web.api.units import fact_told
from web.evaluations.account_rows import EXTRA
from web.evaluations.loading import SheetView
from web.evaluations.opened import moment_of_view, names_of, seen_lines
from web.evaluations.possible import possibilities
from web.evaluations.sheet_context import context_of
from web.evaluations.telling import acts_of
from web.evaluations.words import criterion_name, rule_of, text_of
from web.house import house_of
from web.render import AnyRequest
from web.session import Visit, visit_of
from web.units.telling import Teller

PERMISSION = "evaluations.read"
NAME = path_param("name")
KEY = path_param("key", Annotated[str, Meta(min_length=1, max_length=60)])
ZERO = Decimal("0.00")


def of_one(id: str, path: str, returns: Any, *params: Param) -> dict[str, Any]:
    """What a handler declares that reads something of one sheet."""
    return reading(id, "sheet", f"sheets/{{name}}{path}", returns, NAME, *params,
                   permission=PERMISSION)  # fmt: skip


SHEET = of_one("read_sheet", "", SheetTold, AS_OF, BASIS)
PUBLISHED = of_one("read_published_score", "/published", PublishedTold, AS_OF, BASIS)
ACTS = of_one("list_sheet_acts", "/acts", SheetActs, AS_OF, BASIS)
CAN = of_one("list_possible_sheet_acts", "/can", CanBeDone)
CRITERION = of_one("read_criterion", "/criteria/{key}", CriterionTold, KEY, AS_OF, BASIS)
FREEZES = of_one("verify_freezes", "/freezes", tuple[FreezeTold, ...])


class OneSheet(Controller):
    """What did the machine work out, and what do people say?"""

    path = f"{ROOT}/sheets/{{name:str}}"

    @get(opt=SHEET)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        view = await _opened(request, name, SHEET)
        told = sheet_told(view, sheet_line(view, visit_of(request)))
        return answer(request, told, version=None if view.past else told.version)


class PublishedScore(Controller):
    """What may the whole ward know?"""

    path = f"{ROOT}/sheets/{{name:str}}/published"

    @get(opt=PUBLISHED)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        view = await _opened(request, name, PUBLISHED, scores=False)
        version = view.published
        if version is None or version.approval is None or version.published is None:
            raise NotFoundException
        told = PublishedTold(
            line=sheet_line(view, visit_of(request)),
            round=view.round.code,
            at=version.published_at,
            note=version.published.note,
            points=dict(version.approval.said.points) if version.published.with_lines else {},
        )
        return answer(request, told)


class ActsOfSheet(Controller):
    """Every act as a sentence; who voted how only for who may know."""

    path = f"{ROOT}/sheets/{{name:str}}/acts"

    @get(opt=ACTS)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        view = await _opened(request, name, ACTS)
        acts = acts_of(
            view.file.records,
            view.ward,
            visit_of(request).language,
            view.rules,
            shows_votes=view.parts.votes,
        )
        content = SheetActs(items=tuple(map(act_told, acts)), version=view.file.version)
        return answer(request, content, version=None if view.past else content.version)


class PossibleSheetActs(Controller):
    """What can be done next, and by whom."""

    path = f"{ROOT}/sheets/{{name:str}}/can"

    @get(opt=CAN)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        view = await _opened(request, name, CAN)
        lists = possibilities(context_of(request, view), visit_of(request))
        return answer(request, can_be_done(lists), version=view.file.version)


class OneCriterion(Controller):
    """Which acts made this point?"""

    path = f"{ROOT}/sheets/{{name:str}}/criteria/{{key:str}}"

    @get(opt=CRITERION)
    async def read(
        self, request: AnyRequest, name: FromPath[str], key: FromPath[str]
    ) -> Response[bytes]:
        view = await _opened(request, name, CRITERION)
        told = _extra(request, view, key) or _criterion(request, view, key)
        if told is None:
            raise NotFoundException
        content, account = told
        if account is not None:
            seen = {id(line) for line in await seen_lines(request, view, view.lines)}
            content.account = _account(request, view, account, seen)
        return answer(request, content)


class SheetFreezes(Controller):
    """Is every frozen score still the one? Worked out again from the journal."""

    path = f"{ROOT}/sheets/{{name:str}}/freezes"

    @get(opt=FREEZES)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        view = await _opened(request, name, FREEZES)
        found = []
        for frozen in view.sheet.frozen:
            now = await _verified(request, view, frozen.version)
            told = FreezeTold(
                version=frozen.version,
                position=frozen.position,
                holds=now is not None and now.holds,
                found=now,
            )
            found.append(told)
        return answer(request, tuple(found))


CONTROLLERS: list[type[Controller]] = [
    OneSheet,
    PublishedScore,
    ActsOfSheet,
    PossibleSheetActs,
    OneCriterion,
    SheetFreezes,
]


def sheet_line(view: SheetView, visit: Visit) -> SheetLine:
    """As a round lists it, for this reader."""
    published = view.published
    level, total = "", ""
    if view.parts.scores:
        level, total = view.standing.level, view.standing.total
        if view.sheet.now.approval is not None:
            level = view.sheet.now.approval.said.level
    elif published is not None and published.approval is not None:
        level, total = published.approval.said.level, published.approval.said.total
    sheet_id = view.records[0].originator_id
    return SheetLine(
        sheet_id=sheet_id,
        href=f"{ROOT}/sheets/{sheet_id}",
        unit=unit_ref(visit, view.unit.unit_id),
        stage=view.sheet.stage if view.parts.scores else "",
        total=total,
        resting={basis: f"{amount:f}" for basis, amount in view.card.resting.items()},
        level=level,
        is_published=published is not None,
    )


async def _opened(
    request: AnyRequest, name: str, opt: dict[str, Any], *, scores: bool = True
) -> SheetView:
    """The sheet as of the moment asked for, after the parameters were read strictly."""
    given = query_of(opt, request)
    await caught_up(request, given)
    past_of(request, given)  # tells what is no day and no place in the log
    return await view_of_sheet(request, name, scores=scores, past="as_of" in given)


Opened = tuple[CriterionTold, Account | None]


def _criterion(request: AnyRequest, view: SheetView, key: str) -> Opened | None:
    score = next((each for each in view.card.criteria if each.criterion.key == key), None)
    if score is None or score.criterion.way == "group":
        return None
    criterion, language = score.criterion, visit_of(request).language
    told = CriterionTold(
        key=key,
        name=criterion_name(criterion, language),
        rule=rule_of(criterion, language),
        way=criterion.way,
        max=str(score.max),
        applies=score.applies,
        why_not=score.why_not,
        formula=criterion.formula,
        figures=dict(score.figures),
        system=system_points(score),
        said=next((x for x in lines_of(view.sheet, view.sheet.now) if x.key == key), None),
    )
    return told, score.account


def _extra(request: AnyRequest, view: SheetView, key: str) -> Opened | None:
    """A bonus or a penalty, by the same address as its page."""
    wanted = key.removeprefix(EXTRA) if key.startswith(EXTRA) else ""
    found = next((each for each in view.card.extras if each.extra.key == wanted), None)
    if found is None:
        return None
    language = visit_of(request).language
    most = view.rules.bonus_max if found.points >= 0 else view.rules.penalty_max
    told = CriterionTold(
        key=key,
        name=text_of(found.extra, language),
        rule=rule_of(found.extra, language),
        way="extra",
        max=most,
        applies=True,
        why_not="",
        formula=found.extra.formula,
        figures={},
        system=str(found.points),
        said=None,
    )
    return told, found.account


def _account(request: AnyRequest, view: SheetView, account: Account, seen: set[int]) -> AccountTold:
    names = names_of(request, view)
    teller = Teller(moment_of_view(view), names)
    hidden = [each.delta for each in account.lines if id(each.line) not in seen]
    return AccountTold(
        start=str(account.start),
        lines=tuple(
            PointsMoved(
                fact=fact_told(each.line, teller, visit_of(request)),
                before=str(each.before),
                after=str(each.after),
                delta=str(each.delta),
                missed=str(each.missed),
            )
            for each in account.lines
            if id(each.line) in seen
        ),
        hidden_count=len(hidden),
        hidden_sum=_sum(hidden),
        points=str(account.points),
    )


def _sum(deltas: Iterable[Decimal]) -> str:
    return str(sum(deltas, ZERO))


async def _verified(request: AnyRequest, view: SheetView, version: int) -> Freeze | None:
    house: Any = house_of(request)
    try:
        return await verify_freeze(
            house.pool, house.ledger, house.wards, view.file.sheet_id, version
        )
    except Refused:
        return None
