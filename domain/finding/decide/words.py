"""What the words of a finding may not hold, and how its days are counted."""

from __future__ import annotations

import re
from datetime import date

from domain import due as dues
from domain.finding.values import Severity, remedy_days
from domain.inspection_limits import Limits
from domain.refusal import Refused
from domain.values import Due, Duration, Fixed
from domain.ward import Ward, fold

SHORTEST_NAME_WORDS = 2
"""One word is a given name and stands in many sentences; a full name is a person."""


def refuse_names(ward: Ward, **texts: str) -> None:
    """A finding names posts; the person behind one is looked up by right of access."""
    for field, text in texts.items():
        said = f" {_plain(text)} "
        for person in ward.persons.values():
            name = _plain(person.full_name)
            if len(name.split()) >= SHORTEST_NAME_WORDS and f" {name} " in said:
                raise Refused("finding.description_names_a_person", field=field)


def _plain(text: str) -> str:
    return fold(re.sub(r"[^\w\s]", " ", text))


def fixed(on: date, ward: Ward, today: date) -> Due:
    """A day as a due: a rest day rolls to the next working day."""
    due = dues.due_of(Fixed(on=on), None, ward.calendar, dues.reading_on(ward, today))
    assert due is not None, "a fixed day always comes to a due"
    return due


def calendar_days(start_on: date, days: int, ward: Ward, today: date) -> Due:
    """So many calendar days after a day."""
    due = dues.due_of(
        Duration(days=days, unit="calendar"), start_on, ward.calendar, dues.reading_on(ward, today)
    )
    assert due is not None, "a duration with a start always comes to a due"
    return due


def working_days(start_on: date, days: int, ward: Ward) -> Due:
    """So many working days after a day."""
    return dues.working_days_from(start_on, days, ward.calendar)


def refuse_beyond_limit(
    due: Due, severity: Severity, limits: Limits, start_on: date, ward: Ward
) -> None:
    """A remedy of this severity may take so many days and no more."""
    days = remedy_days(severity, limits)
    if days is None:
        return
    last_on = calendar_days(start_on, days, ward, start_on).last_on
    if due.last_on > last_on:
        raise Refused(
            "finding.due_beyond_limit",
            date=due.nominal_on,
            severity=severity,
            days=days,
            last_on=last_on,
        )
