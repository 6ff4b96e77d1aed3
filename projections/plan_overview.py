"""How a plan stands: fields × units in the official two pairs, with totals and what is apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

import msgspec

from domain.values import FIELDS, Value
from projections.database import Pool, fetch
from projections.register_filter import RegisterFilter, where
from projections.register_past import lines_at
from projections.time_class_sql import TIME_CLASS, Days

Basis = Literal["claimed", "verified"]
"""Claimed: what a unit handed in counts as done. Verified: only what was confirmed."""

PACE_DAYS = 90
APART = ("no_deadline", "done_no_deadline", "standing", "conditional", "suspended", "withdrawn")
"""Outside the pairs, each on a line of its own; returned ones are named in their cell as well."""
DATED = (
    "done_on_time",
    "done_late",
    "in_time",
    "due_soon",
    "due_today",
    "overdue",
    "waiting_in_time",
    "waiting_late",
)
LATE = frozenset({"done_late", "overdue", "waiting_late"})


class Group(msgspec.Struct, kw_only=True):
    """Tasks that are equal for the matrix."""

    field: int
    lead_id: UUID | None
    time_class: str
    is_due: bool
    """Their last day has come."""
    is_recent: bool = False
    """It came within the time by which the pace is judged."""
    count: int
    asking: int = 0
    """How many of them wait for a decision on more time."""


class Numbers(Value, frozen=True, kw_only=True):
    """Counts per time class over some tasks, and the pairs made of them."""

    by_class: Mapping[str, int] = {}
    due_by_class: Mapping[str, int] = {}
    asking: int = 0

    def of(self, *classes: str) -> int:
        """How many are of one of these classes."""
        return sum(self.by_class.get(name, 0) for name in classes)

    def pair(self, part: str, basis: Basis) -> int:
        """One number of the two pairs."""
        return self.of(*classes_of(part, basis))

    @property
    def dated(self) -> int:
        """Tasks with a deadline: what shares are taken of."""
        return self.of(*DATED)

    @property
    def due(self) -> int:
        """Of these, the ones whose last day has come."""
        return sum(self.due_by_class.get(name, 0) for name in DATED)

    @property
    def total(self) -> int:
        """Everything but parents, whose children are counted."""
        return sum(n for name, n in self.by_class.items() if name != "parent")

    def due_of(self, *classes: str) -> int:
        """Of those whose last day has come, how many are of one of these classes."""
        return sum(self.due_by_class.get(name, 0) for name in classes)


PARTS = ("done_on_time", "done_late", "in_time", "overdue")


def classes_of(part: str, basis: Basis) -> tuple[str, ...]:
    """The time classes behind one number, as the register is asked for them."""
    claimed = basis == "claimed"
    match part:
        case "done_on_time":
            return ("done_on_time", "waiting_in_time") if claimed else ("done_on_time",)
        case "done_late":
            return ("done_late", "waiting_late") if claimed else ("done_late",)
        case "in_time":
            return ("in_time", "due_soon", "due_today")
        case "waiting":
            return () if claimed else ("waiting_in_time", "waiting_late")
        case _:
            return (part,)


class Pace(Value, frozen=True, kw_only=True):
    """What happens if work goes on as it did lately."""

    due: int
    late: int
    running: int
    """Open tasks that are not late."""

    @property
    def expected_late(self) -> int | None:
        """None where nothing came due lately: no pace, no forecast."""
        return (2 * self.running * self.late + self.due) // (2 * self.due) if self.due else None


class Overview(Value, frozen=True, kw_only=True):
    """The matrix with its edges."""

    cells: Mapping[tuple[int, UUID | None], Numbers]
    rows: Mapping[int, Numbers]
    columns: Mapping[UUID | None, Numbers]
    all: Numbers
    pace: Pace

    def cell(self, field: int, lead_id: UUID | None) -> Numbers:
        """What a field has in a unit; possibly nothing."""
        return self.cells.get((field, lead_id), Numbers())


def overview_of(groups: Iterable[Group]) -> Overview:
    """Cells, edges and pace from the counted groups."""
    known = list(groups)
    running = [g for g in known if g.time_class in classes_of("in_time", "verified")]
    recent = [g for g in known if g.is_recent and g.time_class in DATED]
    return Overview(
        cells=_summed(known, lambda g: (g.field, g.lead_id)),
        rows={field: Numbers() for field in FIELDS} | _summed(known, lambda g: g.field),
        columns=_summed(known, lambda g: g.lead_id),
        all=_summed(known, lambda g: 0).get(0, Numbers()),
        pace=Pace(
            due=sum(g.count for g in recent),
            late=sum(g.count for g in recent if g.time_class in LATE),
            running=sum(g.count for g in running),
        ),
    )


def _summed(groups: list[Group], key: Callable[[Group], Any]) -> dict[Any, Numbers]:
    found: dict[Any, tuple[dict[str, int], dict[str, int], int]] = {}
    for group in groups:
        every, due, asking = found.get(key(group), ({}, {}, 0))
        every[group.time_class] = every.get(group.time_class, 0) + group.count
        if group.is_due:
            due[group.time_class] = due.get(group.time_class, 0) + group.count
        found[key(group)] = (every, due, asking + group.asking)
    return {
        name: Numbers(by_class=every, due_by_class=due, asking=asking)
        for name, (every, due, asking) in found.items()
    }


async def groups(pool: Pool, asked: RegisterFilter, days: Days) -> list[Group]:
    """Count the tasks that match, as they stand now."""
    condition, facts = where(asked)
    return await fetch(
        pool,
        Group,
        "SELECT field, lead_id, time_class, is_due, is_recent, count(*) AS count,"
        " count(*) FILTER (WHERE asks_extension) AS asking"
        f" FROM (SELECT field, lead_id, ({TIME_CLASS}) AS time_class, asks_extension,"
        " coalesce(last_on <= %(today)s, false) AS is_due,"
        " coalesce(last_on BETWEEN %(pace_from)s AND %(today)s, false) AS is_recent"
        f" FROM {lines_at(days)} WHERE {condition}) AS line"
        " GROUP BY field, lead_id, time_class, is_due, is_recent",
        facts | days.facts | {"pace_from": pace_from(days.today)},
    )


def pace_from(today: date) -> date:
    """The first day by which the pace is judged."""
    return today - timedelta(days=PACE_DAYS)
