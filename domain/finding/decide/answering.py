"""The unit answers: receipt, more time, one of four stances, or silence; the leader weighs it."""

from __future__ import annotations

import hashlib
from datetime import date

import msgspec

from domain.fact import Moment
from domain.finding import commands as c
from domain.finding import events as f
from domain.finding.decide.recording import Decided
from domain.finding.decide.words import fixed, refuse_beyond_limit, working_days
from domain.finding.memory import Finding
from domain.finding.values import LIGHTER, REMEDIED, Promised, Stance
from domain.grounds import need_reason
from domain.inspection_limits import Limits
from domain.refusal import Refused
from domain.values import Due
from domain.ward import Ward

NEEDED: dict[Stance, tuple[str, ...]] = {
    "accept": ("measures",),
    "accept_in_part": ("text", "measures"),
    "contest": ("text", "counter_evidence"),
    "other_way": ("text", "measures"),
}
FOREIGN: dict[Stance, tuple[str, ...]] = {
    "accept": ("counter_evidence",),
    "accept_in_part": (),
    "contest": ("measures", "containment"),
    "other_way": ("counter_evidence",),
}
"""Each stance has only its own fields: who contests promises nothing, who agrees proves nothing."""


def _limits(finding: Finding) -> Limits:
    assert finding.limits is not None, "a finding of a visit has the limits of its inspection"
    return finding.limits


def acknowledge(
    command: c.AcknowledgeFinding, finding: Finding, moment: Moment, ward: Ward
) -> Decided:
    """Received. After the limit the time to explain counts from the limit, as if it had lapsed."""
    limit = finding.acknowledge_by
    assert limit is not None, "a delivered finding waits for a receipt"
    late = moment.happened_on > limit.last_on
    start_on = limit.last_on if late else moment.happened_on
    return [
        f.Acknowledged(
            by_post=moment.actor.on_behalf_of or moment.actor.post_id,
            explain_by=_explain_by(finding, start_on, ward),
            late=late,
        )
    ]


def _explain_by(finding: Finding, start_on: date, ward: Ward) -> Due | None:
    if finding.is_praise:
        return None
    own = working_days(start_on, _limits(finding).explain_days, ward)
    granted = finding.granted_until
    return granted if granted is not None and granted.last_on > own.last_on else own


def lapse_acknowledgement(
    command: c.LapseAcknowledgement, finding: Finding, moment: Moment, ward: Ward
) -> Decided:
    """Nobody confirmed receipt until the end of the limit."""
    limit = finding.acknowledge_by
    if limit is None or command.for_on != limit.last_on:
        return []  # the limit is another one since the clock looked
    if moment.happened_on <= limit.last_on:
        raise Refused("finding.not_yet", on=limit.last_on)
    return [
        f.AcknowledgementLapsed(
            for_on=limit.last_on,
            limit_on=limit.last_on,
            explain_by=_explain_by(finding, limit.last_on, ward),
            done_at=moment.now,
        )
    ]


def explain(command: c.SubmitExplanation, finding: Finding, moment: Moment, ward: Ward) -> Decided:
    """One of four stances, each with only its fields; after the limit it is kept as late."""
    _refuse_fields(command, finding)
    on = moment.happened_on
    measures = tuple(Promised(text=m.text, due=fixed(m.on, ward, on)) for m in command.measures)
    for measure in measures:
        refuse_beyond_limit(measure.due, finding.severity, _limits(finding), on, ward)
    limit = finding.explain_by
    in_time = limit is None or on <= limit.last_on or finding.request is not None
    late = finding.is_silent or not in_time
    said = f.ExplanationSubmitted(
        stance=command.stance,
        text=command.text,
        containment=command.containment,
        cause=command.cause,
        measures=measures,
        counter_evidence=command.counter_evidence,
        evidence=command.evidence,
        content_hash="",
        late=late,
    )
    days = _limits(finding).assess_explanation_days
    return [
        msgspec.structs.replace(
            said,
            content_hash=content_hash(said),
            assess_by=None if late else working_days(on, days, ward),
        )
    ]


