"""A finding is recorded at the visit, talked over, taken back, or entered from older paper."""

from __future__ import annotations

from datetime import timedelta

from domain.claims import issue_number
from domain.fact import Elsewhere, Event, Moment
from domain.finding import commands as c
from domain.finding import events as f
from domain.finding.decide.words import fixed, refuse_beyond_limit, refuse_names, working_days
from domain.finding.memory import Finding
from domain.finding.values import Responsible, Visit
from domain.grounds import need_document, need_reason
from domain.refusal import Refused
from domain.separation import refuse_own_unit
from domain.values import Due
from domain.ward import Ward

Decided = list[Event | Elsewhere]

BEFORE_THE_DOOR = ("ordered", "announced")
AFTER_THE_VISIT = ("visit_closed", "minutes_drawn")
REPEATABLE = ("shortcoming", "serious", "breach_sign")
"""Praise and advice are never repeated shortcomings."""


def number_series(visit: Visit) -> str:
    """The register that numbers the findings of one inspection."""
    return f"finding-no:{visit.inspection_id}"


def record(
    command: c.RecordFinding, finding: Finding | None, moment: Moment, ward: Ward
) -> Decided:
    """What somebody of the team saw, with a code and a number of the visit."""
    visit = command.visit
    if visit is None:
        raise Refused("not_found")
    late = _refuse_wrong_hour(visit, moment)
    refuse_own_unit("SD-7", (visit.unit_id,), moment, ward)
    refuse_names(
        ward,
        description=command.description,
        proposal=command.proposal,
        basis=command.basis,
    )
    year = visit.opened_on.year
    code, register = _code(command, moment, ward)
    no = issue_number(number_series(visit), year, visit.next_no, for_stream=command.finding_id)
    recorded = f.Recorded(
        code=code,
        no=visit.next_no,
        inspection_id=visit.inspection_id,
        unit_id=visit.unit_id,
        item_key=command.item_key,
        item_code=command.item_code,
        field=command.field,
        severity=command.severity,
        description=command.description,
        evidence=command.evidence,
        basis=command.basis,
        cause=command.cause,
        responsible=_responsible(command, visit, ward),
        proposal=command.proposal,
        proposed_due=_proposed(command, visit, moment, ward),
        repeat_of=command.repeat_of if command.severity in REPEATABLE else (),
        limits=visit.limits,
        team=visit.team,
        late=late,
    )
    return [recorded, register, no]


def _refuse_wrong_hour(visit: Visit, moment: Moment) -> bool:
    """True when it was seen before the visit was closed and came in after it."""
    if visit.frozen_at is not None:
        raise Refused("finding.minutes_frozen", at=visit.frozen_at)
    if visit.stage in BEFORE_THE_DOOR:
        raise Refused("finding.not_opened")
    if visit.stage not in AFTER_THE_VISIT:
        return False
    closed_at, device = visit.closed_at, moment.device
    if closed_at is None or device is None:
        raise Refused("finding.visit_closed", at=closed_at)
    # by the phone's clock, put right by what it was wrong by, as for the answers of the visit
    if device.captured_at - timedelta(milliseconds=device.skew_ms) > closed_at:
        raise Refused("finding.visit_closed", at=closed_at)
    return True


def _responsible(command: c.RecordFinding, visit: Visit, ward: Ward) -> Responsible:
    head = ward.head_post(visit.unit_id)
    named = command.responsible.post_id if command.responsible else None
    if named is not None and (named not in ward.posts or not _of_unit(named, visit, ward)):
        raise Refused("finding.post_not_of_unit", post=named, unit=visit.unit_id)
    return Responsible(
        unit_id=visit.unit_id, post_id=named, head_post_id=head.post_id if head else None
    )


def _of_unit(post_id: object, visit: Visit, ward: Ward) -> bool:
    return any(p.post_id == post_id and p.unit_id == visit.unit_id for p in ward.posts.values())


def _proposed(command: c.RecordFinding, visit: Visit, moment: Moment, ward: Ward) -> Due | None:
    if command.proposed_on is None:
        return None
    on = moment.happened_on
    due = fixed(command.proposed_on, ward, on)
    refuse_beyond_limit(due, command.severity, visit.limits, on, ward)
    return due


def _code(
    command: c.RecordFinding | c.EnterEarlierFinding, moment: Moment, ward: Ward
) -> tuple[str, Elsewhere]:
    number = moment.number
    assert number is not None, "the desk draws a number for whatever asks for one"
    year = moment.today.year
    register = issue_number(c.FINDING_CODE, year, number, for_stream=command.finding_id)
    return f"PH-{year}-{number:03d}", register


def enter_earlier(
    command: c.EnterEarlierFinding, finding: Finding | None, moment: Moment, ward: Ward
) -> Decided:
    """A paper conclusion of before the system; what came later is recorded at its visit."""
    need_document(moment)
    if command.started_on is not None and command.recorded_on >= command.started_on:
        raise Refused("finding.before_system_only", started_on=command.started_on)
    if command.unit_id not in ward.units:
        raise Refused("not_found")
    refuse_names(ward, description=command.description)
    code, register = _code(command, moment, ward)
    entered = f.EarlierEntered(
        code=code,
        unit_id=command.unit_id,
        item_key=command.item_key,
        item_code=command.item_code,
        field=command.field,
        severity=command.severity,
        description=command.description,
        recorded_on=command.recorded_on,
    )
    return [entered, register]


def discuss(command: c.DiscussFinding, finding: Finding, moment: Moment, ward: Ward) -> Decided:
    """What team and head said to each other on the spot."""
    return [f.Discussed(note=command.note)]


def drop(command: c.DropFinding, finding: Finding, moment: Moment, ward: Ward) -> Decided:
    """Taken back while the minutes are open."""
    need_reason(moment)
    return [f.Dropped()]


def deliver(command: c.DeliverFinding, finding: Finding, moment: Moment, ward: Ward) -> Decided:
    """The minutes are frozen: the head's first clock runs."""
    assert finding.limits is not None, "a finding of a visit has the limits of its inspection"
    head = ward.head_post(finding.unit_id)
    return [
        f.Delivered(
            to_post=head.post_id if head else None,
            acknowledge_by=working_days(moment.happened_on, finding.limits.acknowledge_days, ward),
            team=command.team,
        )
    ]
