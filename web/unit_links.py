"""Names of units that lead to what the unit did, for readers to whom that page exists."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from markupsafe import Markup

from web.permissions import may_open
from web.session import Visit

UnitLink = Callable[[UUID | None, str], str]
"""A name, as a link where the reader may follow it."""


def unit_link(visit: Visit, unit_id: UUID | None, name: str, query: str = "") -> str:
    """The name of a unit; `query` keeps the link in the past that is shown."""
    unit = visit.ward.units.get(unit_id) if unit_id is not None else None
    if unit is None or not may_open(visit, "units.read"):
        return name
    address = f"/units/{unit.code.casefold()}{query}"
    return Markup('<a href="{}">{}</a>').format(address, name)


def only_name(unit_id: UUID | None, name: str) -> str:
    """For what is compared or written to a file."""
    return name
