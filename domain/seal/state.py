"""A sealed value as the journal knows it: its commitment, and what was published later."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec.structs import replace

from domain.fact import Meta
from domain.seal.events import Committed, Opened, SealEvent, Voided
from domain.values import Value

Stage = Literal["committed", "opened", "voided"]


class Seal(Value, frozen=True, kw_only=True):
    """One entry of the public list."""

    stage: Stage = "committed"
    commitment: str
    slot_at: datetime
    life_end_on: date
    settled_at: datetime | None = None

    def is_expired(self, on: date) -> bool:
        """Its life is over and nobody published it."""
        return self.stage == "committed" and on > self.life_end_on


def evolve(seal: Seal | None, event: SealEvent, meta: Meta) -> Seal:
    """What is known after one more event."""
    if isinstance(event, Committed):
        return Seal(
            commitment=event.commitment, slot_at=event.slot_at, life_end_on=event.life_end_on
        )
    assert seal is not None, "only what was committed can be published"
    stage: Stage = "opened" if isinstance(event, Opened) else "voided"
    assert isinstance(event, Opened | Voided)
    return replace(seal, stage=stage, settled_at=meta.happened_at)
