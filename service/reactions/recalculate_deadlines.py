"""When a calendar is decided, open duties are counted again; a deadline never moves forward."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.fact import Recorded
from domain.org import events as o
from domain.task.commands import RecalculateDeadline
from service import lookups
from service.reactions.asking import ask_all
from service.reactions.runner import Reaction

if TYPE_CHECKING:
    from service.wiring import House


async def react(recorded: Recorded, house: House) -> None:
    """Tasks that do not move record nothing."""
    event = recorded.event
    assert isinstance(event, o.CalendarDecided), "the topic is the only one listened to"
    await ask_all(
        house.desk,
        recorded,
        [
            RecalculateDeadline(task_id=task_id, calendar_version=event.version)
            for task_id in await lookups.open_dated_tasks(house.pool)
        ],
        document=recorded.meta.document,
    )


REACTION = Reaction(
    name="recalculate_deadlines", topics=frozenset({o.CalendarDecided.stored_name}), react=react
)
"""`org.calendar_decided` → RecalculateDeadline of every open dated task."""
