"""Decides limits: a known key, a value in range, from a day that is not past."""

from __future__ import annotations

from typing import get_args

from domain.fact import Event, Moment
from domain.limits import DEFAULTS, Limit, hours_of
from domain.org import commands as c
from domain.org import events as e
from domain.refusal import Refused
from domain.values import Every
from domain.ward import Ward

CHOICES: dict[str, tuple[str, ...]] = {"standing_report_every": get_args(Every)}
LONGEST_STEP_DAYS = 365
HOURS = frozenset({"seal_slot_hours"})


def adopt_limit(command: c.AdoptLimit, ward: Ward, moment: Moment) -> list[Event]:
    """A limit gets another value from a day on; duties under way keep the value they began with."""
    limit = DEFAULTS.get(command.key)
    if limit is None:
        raise Refused("org.unknown_limit", key=command.key)
    if not _in_range(command, limit):
        raise Refused("org.out_of_range", value=command.value, min=limit.least, max=limit.most)
    if command.from_on < moment.today:
        raise Refused("org.from_the_past", from_on=command.from_on)
    if any((x.key, x.value, x.from_on) == _parts(command) for x in ward.limits):
        return []
    return [
        e.LimitAdopted(
            key=command.key, value=command.value, unit=limit.unit, from_on=command.from_on
        )
    ]


def _parts(command: c.AdoptLimit) -> tuple[object, ...]:
    return (command.key, command.value, command.from_on)


def _in_range(command: c.AdoptLimit, limit: Limit) -> bool:
    value = command.value
    if type(value) is not type(limit.value):
        return False
    if isinstance(value, tuple):
        return bool(value) and all(0 < step <= LONGEST_STEP_DAYS for step in value)
    if isinstance(value, str) and command.key in HOURS:
        return _are_hours(value)
    if isinstance(value, str):
        return value in CHOICES.get(command.key, (value,))
    if isinstance(value, bool):
        return True
    least = 0 if limit.least is None else limit.least
    return value >= least and (limit.most is None or value <= limit.most)


def _are_hours(text: str) -> bool:
    try:
        hours_of(text)
    except ValueError:
        return False
    return True
