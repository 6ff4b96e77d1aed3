"""Who is inspected when, and who has not been seen for long: only what the reader may know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast, get_args
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from litestar import Controller, Response, get

from domain.fact import local_date
from domain.inspection.programme import planned
from domain.inspection.state import Stage
from domain.ward import Unit
from projections.finding_query import FindingLine, Wanted
from projections.inspection_register import InspectionRow
from projections.programme_index import ProgrammeRow
from service.inspection_sight import Eyes
from web.forms import Form
from web.house import house_of
from web.inspection_links import local_links
from web.inspections.loading import eyes_of_visit, reader_of
from web.inspections.ordering import inspected_units, may_order
from web.inspections.past import findings_at, inspections_at, programmes_at
from web.inspections.routes import READ
from web.inspections.telling import figure
from web.org.views import slug_of
from web.register.past import View, view_of_list
from web.render import AnyRequest, Crumb, catch_up, page
from web.session import Visit, visit_of
from web.tasks.naming import Names
from web.texts import Language, say

STAGES: tuple[str, ...] = get_args(Stage)
KINDS = ("scheduled", "surprise", "thematic")
OPEN = tuple(stage for stage in STAGES if stage not in ("closed", "cancelled"))


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The filters as they stand in the address."""

    unit: str = ""
    kind: str = ""
    state: str = ""
    from_on: date
    to_on: date
    as_of: str = ""
    """The past moment that is shown, as it stands in the address; empty for now."""

    def query(self, **changes: str) -> str:
        """The same list with something changed."""
        kept = {
            "unit": self.unit,
            "kind": self.kind,
            "state": self.state,
            "from": f"{self.from_on:%d/%m/%Y}",
            "to": f"{self.to_on:%d/%m/%Y}",
            "as_of": self.as_of,
        } | changes
        return "/inspections?" + urlencode({k: v for k, v in kept.items() if v})


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """An inspection as the list shows it."""

    code: str
    kind: str
    unit_id: UUID
    unit: str
    stage: str
    on: date
    to_on: date
    leader: str
    score: str


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """A visit on the lane, in months of the span."""

    x: float
    width: float
    label: str
    code: str
    is_past: bool


class Lane(msgspec.Struct, frozen=True, kw_only=True):
    """A unit: how long since the last visit, the last score, what is open, what is announced."""

    unit_id: UUID
    unit: str
    slug: str
    months: int | None
    last_on: date | None
    score: str
    open_findings: int | None
    bars: tuple[Bar, ...] = ()
    visits: tuple[Line, ...] = ()


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """How many units were visited in the span, and which were not."""

    units: int
    visited: int
    missing: tuple[str, ...]
    code: str = ""
    """Of the programme whose period it is."""
    planned: tuple[str, ...] = ()
    """Units that the programme still names."""


class CalendarPage(Controller):
    """Lanes and list."""

    path = "/inspections"

    @get(opt=READ)
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        view, pool = await view_of_list(request), cast(Any, house_of(request)).pool
        visit, reader_now = view.visit, visit_of(request)
        shelf = await programmes_at(pool, view)
        asked = asked_of(request, shelf, view)
        eyes = eyes_of_visit(reader_now)
        rows = await inspections_at(pool, view, reader_of(reader_now))
        found = await findings_at(pool, view, Wanted(is_open=True, limit=5000))
        names = Names(visit.ward, visit.language, visit.today)
        units = inspected_units(visit.ward, visit.today)
        shown = [line_of(row, eyes, names) for row in rows if fits(row, asked, visit)]
        return page(
            request,
            "inspections/calendar.html",
            asked=asked,
            lanes=[
                lane_of(unit, rows, found, eyes, names, asked)
                for unit in units
                if asked.unit in ("", slug_of(unit))
            ],
            months=months_of(asked),
            today_x=place_of(visit.today, asked),
            lines=shown,
            coverage=coverage_of(rows, units, asked, shelf, names),
            kinds=KINDS,
            stages=STAGES,
            units=[(slug_of(unit), unit.name_on(visit.today)) for unit in units],
            active=active_filters(asked, visit.language, units, visit.today),
            may_order=not view.typed and may_order(reader_now, shelf),
            may_plan=not view.typed and bool(reader_now.roles & {"C", "V", "K", "O", "A"}),
            as_of=view.band(asked.query(as_of="")),
            past_query=view.query,
            shown_on=visit.today,
            local=local_links(visit.language, "/inspections"),
            crumbs=(Crumb(say(visit.language, "nav.inspections")),),
        )


