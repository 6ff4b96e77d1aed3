"""When a calendar is decided, open duties are counted again; a deadline never moves forward."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.evaluation import commands as evaluation
from domain.fact import Command, Recorded
from domain.finding import commands as finding
from domain.inspection import commands as inspection
from domain.org import events as o
from domain.task.commands import RecalculateDeadline
from service import lookups, lookups_evaluation, lookups_inspection
from service.reactions.asking import ask_all
from service.reactions.runner import Reaction

if TYPE_CHECKING:
    from service.wiring import House


async def react(recorded: Recorded, house: House) -> None:
    """What does not move records nothing."""
    event = recorded.event
    assert isinstance(event, o.CalendarDecided), "the topic is the only one listened to"
    pool, version = house.pool, event.version
    commands: list[Command] = [
        RecalculateDeadline(task_id=task_id, calendar_version=version)
        for task_id in await lookups.open_dated_tasks(pool)
    ]
    commands += [
        finding.MoveFindingClocks(finding_id=finding_id, calendar_version=version)
        for finding_id in await lookups.running_findings(pool)
    ]
    commands += [
        inspection.MoveInspectionClocks(inspection_id=inspection_id, calendar_version=version)
        for inspection_id in await lookups_inspection.running(pool)
    ]
    commands += [
        evaluation.MoveSheetClocks(sheet_id=sheet_id, calendar_version=version)
        for sheet_id in await lookups_evaluation.running_sheets(pool)
    ]
    await ask_all(house.desk, recorded, commands, document=recorded.meta.document)


REACTION = Reaction(
    name="recalculate_deadlines", topics=frozenset({o.CalendarDecided.stored_name}), react=react
)
"""`org.calendar_decided` → RecalculateDeadline of every open dated task, MoveFindingClocks,
MoveInspectionClocks and MoveSheetClocks of whatever has a clock that runs."""
