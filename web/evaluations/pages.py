"""Pages that answer: rounds, scoreboard, sheet, criterion."""

from __future__ import annotations

from typing import Any, cast

from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import File

from domain.evaluation.commands import OpenRound
from projections.round_query import rounds, sheets_of_round
from projections.rule_set_index import versions_of
from web.act_pages import allowed
from web.evaluation_links import BOARD, local_links
from web.evaluations import account_rows, round_rows
from web.evaluations.charts import charts_of
from web.evaluations.criterion_rows import criterion_address
from web.evaluations.list_rows import ListedRound, listed
from web.evaluations.may_try import may_try
from web.evaluations.opened import (
    moment_of_view,
    names_of,
    open_round,
    open_sheet,
    past_band,
    round_crumbs,
    seen_lines,
    sheet_crumbs,
)
from web.evaluations.possible import possibilities, round_acts
from web.evaluations.sheet_context import context_of
from web.evaluations.sheet_facts import notes_of_round, published_facts, sheet_facts
from web.evaluations.to_index import index_address
from web.evaluations.words import rules_name
from web.house import house_of
from web.render import AnyRequest, Crumb, catch_up, page
from web.session import visit_of
from web.stored_files import stored_file
from web.tasks.naming import Names
from web.texts import say
from web.units.telling import Teller

READ = {"permission": "evaluations.read"}


class RoundsPage(Controller):
    """Which rounds are there?"""

    path = "/evaluations"

    @get(opt=READ)
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        visit, house = visit_of(request), cast(Any, house_of(request))
        found: list[ListedRound] = []
        for row in await rounds(house.pool):
            sheets = await sheets_of_round(house.pool, row.round_id)
            versions = await versions_of(house.pool, row.rule_set_id)
            version = next((v for v in versions if v.version == row.rule_set_version), None)
            found.append(listed(row, sheets, version, visit))
        return page(
            request,
            "evaluations/rounds.html",
            rounds=found,
            local=local_links(visit, BOARD),
            may_open=allowed(request, OpenRound, None),
            crumbs=(Crumb(say(visit.language, "nav.evaluations")),),
        )


class RoundPage(Controller):
    """What did each unit get, and on what does it rest?"""

    path = "/evaluations/{code:str}"

    @get(opt=READ)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        view = await open_round(request, code)
        language = visit_of(request).language
        names = Names(view.sheets[0].ward, language, view.sheets[0].file.today)
        rows = round_rows.rows_of(view, names)
        bars = round_rows.bars_of(view.sheets, names)
        return page(
            request,
            "evaluations/round.html",
            view=view,
            rows=rows,
            bars=bars,
            bars_height=8 + max(1, len(bars)) * round_rows.ROW_HEIGHT,
            sees_scores=any(each.parts.scores for each in view.sheets),
            may_try=any(may_try(visit_of(request), each) for each in view.sheets),
            charts=charts_of(view, names),
            waits_for=round_rows.without_approval(view),
            levels=round_rows.levels_counted(view, names),
            rules=rules_name(view.rules, language),
            notes=notes_of_round(view, names),
            can=round_acts(request, view) if view.past is None else [],
            as_of=past_band(view, view.address, language),
            crumbs=round_crumbs(view, language),
        )


class SheetPage(Controller):
    """How was this total made?"""

    path = "/evaluations/{code:str}/{unit:str}"

    @get(opt=READ)
    async def show(
        self, request: AnyRequest, code: FromPath[str], unit: FromPath[str]
    ) -> Response[str]:
        view = await open_sheet(request, code, unit)
        names = names_of(request, view)
        if not view.parts.scores:
            facts = published_facts(view, names) | {"to_index": index_address(request, view)}
            return page(request, "evaluations/published.html", **facts)
        facts = await sheet_facts(request, view, names)
        facts["to_index"] = index_address(request, view)
        if view.past is None:
            facts["can"] = possibilities(context_of(request, view), visit_of(request))
        facts["may_try"] = may_try(visit_of(request), view)
        return page(request, "evaluations/sheet.html", **facts)


class CriterionPage(Controller):
    """Which acts made this point?"""

    path = "/evaluations/{code:str}/{unit:str}/{key:str}"

    @get(opt=READ)
    async def show(
        self,
        request: AnyRequest,
        code: FromPath[str],
        unit: FromPath[str],
        key: FromPath[str],
    ) -> Response[str]:
        view = await open_sheet(request, code, unit, scores=True)
        names = names_of(request, view)
        found = account_rows.scored(view, key, names)
        if found is None:
            raise NotFoundException
        seen = {id(line) for line in await seen_lines(request, view, view.lines)}
        teller = Teller(moment_of_view(view), names)
        every = request.query_params.get("all") == "1"
        shown = account_rows.account_of(found, seen, teller, names, every=every)
        return page(
            request,
            "evaluations/criterion.html",
            view=view,
            it=found,
            account=shown,
            every=every,
            page_address=criterion_address(view, key),
            as_of=past_band(view, criterion_address(view, key), names.language),
            crumbs=(*sheet_crumbs(view, names), Crumb(found.name)),
        )


class SheetEvidence(Controller):
    """A file of a self-score or an appeal, for those who see the scores."""

    path = "/evaluations/{code:str}/{unit:str}/files/{sha256:str}"

    @get(opt=READ)
    async def send(
        self,
        request: AnyRequest,
        code: FromPath[str],
        unit: FromPath[str],
        sha256: FromPath[str],
    ) -> File:
        view = await open_sheet(request, code, unit, scores=True)
        own = view.sheet.self_score.lines if view.sheet.self_score is not None else ()
        versions = (*view.sheet.former, view.sheet.now)
        files = [
            *(file for line in own for file in line.evidence),
            *(file for each in versions if each.appeal for file in each.appeal.evidence),
        ]
        return stored_file(request, files, sha256, shows_images=True)


CONTROLLERS: list[type[Controller]] = [
    RoundsPage,
    RoundPage,
    SheetPage,
    CriterionPage,
    SheetEvidence,
]
