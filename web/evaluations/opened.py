"""Finds the round or sheet of an address for its reader, with crumbs, names and the past band."""

from __future__ import annotations

from collections.abc import Iterable

from litestar.exceptions import NotFoundException

from domain.accountability.fact_line import FactLine
from domain.evaluation.rated import voice_of
from web import wording
from web.evaluations.loading import RoundView, SheetView, round_view, sheet_view
from web.house import house_of
from web.render import AnyRequest, Crumb, catch_up
from web.session import Visit, visit_of
from web.tasks.loading import asked_past
from web.tasks.naming import Names
from web.tasks.routes import PastBand
from web.texts import Language, say
from web.units.moment import Moment
from web.units.sight import reads_whole, within_sight


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
    """Without those of inspections that the reader may not know of yet.

    A sheet of the whole ward counts lines of every unit: who is not named in the round and does
    not speak for the ward reads those of units whose dossier is open to him.
    """
    shown = await within_sight(request, lines, moment_of_view(view))
    visit = visit_of(request)
    if view.rules.rates != "ward" or _has_a_part(visit, view):
        return shown
    units = visit.ward.units
    return tuple(line for line in shown if reads_whole(visit, units[line.unit_id]))


def _has_a_part(visit: Visit, view: SheetView) -> bool:
    sheet = view.sheet
    named = {*sheet.appraiser_posts, *sheet.council_posts, *sheet.appeal_posts}
    voice = voice_of(sheet.unit_id, visit.today, visit.ward)
    return any(
        post.post_id in named or (post.rank == "head" and post.unit_id == voice)
        for post in (*visit.posts, *(office.post for office in visit.lent))
    )


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
