"""Uniqueness across streams: claims are taken once, registers hand out numbers without gaps."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from domain.fact import Elsewhere, Event
from domain.ids import claim, register


class Taken(Event, frozen=True, kw_only=True):
    """Something unique now belongs to a stream; a second taking collides in the journal."""

    stored_name: ClassVar[str] = "claim.taken"

    kind: str
    key: str
    by_stream: UUID


class NumberIssued(Event, frozen=True, kw_only=True):
    """A register handed out its next number."""

    stored_name: ClassVar[str] = "register.number_issued"

    series: str
    year: int
    number: int
    for_stream: UUID


ClaimEvent = Taken | NumberIssued


def take(kind: str, key: str, *, by_stream: UUID) -> Elsewhere:
    """Claim `kind:key` for a stream, or collide with whoever was first."""
    return Elsewhere(
        stream_id=claim(kind, key),
        event=Taken(kind=kind, key=key, by_stream=by_stream),
        version=1,
    )


def issue_number(series: str, year: int, number: int, *, for_stream: UUID) -> Elsewhere:
    """Draw the number that the moment carried; two drawers of one number collide."""
    return Elsewhere(
        stream_id=register(series, year),
        event=NumberIssued(series=series, year=year, number=number, for_stream=for_stream),
        version=number,
    )