CONTROLLERS: list[type[Controller]] = [CalendarPage]


def asked_of(request: AnyRequest, shelf: Sequence[ProgrammeRow], view: View) -> Asked:
    """The filters; without days the period of the programme of that day, else the half-year."""
    visit, query = view.visit, request.query_params
    form = Form(visit.language, {"from": [query.get("from", "")], "to": [query.get("to", "")]})
    first, last = period_of(visit.today, shelf)
    from_on = form.day("from", "form.day", required=False) or first
    to_on = form.day("to", "form.day", required=False) or last
    if to_on < from_on or (to_on - from_on).days > 1100:
        from_on, to_on = first, last
    kind, state = query.get("kind", ""), query.get("state", "")
    return Asked(
        unit=query.get("unit", "").casefold(),
        kind=kind if kind in KINDS else "",
        state=state if state in (*STAGES, "open") else "",
        from_on=from_on,
        to_on=to_on,
        as_of=view.typed,
    )


def period_of(today: date, shelf: Iterable[ProgrammeRow]) -> tuple[date, date]:
    """The programme in force today, else the half-year."""
    for row in shelf:
        if row.life == "approved" and row.period_from <= today <= row.period_to:
            return row.period_from, row.period_to
    if today.month <= 6:
        return date(today.year, 1, 1), date(today.year, 6, 30)
    return date(today.year, 7, 1), date(today.year, 12, 31)


def fits(row: InspectionRow, asked: Asked, visit: Visit) -> bool:
    """Whether a row belongs into the list."""
    unit = visit.ward.units.get(row.unit_id)
    in_state = asked.state in ("", row.stage) or (asked.state == "open" and row.stage in OPEN)
    return (
        row.from_on <= asked.to_on
        and row.to_on >= asked.from_on
        and asked.kind in ("", row.kind)
        and in_state
        and (not asked.unit or (unit is not None and slug_of(unit) == asked.unit))
    )


def shows_score(row: InspectionRow, eyes: Eyes) -> bool:
    """By the rule of answers, from what the row knows."""
    if set(eyes.posts) & set(row.team) or row.frozen_at is not None:
        return True
    return row.unit_id in eyes.units and row.stage not in ("ordered", "announced", "opened",
                                                           "visit_closed")  # fmt: skip


def line_of(row: InspectionRow, eyes: Eyes, names: Names) -> Line:
    """A row in words."""
    scored = row.scaled if shows_score(row, eyes) else ""
    return Line(
        code=row.code,
        kind=row.kind,
        unit_id=row.unit_id,
        unit=names.unit(row.unit_id),
        stage=row.stage,
        on=day_of(row),
        to_on=row.to_on,
        leader=names.holder(row.leader_post),
        score=figure(scored, names.language) if scored else "",
    )


def day_of(row: InspectionRow) -> date:
    """When it took place, was announced for, or is ordered for."""
    return local_date(row.opened_at) if row.opened_at else row.visit_on or row.from_on


def lane_of(
    unit: Unit,
    rows: Sequence[InspectionRow],
    found: Sequence[FindingLine],
    eyes: Eyes,
    names: Names,
    asked: Asked,
) -> Lane:
    """One unit, from rows that the reader may see."""
    own = [row for row in rows if row.unit_id == unit.unit_id and row.stage != "cancelled"]
    visited = [row for row in own if row.opened_at is not None]
    last = max((day_of(row) for row in visited), default=None)
    scored = [row for row in visited if row.scaled and shows_score(row, eyes)]
    return Lane(
        unit_id=unit.unit_id,
        unit=unit.name_on(names.on),
        slug=slug_of(unit),
        months=months_between(last, names.on) if last else None,
        last_on=last,
        score=figure(scored[-1].scaled, names.language) if scored else "",
        open_findings=_open_findings([x for x in found if x.unit_id == unit.unit_id], own, eyes),
        bars=tuple(bar_of(row, asked, names) for row in own if _is_within(row, asked)),
        visits=tuple(line_of(row, eyes, names) for row in own if _is_within(row, asked)),
    )


