"""The computed items of a visit: points by the item's rule, both counts, links to what was counted.

Dossiers and surveys come from imported counts. What is not recorded here (feedback, signing,
targets of the year) has no figure; the inspector then answers with a note.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from domain.checklist_item import Item
from domain.figures.counts import sum_of, sum_of_surveys
from domain.inspection.parts import Figure
from domain.inspection.state import Inspection
from domain.points import points, written
from domain.values import Link
from service.lookups_inspection import Asked, Counted, FiguresRow, Pool, item_figures

LINKS_MAX = 50
STEP = Decimal("0.5")
"""Points lost per overdue task."""

Bands = tuple[tuple[int, Decimal], ...]
"""Least percentage, and the part of the points that it is worth; the highest first."""
SETTLED_BANDS: Bands = ((98, Decimal(1)), (95, Decimal("0.75")), (90, Decimal("0.5")))
SATISFIED_BANDS: Bands = ((90, Decimal(1)), (80, Decimal("0.5")))

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


async def _tasks(pool: Pool, asked: Asked, most: Decimal) -> Figure | None:
    return share(await item_figures.tasks_due(pool, asked), most, "task")


async def _settled_in_time(pool: Pool, asked: Asked, most: Decimal) -> Figure | None:
    rows = await item_figures.imported(pool, "dossiers", asked)
    counts = sum_of(each for row in rows for each in row.dossiers)
    return banded(counts.settled_in_time, counts.settled, most, SETTLED_BANDS, rows)


async def _without_apology(pool: Pool, asked: Asked, most: Decimal) -> Figure | None:
    """Late or overdue at the end, and nobody was written to; no figure where that is not known."""
    rows = await item_figures.imported(pool, "dossiers", asked)
    counts = sum_of(each for row in rows for each in row.dossiers)
    if not rows or counts.apologies is None:
        return None
    still_open = sum_of(rows[-1].dossiers).open_overdue
    late = counts.settled_late + still_open
    owed = max(late - counts.apologies, 0)
    left = max(most - owed, Decimal(0))
    return Figure(points=written(left), text=f"{owed}/{late}", links=imports(rows))


async def _satisfied(pool: Pool, asked: Asked, most: Decimal) -> Figure | None:
    rows = await item_figures.imported(pool, "survey", asked)
    counts = sum_of_surveys(row.survey for row in rows if row.survey is not None)
    return banded(counts.satisfied, counts.answers, most, SATISFIED_BANDS, rows)


def banded(
    good: int, every: int, most: Decimal, bands: Bands, rows: Sequence[FiguresRow]
) -> Figure | None:
    """The part of the points that the share reaches; nothing counted: no figure."""
    if not every:
        return None
    part = next((part for least, part in bands if good * 100 >= least * every), Decimal(0))
    return Figure(points=written(most * part), text=f"{good}/{every}", links=imports(rows))


def imports(rows: Sequence[FiguresRow]) -> tuple[Link, ...]:
    """The imports that the counts came with, each once."""
    ids = dict.fromkeys(str(row.import_id) for row in rows)
    return tuple(Link(kind="import", id=each) for each in ids)[:LINKS_MAX]


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
    "cchc-3.1": _settled_in_time,
    "cchc-3.2": _without_apology,
    "cchc-3.8": _satisfied,
    "cchc-5.7": _tasks,
}
"""By the lasting key of the item, so that renumbering keeps its figure."""

NO_SOURCE: Mapping[str, str] = {
    "cchc-1.4": "reports",
    "cchc-3.7": "feedback",
    "cchc-5.4": "staff",
    "cchc-7.1": "signing",
    "cchc-7.2": "online",
    "cchc-7.3": "digitised",
    "cchc-7.4": "paid_online",
}
"""What the product records nothing of, so that the inspector fills the item in by hand."""


def why_no_figure(item: Item) -> str:
    """Why an item of figures has none: the product has no source, or the period has no entries."""
    if item.item_key in RULES:
        return "nothing_counted"
    return NO_SOURCE.get(item.item_key, "no_rule")
