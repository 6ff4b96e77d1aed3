"""When a unit gets a name, every draft that waits for that name knows whom it means."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from domain.fact import Recorded
from domain.ids import derived
from domain.org import events as o
from domain.plan.commands import RecogniseUnit
from domain.plan.names import unknown_names
from domain.plan.state import Plan
from domain.refusal import Refused
from service import lookups
from service.desk import A_REACTION, Envelope
from service.named_units import unit_meant, words_of
from service.reactions.runner import Reaction
from service.slices import PLAN

if TYPE_CHECKING:
    from service.wiring import House

NAMING = (o.UnitFounded, o.UnitRenamed, o.AliasAdded)


async def react(recorded: Recorded, house: House) -> None:
    """Only drafts; a plan in force keeps the words it was issued with."""
    event = recorded.event
    assert isinstance(event, NAMING), "no other topic is listened to"
    name = event.alias if isinstance(event, o.AliasAdded) else event.name
    wanted = {words_of(name)}
    if isinstance(event, o.UnitFounded):
        wanted.add(words_of(event.code))
    for plan_id in await lookups.drafts_of_plans(house.pool):
        plan: Plan = PLAN.fold(await house.ledger.load(plan_id))
        for text in unknown_names(plan):
            if words_of(text) in wanted:
                await _recognise(recorded, house, plan_id, text, event.unit_id)


async def _recognise(
    recorded: Recorded, house: House, plan_id: UUID, text: str, unit_id: UUID
) -> None:
    """Unless two units bear the name by now: then a person decides."""
    meant = unit_meant(await house.ward(), text, recorded.meta.recorded_on)
    if meant is None or meant.unit_id != unit_id:
        return
    envelope = Envelope(
        who=A_REACTION,
        command_id=derived("reaction", recorded.meta.event_id, "RecogniseUnit", plan_id, text),
        cause=recorded.meta.event_id,
    )
    try:
        await house.desk.submit(
            RecogniseUnit(plan_id=plan_id, text=text, unit_id=unit_id), envelope
        )
    except Refused:
        return  # issued or abandoned meanwhile: nobody waits for the name any more


REACTION = Reaction(
    name="recognise_named_units",
    topics=frozenset(kind.stored_name for kind in NAMING),
    react=react,
)
"""A name or alias of a unit → RecogniseUnit in every draft that has exactly these words."""
