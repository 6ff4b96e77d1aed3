"""Shapes of inspections as the API tells them."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from web.api.task_shapes import ActTold, PostRef, UnitRef


class InspectionLine(msgspec.Struct, frozen=True, kw_only=True):
    """An inspection as the list shows it."""

    name: str
    href: str
    kind: str
    stage: str
    unit: UnitRef | None
    leader: PostRef | None
    from_on: date
    to_on: date
    visit_on: date | None
    opened_at: datetime | None
    scaled: str
    """Points on a scale of 100; empty while this reader may not know them."""


class InspectionList(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader may know of in a span of days."""

    items: tuple[InspectionLine, ...]
    from_on: date
    to_on: date


class UnitCovered(msgspec.Struct, frozen=True, kw_only=True):
    """A unit with its last visit, as far as the reader may know."""

    unit: UnitRef | None
    last_on: date | None
    months_since: int | None
    visited: bool
    """A scheduled visit took place in the span."""


class CoverageTold(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the inspected units were visited in a span."""

    from_on: date
    to_on: date
    units: int
    visited: int
    items: tuple[UnitCovered, ...]


class ClockTold(msgspec.Struct, frozen=True, kw_only=True):
    """A limit in time."""

    rule: str
    days: int
    last_on: date
    done_on: date | None
    state: str
    days_late: int


class SeatTold(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the team."""

    post: PostRef | None
    part: str
    has_declared: bool
    has_conflict: bool


class PaperTold(msgspec.Struct, frozen=True, kw_only=True):
    """A document of the file."""

    kind: str
    number: str
    issued_on: date | None
    is_entered: bool
    at: datetime


class ScoreTold(msgspec.Struct, frozen=True, kw_only=True):
    """Points reached of points applicable; `field` is null for the whole."""

    field: int | None
    reached: str
    applicable: str
    scaled: str


class InspectionTold(msgspec.Struct, frozen=True, kw_only=True):
    """The file of an inspection; the lower part is empty for who sees only its line."""

    line: InspectionLine
    view: str
    version: int | None = None
    contents: str = ""
    rights: str = ""
    period_from: date | None = None
    period_to: date | None = None
    orderer: PostRef | None = None
    ordered_at: datetime | None = None
    was_sealed: bool = False
    team: tuple[SeatTold, ...] = ()
    clocks: tuple[ClockTold, ...] = ()
    scores: tuple[ScoreTold, ...] = ()
    documents: tuple[PaperTold, ...] = ()


class InspectionActs(msgspec.Struct, frozen=True, kw_only=True):
    """Every act that the reader may know of, oldest first."""

    items: tuple[ActTold, ...]
    version: int
