"""What imports and indices remember: the counts and values that hold now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never
from uuid import UUID

from msgspec.structs import replace

from domain.fact import Meta
from domain.figures.counts import DossierCounts, SurveyCounts
from domain.figures.events import (
    FiguresEvent,
    IndexCorrected,
    IndexEvent,
    IndexRecorded,
    IndexSelfAssessed,
    TargetRecorded,
)
from domain.values import Value


class Held(Value, frozen=True, kw_only=True):
    """The counts of one unit and month that hold now, and the import that brought them."""

    import_id: UUID
    dossiers: tuple[DossierCounts, ...] = ()
    survey: SurveyCounts | None = None


Place = tuple[UUID, str]
"""Unit and month."""


class Figures(Value, frozen=True, kw_only=True):
    """Everything imported of one kind."""

    held: Mapping[Place, Held] = {}


class Index(Value, frozen=True, kw_only=True):
    """One index in one year; None while nothing is recorded."""

    recorded: IndexRecorded | IndexCorrected | None = None
    target: TargetRecorded | None = None
    assessed: IndexSelfAssessed | None = None


def evolve(figures: Figures | None, event: FiguresEvent, meta: Meta) -> Figures:
    """What holds after one more unit and month."""
    before = figures.held if figures else {}
    held = Held(import_id=event.import_id, dossiers=event.dossiers, survey=event.survey)
    return Figures(held={**before, (event.unit_id, event.month): held})


def evolve_index(index: Index | None, event: IndexEvent, meta: Meta) -> Index:
    """What holds of an index after one more event."""
    index = index or Index()
    match event:
        case IndexRecorded() | IndexCorrected():
            return replace(index, recorded=event)
        case TargetRecorded():
            return replace(index, target=event)
        case IndexSelfAssessed():
            return replace(index, assessed=event)
        case _ as unknown:
            assert_never(unknown)
