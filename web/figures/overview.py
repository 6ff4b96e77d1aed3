"""Which outside figures do we hold? Months × units, and the imports that brought them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, get

from domain.figures.commands import ImportFigures
from domain.figures.counts import KINDS, FiguresKind, sum_of, sum_of_surveys
from domain.values import Evidence
from projections.figures_index import FiguresRow, ImportRow, held_figures, imports
from projections.vietnamese import sort_key
from web.act_pages import allowed
from web.evaluation_links import FIGURES, local_links
from web.figures.words import (
    ADDRESS,
    crumbs,
    dossiers_in_words,
    month_words,
    share,
    survey_in_words,
    tabs,
    who_did,
)
from web.house import house_of
from web.register.asked import address
from web.register.lines import unit_name
from web.register.past import View, view_of_list
from web.render import AnyRequest, catch_up, page
from web.session import Visit
from web.texts import say
from web.wording import day, number

READ = {"permission": "figures.read"}
NO_FILE = Evidence(
    sha256="", bytes=0, media_type="", file_name="", received_at=datetime.min.replace(tzinfo=UTC)
)


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One month of one unit: a sentence with counts, what is wrong in it, where it is from."""

    words: str
    late: str
    """What is overdue; empty where nothing is."""
    href: str
    replaced: bool


class MonthLine(msgspec.Struct, frozen=True, kw_only=True):
    """A month over all units."""

    month: str
    cells: tuple[Cell | None, ...]


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """The table with its sums and the sentence above it."""

    units: tuple[str, ...]
    lines: tuple[MonthLine, ...]
    totals: tuple[str, ...]
    sentence: str


class FiguresPage(Controller):
    """Months × units of a year."""

    path = ADDRESS

    @get(opt=READ)
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        house: Any = house_of(request)
        view = await view_of_list(request)
        visit, kind = view.visit, kind_of(request.query_params.get("kind", ""))
        rows = await held_figures(house.pool, kind, known_at=view.days.known_at)
        years = sorted({row.month[:4] for row in rows}, reverse=True)
        year = request.query_params.get("year", "")
        year = year if year in years else (years[0] if years else str(visit.today.year))
        listed = [i for i in await imports(house.pool, kind) if _is_known(i, view)]
        return page(
            request,
            "figures/overview.html",
            kind=kind,
            year=year,
            years=[(y, _here(kind, y, view), y == year) for y in years],
            shown=table_of([row for row in rows if row.month.startswith(year)], kind, visit, year),
            imports=listed,
            who_did=lambda person_id: who_did(visit, person_id),
            month_words=month_words,
            may_import=not view.typed and may_import(request, kind),
            local=local_links(visit, FIGURES),
            kinds=tabs(visit.language, kind),
            shown_day=day(visit.today),
            as_of=view.band(_here(kind, year)),
            crumbs=crumbs(request),
        )


CONTROLLERS: tuple[type[Controller], ...] = (FiguresPage,)


def kind_of(said: str) -> FiguresKind:
    """The kind of an address; dossiers unless it says otherwise."""
    return next((kind for kind in KINDS if kind == said), "dossiers")


def may_import(request: AnyRequest, kind: FiguresKind) -> bool:
    """Whether the office of the visitor imports figures of this kind."""
    return allowed(request, nothing_of(kind), None)


def nothing_of(kind: FiguresKind) -> ImportFigures:
    """An import of a kind with nothing in it, to ask the table of permissions with."""
    nobody = UUID(int=0)
    return ImportFigures(figures_id=nobody, kind=kind, import_id=nobody, file=NO_FILE)


def _here(kind: FiguresKind, year: str, view: View | None = None) -> str:
    return address(ADDRESS, {"kind": kind, "year": year, "as_of": view.typed if view else ""})


def _is_known(row: ImportRow, view: View) -> bool:
    return view.days.known_at is None or row.position <= view.days.known_at


def table_of(rows: Sequence[FiguresRow], kind: FiguresKind, visit: Visit, year: str) -> Shown:
    """The rows of one year, units by name and the newest month first."""
    names = {
        unit: unit_name(visit.ward, unit, visit.today, visit.language)
        for unit in {row.unit_id for row in rows}
    }
    units = sorted(names, key=lambda unit: sort_key(names[unit]))
    by_place = {(row.month, row.unit_id): row for row in rows}
    months = sorted({row.month for row in rows}, reverse=True)
    return Shown(
        units=tuple(names[unit] for unit in units),
        lines=tuple(
            MonthLine(
                month=month_words(month),
                cells=tuple(_cell(by_place.get((month, unit)), visit) for unit in units),
            )
            for month in months
        ),
        totals=tuple(_total([r for r in rows if r.unit_id == unit], kind, visit) for unit in units),
        sentence=_sentence(rows, kind, visit, year),
    )


def _cell(row: FiguresRow | None, visit: Visit) -> Cell | None:
    if row is None:
        return None
    language, late = visit.language, ""
    if row.survey is not None:
        words = survey_in_words(language, row.survey)
        if row.survey.dissatisfied:
            n = number(language, row.survey.dissatisfied)
            late = say(language, "figures.dissatisfied_n", n=n)
    else:
        counts = sum_of(row.dossiers)
        words = dossiers_in_words(language, counts)
        if counts.open_overdue:
            late = say(language, "figures.overdue_n", n=number(language, counts.open_overdue))
    return Cell(
        words=words,
        late=late,
        href=f"{ADDRESS}/imports/{row.import_id}",
        replaced=row.supersedes is not None,
    )


def _total(rows: Sequence[FiguresRow], kind: FiguresKind, visit: Visit) -> str:
    if kind == "survey":
        surveys = sum_of_surveys(row.survey for row in rows if row.survey is not None)
        return survey_in_words(visit.language, surveys)
    return dossiers_in_words(visit.language, sum_of(c for row in rows for c in row.dossiers))


def _sentence(
    rows: Sequence[FiguresRow],
    kind: FiguresKind,
    visit: Visit,
    year: str,
) -> str:
    language = visit.language
    if not rows:
        return say(language, "figures.none_held", year=year)
    total = _total(rows, kind, visit)
    if kind == "survey":
        said = sum_of_surveys(row.survey for row in rows if row.survey is not None)
        if said.good is None:
            return say(language, "figures.survey_sentence", year=year, total=total)
        return say(
            language,
            "figures.survey_sentence_766",
            year=year,
            total=total,
            good=number(language, said.good),
            share=share(language, said.good, said.answers),
        )
    last = {row.unit_id: row for row in rows}.values()  # the rows come month by month
    overdue = sum(c.open_overdue for row in last for c in row.dossiers)
    return say(
        language,
        "figures.dossier_sentence",
        year=year,
        total=total,
        overdue=number(language, overdue),
        units=number(language, len(last)),
    )
