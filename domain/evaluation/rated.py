"""Who is rated: a unit, or the whole ward, which its leadership stands for.

The leadership has no head of its own: the office speaks for it, so both count as the own unit.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.ward import Ward


def voice_of(unit_id: UUID, on: date, ward: Ward) -> UUID | None:
    """The unit whose head speaks for the rated one; None where nobody can."""
    unit = ward.units.get(unit_id)
    if unit is None or unit.kind != "leadership" or ward.head_post(unit_id) is not None:
        return unit_id
    offices = [
        office
        for office in ward.units.values()
        if office.kind == "office" and office.active_on(on) and ward.head_post(office.unit_id)
    ]
    return min(offices, key=lambda office: office.code).unit_id if offices else None


def own_units(unit_id: UUID, on: date, ward: Ward) -> frozenset[UUID]:
    """Units whose people do not judge this sheet: the rated one and the one that speaks for it."""
    return frozenset({unit_id, voice_of(unit_id, on, ward) or unit_id})
