"""Published checklists that an order can be given with, newest versions."""

from __future__ import annotations

from typing import Any

from projections.checklist_index import checklists
from service.checklists import PublishedChecklist, published


async def published_checklists(house: Any) -> list[PublishedChecklist]:
    """One per checklist in use."""
    shelf = [row for row in await checklists(house.pool) if row.newest and not row.is_retired]
    found = [await published(house.ledger, row.checklist_id) for row in shelf]
    return [each for each in found if each is not None]
