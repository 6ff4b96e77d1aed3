"""A finding folded from its events; `evolve` records what happened and never refuses."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from domain.fact import Meta
from domain.finding import events as f
from domain.finding.memory import Explanation, Finding, Report, Stage, TimeRequest
from domain.finding.values import REMEDIED, FollowUp, Way
from domain.values import Due

__all__ = ["Finding", "Stage", "evolve"]


def evolve(finding: Finding | None, event: f.FindingEvent, meta: Meta) -> Finding:
    """What the finding remembers after one more event."""
    if isinstance(event, f.Recorded | f.EarlierEntered):
        return _begun(event, meta)
    assert finding is not None, f"{event.stored_name} cannot be the first event of a finding"
    after = _answered(finding, event, meta)
    if after is None:
        after = _concluded(finding, event, meta) or _followed(finding, event, meta)
    if after is None:
        after = _remedied(finding, event, meta)
    if after.stage != finding.stage:
        after = replace(after, stage_since=meta.happened_at)
    return after


def _begun(event: f.Recorded | f.EarlierEntered, meta: Meta) -> Finding:
    earlier = isinstance(event, f.EarlierEntered)
    begun = Finding(
        stage="closed" if earlier else "recorded",
        stage_since=meta.happened_at,
        code=event.code,
        unit_id=event.unit_id,
        item_key=event.item_key,
        item_code=event.item_code,
        field=event.field,
        severity=event.severity,
        found_severity=event.severity,
        description=event.description,
        recorded_on=event.recorded_on if isinstance(event, f.EarlierEntered) else meta.happened_on,
        recorders=meta.actor.people,
    )
    if isinstance(event, f.EarlierEntered):
        return begun
    return replace(
        begun,
        no=event.no,
        inspection_id=event.inspection_id,
        responsible=event.responsible,
        proposed_due=event.proposed_due,
        repeat_of=event.repeat_of,
        limits=event.limits,
        team=event.team,
    )


def _answered(finding: Finding, event: f.FindingEvent, meta: Meta) -> Finding | None:
    """From delivery to the end of the explanation; None for what belongs elsewhere."""
    match event:
        case f.Delivered():
            return replace(
                finding,
                stage="delivered",
                delivered_at=meta.happened_at,
                acknowledge_by=event.acknowledge_by,
                team=event.team,
            )
        case f.Acknowledged() | f.AcknowledgementLapsed():
            return replace(
                finding,
                stage="acknowledged",
                acknowledged_at=meta.happened_at,
                received_in_silence=isinstance(event, f.AcknowledgementLapsed),
                explain_by=_later(event.explain_by, finding.granted_until),
            )
        case f.ExplanationSubmitted():
            return _explained(finding, event, meta)
        case f.MoreTimeRequested(to_on=to_on):
            return replace(finding, request=TimeRequest(at=meta.happened_at, to_on=to_on))
        case f.MoreTimeGranted():
            return replace(
                finding,
                request=None,
                granted_until=event.explain_by,
                granted_days=event.days,
                explain_by=event.explain_by if finding.explain_by else None,
            )
        case f.MoreTimeRefused():
            return replace(finding, request=None)
        case f.ExplanationLapsed():
            return replace(finding, stage="assessed", is_silent=True, request=None)
        case f.ExplanationAccepted(effect=effect, severity=severity):
            return replace(finding, stage="assessed", effect=effect, proposed_severity=severity)
        case f.ExplanationRejected():
            return replace(finding, stage="assessed", rejected=True)
    return None


def _later(one: Due | None, other: Due | None) -> Due | None:
    if one is None or other is None:
        return one
    return max(one, other, key=lambda due: due.last_on)


def _explained(finding: Finding, event: f.ExplanationSubmitted, meta: Meta) -> Finding:
    said = Explanation(
        event_id=meta.event_id, at=meta.happened_at, stance=event.stance, late=event.late
    )
    finding = replace(finding, explanations=(*finding.explanations, said))
    if event.late:
        return finding
    return replace(
        finding,
        stage="explained",
        acknowledged_at=finding.acknowledged_at or meta.happened_at,
        request=None,
        assess_by=event.assess_by,
    )


def _concluded(finding: Finding, event: f.FindingEvent, meta: Meta) -> Finding | None:
    """Words, the conclusion and the ways out; None for what belongs to the remedy."""
    match event:
        case f.Discussed() | f.AddendumAdded():
            return finding
        case f.Dropped():
            return replace(finding, stage="dropped")
        case f.HandedOver():
            return replace(finding, stage="handed_over")
        case f.Concluded():
            return _upheld(finding, event, meta)
    return None


def _upheld(finding: Finding, event: f.Concluded, meta: Meta) -> Finding:
    stays = event.severity in REMEDIED or event.severity == "breach_sign"
    stage: Stage = "dropped" if event.outcome == "dropped" else "upheld" if stays else "closed"
    return replace(
        finding,
        stage=stage,
        severity=event.severity,
        outcome=event.outcome,
        concluded_on=meta.happened_on,
        over_objection=event.over_objection,
        due=event.remedy_due,
        plan_by=event.plan_by,
        authority_post=event.authority_post,
        in_time=True if stage == "closed" else None,
        closed_on=meta.happened_on if stage == "closed" else None,
    )


def _followed(finding: Finding, event: f.FindingEvent, meta: Meta) -> Finding | None:
    """Promised days that went by, and clocks moved by a calendar; None for what is neither."""
    match event:
        case f.FollowUpPlaced():
            placed = FollowUp(
                measure_id=event.measure_id,
                promised_on=event.promised_on,
                spell=event.spell,
                visit_by=event.visit_by,
            )
            return replace(finding, follow_ups=(*finding.follow_ups, placed))
        case f.FollowUpNoted():
            about = (event.measure_id, event.promised_on)
            noted = tuple(
                replace(each, is_done=event.is_done, noted_on=meta.happened_on)
                if (each.measure_id, each.promised_on) == about
                else each
                for each in finding.follow_ups
            )
            return replace(finding, follow_ups=noted)
        case f.DeadlineRecalculated():
            return _moved(finding, event)
    return None


def _moved(finding: Finding, event: f.DeadlineRecalculated) -> Finding:
    after = event.after
    match event.clock:
        case "acknowledge":
            return replace(finding, acknowledge_by=after)
        case "explain":
            granted = after if finding.granted_until is not None else None
            return replace(finding, explain_by=after, granted_until=granted)
        case "assess":
            return replace(finding, assess_by=after)
        case "plan":
            return replace(finding, plan_by=after)
        case "remedy":
            return replace(finding, due=after)
        case "verify":
            reports = tuple(
                replace(r, verify_by=after) if r.outcome == "waiting" else r
                for r in finding.reports
            )
            return replace(finding, reports=reports)
        case "visit":
            visits = tuple(
                replace(v, visit_by=after) if v.is_done is None else v for v in finding.follow_ups
            )
            return replace(finding, follow_ups=visits)


def _remedied(finding: Finding, event: f.FindingEvent, meta: Meta) -> Finding:
    match event:
        case f.RemediationPlanned(measures=measures):
            return replace(finding, measures=(*finding.measures, *measures))
        case f.RemediationReported():
            report = Report(
                spell=event.spell,
                task_id=event.task_id,
                submission_id=event.submission_id,
                at=meta.happened_at,
                on=meta.happened_on,
                verify_by=event.verify_by,
            )
            return replace(finding, stage="remedy_reported", reports=(*finding.reports, report))
        case f.RemediationVerified():
            return replace(
                finding,
                stage="verified",
                reports=_settled(finding, "verified", event.way, meta.happened_on),
            )
        case f.RemediationReturned(due=due):
            return replace(
                finding,
                stage="upheld",
                spell=event.spell + 1,
                due=due or finding.due,
                reports=_settled(finding, "returned", None, meta.happened_on),
            )
        case f.Closed(in_time=in_time):
            return replace(finding, stage="closed", in_time=in_time, closed_on=meta.happened_on)
        case f.Reopened():
            return replace(
                finding,
                stage="upheld",
                spell=event.spell,
                task_spell=event.spell,
                due=event.due,
                authority_post=event.authority_post or finding.authority_post,
                measures_before=len(finding.measures),
                in_time=None,
                closed_on=None,
                is_reopened=True,
            )
    raise AssertionError(f"nothing remembers {event.stored_name}")


def _settled(finding: Finding, outcome: str, way: Way | None, on: date) -> tuple[Report, ...]:
    return tuple(
        replace(each, outcome=outcome, way=way, settled_on=on)
        if each.outcome == "waiting"
        else each
        for each in finding.reports
    )
