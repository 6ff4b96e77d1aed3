"""The computed items of a visit: points by the item's rule, both counts, links to what was counted.

What is not recorded here yet (dossiers, satisfaction, feedback) has no figure; the inspector then
answers with a note.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from domain.checklist_item import Item
from domain.inspection.parts import Figure
from domain.inspection.state import Inspection
from domain.points import points, written
from domain.values import Link
from service.lookups_inspection import Asked, Counted, Pool, item_figures

LINKS_MAX = 50
STEP = Decimal("0.5")
"""Points lost per overdue task."""

Rule = Callable[[Pool, Asked, Decimal], Awaitable[Figure | None]]


async def figure_of(pool: Pool, item: Item, it: Inspection, on: date) -> Figure | None:
    """What an item comes to on a day; None where nothing is recorded that it could rest on."""
    rule = RULES.get(item.item_key)
    if item.source != "DATA" or rule is None:
        return None
    asked = Asked(unit_id=it.unit_id, from_on=it.period_from, to_on=it.period_to, cut=on)
    return await rule(pool, asked, points(item.max_points))


async def _plan_tasks(pool: Pool, asked: Asked, most: Decimal) -> Figure | None:
    return share(await item_figures.plan_tasks_due(pool, asked), most, "task")


async def _overdue(pool: Pool, asked: Asked, most: Decimal) -> Figure | None:
    late = await item_figures.overdue_tasks(pool, asked)
    left = max(most - STEP * len(late), Decimal(0))
    return Figure(points=written(left), text=str(len(late)), links=links(late, "task"))


async def _remedies(pool: Pool, asked: Asked, most: Decimal) -> Figure | None:
    return share(await item_figures.remedies_due(pool, asked), most, "finding")


def share(counted: Sequence[Counted], most: Decimal, kind: str) -> Figure | None:
    """The points times the good share; nothing counted: no figure, the item does not apply."""
    if not counted:
        return None
    good = sum(1 for each in counted if each.good)
    reached = most * good / len(counted)
    return Figure(
        points=written(reached), text=f"{good}/{len(counted)}", links=links(counted, kind)
    )


def links(counted: Sequence[Counted], kind: str) -> tuple[Link, ...]:
    """What counted against the unit first, then the rest."""
    ordered = sorted(counted, key=lambda each: (each.good, each.code))
    return tuple(
        Link(kind=kind, id=each.code, why="good" if each.good else "bad")
        for each in ordered[:LINKS_MAX]
    )


RULES: Mapping[str, Rule] = {
    "cchc-1.2": _plan_tasks,
    "cchc-1.3": _overdue,
    "cchc-1.6": _remedies,
}
"""By the lasting key of the item, so that renumbering keeps its figure."""
