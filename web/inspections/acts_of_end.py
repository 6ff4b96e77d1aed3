"""Forms from frozen minutes to the archive, and the acts that have pages of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast, get_args

from domain.inspection import commands as c
from domain.inspection.parts import (
    DocumentKind,
    Drawing,
    Outcome,
    OutcomeAsked,
    Proposal,
    Severity,
    SignRole,
)
from domain.values import Fixed
from projections.finding_query import FindingLine
from web.act_form import Field, no_fields, worded
from web.answers import TEXT_MAX, Answers
from web.inspections.act_context import (
    InspectionContext,
    day_field,
    field,
    form,
)
from web.texts import say
from web.tried_form import TriedForm

OUTCOMES: tuple[str, ...] = get_args(Outcome)
SEVERITIES: tuple[str, ...] = get_args(Severity)
PAPERS: tuple[str, ...] = get_args(DocumentKind)
BEFORE_STAGE = {
    "announcement": "announced_at",
    "minutes": "minutes",
    "report": "reported_at",
    "conclusion": "concluded_at",
}
"""A paper can be numbered once the act it belongs to has happened; the order always."""


# -- report --------------------------------------------------------------------------


def _heading(line: FindingLine, context: InspectionContext) -> str:
    severity = say(context.language, f"inspection.severity.{line.severity}")
    return f"={line.code} · {severity} · {line.description}"


def _proposed(context: InspectionContext) -> dict[object, Proposal]:
    return {each.finding_id: each for each in context.it.proposals}


def _about(line: FindingLine, what: str) -> str:
    return f"{what}_{line.no}"


def _report_fields(context: InspectionContext) -> Sequence[Field]:
    found = [field("summary", "area", rows=8)]
    for line in context.waiting:
        found += _outcome_fields(line, context, "")
    return tuple(found)


def _outcome_fields(line: FindingLine, context: InspectionContext, why: str) -> list[Field]:
    group, known = _heading(line, context), _proposed(context).get(line.finding_id)
    return [
        field(
            _about(line, "outcome"),
            "radio",
            label="inspection.field.outcome",
            options=worded("inspection.outcome", OUTCOMES),
            value=known.outcome if known else "upheld",
            group=group,
        ),
        field(
            _about(line, "why"),
            "area",
            rows=2,
            required=False,
            label="inspection.field.why",
            hint="inspection.hint.why",
            value=known.why if known else why,
            group=group,
        ),
    ]


def _report(answers: Answers, context: InspectionContext) -> c.ReportInspection:
    return c.ReportInspection(
        inspection_id=context.inspection_id,
        summary=answers.text("summary", most=TEXT_MAX),
        proposals=tuple(
            Proposal(
                finding_id=line.finding_id,
                outcome=cast(Outcome, answers.choice(_about(line, "outcome"), OUTCOMES)),
                why=_why(line, answers),
            )
            for line in context.waiting
        ),
    )


def _why(line: FindingLine, answers: Answers) -> str:
    """Something other than upheld needs a word."""
    is_upheld = answers.raw(_about(line, "outcome")) == "upheld"
    return answers.text(_about(line, "why"), required=not is_upheld, most=TEXT_MAX)


def _sample_report(context: InspectionContext) -> c.ReportInspection:
    return c.ReportInspection(
        inspection_id=context.inspection_id, summary="?", findings=context.facts
    )


def _return(answers: Answers, context: InspectionContext) -> c.ReturnReport:
    return c.ReturnReport(
        inspection_id=context.inspection_id, defects=answers.text("defects", most=TEXT_MAX)
    )


# -- conclusion ------------------------------------------------------------------------


def _conclude_fields(context: InspectionContext) -> Sequence[Field]:
    found: list[Field] = []
    for line in context.waiting:
        group = _heading(line, context)
        outcome, why = _outcome_fields(line, context, "")
        severity = field(
            _about(line, "severity"),
            "choice",
            label="inspection.field.severity",
            options=worded("inspection.severity", SEVERITIES),
            value=line.severity,
            group=group,
        )
        until = day_field(
            _about(line, "remedy"),
            required=False,
            label="inspection.field.remedy_on",
            hint="inspection.hint.remedy_on",
            group=group,
        )
        found += [outcome, severity, until, why]
    return tuple(found)


def _conclude(answers: Answers, context: InspectionContext) -> c.IssueConclusion:
    return c.IssueConclusion(
        inspection_id=context.inspection_id,
        outcomes=tuple(_outcome(line, answers) for line in context.waiting),
    )


def _outcome(line: FindingLine, answers: Answers) -> OutcomeAsked:
    on = answers.day(_about(line, "remedy"), required=False)
    return OutcomeAsked(
        finding_id=line.finding_id,
        outcome=cast(Outcome, answers.choice(_about(line, "outcome"), OUTCOMES)),
        severity=cast(Severity, answers.choice(_about(line, "severity"), SEVERITIES)),
        deadline=Fixed(on=on) if on is not None else None,
        why=_why(line, answers),
    )


def _sample_conclude(context: InspectionContext) -> c.IssueConclusion:
    return c.IssueConclusion(
        inspection_id=context.inspection_id,
        outcomes=tuple(
            OutcomeAsked(finding_id=f.finding_id, outcome="upheld", severity=f.severity)
            for f in context.facts
            if f.is_open and not f.is_dropped
        ),
        findings=context.facts,
    )


def _publish_fields(context: InspectionContext) -> Sequence[Field]:
    return (
        field("public_text", "area", rows=8, hint="inspection.hint.public_text"),
        field("where", hint="inspection.hint.where"),
    )


def _publish(answers: Answers, context: InspectionContext) -> c.PublishConclusion:
    return c.PublishConclusion(
        inspection_id=context.inspection_id,
        public_text=answers.text("public_text", most=TEXT_MAX),
        where=answers.text("where"),
    )


# -- papers and archive ------------------------------------------------------------------


def _papers(context: InspectionContext) -> list[str]:
    """Papers whose act has happened and whose number has not come back."""
    it = context.it
    return [
        paper
        for paper in PAPERS
        if paper not in it.papers
        and (paper not in BEFORE_STAGE or getattr(it, BEFORE_STAGE[paper]) is not None)
    ]


def _enter_fields(context: InspectionContext) -> Sequence[Field]:
    papers = _papers(context)
    return (
        field("paper", "choice", options=worded("inspection.paper", papers)),
        field("signature_ref", required=False, hint="inspection.hint.signature_ref"),
    )


def _enter(answers: Answers, context: InspectionContext) -> c.EnterDocument:
    return c.EnterDocument(
        inspection_id=context.inspection_id,
        paper=cast(DocumentKind, answers.choice("paper", _papers(context))),
        signature_ref=answers.text("signature_ref", required=False),
    )


def _sample_enter(context: InspectionContext) -> c.EnterDocument | None:
    papers = _papers(context)
    if not papers:
        return None
    return c.EnterDocument(
        inspection_id=context.inspection_id, paper=cast(DocumentKind, papers[-1])
    )


def _close(answers: Answers, context: InspectionContext) -> c.CloseInspection:
    return c.CloseInspection(
        inspection_id=context.inspection_id, file_code=answers.text("file_code", most=80)
    )


END_FORMS: tuple[TriedForm, ...] = (
    form(
        "report",
        c.ReportInspection,
        _report_fields,
        _report,
        _sample_report,
        limit=lambda x: x.it.report_by.last_on if x.it.report_by else None,
    ),
    form(
        "conclude",
        c.IssueConclusion,
        _conclude_fields,
        _conclude,
        _sample_conclude,
        document="must",
        signed=True,
        limit=lambda x: x.it.conclude_by.last_on if x.it.conclude_by else None,
    ),
    form(
        "return-report",
        c.ReturnReport,
        lambda _context: (field("defects", "area"),),
        _return,
        lambda x: c.ReturnReport(inspection_id=x.inspection_id, defects="?"),
    ),
    form(
        "publish",
        c.PublishConclusion,
        _publish_fields,
        _publish,
        lambda x: c.PublishConclusion(inspection_id=x.inspection_id, public_text="", where="?"),
    ),
    form("enter-document", c.EnterDocument, _enter_fields, _enter, _sample_enter, document="must"),
    form(
        "close",
        c.CloseInspection,
        lambda _context: (field("file_code", hint="inspection.hint.file_code"),),
        _close,
        lambda x: c.CloseInspection(inspection_id=x.inspection_id, file_code="?", findings=x.facts),
    ),
)


# -- acts with pages of their own ---------------------------------------------------------


def _unbuilt(answers: Answers, context: InspectionContext) -> c.InspectionCommand:
    raise AssertionError("this act has a page of its own")


def _sample_visit(context: InspectionContext) -> c.NoteAbsence:
    """Under the same rule as every entry of the visit."""
    return c.NoteAbsence(
        inspection_id=context.inspection_id,
        post_id=context.it.received_by_post or context.it.leader_post,
        at=context.now,
        justified=True,
    )


def _sample_draw(context: InspectionContext) -> c.DrawUpMinutes | None:
    minutes = context.it.minutes
    if minutes is not None and not minutes.is_stale:
        return None
    drawing = Drawing(content_hash="?")
    return c.DrawUpMinutes(inspection_id=context.inspection_id, drawing=drawing)


def _sample_opinion(context: InspectionContext) -> c.GiveUnitOpinion | None:
    if context.it.opinion is not None:
        return None
    return c.GiveUnitOpinion(inspection_id=context.inspection_id, text="?")


def _role(context: InspectionContext) -> SignRole:
    if context.my_place == context.it.leader_post:
        return "leader"
    return "secretary" if context.my_place == context.it.secretary_post else "head"


def _sample_sign(context: InspectionContext) -> c.SignMinutes | None:
    minutes, role = context.it.minutes, _role(context)
    if minutes is None or context.it.signature(role) is not None:
        return None
    return c.SignMinutes(
        inspection_id=context.inspection_id,
        role=role,
        content_hash=minutes.content_hash,
        hash_now=minutes.content_hash,
        stepped_up=True,
    )


OWN_PAGES: tuple[TriedForm, ...] = (
    form("visit", c.CheckItem, no_fields, _unbuilt, _sample_visit, href="/visit"),
    form(
        "close-visit",
        c.CloseVisit,
        no_fields,
        _unbuilt,
        lambda x: c.CloseVisit(inspection_id=x.inspection_id, findings=x.facts),
        href="/visit/close",
    ),
    form("draw-up-minutes", c.DrawUpMinutes, no_fields, _unbuilt, _sample_draw, href="/minutes"),
    form("give-opinion", c.GiveUnitOpinion, no_fields, _unbuilt, _sample_opinion, href="/minutes"),
    form("sign", c.SignMinutes, no_fields, _unbuilt, _sample_sign, href="/minutes"),
    form(
        "refuse-signature",
        c.RefuseSignature,
        no_fields,
        _unbuilt,
        lambda x: c.RefuseSignature(inspection_id=x.inspection_id, witness_ref="0"),
        href="/minutes",
    ),
    form(
        "add-addendum",
        c.AddMinutesAddendum,
        no_fields,
        _unbuilt,
        lambda x: c.AddMinutesAddendum(inspection_id=x.inspection_id, text="?"),
        href="/minutes",
    ),
)