def content_hash(said: f.ExplanationSubmitted) -> str:
    """SHA-256 over canonical JSON of what was said; who signs it signs exactly this."""
    content = msgspec.structs.replace(said, content_hash="", assess_by=None, late=False)
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def _refuse_fields(command: c.SubmitExplanation, finding: Finding) -> None:
    needed = [name for name in NEEDED[command.stance] if not getattr(command, name)]
    if finding.severity not in REMEDIED:
        needed = [name for name in needed if name != "measures"]  # nothing is owed
    if needed:
        raise Refused("finding.fields_for_stance", stance=command.stance, missing=needed)
    extra = [name for name in FOREIGN[command.stance] if getattr(command, name)]
    if extra:
        raise Refused("finding.fields_not_of_stance", stance=command.stance, extra=extra)


def request_time(
    command: c.RequestMoreTime, finding: Finding, moment: Moment, ward: Ward
) -> Decided:
    """Once, before the limit, and not beyond what the leader may grant."""
    need_reason(moment)
    if finding.granted_until is not None:
        raise Refused("finding.already_extended", date=finding.granted_until.last_on)
    if finding.request is not None:
        raise Refused("finding.already_asked", at=finding.request.at)
    base = _base(finding, ward)
    if moment.happened_on > base.last_on:
        raise Refused("finding.deadline_passed", last_on=base.last_on)
    _extended(command.to_on, base, finding, moment, ward)
    return [f.MoreTimeRequested(to_on=command.to_on)]


def _base(finding: Finding, ward: Ward) -> Due:
    """The limit as it stands; before the receipt, the latest that it can come to."""
    if finding.explain_by is not None:
        return finding.explain_by
    assert finding.acknowledge_by is not None, "a delivered finding waits for a receipt"
    return working_days(finding.acknowledge_by.last_on, _limits(finding).explain_days, ward)


def _extended(to_on: date, base: Due, finding: Finding, moment: Moment, ward: Ward) -> Due:
    due = fixed(to_on, ward, moment.happened_on)
    if due.last_on <= base.last_on:
        raise Refused("finding.not_later", to_on=to_on, last_on=base.last_on)
    days = _limits(finding).explain_extension_days
    last_on = ward.calendar.after(base.last_on, days)
    if due.last_on > last_on:
        raise Refused("finding.beyond_extension", date=to_on, days=days, last_on=last_on)
    return due


def grant_time(command: c.GrantMoreTime, finding: Finding, moment: Moment, ward: Ward) -> Decided:
    """The limit moves, and with it the limit of the team's report."""
    request = finding.request
    if request is None:
        raise Refused("finding.no_open_request")
    base = _base(finding, ward)
    after = _extended(command.to_on or request.to_on, base, finding, moment, ward)
    days = ward.calendar.working_days(base.last_on, after.last_on)
    return [f.MoreTimeGranted(explain_by=after, days=days)]


def refuse_time(command: c.RefuseMoreTime, finding: Finding, moment: Moment, ward: Ward) -> Decided:
    """The limit stays."""
    if finding.request is None:
        raise Refused("finding.no_open_request")
    return [f.MoreTimeRefused(why=command.why)]


def lapse_explanation(
    command: c.LapseExplanation, finding: Finding, moment: Moment, ward: Ward
) -> Decided:
    """Silence; a wish for more time that nobody answered is no silence of the unit."""
    limit = finding.explain_by
    if limit is None or command.for_on != limit.last_on or finding.request is not None:
        return []
    if moment.happened_on <= limit.last_on:
        raise Refused("finding.not_yet", on=limit.last_on)
    return [f.ExplanationLapsed(for_on=limit.last_on, limit_on=limit.last_on, done_at=moment.now)]


def accept(command: c.AcceptExplanation, finding: Finding, moment: Moment, ward: Ward) -> Decided:
    """The leader follows the unit, wholly or in part, and says what it changes."""
    need_reason(moment)
    wanted = command.severity
    if command.effect == "soften":
        heavier = wanted is None or LIGHTER.index(wanted) >= LIGHTER.index(finding.severity)
        if heavier:
            raise Refused("finding.not_softer", severity=wanted, now=finding.severity)
    return [
        f.ExplanationAccepted(
            effect=command.effect, severity=wanted if command.effect == "soften" else None
        )
    ]


def reject(command: c.RejectExplanation, finding: Finding, moment: Moment, ward: Ward) -> Decided:
    """The leader stays with what was found."""
    need_reason(moment)
    return [f.ExplanationRejected()]
