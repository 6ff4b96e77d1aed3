"""The passing of time, turned into commands: exactly once, in order, caught up after an outage.

Ids are derived from what the act is about, so a sweep that is repeated, or run by two workers,
records nothing twice. Each act carries the day it was due (`for_on`) and the hour it was done.
"""

from __future__ import annotations

import logging
from typing import Any, Protocol

from domain.evaluation.commands import LapseReply
from domain.fact import Command
from domain.finding.commands import LapseAcknowledgement, LapseExplanation, PlaceFollowUp
from domain.ids import derived
from domain.refusal import Refused
from domain.task.commands import DeemAccepted, OpenOccurrence, PassDeadline, ResumeTask
from service import lookups
from service.clock import Clock
from service.desk import THE_CLOCK, Desk, Envelope
from service.lookups import ClockRow

log = logging.getLogger("soviec.sweep")

MAX_ROUNDS = 400
"""A year of missed days opens at most this many rounds; the next sweep goes on from there."""


class Waiter(Protocol):
    """Waits until the read models have seen a position."""

    async def wait(self, position: int, timeout: float = 0.5) -> bool:
        """True when they have."""


class Sweep:
    """Asks for everything that time itself does up to today."""

    def __init__(self, pool: Any, clock: Clock, desk: Desk, freshness: Waiter) -> None:
        self._pool = pool
        self._clock = clock
        self._desk = desk
        self._freshness = freshness
        self._refused: set[tuple[Any, ...]] = set()

    async def run(self) -> int:
        """Record what is owed; returns the number of acts."""
        acts = 0
        for _ in range(MAX_ROUNDS):
            owed = [
                row
                for row in await lookups.owed_by_the_clock(self._pool, self._clock.today())
                if _name(row) not in self._refused
            ]
            if not owed:
                return acts
            position = 0
            for row in owed:
                position = max(position, await self._do(row))
                acts += 1
            await self._freshness.wait(position, timeout=5.0)
        return acts

    async def _do(self, row: ClockRow) -> int:
        try:
            receipt = await self._desk.submit(
                _command(row),
                Envelope(who=THE_CLOCK, command_id=derived("clock", *_name(row))),
            )
        except Refused as refused:
            # Somebody acted between the look and the act, or a rule changed: it stays listed
            # on the status page until its row is gone, and is not asked for again in this run.
            log.warning("the clock was refused: %s for %s", refused.code, row.kind)
            self._refused.add(_name(row))
            return 0
        if receipt.repeated:
            self._refused.add(_name(row))
        return receipt.position


def _name(row: ClockRow) -> tuple[Any, ...]:
    return (row.kind, row.task_id, row.on_day.isoformat(), row.period)


def _command(row: ClockRow) -> Command:
    match row.kind:
        case "deem":
            return DeemAccepted(task_id=row.task_id, for_on=row.on_day)
        case "pass":
            return PassDeadline(task_id=row.task_id, for_on=row.on_day)
        case "occurrence":
            return OpenOccurrence(task_id=row.task_id, period=row.period)
        case "resume":
            return ResumeTask(task_id=row.task_id)
        case "lapse_acknowledgement":
            return LapseAcknowledgement(finding_id=row.task_id, for_on=row.on_day)
        case "lapse_explanation":
            return LapseExplanation(finding_id=row.task_id, for_on=row.on_day)
        case "place_follow_up":
            return PlaceFollowUp(finding_id=row.task_id, for_on=row.on_day)
        case "lapse_reply":
            return LapseReply(sheet_id=row.task_id, for_on=row.on_day)
    raise AssertionError(f"the clock knows no {row.kind}")
