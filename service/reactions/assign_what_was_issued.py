"""When a plan is issued, every line of it is assigned: single, to a group, standing or in series.

The duties that part V.2 gives to the units stay duties of the plan: they become tasks only if the
reviewer added them as lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.fact import Recorded
from domain.plan import events as e
from domain.plan.state import Plan
from service.reactions.asking import ask_all
from service.reactions.plan_tasks import assignments, authority_of
from service.reactions.runner import Reaction
from service.slices import PLAN

if TYPE_CHECKING:
    from service.wiring import House


async def react(recorded: Recorded, house: House) -> None:
    """Assign line by line; a repeated run finds each task already there."""
    history = await house.ledger.load(
        recorded.originator_id, upto_version=recorded.originator_version
    )
    plan: Plan = PLAN.fold(history)
    meta = recorded.meta
    authority = authority_of(
        await house.wards.current(), meta.actor.on_behalf_of or meta.actor.post_id
    )
    commands = [
        command
        for line in plan.lines
        for command in assignments(
            line, plan, plan.version, on=meta.happened_on, authority=authority
        )
    ]
    await ask_all(
        house.desk, recorded, commands, document=meta.document, happened_at=meta.happened_at
    )


REACTION = Reaction(
    name="assign_what_was_issued", topics=frozenset({e.Issued.stored_name}), react=react
)
"""`plan.issued` → AssignTask, AssignGroup or StartSeries per line."""
