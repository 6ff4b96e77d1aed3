"""From frozen minutes to the end: report, conclusion, publication, papers, closing."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain import due as dues
from domain.fact import Elsewhere, Event, Moment
from domain.grounds import need_document
from domain.inspection import commands as c
from domain.inspection import events as e
from domain.inspection import scoring
from domain.inspection.parts import FindingFact, FindingOutcome, OutcomeAsked, Severity
from domain.inspection.state import Inspection
from domain.refusal import Refused
from domain.values import Due, Duration
from domain.ward import Ward, fold

Decided = list[Event | Elsewhere]

REMEDIED: tuple[Severity, ...] = ("shortcoming", "serious")
"""Upheld, these owe a remedy; a sign of a breach is handed over and leaves the process."""


def report(command: c.ReportInspection, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """The leader reports when every unit that may still answer has answered or let it lapse."""
    running = [fact for fact in command.findings if fact.clock_until is not None]
    if running:
        raise Refused(
            "inspection.findings_unanswered",
            ids=[fact.finding_id for fact in running],
            codes=[fact.code for fact in running],
            date=max(fact.clock_until for fact in running if fact.clock_until),
        )
    return [
        e.Reported(
            summary=command.summary,
            proposals=command.proposals,
            conclude_by=dues.working_days_from(
                moment.happened_on, it.limits.conclude_days, ward.calendar
            ),
        )
    ]


def return_report(command: c.ReturnReport, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """Back to the leader, with what is missing."""
    return [e.ReportReturned(defects=command.defects)]


def conclude(command: c.IssueConclusion, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """Every finding gets its outcome; what is upheld gets the last day of its remedy."""
    if moment.document is None or not moment.document.number.strip():
        raise Refused("inspection.document_missing")
    asked = {outcome.finding_id: outcome for outcome in command.outcomes}
    waiting = [fact for fact in command.findings if fact.is_open and not fact.is_dropped]
    missing = [fact for fact in waiting if fact.finding_id not in asked]
    if missing:
        raise Refused(
            "inspection.outcome_missing",
            ids=[fact.finding_id for fact in missing],
            codes=[fact.code for fact in missing],
        )
    known = {fact.finding_id for fact in waiting}
    unknown = sorted(set(asked) - known)
    if unknown:
        raise Refused("not_found", what="finding", id=unknown[0])
    return [
        e.ConclusionIssued(
            outcomes=tuple(_outcome(asked[f.finding_id], f, it, moment, ward) for f in waiting),
            score=scoring.score(it),
            remedy_plan_by=dues.working_days_from(
                moment.happened_on, it.limits.remedy_plan_days, ward.calendar
            ),
        )
    ]


def _outcome(
    asked: OutcomeAsked, fact: FindingFact, it: Inspection, moment: Moment, ward: Ward
) -> FindingOutcome:
    return FindingOutcome(
        finding_id=asked.finding_id,
        outcome=asked.outcome,
        severity=asked.severity,
        remedy_due=_remedy_due(asked, fact, it, moment, ward),
        why=asked.why,
    )


def _remedy_due(
    asked: OutcomeAsked, fact: FindingFact, it: Inspection, moment: Moment, ward: Ward
) -> Due | None:
    """The day that was set, inside the limit of the severity; the limit itself if none was."""
    if asked.outcome == "dropped":
        return None
    on = moment.happened_on
    days = remedy_days(asked.severity, it)
    longest = _counted(days, on, ward) if days else None
    if asked.deadline is None:
        return longest if asked.severity in REMEDIED else None
    due = dues.due_of(asked.deadline, on, ward.calendar, dues.reading_on(ward, on))
    if due is not None and longest is not None and due.last_on > longest.last_on:
        raise Refused(
            "inspection.remedy_beyond_limit",
            days=days,
            last_on=longest.last_on,
            finding_id=asked.finding_id,
            code_of=fact.code,
        )
    return due


def remedy_days(severity: Severity, it: Inspection) -> int:
    """Calendar days to remedy; 0 where no limit is set."""
    return {
        "shortcoming": it.limits.remedy_shortcoming_days,
        "serious": it.limits.remedy_serious_days,
        "breach_sign": it.limits.remedy_serious_days,
    }.get(severity, 0)


def _counted(days: int, on: date, ward: Ward) -> Due | None:
    return dues.due_of(Duration(days=days, unit="calendar"), on, ward.calendar)


def publish(command: c.PublishConclusion, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """The public part names units and posts, never people."""
    person = named_in(command.public_text, ward)
    if person is not None:
        raise Refused("inspection.names_a_person", name=person)
    if it.published_where == command.where:
        return []
    return [e.ConclusionPublished(public_text=command.public_text, where=command.where)]


def named_in(text: str, ward: Ward) -> UUID | None:
    """Somebody of the ward whose full name stands in a text."""
    said = fold(text)
    for person in ward.persons.values():
        if fold(person.full_name) in said:
            return person.person_id
    return None


def enter_document(command: c.EnterDocument, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """Number, day and signer came back from the clerk's desk."""
    need_document(moment)
    if command.paper in it.papers:
        raise Refused("inspection.already_entered", paper=command.paper)
    return [e.DocumentEntered(paper=command.paper, signature_ref=command.signature_ref)]


def close(command: c.CloseInspection, it: Inspection, moment: Moment, ward: Ward) -> Decided:
    """Nothing that was found is left open; otherwise it says what."""
    left = [fact for fact in command.findings if fact.is_open]
    if left:
        raise Refused(
            "inspection.findings_open",
            n=len(left),
            codes=[fact.code for fact in left],
            ids=[fact.finding_id for fact in left],
        )
    return [e.Closed(file_code=command.file_code)]
