"""Rule T11: how far before its recording an act may have happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from domain.fact import Command, Moment, Recorded
from domain.refusal import Refused
from domain.ward import Ward

GRACE = timedelta(minutes=5)
"""Clocks of phones and servers differ; a little into the future is forgiven."""


def check(command: Command, moment: Moment, history: Sequence[Recorded], ward: Ward) -> None:
    """Refuse an hour that cannot be: in the future, before its cause, or too long ago."""
    if moment.actor.capacity in ("clock", "reaction"):
        return
    if moment.happened_at > moment.now + GRACE:
        raise Refused("in_the_future", happened_at=moment.happened_at, now=moment.now)
    _check_order(command, moment, history)
    _check_gap(command, moment, ward)


def _check_order(command: Command, moment: Moment, history: Sequence[Recorded]) -> None:
    if moment.happened_at >= moment.now or not history:
        return
    if command.may_precede:
        floor = history[0]
    else:
        by_people = [r for r in history if r.meta.actor.capacity not in ("clock", "reaction")]
        floor = by_people[-1] if by_people else history[0]
    if moment.happened_at < floor.meta.happened_at:
        raise Refused(
            "before_what_it_follows",
            event=floor.name,
            followed_at=floor.meta.happened_at,
            happened_at=moment.happened_at,
        )


def _check_gap(command: Command, moment: Moment, ward: Ward) -> None:
    if moment.document is not None:
        return
    if command.decision:
        minutes = ward.days("decision_backdate_minutes", moment.today)
        if moment.now - moment.happened_at > timedelta(minutes=minutes):
            raise Refused("backdated_without_document", gap="minutes", allowed=minutes)
        return
    allowed = ward.days("late_entry_days", moment.today)
    gap = ward.calendar.working_days(moment.happened_on, moment.today)
    if gap > allowed:
        raise Refused("backdated_without_document", gap=gap, allowed=allowed)
