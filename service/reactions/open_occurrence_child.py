"""When a recurring duty comes round again, its occurrence becomes a dated task of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from domain.fact import Recorded
from domain.task import events as t
from domain.task.commands import AssignTask
from domain.task.periods import deadline_in
from domain.values import SeriesPlace
from service.reactions.asking import ask_all
from service.reactions.runner import Reaction
from service.reactions.task_family import series_content

if TYPE_CHECKING:
    from service.wiring import House


async def react(recorded: Recorded, house: House) -> None:
    """Assign the child with the content that the series has for its period."""
    event = recorded.event
    assert isinstance(event, t.OccurrenceOpened), "the topic is the only one listened to"
    history = await house.ledger.load(
        recorded.originator_id, upto_version=recorded.originator_version
    )
    found = series_content(history, event.period)
    assert found is not None, "a series begins by being started"
    started, content = found
    child = AssignTask(
        task_id=event.child_id,
        content=replace(content, deadline=deadline_in(event.period, started.due_day)),
        series=SeriesPlace(series_id=recorded.originator_id, period=event.period),
        authority_post_id=started.authority_post_id,
    )
    await ask_all(house.desk, recorded, [child], document=history[0].meta.document)


REACTION = Reaction(
    name="open_occurrence_child", topics=frozenset({t.OccurrenceOpened.stored_name}), react=react
)
"""`task.occurrence_opened` → AssignTask of the child."""
