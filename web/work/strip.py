"""The strip of a unit's month: what came due in it, each number with its list."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from projections.database import Pool
from projections.duties_query import UnitMonth, unit_month
from web.register.asked import register_link
from web.register.past import View
from web.session import Visit

UNIT_ROLES = frozenset({"H", "D", "L"})


class Strip(msgspec.Struct, frozen=True, kw_only=True):
    """The unit's month: each number with its list."""

    since: date
    numbers: UnitMonth
    links: dict[str, str]


async def strip_of(pool: Pool, view: View, visit: Visit) -> Strip | None:
    """This month and the last one, for tasks the reader's unit leads."""
    units = [p.unit_id for p in visit.posts if p.rank not in ("chair", "vice_chair")]
    if not units or not visit.roles & UNIT_ROLES:
        return None
    since = (visit.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    numbers = await unit_month(pool, units, since, view.days)
    codes = [visit.ward.units[u].code.casefold() for u in dict.fromkeys(units)]
    spell = {
        "unit": codes,
        "stage": "all",
        "due_from": since.isoformat(),
        "due_to": visit.today.isoformat(),
        "as_of": view.typed,
    }
    links = {
        "due": register_link(**spell, classes=_DUE),
        "on_time": register_link(**spell, classes=("done_on_time",)),
        "late": register_link(**spell, classes=("done_late",)),
        "overdue": register_link(**spell, classes=("overdue",)),
        "waiting": register_link(**spell, classes=("waiting_in_time", "waiting_late")),
        "extended": register_link(
            unit=codes, stage="all", extended_from=since.isoformat(), as_of=view.typed
        ),
    }
    return Strip(since=since, numbers=numbers, links=links)


_DUE = (
    "overdue",
    "due_today",
    "waiting_late",
    "waiting_in_time",
    "done_late",
    "done_on_time",
)
