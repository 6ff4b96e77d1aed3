"""Which findings are open, and where do they repeat? Filters live in the address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar, get_args
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from litestar import Controller, Response, get

from domain.finding.memory import Stage
from domain.finding.values import Severity
from domain.values import FIELDS
from projections.finding_query import Wanted
from web.findings import file_view
from web.findings.enter_earlier import may_enter
from web.findings.loading import SeenLine, seen_lines
from web.inspection_links import local_links
from web.inspections.file_view import SQUARES
from web.inspections.ordering import inspected_units
from web.inspections.routes import READ
from web.org.views import slug_of
from web.register.lines import days_to, field_name
from web.register.past import View, view_of_list
from web.render import AnyRequest, Crumb, catch_up, page
from web.session import Visit, visit_of
from web.tasks.naming import Names
from web.texts import say

ADDRESS = "/findings"
STAGES: tuple[str, ...] = get_args(Stage)
SEVERITIES: tuple[str, ...] = get_args(Severity)
STATES = ("open", "all", *STAGES)
FILTERS = ("unit", "item", "field", "severity", "state", "repeat", "inspection")
NAME_MAX = 40
DESCRIPTION_MAX = 140


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The filters as they stand in the address; empty asks for nothing in particular."""

    unit: str = ""
    item: str = ""
    field: str = ""
    severity: str = ""
    state: str = "open"
    repeat: str = ""
    inspection: str = ""
    as_of: str = ""
    """The past moment that is shown, as it stands in the address; empty for now."""

    def query(self, **changes: str) -> str:
        """The same list with something changed."""
        kept = {name: getattr(self, name) for name in (*FILTERS, "as_of")} | changes
        if kept["state"] == "open":
            kept["state"] = ""
        found = {name: value for name, value in kept.items() if value}
        return ADDRESS + ("?" + urlencode(found) if found else "")


