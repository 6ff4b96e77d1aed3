"""The ordered lines of records, and what is read from them: figures, drill-down, months."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from domain.accountability.entry_lines import entry_lines
from domain.accountability.fact_line import FactLine, Period, SubjectKind
from domain.accountability.figures_lines import figures_lines
from domain.accountability.finding_lines import finding_lines
from domain.accountability.inspection_lines import inspection_lines
from domain.accountability.line_writer import LineWriter
from domain.accountability.marks import Mark, Record, as_seen
from domain.accountability.minutes import is_in_minutes
from domain.accountability.quantity import Figures, figures_of
from domain.accountability.task_lines import task_lines
from domain.ward import Ward

Lines = Callable[[Sequence[Mark], LineWriter], None]
SOURCES: Mapping[SubjectKind, Lines] = {
    "task": task_lines,
    "finding": finding_lines,
    "inspection": inspection_lines,
    "figures": figures_lines,
}
"""Feedback (K13) and initiatives (K16) join here."""


def lines_of(
    records: Iterable[Record],
    period: Period,
    ward: Ward,
    known_at: int | None = None,
) -> tuple[FactLine, ...]:
    """All lines of the period, oldest first; each says which unit it is charged to."""
    lines: list[FactLine] = []
    for record in records:
        writer = LineWriter(record, period, ward)
        marks = as_seen(record.marks, period.cut_on, known_at)
        in_minutes = is_in_minutes(record, known_at)
        source = SOURCES.get(record.kind)
        if source is not None and (in_minutes or record.kind != "finding"):
            source(marks, writer)
        if in_minutes:
            entry_lines(marks, writer)
        lines += writer.lines
    lines.sort(key=_order)
    return tuple(lines)


def _order(line: FactLine) -> tuple[date, int, str, str]:
    position = line.act.position if line.act else 0
    return line.on, position, line.kind, line.subject.id.hex


def lines_of_unit(lines: Iterable[FactLine], unit_id: UUID) -> tuple[FactLine, ...]:
    """What is charged to one unit."""
    return tuple(line for line in lines if line.unit_id == unit_id)


def figures_of_lines(lines: Iterable[FactLine]) -> Figures:
    """Every quantity, gathered from the lines and from nothing else."""
    return figures_of(effect for line in lines for effect in line.effects)


def drill(lines: Iterable[FactLine], quantity: str, part: str = "") -> tuple[FactLine, ...]:
    """The lines behind a figure; without a part, behind any part of the quantity."""
    return tuple(
        line
        for line in lines
        if any(e.quantity == quantity and part in ("", e.part) for e in line.effects)
    )


def bands(lines: Iterable[FactLine]) -> dict[date, dict[str, int]]:
    """First day of the month → kind of line → how many: the year band."""
    months: dict[date, dict[str, int]] = {}
    for line in lines:
        month = months.setdefault(line.on.replace(day=1), {})
        month[line.kind] = month.get(line.kind, 0) + 1
    return dict(sorted(months.items()))
