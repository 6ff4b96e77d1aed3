"""What moves a limit of an inspection that runs: granted time to explain, and a new calendar."""

from __future__ import annotations

from domain import due as dues
from domain.fact import Elsewhere, Event, Moment
from domain.inspection import commands as c
from domain.inspection import events as e
from domain.inspection.state import Inspection
from domain.ward import Ward

Decided = list[Event | Elsewhere]


def move_report(command: c.MoveReportLimit, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """D25: by the longest time that one of its findings got, not by the sum of all."""
    before, more = it.report_by, command.days - it.granted_days
    if before is None or more <= 0:
        return []
    moved = dues.working_days_from(before.last_on, more, ward.calendar)
    return [e.ReportLimitMoved(before=before, after=moved, days=command.days)]


def recalculate(
    command: c.MoveInspectionClocks, it: Inspection, moment: Moment, ward: Ward
) -> Decided:
    """T10: what runs keeps its number of working days; never earlier."""
    calendar = ward.calendar_version(command.calendar_version)
    moved = (
        (limit, due, dues.moved_by_calendar(due, since, calendar, ward))
        for limit, since, due in it.running
    )
    return [
        e.DeadlineRecalculated(
            limit=limit, before=before, after=after, calendar_version=command.calendar_version
        )
        for limit, before, after in moved
        if after is not None
    ]
