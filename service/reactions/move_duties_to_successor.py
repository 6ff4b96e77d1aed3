"""When units are merged or dissolved, their open tasks and questions go to whoever takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.fact import Recorded
from domain.org import events as o
from domain.task.commands import MoveCooperation, TransferLead
from service import lookups
from service.reactions.asking import ask_all
from service.reactions.runner import Reaction

if TYPE_CHECKING:
    from service.wiring import House


async def react(recorded: Recorded, house: House) -> None:
    """Closed history stays with the old unit."""
    event = recorded.event
    assert isinstance(event, o.UnitDissolved), "the topic is the only one listened to"
    if event.successor_id is None:
        return
    old, new = event.unit_id, event.successor_id
    led = await lookups.open_tasks_led_by(house.pool, [old])
    asked = await lookups.open_requests_to(house.pool, [old])
    if led:  # a question to the successor may be about a task that is now its own
        own = set(await lookups.open_requests_to(house.pool, [new]))
        asked += [task_id for task_id in led if task_id in own and task_id not in asked]
    await ask_all(
        house.desk,
        recorded,
        [
            *(TransferLead(task_id=task_id, to_id=new) for task_id in led),
            *(MoveCooperation(task_id=task_id, from_id=old, to_id=new) for task_id in asked),
        ],
        reason=recorded.meta.reason or "Sáp nhập, giải thể đơn vị",
        document=recorded.meta.document,
    )


REACTION = Reaction(
    name="move_duties_to_successor", topics=frozenset({o.UnitDissolved.stored_name}), react=react
)
"""`org.unit_dissolved` with a successor → TransferLead, MoveCooperation of what is open."""