def _open_findings(
    found: Sequence[FindingLine], rows: Sequence[InspectionRow], eyes: Eyes
) -> int | None:
    """Of inspections whose answers the reader may see."""
    if not eyes.in_ward:
        return None
    seen = {row.inspection_id for row in rows if shows_score(row, eyes)}
    return sum(1 for line in found if line.inspection_id in seen or line.is_earlier)


def _is_within(row: InspectionRow, asked: Asked) -> bool:
    return row.from_on <= asked.to_on and row.to_on >= asked.from_on


def months_between(earlier: date, later: date) -> int:
    """Whole months."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return max(months - (later.day < earlier.day), 0)


def place_of(on: date, asked: Asked) -> float:
    """Where a day lies on the lane, from 0 to 100."""
    whole = max((asked.to_on - asked.from_on).days, 1)
    return round(min(max((on - asked.from_on).days / whole, 0), 1) * 100, 2)


def bar_of(row: InspectionRow, asked: Asked, names: Names) -> Bar:
    """From the first to the last day; never too narrow to be seen."""
    on = day_of(row)
    left = place_of(on, asked)
    width = max(place_of(max(row.to_on, on), asked) - left, 2.5)
    kind = names.say(f"inspection.kind.{row.kind}")
    return Bar(
        x=min(left, 97.5),
        width=width,
        label=f"{row.code}: {kind}, {on:%d/%m}",
        code=row.code,
        is_past=row.opened_at is not None,
    )


def months_of(asked: Asked) -> list[tuple[int, float]]:
    """Number and place of each month that begins in the span."""
    found: list[tuple[int, float]] = []
    year, month = asked.from_on.year, asked.from_on.month
    while (on := date(year, month, 1)) <= asked.to_on:
        found.append((month, place_of(max(on, asked.from_on), asked)))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def coverage_of(
    rows: Iterable[InspectionRow],
    units: Sequence[Unit],
    asked: Asked,
    shelf: Iterable[ProgrammeRow],
    names: Names,
) -> Coverage:
    """Scheduled visits that took place in the span; what is planned comes from programmes only."""
    visited = {
        row.unit_id
        for row in rows
        if row.kind == "scheduled"
        and row.opened_at is not None
        and asked.from_on <= local_date(row.opened_at) <= asked.to_on
        and row.stage != "cancelled"
    }
    missing = [unit for unit in units if unit.unit_id not in visited]
    period = next(
        (
            row
            for row in shelf
            if row.life == "approved"
            and (row.period_from, row.period_to) == (asked.from_on, asked.to_on)
        ),
        None,
    )
    named = planned(period.rounds) if period is not None else {}
    return Coverage(
        units=len(units),
        visited=len(units) - len(missing),
        missing=tuple(unit.name_on(names.on) for unit in missing),
        code=period.code if period is not None else "",
        planned=tuple(unit.name_on(names.on) for unit in missing if unit.unit_id in named),
    )


def active_filters(
    asked: Asked, language: Language, units: Sequence[Unit], today: date
) -> list[tuple[str, str, str]]:
    """Filters that are on, each with the address without it."""
    found = []
    unit = next((u for u in units if slug_of(u) == asked.unit), None)
    if unit is not None:
        label = say(language, "inspection.fact.unit")
        found.append((label, unit.name_on(today), asked.query(unit="")))
    if asked.kind:
        words = say(language, f"inspection.kind.{asked.kind}")
        found.append((say(language, "inspection.fact.kind"), words, asked.query(kind="")))
    if asked.state:
        words = say(language, f"inspection.stage.{asked.state}")
        found.append((say(language, "inspection.fact.stage"), words, asked.query(state="")))
    return found
