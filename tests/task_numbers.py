"""Figures that the stories of tasks are asked for: class, holders, late days by lead."""

from __future__ import annotations

from uuid import UUID

from domain.task import commands as c
from domain.task.holding import holding
from domain.task.lateness import late_days_of
from domain.task.time_class import facts_of, time_class
from tests import stories as s
from tests.spec import at
from tests.stories import REACTION_ACTOR, TASK, Life, on

NEW = s.ward(swap_decided=True)


def class_on(life: Life, day: str) -> str:
    return time_class(facts_of(life.task), on(day), life.ward.calendar, 3)


def minutes(life: Life, until: str) -> dict[tuple[str, UUID | None], int]:
    """Minutes per holder."""
    held: dict[tuple[str, UUID | None], int] = {}
    for hold in holding(life.history, life.ward, at(until)):
        key = (hold.holder, hold.unit_id)
        held[key] = held.get(key, 0) + hold.minutes
    return held


def late_by_lead(life: Life, until: str = "2026-01-31") -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for day in late_days_of(life.task, on(until), life.ward.calendar):
        found.setdefault(day.unit_id, []).append(day.on.isoformat())
    return found


def recalculated(story: Life, when: str = "2025-12-25 15:01") -> Life:
    """The decision on the swap of January 2026 reached the task."""
    ask = c.RecalculateDeadline(task_id=TASK, calendar_version=2)
    return story.in_ward(NEW).when(when, REACTION_ACTOR, ask)
