"""What an accountability history keeps of an act: its day, its place, and what is counted by it.

A record only ever grows by marks, so "as known then" and "as it stood at the cut" are the marks up
to a place in the log and up to a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from domain.accountability.fact_line import ActPlace, SubjectKind
from domain.fact import Recorded
from domain.values import Due, Value


class Words(Value, frozen=True, kw_only=True):
    """How the subject is called and weighed from an act on."""

    code: str = ""
    title: str = ""
    weight: str = "1"
    kind: str = ""
    """Of a task: single, standing or conditional; of a finding: its severity when it was seen."""
    item: str = ""
    """Of a finding: the item of the checklist it concerns."""


class Mark(Value, frozen=True, kw_only=True):
    """One act, trimmed; which of the optional parts are there hangs on its stored name."""

    name: str
    version: int
    position: int
    at: datetime
    on: date
    """The local day of `at`, the instant it happened."""
    noted_on: date | None = None
    """The local day of recording, where it is another one."""
    unit_id: UUID | None = None
    """The unit of whoever acted."""
    post_id: UUID | None = None
    """The post that acted, or on whose behalf it was done."""
    words: Words | None = None
    about: UUID | None = None
    """The unit that leads, is asked, is inspected or is found wanting from here on."""
    ref: UUID | None = None
    """The request, submission or explanation that is made or answered."""
    spell: int = 0
    moves_due: bool = False
    due: Due | None = None
    former: Due | None = None
    """What a recalculated due was before."""
    counts: bool = True
    """T6: lateness is judged by the due."""
    on_time: bool | None = None
    to_on: date | None = None
    days: int = 0
    word: str = ""
    """The closed word of the act: quality, cause, outcome, stance, severity, points."""
    text: str = ""
    """The words that stand beside the figure."""
    numbers: tuple[int, ...] = ()
    """Counts from outside."""

    @property
    def recorded_on(self) -> date:
        """The local day of recording."""
        return self.noted_on or self.on


class Record(Value, frozen=True, kw_only=True):
    """One task, finding or inspection with the marks of its acts, oldest first."""

    kind: SubjectKind
    id: UUID
    stream_id: UUID | None = None
    """The stream of its acts, where that holds those of other subjects too."""
    version: int = 0
    """Of the stream, so that an act is taken in once."""
    marks: tuple[Mark, ...] = ()

    def place_of(self, mark: Mark) -> ActPlace:
        """Where the act can be opened and proved."""
        return ActPlace(
            stream_id=self.stream_id or self.id, version=mark.version, position=mark.position
        )


def bare(recorded: Recorded, **parts: Any) -> Mark:
    """The mark of an act with what its envelope says."""
    meta = recorded.meta
    return Mark(
        name=recorded.name,
        version=recorded.originator_version,
        position=recorded.position,
        at=meta.happened_at,
        on=meta.happened_on,
        noted_on=meta.recorded_on if meta.recorded_on != meta.happened_on else None,
        unit_id=meta.actor.unit_id,
        post_id=meta.actor.on_behalf_of or meta.actor.post_id,
        **parts,
    )


def as_seen(marks: Iterable[Mark], cut_on: date, known_at: int | None) -> tuple[Mark, ...]:
    """What had happened by the end of a day, as far as it was known at a place in the log."""
    return tuple(
        mark
        for mark in marks
        if mark.on <= cut_on and (known_at is None or mark.position <= known_at)
    )
