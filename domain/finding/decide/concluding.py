"""The chair's conclusion, the remedial plan, its report and verification, and the ways out."""

from __future__ import annotations

from domain.fact import Moment
from domain.finding import commands as c
from domain.finding import events as f
from domain.finding.decide.recording import Decided
from domain.finding.decide.words import calendar_days, fixed, working_days
from domain.finding.memory import Finding, Report
from domain.finding.values import REMEDIED, Measure, remedy_days
from domain.grounds import need_document, need_reason
from domain.refusal import Refused
from domain.separation import refuse_own_unit
from domain.values import Due
from domain.ward import Ward


def conclude(command: c.ConcludeFinding, finding: Finding, moment: Moment, ward: Ward) -> Decided:
    """Upheld, softened or dropped; what is upheld gets a date by which it is put right."""
    limits = finding.limits
    assert limits is not None, "a finding of a visit has the limits of its inspection"
    stays = command.outcome != "dropped"
    remedy = stays and command.severity in REMEDIED
    return [
        f.Concluded(
            outcome=command.outcome,
            severity=command.severity,
            over_objection=stays and finding.is_objected,
            remedy_due=_remedy_due(command, finding, moment, ward) if remedy else None,
            plan_by=working_days(moment.happened_on, limits.remedy_plan_days, ward)
            if remedy
            else None,
            conclusion_event=command.conclusion_event,
            authority_post=command.authority_post,
            why=command.why,
        )
    ]


def _remedy_due(
    command: c.ConcludeFinding, finding: Finding, moment: Moment, ward: Ward
) -> Due | None:
    if command.remedy_due is not None:
        return command.remedy_due
    assert finding.limits is not None, "a finding of a visit has the limits of its inspection"
    days = remedy_days(command.severity, finding.limits)
    on = moment.happened_on
    return calendar_days(on, days, ward, on) if days is not None else None


def plan(command: c.PlanRemediation, finding: Finding, moment: Moment, ward: Ward) -> Decided:
    """Measures of the unit, each inside the date of the conclusion."""
    if finding.due is None:
        raise Refused("finding.nothing_to_remedy", severity=finding.severity)
    if not command.measures:
        raise Refused("finding.measures_missing")
    measures = []
    for asked in command.measures:
        due = fixed(asked.on, ward, moment.happened_on)
        if due.last_on > finding.due.last_on:
            raise Refused("finding.beyond_remedy_date", date=asked.on, last_on=finding.due.last_on)
        doer = ward.posts.get(asked.doer_post) if asked.doer_post else None
        if asked.doer_post is not None and (doer is None or doer.unit_id != finding.unit_id):
            raise Refused("finding.post_not_of_unit", post=asked.doer_post, unit=finding.unit_id)
        measures.append(
            Measure(
                measure_id=asked.measure_id, text=asked.text, due=due, doer_post=asked.doer_post
            )
        )
    known = {measure.measure_id for measure in finding.measures}
    new = tuple(measure for measure in measures if measure.measure_id not in known)
    return [f.RemediationPlanned(measures=new)] if new else []


def report(command: c.ReportRemediation, finding: Finding, moment: Moment, ward: Ward) -> Decided:
    """The unit says it is put right; the verifier's clock runs."""
    assert finding.limits is not None, "a finding of a visit has the limits of its inspection"
    if any(r.submission_id == command.submission_id for r in finding.reports):
        return []
    return [
        f.RemediationReported(
            spell=finding.spell,
            task_id=command.task_id,
            submission_id=command.submission_id,
            verify_by=working_days(moment.happened_on, finding.limits.verify_days, ward),
        )
    ]


def verify(command: c.VerifyRemediation, finding: Finding, moment: Moment, ward: Ward) -> Decided:
    """Seen by somebody outside the unit who did not work on it (SD-8)."""
    waiting = _waiting(finding)
    _refuse_partial(command, finding, moment, ward)
    return [
        f.RemediationVerified(
            spell=waiting.spell,
            by_post=moment.actor.on_behalf_of or moment.actor.post_id,
            way=command.way,
            note=command.note,
            evidence=command.evidence,
            task_id=waiting.task_id,
            submission_id=waiting.submission_id,
        )
    ]


def give_back(
    command: c.ReturnRemediation, finding: Finding, moment: Moment, ward: Ward
) -> Decided:
    """Not put right: a new spell begins and the former one stays."""
    waiting = _waiting(finding)
    _refuse_partial(command, finding, moment, ward)
    on = moment.happened_on
    if command.due_on is not None and command.due_on < on:
        raise Refused("finding.due_in_the_past", on=command.due_on)
    return [
        f.RemediationReturned(
            spell=waiting.spell,
            by_post=moment.actor.on_behalf_of or moment.actor.post_id,
            defects=command.defects,
            due=fixed(command.due_on, ward, on) if command.due_on else None,
            task_id=waiting.task_id,
            submission_id=waiting.submission_id,
        )
    ]


def _waiting(finding: Finding) -> Report:
    waiting = finding.report
    assert waiting is not None, "the state table lets only reported remedies through"
    return waiting


def _refuse_partial(
    command: c.VerifyRemediation | c.ReturnRemediation,
    finding: Finding,
    moment: Moment,
    ward: Ward,
) -> None:
    refuse_own_unit("SD-8", (finding.unit_id,), moment, ward)
    for person in sorted(moment.actor.people & set(command.workers)):
        raise Refused("own_work", rule="SD-8", person=person, needs="another_verifier")
    outsider = finding.limits is not None and finding.limits.verifier_not_recorder
    if outsider:
        for person in sorted(moment.actor.people & finding.recorders):
            raise Refused("own_work", rule="SD-8", person=person, needs="another_verifier")


def close(command: c.CloseFinding, finding: Finding, moment: Moment, ward: Ward) -> Decided:
    """In time is judged by the report that was verified (T9)."""
    reports = [r for r in finding.reports if r.outcome == "verified"]
    last_on = finding.due.last_on if finding.due else None
    in_time = last_on is None or (bool(reports) and reports[-1].on <= last_on)
    return [f.Closed(in_time=in_time, last_on=last_on)]


def reopen(command: c.ReopenFinding, finding: Finding, moment: Moment, ward: Ward) -> Decided:
    """It came back or was never right: a new spell with its own date, nothing is erased."""
    need_reason(moment)
    if finding.is_earlier or finding.limits is None:
        raise Refused("finding.entered_from_paper")
    if finding.severity not in REMEDIED:
        raise Refused("finding.nothing_to_remedy", severity=finding.severity)
    on = moment.happened_on
    if command.due_on < on:
        raise Refused("finding.due_in_the_past", on=command.due_on)
    return [
        f.Reopened(
            spell=finding.spell + 1,
            due=fixed(command.due_on, ward, on),
            authority_post=moment.actor.on_behalf_of or moment.actor.post_id,
        )
    ]


def hand_over(command: c.HandOverFinding, finding: Finding, moment: Moment, ward: Ward) -> Decided:
    """A sign of a breach goes to the competent body, and this process stops."""
    need_document(moment)
    if finding.severity != "breach_sign":
        raise Refused("finding.not_a_breach_sign", severity=finding.severity)
    return [f.HandedOver(to_body=command.to_body)]


def add_addendum(command: c.AddAddendum, finding: Finding, moment: Moment, ward: Ward) -> Decided:
    """Words of an addendum to the minutes that concern this finding."""
    return [
        f.AddendumAdded(inspection_addendum_no=command.inspection_addendum_no, text=command.text)
    ]
