"""Which commands a line of a plan comes to, under ids derived from the plan and the line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from msgspec.structs import replace

from domain import ids
from domain.plan.events import Line
from domain.plan.state import Plan
from domain.task.commands import AssignGroup, AssignTask, StartSeries, TaskCommand
from domain.task.events import Content
from domain.task.periods import period_of
from domain.values import Deadline, Every, PlanPlace, Standing
from domain.ward import Ward

NO_FIELD = 0
"""A plan that is not about administrative reform has no fields; the register shows none."""

UnitOfLine = UUID | None


def task_id(plan_id: UUID, ref: str, since: int = 1, unit: UnitOfLine = None) -> UUID:
    """The task of a line; a line that changed its kind in version n starts another task."""
    parts: list[object] = [plan_id, ref]
    if since > 1:
        parts.append(f"v{since}")
    if unit is not None:
        parts.append(unit)
    return ids.derived("plan-task", *parts)


def tasks_of(line: Line, plan: Plan, version: int, since: int) -> dict[UnitOfLine, UUID]:
    """Unit → its task, for duties that every unit has its own series of; else one task."""
    if line.kind == "recurring" and line.group:
        return {u: task_id(plan.plan_id, line.ref, since, u) for u in line.group}
    return {None: task_id(plan.plan_id, line.ref, since)}


def shape_of(line: Line) -> tuple[object, ...]:
    """What cannot be amended in a task and therefore needs a new one."""
    return (line.kind, bool(line.group), line.every)


def since_of(plan: Plan, ref: str, version: int) -> int:
    """The version in which the task of this line began: when it appeared or changed its shape."""
    since, former = 0, None
    for kept in plan.versions:
        if kept.number > version:
            break
        line = next((x for x in kept.lines if x.ref == ref), None)
        if line is not None and (former is None or shape_of(former) != shape_of(line)):
            since = kept.number
        former = line
    return since


def content_of(line: Line, plan: Plan, version: int, lead: UnitOfLine = None) -> Content:
    """A line in the words of a task."""
    lead_id = lead or line.lead_id
    return Content(
        text=line.text,
        field=line.field or NO_FIELD,
        product=line.product or "",
        lead_id=lead_id,
        cooperating=tuple(u for u in line.cooperating if u != lead_id),
        deadline=_deadline(line),
        source="plan",
        plan=PlanPlace(plan_id=plan.plan_id, version=version, ref=line.ref),
        place=line.ref,
        derived=line.ref in plan.derived_refs,
    )


def _deadline(line: Line) -> Deadline | None:
    if line.deadline is None and line.kind == "standing":
        return Standing(report_every=line.every or "quarter")
    return line.deadline


def assignments(
    line: Line, plan: Plan, version: int, *, on: date, authority: UUID | None
) -> list[TaskCommand]:
    """What issuing or adding a line asks for."""
    since = since_of(plan, line.ref, version) or version
    tasks = tasks_of(line, plan, version, since)
    if line.kind == "recurring":
        return [
            _series(line, plan, version, tasks, unit=unit, on=on, authority=authority)
            for unit in tasks
        ]
    content = content_of(line, plan, version)
    if line.group:
        group = replace(content, lead_id=None)
        return [
            AssignGroup(
                task_id=tasks[None], content=group, units=line.group, authority_post_id=authority
            )
        ]
    return [AssignTask(task_id=tasks[None], content=content, authority_post_id=authority)]


def _series(
    line: Line,
    plan: Plan,
    version: int,
    tasks: Mapping[UnitOfLine, UUID],
    *,
    unit: UnitOfLine,
    on: date,
    authority: UUID | None,
) -> StartSeries:
    every: Every = line.every or "quarter"
    start = max(on, plan.period_from) if plan.period_from else on
    return StartSeries(
        task_id=tasks[unit],
        content=content_of(line, plan, version, unit),
        every=every,
        first_period=period_of(every, start),
        last_period=period_of(every, plan.period_to) if plan.period_to else None,
        authority_post_id=authority,
    )


def authority_of(ward: Ward, post_id: UUID | None) -> UUID | None:
    """The leader who decides on the plan's tasks: who issued it, else the chair.

    Văn phòng and the coordinator only enter what a leader has signed.
    """
    post = ward.posts.get(post_id) if post_id else None
    if post is not None and post.rank in ("chair", "vice_chair"):
        return post.post_id
    chairs = [p for p in ward.posts.values() if p.rank == "chair" and p.ended_on is None]
    return chairs[0].post_id if chairs else post_id
