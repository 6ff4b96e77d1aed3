"""Which promised fix is due, late, verified? Four lists of what is owed, two of what became."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
from litestar import Controller, Response, get

from domain.finding.memory import Promised
from domain.finding.values import REMEDIED
from projections.finding_query import Wanted
from projections.finding_register import FindingRow
from web.findings.loading import SeenLine, seen_lines
from web.findings.register import LineView, by_unit, line_of
from web.inspection_links import local_links
from web.inspections.ordering import inspected_units
from web.inspections.routes import READ
from web.org.views import slug_of
from web.register.asked import address
from web.register.past import view_of_list
from web.render import AnyRequest, Crumb, catch_up, page
from web.tasks.naming import Names
from web.texts import say

ADDRESS = "/findings/follow-up"
BOARD = ("promised", "soon", "late", "verify")
DONE = ("reopened", "verified")


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One list of the board, by unit."""

    name: str
    count: int
    units: Sequence[tuple[str, list[PromisedLine]]]


class PromiseView(msgspec.Struct, frozen=True, kw_only=True):
    """A measure that the unit promised, its day, and what became of it."""

    text: str
    last_on: date
    state: str
    is_late: bool


class PromisedLine(msgspec.Struct, frozen=True):
    """A finding of the board with what was promised for it."""

    line: LineView
    promises: Sequence[PromiseView]

    @property
    def unit(self) -> str:
        """By which the board is ordered."""
        return self.line.unit


class FollowUp(Controller):
    """The board."""

    path = ADDRESS

    @get(opt=READ)
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        view = await view_of_list(request)
        visit, days = view.visit, view.days
        unit = request.query_params.get("unit", "").casefold()
        units = inspected_units(visit.ward, visit.today)
        unit_ids = tuple(u.unit_id for u in visit.ward.units.values() if slug_of(u) == unit)
        wanted = Wanted(unit_ids=unit_ids if unit else None, severities=tuple(REMEDIED), limit=5000)
        names = Names(visit.ward, visit.language, visit.today)
        lists: dict[str, list[LineView]] = {name: [] for name in (*BOARD, *DONE)}
        for seen in await seen_lines(request, wanted, days.known_at):
            for name in places(seen, visit.today, days.soon_until):
                lists[name].append(PromisedLine(line_of(seen, names), promises(seen, names)))
        columns = {
            name: Column(name=name, count=len(lines), units=by_unit(lines))
            for name, lines in lists.items()
        }
        return page(
            request,
            "findings/follow_up.html",
            board=[columns[name] for name in BOARD],
            done=[columns[name] for name in DONE],
            units=[
                (name, address(ADDRESS, {"unit": slug, "as_of": view.typed}), slug == unit)
                for slug, name in (
                    ("", say(visit.language, "finding.filter.every")),
                    *((slug_of(u), u.name_on(visit.today)) for u in units),
                )
            ],
            unit=unit,
            as_of=view.band(address(ADDRESS, {"unit": unit})),
            past_query=view.query,
            shown_on=visit.today,
            local=local_links(visit.language, ADDRESS),
            crumbs=(
                Crumb(say(visit.language, "nav.inspections"), "/inspections"),
                Crumb(say(visit.language, "local.follow_up")),
            ),
        )


CONTROLLERS: list[type[Controller]] = [FollowUp]


def promises(seen: SeenLine, names: Names) -> list[PromiseView]:
    """Measures of the plan; who reads only what was concluded does not read the plan."""
    if seen.view != "full":
        return []
    return [
        PromiseView(
            text=each.text,
            last_on=each.last_on,
            state=names.say(f"finding.promise.{state}"),
            is_late=state in ("late", "not_done"),
        )
        for each in seen.row.promises
        if each.measure_id is not None
        for state in (promise_state(each, seen.row, names.on),)
    ]


def promise_state(promise: Promised, row: FindingRow, today: date) -> str:
    """Verified with the whole, seen by the team, late, or still to come."""
    if row.stage in ("verified", "closed"):
        return "verified"
    look = promise.follow_up
    if look is not None and look.is_done is not None:
        return "done" if look.is_done else "not_done"
    if row.stage == "remedy_reported":
        return "reported"
    return "late" if promise.last_on < today else "promised"


def places(seen: SeenLine, today: date, soon_until: date) -> tuple[str, ...]:
    """On which lists a finding stands; one that came back stands on two."""
    row = seen.row
    if row.stage == "remedy_reported":
        place = "verify"
    elif row.stage == "upheld":
        last_on = next_promised(row)
        is_late = last_on is not None and last_on < today
        is_soon = last_on is not None and last_on <= soon_until
        place = "late" if is_late else "soon" if is_soon else "promised"
    elif row.stage in ("verified", "closed") and row.reported_on is not None:
        return ("verified",)
    else:
        return ()
    return (place, "reopened") if row.is_reopened else (place,)


def next_promised(row: FindingRow) -> date | None:
    """The earliest day that was promised and not yet seen to be kept."""
    waiting = [p.last_on for p in row.promises if p.follow_up is None or not p.follow_up.is_done]
    return min(waiting, default=row.remedy_by)
