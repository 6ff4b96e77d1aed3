"""The ward as it stands now, kept in memory and brought up to date from the journal on each use."""

from __future__ import annotations

from typing import Any

from domain.fact import Recorded
from domain.ids import ORGANISATION
from domain.ward import Ward
from service.ledger import Ledger
from service.slices import ORG


class WardKeeper:
    """One cached picture per process; each look costs one indexed read of what came since."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._ward: Ward | None = None
        self._version = 0

    async def current(self) -> Ward:
        """The ward after everything recorded so far; an empty ward before it was founded."""
        fresh = await self._ledger.since(ORGANISATION, self._version)
        # somebody who asked at the same time may have taken some of it in already
        fresh = [fact for fact in fresh if fact.originator_version > self._version]
        if fresh:
            self._ward = ORG.fold(fresh, self._ward)
            self._version = fresh[-1].originator_version
        return self._ward or Ward()

    async def as_of(self, position: int) -> Ward:
        """The ward as it was known when the log had reached a position."""
        history: list[Recorded] = await self._ledger.load(ORGANISATION, position)
        ward: Any = ORG.fold(history)
        return ward or Ward()
