"""T10: a new calendar moves the clocks of a sheet that still run; never earlier."""

from __future__ import annotations

from domain import due as dues
from domain.evaluation import commands as c
from domain.evaluation import events as e
from domain.evaluation.sheet.state import Sheet
from domain.fact import Elsewhere, Event, Moment
from domain.ward import Ward


def move(
    command: c.MoveSheetClocks, sheet: Sheet, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """What runs keeps its number of working days."""
    calendar = ward.calendar_version(command.calendar_version)
    moved = (
        (clock, due, dues.moved_by_calendar(due, since, calendar, ward))
        for clock, since, due in sheet.running
    )
    return [
        e.DeadlineRecalculated(
            clock=clock, before=before, after=after, calendar_version=command.calendar_version
        )
        for clock, before, after in moved
        if after is not None
    ]
