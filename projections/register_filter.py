"""What can be asked of the task register: the filters, and the SQL each of them comes to."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from domain.values import Value
from projections.time_class_sql import TIME_CLASS
from projections.vietnamese import fold_text

OPEN_STAGES = ("assigned", "returned", "accepted", "submitted", "suspended")
ALL_STAGES = (*OPEN_STAGES, "confirmed", "withdrawn", "filed")
RUNNING = ("in_time", "due_soon", "due_today")
"""Time classes of work that goes on and is not late."""


class RegisterFilter(Value, frozen=True, kw_only=True):
    """An empty field asks nothing; several values of one field are alternatives."""

    words: str = ""
    leads: tuple[UUID, ...] = ()
    takes_part: tuple[UUID, ...] = ()
    """Units that lead, led, cooperate or were asked."""
    fields: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()
    stages: tuple[str, ...] = OPEN_STAGES
    sources: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()
    posts: tuple[UUID, ...] = ()
    """Posts as head, doer or reviewer."""
    due_from: date | None = None
    due_to: date | None = None
    plan_id: UUID | None = None
    plan_version: int | None = None
    within_plan: tuple[UUID, date, date] | None = None
    """A plan with its period: its tasks, and tasks outside any plan assigned in that time."""
    weight: str = ""
    late_entry_over: int | None = None
    """Entered more than so many days after it happened."""
    extended_from: date | None = None
    asks_extension: bool = False
    parent_id: UUID | None = None
    changed_after: int | None = None
    """Something was recorded after this place in the log."""


def where(asked: RegisterFilter) -> tuple[str, dict[str, Any]]:
    """A condition on the register and its parameters; today's days come from the caller."""
    conditions = ["stage = ANY(%(stages)s)"]
    facts: dict[str, Any] = {"stages": list(asked.stages)}
    for name, condition, value in _simple(asked):
        if value not in (None, "", (), False):
            conditions.append(condition)
            facts[name] = list(value) if isinstance(value, tuple) else value
    if asked.within_plan is not None:
        facts["within"], facts["within_from"], facts["within_to"] = asked.within_plan
        conditions.append(
            "(plan_id = %(within)s OR (plan_id IS NULL"
            " AND assigned_on BETWEEN %(within_from)s AND %(within_to)s))"
        )
    if asked.classes:
        conditions.append(f"({TIME_CLASS}) = ANY(%(classes)s)")
        facts["classes"] = list(asked.classes)
    _add_words(asked.words, conditions, facts)
    return " AND ".join(conditions), facts


def _simple(asked: RegisterFilter) -> list[tuple[str, str, Any]]:
    return [
        ("leads", "lead_id = ANY(%(leads)s)", asked.leads),
        ("takes_part", "units && %(takes_part)s::uuid[]", asked.takes_part),
        ("fields", "field = ANY(%(fields)s)", asked.fields),
        ("sources", "source = ANY(%(sources)s)", asked.sources),
        ("natures", "nature = ANY(%(natures)s)", asked.natures),
        (
            "posts",
            "(head_post_id = ANY(%(posts)s) OR reviewer_post_id = ANY(%(posts)s)"
            " OR allocated && %(posts)s::uuid[])",
            asked.posts,
        ),
        ("due_from", "last_on >= %(due_from)s", asked.due_from),
        ("due_to", "last_on <= %(due_to)s", asked.due_to),
        ("plan_id", "plan_id = %(plan_id)s", asked.plan_id),
        ("plan_version", "plan_version = %(plan_version)s", asked.plan_version),
        ("weight", "weight = %(weight)s", asked.weight),
        ("late_entry", "late_entry_days > %(late_entry)s", asked.late_entry_over),
        ("extended_from", "extended_on >= %(extended_from)s", asked.extended_from),
        ("asks", "asks_extension = %(asks)s", asked.asks_extension),
        ("parent_id", "parent_id = %(parent_id)s", asked.parent_id),
        ("changed_after", "position > %(changed_after)s", asked.changed_after),
    ]


def _add_words(words: str, conditions: list[str], facts: dict[str, Any]) -> None:
    """Every word somewhere in the text, product or code, without marks."""
    for place, word in enumerate(fold_text(words).split()[:12]):
        conditions.append(f"text_fold LIKE %(word{place})s")
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        facts[f"word{place}"] = f"%{escaped}%"
