"""When a duty is given to several units, each of them gets its own task."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from msgspec.structs import replace

from domain.fact import Recorded
from domain.task import events as t
from domain.task.commands import AssignTask
from service.reactions.asking import ask_all
from service.reactions.runner import Reaction
from service.reactions.task_family import group_content

if TYPE_CHECKING:
    from service.wiring import House


async def react(recorded: Recorded, house: House) -> None:
    """Assign the child of every unit that the event names."""
    history = await house.ledger.load(
        recorded.originator_id, upto_version=recorded.originator_version
    )
    found = group_content(history)
    assert found is not None, "a group begins by being assigned"
    content, authority = found
    await ask_all(
        house.desk,
        recorded,
        [
            child(content, unit_id, child_id, recorded.originator_id, authority)
            for unit_id, child_id in new_children(recorded.event)
        ],
        document=recorded.meta.document or history[0].meta.document,
        happened_at=recorded.meta.happened_at,
    )


REACTION = Reaction(
    name="fan_out_a_group",
    topics=frozenset({t.GroupAssigned.stored_name, t.GroupWidened.stored_name}),
    react=react,
)
"""`task.group_assigned`, `task.group_widened` → AssignTask per unit."""


def new_children(event: object) -> list[tuple[UUID, UUID]]:
    """Units with the ids of their tasks that one event brings."""
    if isinstance(event, t.GroupAssigned):
        return list(zip(event.units, event.child_ids, strict=True))
    assert isinstance(event, t.GroupWidened), "only two events make children"
    return [(event.unit_id, event.child_id)]


def child(
    content: t.Content, unit_id: UUID, child_id: UUID, parent_id: UUID, authority: UUID | None
) -> AssignTask:
    """The task of one unit; the other units of the group do not cooperate in it."""
    own = replace(
        content,
        lead_id=unit_id,
        cooperating=tuple(u for u in content.cooperating if u != unit_id),
    )
    return AssignTask(
        task_id=child_id, content=own, parent_id=parent_id, authority_post_id=authority
    )
