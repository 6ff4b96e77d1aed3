"""What the registers come to for the computed items of a checklist, with the things behind it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.figures.counts import FiguresKind
from projections.database import Pool, fetch
from projections.figures_index import FiguresRow, held_figures

LED_AND_DUE = """
SELECT code, coalesce(submitted_on <= last_on AND stage IN ('confirmed', 'filed'), false) AS good
FROM task_register
WHERE lead_id = %(unit)s AND (source = 'plan' OR NOT %(plan_only)s)
  AND kind NOT IN ('group', 'series', 'standing')
  AND NOT waits_for_trigger
  AND stage NOT IN ('drafted', 'dropped', 'returned', 'suspended', 'withdrawn')
  AND last_on BETWEEN %(from_on)s AND least(%(to_on)s::date, %(cut)s::date)
ORDER BY code
"""
OVERDUE = """
SELECT code, false AS good FROM task_register
WHERE lead_id = %(unit)s AND kind NOT IN ('group', 'series', 'standing')
  AND stage IN ('assigned', 'accepted') AND NOT waits_for_trigger AND last_on < %(cut)s
ORDER BY code
"""
REMEDIES = """
SELECT code, coalesce(in_time, false) AS good FROM finding_register
WHERE unit_id = %(unit)s AND remedy_by IS NOT NULL AND remedy_by <= %(cut)s
  AND stage NOT IN ('dropped', 'handed_over')
ORDER BY code
"""


class Counted(msgspec.Struct, frozen=True):
    """A task or finding that counts, and whether it counts for the unit."""

    code: str
    good: bool


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Whose work, due in which span, as it stands on which day."""

    unit_id: UUID
    from_on: date
    to_on: date
    cut: date

    def facts(self) -> dict[str, Any]:
        """Parameters of the statements above."""
        return {
            "unit": self.unit_id,
            "from_on": self.from_on,
            "to_on": self.to_on,
            "cut": self.cut,
        }


async def plan_tasks_due(pool: Pool, asked: Asked) -> list[Counted]:
    """Tasks of the plan that the unit led and that were due; good: completed on time."""
    return await fetch(pool, Counted, LED_AND_DUE, asked.facts() | {"plan_only": True})


async def tasks_due(pool: Pool, asked: Asked) -> list[Counted]:
    """All tasks that the unit led and that were due, whoever gave them."""
    return await fetch(pool, Counted, LED_AND_DUE, asked.facts() | {"plan_only": False})


async def imported(pool: Pool, kind: FiguresKind, asked: Asked) -> list[FiguresRow]:
    """Counts from outside of the months of the period, as they are held now."""
    months = (f"{asked.from_on:%Y-%m}", f"{min(asked.to_on, asked.cut):%Y-%m}")
    return await held_figures(pool, kind, months, [asked.unit_id])


async def overdue_tasks(pool: Pool, asked: Asked) -> list[Counted]:
    """Tasks that are overdue and not handed in."""
    return await fetch(pool, Counted, OVERDUE, asked.facts())


async def remedies_due(pool: Pool, asked: Asked) -> list[Counted]:
    """Findings whose remedy was owed by the day; good: closed in time."""
    return await fetch(pool, Counted, REMEDIES, asked.facts())
