"""When the last task of a group is confirmed or withdrawn, the group is concluded."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from domain.fact import Recorded
from domain.task import events as t
from domain.task.commands import ConcludeGroup
from service.reactions.asking import ask_all
from service.reactions.runner import Reaction
from service.reactions.task_family import children_of, outcome_of, parent_of

if TYPE_CHECKING:
    from service.wiring import House


async def react(recorded: Recorded, house: House) -> None:
    """Count the children in their own streams; a reopened one keeps the group open."""
    own = await house.ledger.load(recorded.originator_id)
    parent_id = parent_of(own)
    if parent_id is None:
        return
    group = await house.ledger.load(parent_id)
    children = children_of(group)
    if not children or outcome_of(group) == "withdrawn":
        return
    outcomes: Counter[str] = Counter()
    for child_id in children.values():
        outcomes[outcome_of(await house.ledger.load(child_id))] += 1
    if outcomes["open"]:
        return
    conclude = ConcludeGroup(
        task_id=parent_id,
        confirmed=outcomes["confirmed"],
        withdrawn=outcomes["withdrawn"],
    )
    await ask_all(house.desk, recorded, [conclude])


REACTION = Reaction(
    name="conclude_a_group",
    topics=frozenset({t.CompletionConfirmed.stored_name, t.Withdrawn.stored_name}),
    react=react,
)
"""`task.completion_confirmed`, `task.withdrawn` of a child → ConcludeGroup."""
