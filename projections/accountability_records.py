"""What each unit has to answer for: the marks of every task, finding and inspection, by span.

A record grows by marks and forgets nothing, so it holds every earlier state of itself: a look at
what was known then reads the same row (decision 0015). Beside it stands, for each unit it touches,
the span of days in which it can matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.accountability.fact_line import SubjectKind
from domain.accountability.figures_lines import figures_mark, figures_subject
from domain.accountability.finding_lines import COUNTED
from domain.accountability.finding_marks import FINDING_TOPICS, finding_mark
from domain.accountability.inspection_marks import INSPECTION_TOPICS, inspection_mark
from domain.accountability.marks import Mark, Record
from domain.accountability.task_marks import TASK_TOPICS, task_mark
from domain.fact import Recorded
from domain.figures.events import FiguresImported
from projections.read_model import Rows, Table

DAY_BITS = 22
"""Ordinals of days up to the year 9999 fit."""
UNIT_BITS = 40
OPEN = date.max.toordinal()
"""It can matter until it ends."""
SPAN = "int8range(alive_from, alive_to, '[]')"


class RecordRow(msgspec.Struct, kw_only=True):
    """The marks of one subject."""

    subject_id: UUID
    record: Record


class SpanRow(msgspec.Struct, kw_only=True):
    """A unit and the days, both ends counted, in which a subject can matter to it.

    Unit and day are one number, so that one range index finds a unit's days without a scan of
    the other units and without any extension of the database.
    """

    unit_id: UUID
    subject_id: UUID
    alive_from: int
    alive_to: int


RECORDS = Table("accountability_records", RecordRow, key=("subject_id",))
SPANS = Table(
    "accountability_spans",
    SpanRow,
    key=("subject_id", "unit_id"),
    indexes=(f"USING gist ({SPAN})",),
)

SOURCES: Mapping[str, tuple[SubjectKind, Callable[[Recorded], Mark | None]]] = {
    **dict.fromkeys(TASK_TOPICS, ("task", task_mark)),
    **dict.fromkeys(FINDING_TOPICS, ("finding", finding_mark)),
    **dict.fromkeys(INSPECTION_TOPICS, ("inspection", inspection_mark)),
    FiguresImported.stored_name: ("figures", figures_mark),
}


def place_of(unit_id: UUID, day: int) -> int:
    """A unit and a day as one number; spans of different units do not overlap."""
    return (unit_id.int & ((1 << UNIT_BITS) - 1)) << DAY_BITS | day


class AccountabilityRecords:
    """What did each unit do, owe and fail to do, act by act?"""

    name = "accountability_records"
    version = 2
    """To be raised also when a mark changes its shape."""
    tables: tuple[Table, ...] = (RECORDS, SPANS)
    topics: frozenset[str] | None = frozenset(SOURCES)

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        """A subject's acts touch its own rows only; spans are written and never read."""
        yield RECORDS, (_subject(recorded),)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        """Add the mark of an act, once."""
        subject_id = _subject(recorded)
        kind, mark_of = SOURCES[recorded.name]
        kept = rows.get(RECORDS, subject_id)
        before = kept.record if kept else _begun(kind, subject_id, recorded)
        if recorded.originator_version <= before.version:
            return
        mark = mark_of(recorded)
        if mark is None:
            return
        after = msgspec.structs.replace(before, version=mark.version, marks=(*before.marks, mark))
        rows.put(RECORDS, RecordRow(subject_id=subject_id, record=after))
        known = spans_of(before)
        for unit_id, span in spans_of(after).items():
            if known.get(unit_id) != span:
                rows.put(SPANS, _span_row(subject_id, unit_id, span))


def _subject(recorded: Recorded) -> UUID:
    event = recorded.event
    return figures_subject(event) if isinstance(event, FiguresImported) else recorded.originator_id


def _begun(kind: SubjectKind, subject_id: UUID, recorded: Recorded) -> Record:
    stream_id = recorded.originator_id
    return Record(
        kind=kind, id=subject_id, stream_id=None if stream_id == subject_id else stream_id
    )


def _span_row(subject_id: UUID, unit_id: UUID, span: tuple[int, int]) -> SpanRow:
    return SpanRow(
        unit_id=unit_id,
        subject_id=subject_id,
        alive_from=place_of(unit_id, span[0]),
        alive_to=place_of(unit_id, span[1]),
    )


def spans_of(record: Record) -> dict[UUID, tuple[int, int]]:
    """Each unit the record touches, with the first and the last day on which it can matter."""
    if not record.marks:
        return {}
    first = min(mark.on for mark in record.marks).toordinal()
    last = OPEN if _is_open(record) else max(map(_reaches, record.marks)).toordinal()
    units = dict.fromkeys(
        unit for mark in record.marks for unit in _units(mark) if unit is not None
    )
    return dict.fromkeys(units, (first, last))


def _units(mark: Mark) -> tuple[UUID | None, ...]:
    late = mark.unit_id if mark.noted_on is not None else None
    return mark.about, late


def _reaches(mark: Mark) -> date:
    """Until when a mark can matter: the day it was recorded, or a last day it set."""
    return max(mark.recorded_on, mark.on, mark.due.last_on if mark.due else mark.on)


ENDINGS = frozenset(
    (
        "task.completion_confirmed",
        "task.withdrawn",
        "task.filed",
        "task.standing_closed",
        "finding.earlier_entered",
        "finding.dropped",
        "finding.handed_over",
        "finding.closed",
    )
)
BEGINNINGS = frozenset(("task.assigned", "task.reopened", "finding.recorded", "finding.reopened"))


def _is_open(record: Record) -> bool:
    """Somebody still owes something, so it can matter on any later day."""
    for mark in reversed(record.marks):
        if mark.name in ENDINGS or _ends_lightly(mark):
            return False
        if mark.name in BEGINNINGS:
            return True
    return False


def _ends_lightly(mark: Mark) -> bool:
    """A conclusion that leaves advice, praise or nothing waits for no remedy."""
    return mark.name == "finding.concluded" and mark.word not in COUNTED
