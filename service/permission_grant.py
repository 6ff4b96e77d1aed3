"""What a row of the permission table is made of: an office, by a role code, on a condition."""

from __future__ import annotations

from domain.values import Value
from service.permission_conditions import Condition


class Grant(Value, frozen=True, kw_only=True):
    """An office that may, by the role code it is named with when somebody else is refused."""

    role: str
    when: Condition
    with_document: bool = False
    """May enter a decision of the chair when its document is given."""
    signs_as: str | None = None


Row = tuple[Grant, ...]
