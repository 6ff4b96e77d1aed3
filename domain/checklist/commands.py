"""What may be asked of a checklist; document and reason come in the moment."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from domain.checklist_item import Item
from domain.fact import Command


class ChecklistCommand(Command, frozen=True, kw_only=True):
    """Every checklist is a stream of its own; its versions follow one another in it."""

    checklist_id: UUID

    @property
    def stream_id(self) -> UUID:
        """The stream of this checklist."""
        return self.checklist_id


class DraftChecklist(ChecklistCommand, frozen=True, kw_only=True):
    """Begin a checklist or its next version; without items the last version is taken over."""

    code: str
    title: str
    total: str = "100"
    items: tuple[Item, ...] = ()


class ReviseItem(ChecklistCommand, frozen=True, kw_only=True):
    """The item as it shall read in the draft, by its key; or its end."""

    item: Item
    drop: bool = False


class PublishChecklist(ChecklistCommand, frozen=True, kw_only=True):
    """The draft becomes the next version, by the document in the moment."""

    decision: ClassVar[bool] = True


class RetireChecklist(ChecklistCommand, frozen=True, kw_only=True):
    """Needs a reason."""

    decision: ClassVar[bool] = True


ALL_COMMANDS: tuple[type[ChecklistCommand], ...] = (
    DraftChecklist,
    ReviseItem,
    PublishChecklist,
    RetireChecklist,
)
