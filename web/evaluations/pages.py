"""Pages that answer: rounds, scoreboard, sheet, criterion."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import File

from domain.accountability.fact_line import FactLine
from domain.evaluation.commands import OpenRound
from projections.round_query import rounds, sheets_of_round
from projections.rule_set_index import versions_of
from web import wording
from web.act_pages import allowed
from web.evaluations import account_rows, round_rows, sheet_rows
from web.evaluations.list_rows import ListedRound, listed
from web.evaluations.loading import RoundView, SheetView, round_view, sheet_view
from web.evaluations.possible import possibilities, round_acts
from web.evaluations.sheet_context import context_of
from web.evaluations.telling import acts_of
from web.evaluations.words import criterion_names, points_text, rules_name, text_of
from web.house import house_of
from web.render import AnyRequest, Crumb, catch_up, page
from web.session import visit_of
from web.tasks.loading import asked_past, store_of
from web.tasks.naming import Names
from web.tasks.routes import DOWNLOAD_POLICY, PastBand
from web.tasks.timeline import timeline
from web.texts import Language, say
from web.units.moment import Moment
from web.units.sight import within_sight
from web.units.telling import LineView, Teller

READ = {"permission": "evaluations.read"}
SHOWN_INLINE = ("image/jpeg", "image/png")


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
            waits_for=round_rows.without_approval(view),
            levels=round_rows.levels_counted(view, names),
            rules=rules_name(view.rules, language),
            notes=_notes(view, names),
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
            return page(request, "evaluations/published.html", **_published(view, names))
        facts = await _sheet_facts(request, view, names)
        if view.past is None:
            facts["can"] = possibilities(context_of(request, view), visit_of(request))
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
            page_address=sheet_rows.criterion_address(view, key),
            as_of=past_band(view, sheet_rows.criterion_address(view, key), names.language),
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
        filed = [each for each in files if each.sha256 == sha256]
        path = store_of(request).path_of(sha256) if filed else None
        if path is None:
            raise NotFoundException
        inline = filed[0].media_type in SHOWN_INLINE
        return File(
            path=path,
            filename=filed[0].file_name,
            media_type=filed[0].media_type,
            content_disposition_type="inline" if inline else "attachment",
            headers={"content-security-policy": DOWNLOAD_POLICY, "cache-control": "private"},
        )


CONTROLLERS: list[type[Controller]] = [
    RoundsPage,
    RoundPage,
    SheetPage,
    CriterionPage,
    SheetEvidence,
]


# -- opening ---------------------------------------------------------------------------


async def open_round(request: AnyRequest, code: str, *, past: bool = True) -> RoundView:
    """The round as of the moment the address asks for; nothing for who may not know."""
    await catch_up(request)
    asked = asked_past(request) if past else None
    view = await round_view(house_of(request), visit_of(request), code, asked)
    if view is None:
        raise NotFoundException
    return view


async def open_sheet(
    request: AnyRequest, code: str, unit: str, *, scores: bool = False, past: bool = True
) -> SheetView:
    """The sheet as of the moment the address asks for; nothing for who may not know."""
    await catch_up(request)
    asked = asked_past(request) if past else None
    view = await sheet_view(house_of(request), visit_of(request), code, unit, asked)
    if view is None or (scores and not view.parts.scores):
        raise NotFoundException
    return view


def names_of(request: AnyRequest, view: SheetView) -> Names:
    """Words for ids, as of the moment that is shown."""
    return Names(view.ward, visit_of(request).language, view.file.today)


def moment_of_view(view: SheetView) -> Moment:
    """The moment in the shape that lines are told from."""
    past = view.past
    typed = "" if past is None else (past.on.isoformat() if past.on else f"#{past.position}")
    return Moment(
        ward=view.ward,
        on=view.file.today,
        at=view.file.at,
        typed=typed,
        basis=past.basis if past is not None else "then",
    )


async def seen_lines(
    request: AnyRequest, view: SheetView, lines: Iterable[FactLine]
) -> tuple[FactLine, ...]:
    """Without those of inspections that the reader may not know of yet."""
    return await within_sight(request, lines, moment_of_view(view))


def round_crumbs(view: RoundView, language: Language) -> tuple[Crumb, ...]:
    """Section, then the round."""
    return (Crumb(say(language, "nav.evaluations"), "/evaluations"), Crumb(view.row.title))


def sheet_crumbs(view: SheetView, names: Names) -> tuple[Crumb, ...]:
    """Section, round, unit."""
    return (
        Crumb(names.say("nav.evaluations"), "/evaluations"),
        Crumb(view.round.title, view.round_address + view.past_query),
        Crumb(names.unit(view.unit.unit_id), view.address + view.past_query),
    )


def past_band(view: RoundView | SheetView, back: str, language: Language) -> PastBand | None:
    """Which past is shown, and the way back."""
    if view.past is None:
        return None
    file = view.sheets[0].file if isinstance(view, RoundView) else view.file
    said = wording.day(view.past.on) if view.past.on else wording.stamp(file.at)
    return PastBand(
        title_prefix=say(language, "task.past_title", date=said),
        sentence=say(language, f"banner.as_of_{view.past.basis}", date=said),
        back=back,
    )


# -- facts of the pages --------------------------------------------------------------------


def _notes(view: RoundView, names: Names) -> list[tuple[str, str]]:
    """What was said on the way and belongs beside a ranking."""
    found = []
    for each in view.sheets:
        version = each.published
        if version is not None and version.published is not None and version.published.note:
            found.append((names.unit(each.unit.unit_id), version.published.note))
    return found


def _published(view: SheetView, names: Names) -> dict[str, Any]:
    version = view.published
    assert version is not None, "only a published sheet is shown like this"
    assert version.approval is not None, "published after the approval"
    assert version.published is not None, "this is the version that was published"
    said = version.approval.said
    texts = criterion_names(view.rules, names.language)
    return {
        "view": view,
        "unit": names.unit(view.unit.unit_id),
        "total": points_text(said.total, names.language),
        "level": names.say(f"evaluation.level.{said.level}"),
        "note": version.published.note,
        "lines": [
            (texts.get(key, key), points_text(text, names.language))
            for key, text in said.points.items()
        ]
        if version.published.with_lines
        else [],
        "at": version.published_at,
        "as_of": past_band(view, view.address, names.language),
        "crumbs": (*sheet_crumbs(view, names)[:-1], Crumb(names.unit(view.unit.unit_id))),
    }


async def _sheet_facts(request: AnyRequest, view: SheetView, names: Names) -> dict[str, Any]:
    """Everything on the page but what can be done next."""
    language, sheet, query = names.language, view.sheet, request.query_params
    acts = acts_of(view.file.records, view.ward, language, view.rules, shows_votes=view.parts.votes)
    seen = {id(line) for line in await seen_lines(request, view, view.lines)}
    teller = Teller(moment_of_view(view), names)
    gates = sheet_rows.gates_of(view, names)
    newest = acts[-1] if acts else None
    return {
        "view": view,
        "sheet": sheet,
        "names": names,
        "unit": names.unit(view.unit.unit_id),
        "rules": rules_name(view.rules, language),
        "lead": _lead(view, names),
        "steps": sheet_rows.steps_of(view, names),
        "totals": _totals(view, names),
        "proposal": proposal_words(view, names),
        "gates": [(gate, _told(gate.lines, seen, teller)) for gate in gates],
        "criteria": sheet_rows.criteria_of(view, names),
        "extras": sheet_rows.extras_of(view, names),
        "bars": round_rows.bars_of([view], names),
        "clocks": sheet_rows.clocks_of(view, names),
        "appeal": sheet_rows.appeal_of(view, sheet.now, names),
        "votes": sheet_rows.votes_of(view, names) if view.parts.votes else [],
        "former": _former(view, names),
        "line": timeline(
            acts,
            query.get("show", "all"),
            whole=query.get("whole") == "1",
            query=view.past_query,
            language=language,
        ),
        "acts": acts,
        "said": _just_recorded(query.get("seen", ""), newest),
        "can": None,
        "as_of": past_band(view, view.address, language),
        "crumbs": (*sheet_crumbs(view, names)[:-1], Crumb(names.unit(view.unit.unit_id))),
    }


def _told(lines: Iterable[FactLine], seen: set[int], teller: Teller) -> list[LineView]:
    return [teller.told(line) for line in lines if id(line) in seen]


def _just_recorded(seen: str, newest: Any) -> str:
    if newest is None or not seen.isascii() or not seen.isdigit():
        return ""
    return str(newest.sentence) if newest.position <= int(seen[:18]) < newest.position + 4 else ""


def _lead(view: SheetView, names: Names) -> str:
    clock = round_rows.open_clock(view)
    stage = names.say(f"evaluation.stage.{view.sheet.stage}")
    if view.sheet.stage == "replied" and view.sheet.now.pending_appeal is not None:
        stage = names.say("evalpage.appeal_waits")
    if clock is None:
        return f"{stage}."
    return f"{stage}: {round_rows.limit_words(clock, view.file.today, names)}."


def _totals(view: SheetView, names: Names) -> list[tuple[str, str]]:
    """Three scores side by side, with what the machine counts before them."""
    sheet, language = view.sheet, names.language
    said = sheet.now.approval.said if sheet.now.approval is not None else None
    own = sheet.self_score.total if sheet.self_score else None
    return [
        (names.say("evalpage.standing_total"), points_text(view.standing.total, language)),
        (names.say("evaluation.field.self"), points_text(own, language)),
        (names.say("evaluation.field.appraised"), points_text(sheet.now.total, language)),
        (
            names.say("evaluation.field.approved"),
            points_text(said.total if said else None, language),
        ),
    ]


def proposal_words(view: SheetView, names: Names) -> str:
    """The proposed level and why, in words."""
    standing, missing = view.standing, view.card.missing
    level = names.say(f"evaluation.level.{standing.level}")
    total = points_text(standing.total, names.language)
    if standing.held_by:
        words = names.say(
            "evalpage.proposal.held",
            level=level,
            total=total,
            by_points=names.say(f"evaluation.level.{standing.by_points}"),
            gates="; ".join(text_of(gate, names.language) for gate in standing.held_by),
        )
    else:
        words = names.say("evalpage.proposal.by_points", level=level, total=total)
    if missing and view.sheet.now.approval is None:
        words += " " + names.say("evalpage.proposal.missing", n=len(missing))
    approval = view.sheet.now.approval
    if approval is not None:
        given = names.say(f"evaluation.level.{approval.said.level}")
        words += " " + names.say("evalpage.proposal.decided", level=given)
        if approval.said.level != approval.said.proposed_level and approval.reason:
            words += " " + names.say("evalpage.proposal.reason", reason=approval.reason)
    return words


def _former(view: SheetView, names: Names) -> list[tuple[int, str, str]]:
    """Versions before this one, with what was approved then."""
    return [
        (
            version.number,
            points_text(version.approval.said.total, names.language),
            names.say(f"evaluation.level.{version.approval.said.level}"),
        )
        for version in view.sheet.former
        if version.approval is not None
    ]