class LineView(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as a list shows it."""

    code: str
    description: str
    item: str
    inspection: str
    unit_id: UUID
    unit: str
    head: str
    severity: str
    squares: int
    is_repeated: bool
    stance: str
    state: str
    stage: str
    last_on: date | None
    distance: int | None
    is_late: bool


class FindingRegister(Controller):
    """Every finding the reader may know of; open ones by default, by the next last day."""

    path = ADDRESS

    @get(opt=READ)
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        view = await view_of_list(request)
        visit = view.visit
        asked = asked_of(request, view)
        names = Names(visit.ward, visit.language, visit.today)
        every = await seen_lines(request, wanted_of(asked, visit), view.days.known_at)
        rows = [each for each in every if fits(each, asked)]
        units = inspected_units(visit.ward, visit.today)
        return page(
            request,
            "findings/register.html",
            asked=asked,
            lines=[line_of(each, names) for each in rows],
            open_count=sum(each.row.is_open for each in rows),
            late_count=sum(is_late(each, visit.today) for each in rows),
            repeated_count=sum(each.row.is_repeated for each in rows),
            chosen=msgspec.structs.asdict(asked),
            state_options=[(state, state_name(state, visit)) for state in STATES],
            severity_options=[(x, say(visit.language, f"severity.{x}")) for x in SEVERITIES],
            fields=[(str(f), field_name(f, visit.language)) for f in FIELDS],
            units=[(slug_of(unit), unit.name_on(visit.today)) for unit in units],
            inspection_options=[(code, code) for code in codes_of(every, asked)],
            active=active_filters(asked, visit),
            may_enter=not view.typed and may_enter(visit_of(request)),
            as_of=view.band(asked.query(as_of="")),
            past_query=view.query,
            shown_on=visit.today,
            local=local_links(visit.language, ADDRESS),
            crumbs=(
                Crumb(say(visit.language, "nav.inspections"), "/inspections"),
                Crumb(say(visit.language, "local.findings")),
            ),
        )


CONTROLLERS: list[type[Controller]] = [FindingRegister]


def codes_of(rows: Iterable[SeenLine], asked: Asked) -> list[str]:
    """Inspections to choose from; the one that is chosen stays among them."""
    known = {each.inspection.code for each in rows if each.inspection}
    return sorted(known | ({asked.inspection} if asked.inspection else set()))


def asked_of(request: AnyRequest, view: View) -> Asked:
    """What the address says; what it does not know is left out."""
    query = request.query_params

    def word(name: str) -> str:
        return " ".join(query.get(name, "").split())[:NAME_MAX]

    field, severity, state = word("field"), word("severity"), word("state")
    return Asked(
        unit=word("unit").casefold(),
        item=word("item"),
        field=field if field in {str(f) for f in FIELDS} else "",
        severity=severity if severity in SEVERITIES else "",
        state=state if state in STATES else "open",
        repeat="1" if word("repeat") == "1" else "",
        inspection=word("inspection").upper(),
        as_of=view.typed,
    )


def wanted_of(asked: Asked, visit: Visit) -> Wanted:
    """The part of it that the rows themselves can answer."""
    unit_ids = None
    if asked.unit:
        unit_ids = tuple(
            unit.unit_id for unit in visit.ward.units.values() if slug_of(unit) == asked.unit
        )
    return Wanted(
        unit_ids=unit_ids,
        field=int(asked.field) if asked.field else None,
        severities=(asked.severity,) if asked.severity else None,
        stages=(asked.state,) if asked.state in STAGES else None,
        is_open=True if asked.state == "open" else None,
        is_repeated=True if asked.repeat else None,
        limit=5000,
    )


def fits(seen: SeenLine, asked: Asked) -> bool:
    """Item by its number or key, inspection by its code."""
    row = seen.row
    if asked.item and asked.item not in (row.item_code, row.item_key):
        return False
    code = seen.inspection.code if seen.inspection else ""
    return asked.inspection in ("", code)


def last_day(seen: SeenLine) -> date | None:
    """The next last day of the clock that runs; none of what is over."""
    row = seen.row
    return row.answering_until or row.verify_by or (row.remedy_by if row.is_open else None)


def is_late(seen: SeenLine, today: date) -> bool:
    """The clock that runs has run out."""
    last_on = last_day(seen)
    return last_on is not None and last_on < today


def line_of(seen: SeenLine, names: Names) -> LineView:
    """In words; whoever sees it only in part reads no person."""
    row = seen.row
    last_on = last_day(seen)
    head = (
        names.ward.head_of(row.unit_id, names.on)
        if seen.view == "full" and not row.is_earlier
        else None
    )
    item = row.item_code or row.item_key
    return LineView(
        code=row.code,
        description=_clipped(row.description),
        item=item,
        inspection=seen.inspection.code if seen.inspection else "",
        unit_id=row.unit_id,
        unit=names.unit(row.unit_id),
        head=names.person(head.person_id) if head else "",
        severity=names.say(f"severity.{row.severity}"),
        squares=SQUARES.get(row.severity, 0),
        is_repeated=row.is_repeated,
        stance=stance_of(seen, names),
        state=file_view.state_of(row, names),
        stage=row.stage,
        last_on=last_on,
        distance=days_to(last_on, names.ward, names.on) if last_on else None,
        is_late=last_on is not None and last_on < names.on,
    )


def stance_of(seen: SeenLine, names: Names) -> str:
    """What the unit said; silence is said as silence."""
    row = seen.row
    if row.is_silent:
        return names.say("stance.silent")
    return names.say(f"stance.{row.stance}" if row.stance else "facts.none_yet")


def _clipped(text: str) -> str:
    first = " ".join(text.split())
    if len(first) <= DESCRIPTION_MAX:
        return first
    return first[:DESCRIPTION_MAX].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def active_filters(asked: Asked, visit: Visit) -> list[tuple[str, str, str]]:
    """The filters that are on, in words, with the address without each."""
    language = visit.language
    units = {slug_of(unit): unit.name_on(visit.today) for unit in visit.ward.units.values()}
    said = {
        "unit": units.get(asked.unit, asked.unit),
        "item": asked.item,
        "field": field_name(int(asked.field), language) if asked.field else "",
        "severity": say(language, f"severity.{asked.severity}") if asked.severity else "",
        "state": state_name(asked.state, visit) if asked.state != "open" else "",
        "repeat": say(language, "severity.repeat") if asked.repeat else "",
        "inspection": asked.inspection,
    }
    return [
        (say(language, f"finding.filter.{name}"), value, asked.query(**{name: ""}))
        for name, value in said.items()
        if value
    ]


def state_name(state: str, visit: Visit) -> str:
    """Open, all, or one stage."""
    key = f"finding.state.{state}" if state in ("open", "all") else f"finding.stage.{state}"
    return say(visit.language, key)


class OfUnit(Protocol):
    """A line that says which unit it is of."""

    @property
    def unit(self) -> str:
        """Its name."""


Line = TypeVar("Line", bound=OfUnit)


def by_unit(lines: Iterable[Line]) -> Sequence[tuple[str, list[Line]]]:
    """Grouped by unit, in the order of their names."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.unit, []).append(line)
    return sorted(found.items())
