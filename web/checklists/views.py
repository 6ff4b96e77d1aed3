"""What the pages of a checklist show: items by field, sums, and what differs between versions."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

import msgspec

from domain.checklist.state import Checklist, Version
from domain.checklist_item import Item, items_hash
from domain.points import points, written

FIELD_NAMES = range(1, 8)
"""Fields 1 to 7 of the reform have names of their own; others show their number."""


class FieldView(msgspec.Struct, frozen=True, kw_only=True):
    """The items of one field of the reform, with their sum."""

    field: int
    items: tuple[Item, ...]
    total: str

    @property
    def has_name(self) -> bool:
        """Whether the text tables name this field."""
        return self.field in FIELD_NAMES


class EditionView(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a checklist, or its open draft."""

    number: int
    fields: tuple[FieldView, ...]
    count: int
    total: str
    owed: str
    """What the points must come to."""
    for_surprise: int
    surprise_total: str
    hash: str
    is_draft: bool
    version: Version | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """Of every field."""
        return tuple(item for part in self.fields for item in part.items)

    @property
    def sums_up(self) -> bool:
        """Whether it can be published as far as points go."""
        return points(self.total) == points(self.owed)


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """An item that is not the same in two versions."""

    code: str
    kind: str
    """`added`, `dropped` or `changed`."""
    before: Item | None
    after: Item | None
    changed: tuple[str, ...] = ()

    def value(self, item: Item | None, name: str) -> object:
        """What stood in one column."""
        return getattr(item, name) if item is not None else ""


def edition(state: Checklist, number: int) -> EditionView | None:
    """A published version, or the draft under its coming number; None if there is no such one."""
    version = state.version(number)
    if version is not None:
        return _edition(state, version.items, number, version)
    if state.draft is not None and number == state.next_number:
        return _edition(state, state.draft, number, None)
    return None


def _edition(
    state: Checklist, items: tuple[Item, ...], number: int, version: Version | None
) -> EditionView:
    quick = [item for item in items if item.surprise_fit]
    fields = tuple(
        FieldView(field=field, items=(listed := tuple(group)), total=_sum(listed))
        for field, group in groupby(items, key=lambda item: item.field)
    )
    return EditionView(
        number=number,
        fields=fields,
        count=len(items),
        total=_sum(items),
        owed=state.total,
        for_surprise=len(quick),
        surprise_total=_sum(quick),
        hash=version.hash if version else items_hash(items),
        is_draft=version is None,
        version=version,
    )


def _sum(items: Iterable[Item]) -> str:
    return written(sum((points(item.max_points) for item in items), Decimal(0)))


def differences(before: tuple[Item, ...], after: tuple[Item, ...]) -> list[Difference]:
    """Item by item, recognised by key, in the order of the later version."""
    former = {item.item_key: item for item in before}
    later = {item.item_key: item for item in after}
    found = [
        Difference(
            code=item.code,
            kind="changed" if item.item_key in former else "added",
            before=former.get(item.item_key),
            after=item,
            changed=_changed(former.get(item.item_key), item),
        )
        for item in after
        if former.get(item.item_key) != item
    ]
    return [
        *found,
        *(
            Difference(code=item.code, kind="dropped", before=item, after=None)
            for item in before
            if item.item_key not in later
        ),
    ]


def _changed(before: Item | None, after: Item) -> tuple[str, ...]:
    if before is None:
        return ()
    return tuple(
        name for name in Item.__struct_fields__ if getattr(before, name) != getattr(after, name)
    )
