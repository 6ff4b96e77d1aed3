"""What a checklist remembers: its draft, every published version, every key it ever used."""

from __future__ import annotations

from typing import assert_never

from msgspec.structs import replace

from domain.checklist.events import ChecklistEvent, Drafted, ItemRevised, Published, Retired
from domain.checklist_item import Item, renumbered
from domain.fact import Meta
from domain.values import Doc, Value


class Version(Value, frozen=True, kw_only=True):
    """The items as they were published."""

    number: int
    items: tuple[Item, ...]
    hash: str
    document: Doc | None


class Checklist(Value, frozen=True, kw_only=True):
    """A checklist as it stands; `draft` is None between a publication and the next draft."""

    code: str
    title: str
    total: str
    draft: tuple[Item, ...] | None = None
    versions: tuple[Version, ...] = ()
    is_retired: bool = False

    @property
    def newest(self) -> Version | None:
        """The version that orders are given with."""
        return self.versions[-1] if self.versions else None

    @property
    def next_number(self) -> int:
        """The number the draft will bear."""
        return len(self.versions) + 1

    def version(self, number: int) -> Version | None:
        """A published version."""
        return next((v for v in self.versions if v.number == number), None)

    def once_used(self, item_key: str) -> Item | None:
        """The item that a key stood for when it was published last."""
        for version in reversed(self.versions):
            for item in version.items:
                if item.item_key == item_key:
                    return item
        return None


def in_order(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """By their codes as numbers."""
    return tuple(sorted(items, key=lambda item: (renumbered(item.code), item.code)))


def revised(items: tuple[Item, ...], event: ItemRevised) -> tuple[Item, ...]:
    """The draft after one item was added, changed or dropped."""
    others = tuple(x for x in items if x.item_key != event.item.item_key)
    return others if event.dropped else in_order((*others, event.item))


def evolve(checklist: Checklist | None, event: ChecklistEvent, meta: Meta) -> Checklist:
    """What the checklist remembers after one more event."""
    if isinstance(event, Drafted):
        base = checklist or Checklist(code=event.code, title=event.title, total=event.total)
        return replace(base, title=event.title, total=event.total, draft=event.items)
    assert checklist is not None, f"{event.stored_name} cannot be the first event of a checklist"
    match event:
        case ItemRevised():
            return replace(checklist, draft=revised(checklist.draft or (), event))
        case Published():
            version = Version(
                number=event.version,
                items=event.items,
                hash=event.hash,
                document=meta.document,
            )
            return replace(checklist, draft=None, versions=(*checklist.versions, version))
        case Retired():
            return replace(checklist, is_retired=True)
        case _ as unknown:
            assert_never(unknown)
