"""Which acts of an inspection an accountability history keeps: whom it concerned and its score."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from domain.accountability.marks import Mark, Words, bare
from domain.fact import Event, Recorded
from domain.inspection import events as e
from domain.inspection.parts import Score

Parts = dict[str, Any]


def inspection_mark(recorded: Recorded) -> Mark | None:
    """The mark of an act; None where it feeds nothing and was entered the day it happened."""
    parts = PARTS.get(type(recorded.event))
    if parts is not None:
        return bare(recorded, **parts(recorded.event, recorded.meta.reason or ""))
    has_gap = recorded.meta.recorded_on > recorded.meta.happened_on
    return bare(recorded) if has_gap else None


def _ordered(event: e.Ordered, _: str) -> Parts:
    return {"words": Words(code=event.code, kind=event.kind), "about": event.unit_id}


def _score(score: Score) -> str:
    """Reached of applicable and scaled, as the minutes say it."""
    return f"{score.reached}/{score.applicable}/{score.scaled}"


PARTS: dict[type[Event], Callable[[Any, str], Parts]] = {
    e.Ordered: _ordered,
    e.Opened: lambda _, __: {},
    e.MinutesDrawnUp: lambda event, _: {"word": _score(event.score)},
    e.UnitOpinionGiven: lambda event, _: {"text": event.text},
    e.MinutesSigned: lambda event, _: {"word": event.role, "counts": event.frozen},
    e.SignatureRefused: lambda event, why: {"counts": event.frozen, "text": why},
    e.ConclusionIssued: lambda event, _: {"word": _score(event.score)},
}
INSPECTION_TOPICS = frozenset(kind.stored_name for kind in get_args(e.InspectionEvent))
