"""When units are merged or dissolved, their open tasks move to whoever takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.fact import Recorded
from domain.org import events as o
from domain.task.commands import TransferLead
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
    tasks = await lookups.open_tasks_led_by(house.pool, [event.unit_id])
    await ask_all(
        house.desk,
        recorded,
        [TransferLead(task_id=task_id, to_id=event.successor_id) for task_id in tasks],
        reason=recorded.meta.reason or "Sáp nhập, giải thể đơn vị",
        document=recorded.meta.document,
    )


REACTION = Reaction(
    name="move_duties_to_successor", topics=frozenset({o.UnitDissolved.stored_name}), react=react
)
"""`org.unit_dissolved` with a successor → TransferLead of every open task."""
