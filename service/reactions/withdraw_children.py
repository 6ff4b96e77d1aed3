"""When a group is withdrawn, the open tasks of its units are withdrawn with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.fact import Recorded
from domain.task import events as t
from domain.task.commands import WithdrawTask
from service.reactions.asking import ask_all
from service.reactions.runner import Reaction
from service.reactions.task_family import children_of, outcome_of

if TYPE_CHECKING:
    from service.wiring import House


async def react(recorded: Recorded, house: House) -> None:
    """What is already confirmed stays confirmed."""
    children = children_of(await house.ledger.load(recorded.originator_id))
    streams = {child_id: await house.ledger.load(child_id) for child_id in children.values()}
    await ask_all(
        house.desk,
        recorded,
        [
            WithdrawTask(task_id=child_id)
            for child_id, history in streams.items()
            if history and outcome_of(history) == "open"
        ],
        reason=recorded.meta.reason,
        document=recorded.meta.document,
        happened_at=recorded.meta.happened_at,
    )


REACTION = Reaction(
    name="withdraw_children", topics=frozenset({t.Withdrawn.stored_name}), react=react
)
"""`task.withdrawn` of a group → WithdrawTask per open child."""
