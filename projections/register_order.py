"""In which order the register is read, and where in it a page begins."""

from __future__ import annotations

import base64
import binascii
from uuid import UUID

import msgspec

from domain.values import Value
from projections.time_class_sql import TIME_CLASS

NUMBER_MAX = 2**31 - 1
FAR = 99_999
"""Days after 1/1/2000 that stand for "no date": after every date."""

CLASS_ORDER = (
    "overdue",
    "due_today",
    "due_soon",
    "in_time",
    "waiting_late",
    "waiting_in_time",
    "no_deadline",
    "conditional",
    "standing",
    "parent",
    "suspended",
    "returned",
    "drafted",
    "done_late",
    "done_on_time",
    "done_no_deadline",
    "withdrawn",
)
STAGE_ORDER = (
    "drafted",
    "assigned",
    "returned",
    "accepted",
    "submitted",
    "suspended",
    "confirmed",
    "filed",
    "withdrawn",
)

SORTS = {
    # what runs out first: overdue by days late, then by the last day
    "due": f"(CASE WHEN ({TIME_CLASS}) = 'overdue' THEN 0 ELSE 100000 END"
    f" + coalesce(last_on - date '2000-01-01', {FAR}))",
    "code": 'code COLLATE "C"',
    "text": 'text_key COLLATE "C"',
    "unit": "coalesce(array_position(%(unit_order)s::uuid[], lead_id), 9999)",
    "field": "field",
    "class": f"coalesce(array_position(%(class_order)s::text[], ({TIME_CLASS})), 99)",
    "stage": "coalesce(array_position(%(stage_order)s::text[], stage), 99)",
}
"""Each sort is one value that is never null; code and id settle what is equal."""

TEXT_SORTS = frozenset({"code", "text"})


class Sorting(Value, frozen=True, kw_only=True):
    """By which column, in which direction; units in the order of their names."""

    by: str = "due"
    descending: bool = False
    unit_order: tuple[UUID, ...] = ()


class Cursor(Value, frozen=True, kw_only=True):
    """Where a page begins or ends; `seen` only serves the words "51 to 100"."""

    backwards: bool = False
    is_exact: int
    value: int | str
    code: str
    task_id: UUID
    seen: int = 0

    def text(self) -> str:
        """As it stands in an address."""
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """None for anything that was not made by `text`."""
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            cursor = msgspec.json.decode(base64.urlsafe_b64decode(padded), type=cls)
        except (msgspec.DecodeError, binascii.Error, UnicodeEncodeError, ValueError):
            return None
        # neither this character nor such numbers can stand in a column
        numbers = [n for n in (cursor.value, cursor.is_exact, cursor.seen) if isinstance(n, int)]
        is_possible = all(abs(number) <= NUMBER_MAX for number in numbers)
        return cursor if is_possible and "\x00" not in f"{cursor.value}{cursor.code}" else None


def order_of(sorting: Sorting, *, backwards: bool = False) -> str:
    way = "DESC" if sorting.descending != backwards else "ASC"
    return f'ORDER BY is_exact {way}, sort_value {way}, code COLLATE "C" {way}, task_id {way}'
