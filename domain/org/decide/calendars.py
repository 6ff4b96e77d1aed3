"""Decides the working calendar: a new version that adds days and takes days back."""

from __future__ import annotations

from datetime import date

from domain.calendar import Calendar, CalendarDay, DayKind
from domain.fact import Event, Moment
from domain.grounds import need_document
from domain.org import commands as c
from domain.org import events as e
from domain.refusal import Refused
from domain.ward import Ward

SWAPS: dict[DayKind, DayKind] = {"off_swap": "working_swap", "working_swap": "off_swap"}
"""A swapped day off is made up on another day, and the other way round."""


def decide_calendar(command: c.DecideCalendar, ward: Ward, moment: Moment) -> list[Event]:
    """Days by document; a day decided before must be taken back first."""
    need_document(moment)
    current = ward.calendar
    if _already_so(command, current):
        return []
    for on in command.taken_back:
        if on not in current.days:
            raise Refused("org.day_not_decided", on=on, version=current.version)
    kept = {on: day for on, day in current.days.items() if on not in command.taken_back}
    decided = dict(kept)
    for day in command.days:
        if day.on in decided:
            raise Refused("org.day_already_decided", on=day.on, version=_version_with(ward, day.on))
        decided[day.on] = day
    for day in command.days:
        _fits_the_week(day)
        _is_paired(day, decided)
    return [
        e.CalendarDecided(
            version=current.version + 1, days=command.days, taken_back=command.taken_back
        )
    ]


def _already_so(command: c.DecideCalendar, current: Calendar) -> bool:
    added = all(current.days.get(day.on) == day for day in command.days)
    return added and not any(on in current.days for on in command.taken_back)


def _version_with(ward: Ward, on: date) -> int:
    for decided in ward.calendars:
        if on in decided.calendar.days:
            return decided.calendar.version
    return ward.calendar.version + 1


def _fits_the_week(day: CalendarDay) -> None:
    """Only a rest day can be made a working day."""
    if day.kind == "working_swap" and Calendar().is_working(day.on):
        raise Refused("org.not_a_rest_day", on=day.on)


def _is_paired(day: CalendarDay, decided: dict[date, CalendarDay]) -> None:
    other_kind = SWAPS.get(day.kind)
    if other_kind is None:
        return
    other = decided.get(day.paired_with) if day.paired_with is not None else None
    if other is None or other.kind != other_kind:
        raise Refused("org.swap_without_pair", on=day.on)
