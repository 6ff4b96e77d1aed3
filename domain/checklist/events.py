"""What happens to a checklist."""

from __future__ import annotations

from typing import ClassVar

from domain.checklist_item import Item
from domain.fact import Event


class Drafted(Event, frozen=True, kw_only=True):
    """A draft of the next version, with the items it begins with."""

    stored_name: ClassVar[str] = "checklist.drafted"
    code: str
    """Slug of the checklist, e.g. `cl-2025`."""
    title: str
    version: int
    total: str
    """What the points must come to when it is published."""
    items: tuple[Item, ...] = ()


class ItemRevised(Event, frozen=True, kw_only=True):
    """An item was added, changed or dropped in the draft."""

    stored_name: ClassVar[str] = "checklist.item_revised"
    item: Item
    before: Item | None = None
    dropped: bool = False


class Published(Event, frozen=True, kw_only=True):
    stored_name: ClassVar[str] = "checklist.published"
    version: int
    items: tuple[Item, ...]
    hash: str


class Retired(Event, frozen=True, kw_only=True):
    """No inspection is ordered with it any more; those under way keep it."""

    stored_name: ClassVar[str] = "checklist.retired"


ChecklistEvent = Drafted | ItemRevised | Published | Retired
