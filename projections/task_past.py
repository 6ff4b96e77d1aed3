"""How much of a task's stream a reader sees: all of it, up to a day, or up to an act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from domain.due import midnight_after
from domain.fact import Recorded, local_date
from domain.values import Value

Basis = Literal["then", "now"]

ONE_MINUTE = timedelta(minutes=1)
"""A past day is looked at from its last minute, which still belongs to it."""


class AsOf(Value, frozen=True, kw_only=True):
    """A past moment that was asked for: a day, or a place in the log."""

    on: date | None = None
    position: int | None = None
    basis: Basis = "then"
    """As known then, or as known now: entries made later about what had happened by then."""


class Prefix(Value, frozen=True, kw_only=True):
    """The acts that are shown, and the moment they are shown for."""

    records: tuple[Recorded, ...]
    at: datetime

    @property
    def today(self) -> date:
        """The local day that everything is counted for."""
        return local_date(self.at)


def as_of(records: Sequence[Recorded], asked: AsOf, now: datetime) -> Prefix:
    """The acts up to a day (its end) or a place in the log; never beyond now."""
    if asked.position is not None:
        shown = tuple(r for r in records if r.position <= asked.position)
        return Prefix(records=shown, at=shown[-1].meta.recorded_at if shown else now)
    if asked.on is None:
        return Prefix(records=tuple(records), at=now)
    end = midnight_after(asked.on)
    if asked.basis == "now":
        shown = tuple(r for r in records if r.meta.happened_at < end)
    else:
        shown = tuple(r for r in records if r.meta.recorded_at < end)
    return Prefix(records=shown, at=min(end - ONE_MINUTE, now))


def after_act(records: Sequence[Recorded], number: int) -> Prefix:
    """The acts up to the n-th one, counted from 1, at the moment it was recorded."""
    shown = tuple(records[:number])
    return Prefix(records=shown, at=shown[-1].meta.recorded_at)
