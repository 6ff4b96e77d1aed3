"""What a round remembers: everything it was opened with."""

from __future__ import annotations

from domain.evaluation.events import RoundEvent, RoundOpened
from domain.fact import Meta
from domain.values import Doc, Value


class Round(Value, frozen=True, kw_only=True):
    """A round; its sheets live on their own."""

    opened: RoundOpened
    document: Doc | None


def evolve(opened: Round | None, event: RoundEvent, meta: Meta) -> Round:
    """What the round remembers after its only event."""
    return Round(opened=event, document=meta.document)
