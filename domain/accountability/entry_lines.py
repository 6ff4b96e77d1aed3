"""K18: entries that a unit made more than the allowed days after they happened."""

from __future__ import annotations

from collections.abc import Sequence

from domain.accountability.line_writer import LineWriter, effect
from domain.accountability.marks import Mark


def entry_lines(marks: Sequence[Mark], to: LineWriter) -> None:
    """Charged to the unit of whoever made the entry, on the day the act happened."""
    for mark in marks:
        if mark.noted_on is None or mark.unit_id is None or not to.counts_on(mark.on):
            continue
        gap = to.ward.calendar.working_days(mark.on, mark.noted_on)
        if gap > to.ward.days("late_entry_days", mark.noted_on):
            to.write(
                "late_entry",
                mark.on,
                mark.unit_id,
                effect("K18", "late_entries"),
                mark=mark,
                facts={"act": mark.name, "recorded_on": mark.noted_on, "days": gap},
            )
