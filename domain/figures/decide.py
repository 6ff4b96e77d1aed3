"""Decides what an import comes to: counts per unit and month, nothing ("already so"), a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from domain.fact import Elsewhere, Event, Moment
from domain.figures import events as e
from domain.figures.commands import DossierRow, ImportFigures, SurveyRow
from domain.figures.counts import figures_stream, negative
from domain.figures.state import Figures, Held, Place
from domain.grounds import need_reason
from domain.refusal import Refused
from domain.ward import Ward, fold

Decided = list[Event | Elsewhere]
Row = DossierRow | SurveyRow
FIRST_YEAR = 2000
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


def decide(command: ImportFigures, state: Figures | None, moment: Moment, ward: Ward) -> Decided:
    """The whole file or nothing of it."""
    if command.figures_id != figures_stream(command.kind):
        raise Refused("not_found", what="figures", id=command.figures_id)
    rows: Sequence[Row] = command.dossiers if command.kind == "dossiers" else command.surveys
    if not rows:
        raise Refused("figures.no_rows")
    for wrong in refusals_of(rows, moment.today, ward):
        raise wrong
    held = state.held if state else {}
    imported = []
    for event in _per_place(command, rows):
        earlier = held.get((event.unit_id, event.month))
        if not _is_held(event, earlier):
            imported.append(replace(event, supersedes=earlier.import_id if earlier else None))
    if any(event.supersedes for event in imported):
        need_reason(moment)
    return [*imported]


def refusals_of(rows: Sequence[Row], today: date, ward: Ward) -> Iterator[Refused]:
    """Everything that is wrong with the rows, each with its row; a preview tells all of them."""
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        place = (row.unit_id, row.month, fold(getattr(row.counts, "field", "")))
        if place in seen:
            yield Refused("figures.duplicate_rows", row=row.row, first=seen[place])
        seen.setdefault(place, row.row)
        yield from _refusals_of_row(row, today, ward)


def _refusals_of_row(row: Row, today: date, ward: Ward) -> Iterator[Refused]:
    begins = first_day(row.month)
    if begins is None or begins > today:
        yield Refused("figures.wrong_month", row=row.row, month=row.month)
    unit = ward.units.get(row.unit_id)
    if unit is None or (begins is not None and not unit.active_on(begins)):
        yield Refused("figures.wrong_unit", row=row.row, unit=unit.name if unit else "")
    if negative(row.counts):
        yield Refused("figures.negative", row=row.row)
        return
    if sum_ := row.counts.impossible():
        yield Refused(
            "figures.impossible_sum", row=row.row, rule=sum_.rule, part=sum_.part, whole=sum_.whole
        )


def first_day(month: str) -> date | None:
    """The day a month such as `2025-09` begins on; None if it is no month."""
    parts = _MONTH.fullmatch(month)
    if parts is None or int(parts[1]) < FIRST_YEAR:
        return None
    return date(int(parts[1]), int(parts[2]), 1)


def _per_place(command: ImportFigures, rows: Sequence[Row]) -> Iterator[e.FiguresImported]:
    places: dict[Place, list[Row]] = {}
    for row in rows:
        places.setdefault((row.unit_id, row.month), []).append(row)
    for (unit_id, month), listed in places.items():
        ofs = sorted(
            (r.counts for r in listed if isinstance(r, DossierRow)), key=lambda c: fold(c.field)
        )
        surveys = [r.counts for r in listed if isinstance(r, SurveyRow)]
        yield e.FiguresImported(
            import_id=command.import_id,
            kind=command.kind,
            unit_id=unit_id,
            month=month,
            dossiers=tuple(ofs),
            survey=surveys[0] if surveys else None,
            rows=tuple(row.row for row in listed),
            file=command.file,
        )


def _is_held(event: e.FiguresImported, held: Held | None) -> bool:
    return held is not None and (held.dossiers, held.survey) == (event.dossiers, event.survey)
