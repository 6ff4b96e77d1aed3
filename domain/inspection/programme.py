"""A programme of inspections (kế hoạch kiểm tra): who is inspected when, at least how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Literal, assert_never
from uuid import UUID

from msgspec.structs import replace

from domain.fact import Meta
from domain.inspection.events import (
    ProgrammeAmended,
    ProgrammeApproved,
    ProgrammeDrafted,
    ProgrammeEvent,
)
from domain.inspection.parts import Authorisation, Round
from domain.values import Doc, Value
from domain.ward import Ward


class ProgrammeVersion(Value, frozen=True, kw_only=True):
    """The rounds as one decision left them."""

    number: int
    document: Doc | None
    decided_on: date
    rounds: tuple[Round, ...]


class Programme(Value, frozen=True, kw_only=True):
    """A programme as it stands."""

    code: str
    life: Literal["drafted", "approved"] = "drafted"
    period_from: date
    period_to: date
    rounds: tuple[Round, ...]
    coverage_min: int
    authorisations: tuple[Authorisation, ...] = ()
    versions: tuple[ProgrammeVersion, ...] = ()

    @property
    def version(self) -> int:
        """0 while it is a draft."""
        return self.versions[-1].number if self.versions else 0

    def authorisation_of(self, post_id: UUID, on: date) -> Authorisation | None:
        """What the programme lets a post order itself on a day."""
        if self.life != "approved":
            return None
        return next(
            (a for a in self.authorisations if a.post_id == post_id and on <= a.until_on), None
        )


def planned(rounds: Iterable[Round]) -> Counter[UUID]:
    """How often each unit is planned to be inspected."""
    return Counter(unit for one in rounds for unit in one.units)


def uncovered(rounds: Iterable[Round], coverage_min: int, on: date, ward: Ward) -> tuple[UUID, ...]:
    """Inspected units that are planned less often than the programme must."""
    often = planned(rounds)
    return tuple(
        unit.unit_id
        for unit in ward.units.values()
        if unit.inspected and unit.active_on(on) and often[unit.unit_id] < coverage_min
    )


def evolve(programme: Programme | None, event: ProgrammeEvent, meta: Meta) -> Programme:
    """What the programme remembers after one more event."""
    if isinstance(event, ProgrammeDrafted):
        return Programme(
            code=event.code,
            period_from=event.period_from,
            period_to=event.period_to,
            rounds=event.rounds,
            coverage_min=event.coverage_min,
            authorisations=event.authorisations,
        )
    assert programme is not None, f"{event.stored_name} cannot be the first event"
    match event:
        case ProgrammeApproved() | ProgrammeAmended():
            version = ProgrammeVersion(
                number=event.version,
                document=meta.document,
                decided_on=meta.happened_on,
                rounds=event.rounds,
            )
            return replace(
                programme,
                life="approved",
                rounds=event.rounds,
                coverage_min=event.coverage_min,
                authorisations=event.authorisations,
                versions=(*programme.versions, version),
            )
        case _ as unknown:
            assert_never(unknown)
