"""What an import would come to: new counts beside those they would take the place of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

import msgspec

from domain.figures.commands import DossierRow, SurveyRow
from domain.figures.counts import DossierCounts, SurveyCounts, sum_of
from domain.figures.state import Figures, Held
from domain.ward import fold
from projections.vietnamese import sort_key
from service.figures_file import FiguresDraft
from web.figures.words import dossiers_in_words, month_words, survey_in_words
from web.register.lines import unit_name
from web.session import Visit
from web.texts import Language, say
from web.wording import number

Change = Literal["new", "replaces", "same"]


class PlaceView(msgspec.Struct, frozen=True, kw_only=True):
    """One unit in one month."""

    unit: str
    month: str
    change: Change
    now: str
    before: str
    """What holds until then; empty where nothing does."""
    more: tuple[str, ...]
    """Received, open, overdue; and what does not add up though it is not impossible."""


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """All places of a file."""

    places: tuple[PlaceView, ...]
    sums: tuple[int, ...]

    def count(self, change: Change) -> int:
        """How many places are new, replaced or the same."""
        return sum(1 for place in self.places if place.change == change)


def preview_of(draft: FiguresDraft, held: Figures, visit: Visit) -> Preview:
    """By month and unit."""
    places: dict[tuple[str, UUID], list[DossierRow | SurveyRow]] = {}
    for row in draft.rows:
        places.setdefault((row.month, row.unit_id), []).append(row)
    views = [
        _view(unit, month, rows, held.held.get((unit, month)), visit)
        for (month, unit), rows in places.items()
    ]
    views.sort(key=lambda view: (view.month[3:], view.month[:2], sort_key(view.unit)))
    return Preview(places=tuple(views), sums=draft.sums)


def _view(
    unit: UUID,
    month: str,
    rows: Sequence[DossierRow | SurveyRow],
    held: Held | None,
    visit: Visit,
) -> PlaceView:
    language = visit.language
    dossiers = sorted(
        (row.counts for row in rows if isinstance(row, DossierRow)), key=lambda c: fold(c.field)
    )
    survey = next((row.counts for row in rows if isinstance(row, SurveyRow)), None)
    change: Change = "new"
    if held is not None:
        is_same = (held.dossiers, held.survey) == (tuple(dossiers), survey)
        change = "same" if is_same else "replaces"
    return PlaceView(
        unit=unit_name(visit.ward, unit, visit.today, language),
        month=month_words(month),
        change=change,
        now=in_words(language, tuple(dossiers), survey),
        before=in_words(language, held.dossiers, held.survey) if held else "",
        more=tuple(_more(language, dossiers)) if dossiers else (),
    )


def in_words(
    language: Language, dossiers: tuple[DossierCounts, ...], survey: SurveyCounts | None
) -> str:
    """The counts of a place in one line."""
    if survey is not None:
        return survey_in_words(language, survey)
    return dossiers_in_words(language, sum_of(dossiers))


def _more(language: Language, dossiers: Sequence[DossierCounts]) -> list[str]:
    counts = sum_of(dossiers)
    said = [
        say(
            language,
            "figures.more",
            received=number(language, counts.received),
            open=number(language, counts.open),
            overdue=number(language, counts.open_overdue),
            fields=number(language, len(dossiers)),
        )
    ]
    lost = sum(row.unaccounted for row in dossiers)
    if lost:
        said.append(say(language, "figures.unaccounted", n=number(language, lost)))
    return said
