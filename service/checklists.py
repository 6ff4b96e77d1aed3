"""The published checklist that an inspection is ordered with, read from its own stream."""

from __future__ import annotations

from uuid import UUID

from domain.checklist.state import Checklist
from domain.checklist_item import ChecklistPlace, Item
from domain.values import Value
from service.ledger import Ledger
from service.slices import CHECKLIST


class PublishedChecklist(Value, frozen=True, kw_only=True):
    """One published version, ready to be put into an order."""

    place: ChecklistPlace
    title: str
    items: tuple[Item, ...]


async def published(
    ledger: Ledger, checklist_id: UUID, version: int | None = None
) -> PublishedChecklist | None:
    """A version, or the newest one of a checklist that is in use; None if there is none."""
    state = CHECKLIST.fold(await ledger.load(checklist_id))
    if not isinstance(state, Checklist):
        return None
    if version is None and state.is_retired:
        return None
    found = state.newest if version is None else state.version(version)
    if found is None:
        return None
    place = ChecklistPlace(checklist_id=checklist_id, version=found.number, hash=found.hash)
    return PublishedChecklist(place=place, title=state.title, items=found.items)
