"""When a plan is amended, its tasks follow: changed, withdrawn, transferred or newly assigned."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec.structs import replace

from domain import ids
from domain.fact import Recorded
from domain.plan import events as e
from domain.plan.events import Line, LineChange
from domain.plan.state import Plan
from domain.task.commands import (
    AmendTask,
    EndSeries,
    ReviseSeries,
    TaskCommand,
    TransferLead,
    WidenGroup,
    WithdrawTask,
)
from domain.task.periods import next_period, period_of
from service.reactions.asking import ask_all
from service.reactions.plan_tasks import (
    assignments,
    authority_of,
    content_of,
    shape_of,
    since_of,
    tasks_of,
)
from service.reactions.runner import Reaction
from service.slices import PLAN

if TYPE_CHECKING:
    from service.wiring import House


async def react(recorded: Recorded, house: House) -> None:
    """Ask for what each changed line means for its task."""
    event, meta = recorded.event, recorded.meta
    assert isinstance(event, e.Amended), "the topic is the only one listened to"
    history = await house.ledger.load(
        recorded.originator_id, upto_version=recorded.originator_version
    )
    plan: Plan = PLAN.fold(history)
    authority = authority_of(
        await house.wards.current(), meta.actor.on_behalf_of or meta.actor.post_id
    )
    await ask_all(
        house.desk,
        recorded,
        [
            command
            for change in event.changes
            for command in commands_of(change, plan, event.version, recorded, authority)
        ],
        reason=meta.reason or f"Kế hoạch sửa đổi, bổ sung: bản {event.version}",
        document=meta.document,
        happened_at=meta.happened_at,
    )


REACTION = Reaction(
    name="carry_an_amendment", topics=frozenset({e.Amended.stored_name}), react=react
)
"""`plan.amended` → AmendTask, TransferLead, WithdrawTask or an assignment per change."""


def commands_of(
    change: LineChange, plan: Plan, version: int, recorded: Recorded, authority: UUID | None
) -> list[TaskCommand]:
    """What one changed line asks of its tasks."""
    on = recorded.meta.happened_on
    before, after = change.before, change.after
    new = [] if after is None else assignments(after, plan, version, on=on, authority=authority)
    if before is None:
        return new
    since = since_of(plan, change.ref, version - 1) or 1
    tasks = tasks_of(before, plan, version - 1, since)
    if after is None or shape_of(before) != shape_of(after):
        return [*_ended(before, tasks.values(), recorded), *new]
    return _amended(before, after, plan, version, since, recorded)


def _ended(line: Line, tasks: Iterable[UUID], recorded: Recorded) -> list[TaskCommand]:
    """A dropped duty is withdrawn; a series ends with the period that is running."""
    if line.kind == "recurring":
        running = period_of(line.every or "quarter", recorded.meta.happened_on)
        return [EndSeries(task_id=t, from_period=next_period(running)) for t in tasks]
    return [WithdrawTask(task_id=t) for t in tasks]


def _amended(
    before: Line, after: Line, plan: Plan, version: int, since: int, recorded: Recorded
) -> list[TaskCommand]:
    if after.kind == "recurring":
        running = period_of(after.every or "quarter", recorded.meta.happened_on)
        return [
            ReviseSeries(
                task_id=t,
                from_period=next_period(running),
                after=content_of(after, plan, version, unit),
            )
            for unit, t in tasks_of(after, plan, version, since).items()
        ]
    (task,) = tasks_of(after, plan, version, since).values()
    if after.group:
        return _group(before, after, plan, version, task)
    commands: list[TaskCommand] = []
    if after.lead_id is not None and after.lead_id != before.lead_id:
        commands.append(TransferLead(task_id=task, to_id=after.lead_id))
    if replace(before, lead_id=after.lead_id, lead_text=after.lead_text) != after:
        commands.append(AmendTask(task_id=task, after=content_of(after, plan, version)))
    return commands


def _group(before: Line, after: Line, plan: Plan, version: int, task: UUID) -> list[TaskCommand]:
    """Children are amended one by one; new units join, those left out are withdrawn."""
    staying = [u for u in after.group if u in before.group]
    commands: list[TaskCommand] = []
    if replace(before, group=after.group) != after:
        shared = replace(content_of(after, plan, version), lead_id=None)
        commands.append(AmendTask(task_id=task, after=shared))
        commands += [
            AmendTask(task_id=child_of(task, u), after=content_of(after, plan, version, u))
            for u in staying
        ]
    commands += [WidenGroup(task_id=task, unit_id=u) for u in after.group if u not in staying]
    commands += [WithdrawTask(task_id=child_of(task, u)) for u in before.group if u not in staying]
    return commands


def child_of(group: UUID, unit_id: UUID) -> UUID:
    """The task of one unit of a group."""
    return ids.derived("group-child", group, unit_id)
