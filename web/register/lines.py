"""A line of the register in words: names of the day, distance to the last day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.ward import Ward
from projections.register_query import RegisterLine
from web.session import Visit
from web.texts import Language, say

RUNNING = frozenset({"in_time", "due_soon", "due_today", "overdue"})
"""Classes for which the distance from today to the last day means something."""


class LineView(msgspec.Struct, frozen=True, kw_only=True):
    """What a page or an export shows of one task."""

    line: RegisterLine
    href: str
    field: str
    unit: str
    head: str
    source: str
    days: int | None
    """Working days left, negative when overdue; None where today plays no part."""
    original_on: date | None
    """Only when the last day has moved."""

    @property
    def name(self) -> str:
        """The code; a draft has none yet."""
        return self.line.code or "–"


def seen_line(line: RegisterLine, visit: Visit, past_query: str = "") -> LineView:
    """A line as this reader sees it; links stay in the past that is shown."""
    view = view_of(line, visit.ward, visit.today, visit.language, names=shows_names(visit))
    return replace(view, href=view.href + past_query) if past_query else view


def shows_names(visit: Visit) -> bool:
    """An observer from outside sees units, not people."""
    return visit.roles != frozenset({"OB"})


def view_of(
    line: RegisterLine, ward: Ward, today: date, language: Language, *, names: bool = True
) -> LineView:
    """A line as it is read today."""
    moved = line.original_last_on is not None and line.original_last_on != line.last_on
    return LineView(
        line=line,
        href=task_address(line),
        field=field_name(line.field, language),
        unit=unit_name(ward, line.lead_id, today, language),
        head=head_name(ward, line.lead_id, today) if names else "",
        source=source_of(line, language),
        days=distance(line, ward, today),
        original_on=line.original_last_on if moved else None,
    )


def task_address(line: RegisterLine) -> str:
    """Where the file of a task is found; a draft by its id."""
    return f"/tasks/{line.code or line.task_id}"


def field_name(field: int, language: Language) -> str:
    """One of the seven fields of the reform."""
    return say(language, f"register.field.{field}")


def unit_name(ward: Ward, unit_id: UUID | None, today: date, language: Language) -> str:
    """The name a unit bears today."""
    unit = ward.units.get(unit_id) if unit_id else None
    return unit.name_on(today) if unit else say(language, "register.several_units")


def head_name(ward: Ward, unit_id: UUID | None, on: date) -> str:
    """Who answers for a unit on a day; nothing while the post is vacant."""
    term = ward.head_of(unit_id, on) if unit_id else None
    person = ward.persons.get(term.person_id) if term else None
    return person.full_name if person else ""


def source_of(line: RegisterLine, language: Language) -> str:
    """Where a task comes from, with its place in the plan."""
    if line.plan_ref:
        return say(language, "register.plan_place", ref=line.plan_ref)
    return say(language, f"source.{line.source}")


def distance(line: RegisterLine, ward: Ward, today: date) -> int | None:
    """Working days to the last day, or since it."""
    if line.last_on is None or line.time_class not in RUNNING:
        return None
    return days_to(line.last_on, ward, today)


def days_to(last_on: date, ward: Ward, today: date) -> int:
    """Working days left; negative after the day."""
    if last_on >= today:
        return ward.calendar.working_days(today, last_on)
    return -ward.calendar.working_days(last_on, today)


def distance_words(last_on: date, ward: Ward, today: date, language: Language) -> str:
    """How many working days are left, or have gone by."""
    left = days_to(last_on, ward, today)
    key = "due.late" if left < 0 else "due.left" if left else "due.today"
    return say(language, key, days=abs(left))
