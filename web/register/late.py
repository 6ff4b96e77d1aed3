"""The page of what became late since a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
from litestar import Controller, Response, get

from domain.ward import Ward
from projections.register_query import RegisterLine, late_since
from projections.time_class_sql import Days
from projections.vietnamese import sort_key
from web.forms import asked as asked_word
from web.house import house_of
from web.register.asked import ADDRESS, read_day
from web.register.lines import LineView, head_name, seen_line, shows_names, unit_name
from web.render import AnyRequest, Crumb, catch_up, page
from web.session import Visit, visit_of
from web.texts import say

LONG_AGO = date(2000, 1, 1)


class LateLine(msgspec.Struct, frozen=True, kw_only=True):
    """A task, who answered for it on its last day, and how long until the first letter."""

    view: LineView
    head: str
    urging_in: int | None


class LateUnit(msgspec.Struct, frozen=True, kw_only=True):
    """Tasks of one unit that became late."""

    unit: str
    lines: list[LateLine]


class LateSince(Controller):
    """What became late since a day?"""

    path = f"{ADDRESS}/late-since"

    @get(opt={"permission": "tasks.read"})
    async def show(self, request: AnyRequest) -> Response[str]:
        await catch_up(request)
        visit = visit_of(request)
        yesterday = visit.today - timedelta(days=1)
        since = max(min(read_day(asked_word(request, "day")) or yesterday, visit.today), LONG_AGO)
        pool: Any = house_of(request).pool
        lines = await late_since(pool, since, Days.of(visit.ward, visit.today))
        return page(
            request,
            "register/late_since.html",
            since=since,
            count=len(lines),
            units=_by_unit(lines, visit),
            earlier=since - timedelta(days=1),
            later=since + timedelta(days=1) if since < visit.today else None,
            may_urge=bool(visit.roles & {"O", "K"}),
            crumbs=(
                Crumb(say(visit.language, "nav.tasks"), ADDRESS),
                Crumb(say(visit.language, "local.late_since")),
            ),
        )


def _by_unit(lines: Sequence[RegisterLine], visit: Visit) -> list[LateUnit]:
    groups: dict[str, list[LateLine]] = {}
    for line in lines:
        name = unit_name(visit.ward, line.lead_id, visit.today, visit.language)
        groups.setdefault(name, []).append(_late_line(line, visit))
    in_order = sorted(groups.items(), key=lambda group: sort_key(group[0]))
    return [LateUnit(unit=name, lines=late) for name, late in in_order]


def _late_line(line: RegisterLine, visit: Visit) -> LateLine:
    last_on = line.last_on or visit.today
    return LateLine(
        view=seen_line(line, visit),
        head=head_name(visit.ward, line.lead_id, last_on) if shows_names(visit) else "",
        urging_in=_urging_in(last_on, visit.ward, visit.today) if not line.urgings else None,
    )


def _urging_in(last_on: date, ward: Ward, today: date) -> int:
    """Working days until the first letter is due; 0 when it is due already."""
    steps = ward.limit("urging_steps", today)
    first = steps[0] if isinstance(steps, tuple) and steps else 0
    return max(ward.calendar.working_days(today, ward.calendar.after(last_on, first)), 0)
