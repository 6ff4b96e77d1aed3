"""What the passing of a promised day and a new calendar do to a finding."""

from __future__ import annotations

from domain import due as dues
from domain.fact import Moment, local_date
from domain.finding import commands as c
from domain.finding import events as f
from domain.finding.decide.recording import Decided
from domain.finding.decide.words import working_days
from domain.finding.memory import Finding
from domain.refusal import Refused
from domain.separation import refuse_own_unit
from domain.ward import Ward


def place(command: c.PlaceFollowUp, finding: Finding, moment: Moment, ward: Ward) -> Decided:
    """Every fix that was promised for that day and not reported: the team looks at it."""
    assert finding.limits is not None, "a finding of a visit has the limits of its inspection"
    passed = [
        promise
        for promise in finding.promises
        if promise.last_on == command.for_on and promise.follow_up is None
    ]
    if passed and moment.happened_on <= command.for_on:
        raise Refused("finding.not_yet", on=command.for_on)
    since = max(command.for_on, local_date(finding.stage_since))
    return [
        f.FollowUpPlaced(
            measure_id=promise.measure_id,
            promised_on=promise.last_on,
            spell=finding.spell,
            visit_by=working_days(since, finding.limits.verify_days, ward),
            done_at=moment.now,
        )
        for promise in passed
    ]


def note(command: c.NoteFollowUp, finding: Finding, moment: Moment, ward: Ward) -> Decided:
    """Seen by somebody outside the unit (SD-8); the remedy itself is still to be verified."""
    refuse_own_unit("SD-8", (finding.unit_id,), moment, ward)
    about = (command.measure_id, command.promised_on)
    placed = [v for v in finding.follow_ups if (v.measure_id, v.promised_on) == about]
    if not placed:
        raise Refused("finding.no_follow_up", date=command.promised_on)
    if placed[-1].is_done is not None:
        return []
    return [
        f.FollowUpNoted(
            measure_id=command.measure_id,
            promised_on=command.promised_on,
            spell=placed[-1].spell,
            is_done=command.is_done,
            note=command.note,
            evidence=command.evidence,
            by_post=moment.actor.on_behalf_of or moment.actor.post_id,
        )
    ]


def recalculate(
    command: c.MoveFindingClocks, finding: Finding, moment: Moment, ward: Ward
) -> Decided:
    """T10: what runs keeps its number of working days; never earlier."""
    calendar = ward.calendar_version(command.calendar_version)
    moved = (
        (clock, due, dues.moved_by_calendar(due, since, calendar, ward))
        for clock, since, due in finding.running
    )
    return [
        f.DeadlineRecalculated(
            clock=clock, before=before, after=after, calendar_version=command.calendar_version
        )
        for clock, before, after in moved
        if after is not None
    ]
