"""Forms from the visit to the leader's word on the answer; the answer itself has its own page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast, get_args

from domain.fact import LOCAL
from domain.finding import commands as c
from domain.finding.values import LIGHTER, Effect, Severity
from domain.values import Due, Evidence
from web.act_form import Field, no_fields, worded
from web.answers import TEXT_MAX, Answers
from web.findings.act_context import FindingContext, day_field, field, form

EFFECTS: tuple[str, ...] = get_args(Effect)
WORDS_MAX = 2000
SAMPLE_FILE = Evidence(
    sha256="0" * 64,
    bytes=1,
    media_type="text/plain",
    file_name="?",
    received_at=datetime(2025, 7, 1, tzinfo=LOCAL),
)
"""Stands for the evidence that the form will ask for."""


def last_of(due: Due | None) -> date | None:
    """The last day of a limit."""
    return due.last_on if due is not None else None


# -- while the minutes are open ------------------------------------------------------


def _note_fields(context: FindingContext) -> Sequence[Field]:
    return (field("note", "area"),)


def _discussed(answers: Answers, context: FindingContext) -> c.DiscussFinding:
    return c.DiscussFinding(
        finding_id=context.finding_id, note=answers.text("note", most=WORDS_MAX)
    )


DISCUSS = form(
    "discuss",
    c.DiscussFinding,
    _note_fields,
    _discussed,
    lambda context: c.DiscussFinding(finding_id=context.finding_id, note="?"),
)
DROP = form(
    "drop",
    c.DropFinding,
    no_fields,
    lambda _answers, context: c.DropFinding(finding_id=context.finding_id),
    lambda context: c.DropFinding(finding_id=context.finding_id),
    reason="must",
)

# -- the unit ------------------------------------------------------------------------

ACKNOWLEDGE = form(
    "acknowledge",
    c.AcknowledgeFinding,
    no_fields,
    lambda _answers, context: c.AcknowledgeFinding(finding_id=context.finding_id),
    lambda context: c.AcknowledgeFinding(finding_id=context.finding_id),
    limit=lambda context: last_of(context.it.acknowledge_by),
)


def latest_extension(context: FindingContext) -> date | None:
    """The last day that the leader may grant; None while there is no limit to move."""
    it, limits = context.it, context.limits
    if limits is None or it.acknowledge_by is None:
        return None
    calendar = context.ward.calendar
    base = last_of(it.explain_by) or calendar.after(it.acknowledge_by.last_on, limits.explain_days)
    return calendar.after(base, limits.explain_extension_days)


def _more_time_fields(context: FindingContext) -> Sequence[Field]:
    return (day_field("to_on", latest_extension(context), hint="finding.hint.to_on"),)


def _asked_time(answers: Answers, context: FindingContext) -> c.RequestMoreTime:
    return c.RequestMoreTime(finding_id=context.finding_id, to_on=answers.must_day("to_on"))


def _time_sample(context: FindingContext) -> c.RequestMoreTime | None:
    to_on = latest_extension(context)
    if to_on is None or context.it.is_praise:
        return None
    return c.RequestMoreTime(finding_id=context.finding_id, to_on=to_on)


REQUEST_TIME = form(
    "request-more-time",
    c.RequestMoreTime,
    _more_time_fields,
    _asked_time,
    _time_sample,
    reason="must",
    limit=lambda context: last_of(context.it.explain_by),
)

# -- the leader ----------------------------------------------------------------------


def _grant_fields(context: FindingContext) -> Sequence[Field]:
    asked = context.it.request.to_on if context.it.request else None
    return (day_field("to_on", asked, hint="finding.hint.to_on"),)


GRANT_TIME = form(
    "grant-more-time",
    c.GrantMoreTime,
    _grant_fields,
    lambda answers, context: c.GrantMoreTime(
        finding_id=context.finding_id, to_on=answers.must_day("to_on")
    ),
    lambda context: c.GrantMoreTime(finding_id=context.finding_id) if context.it.request else None,
)
REFUSE_TIME = form(
    "refuse-more-time",
    c.RefuseMoreTime,
    lambda context: (field("why", "area"),),
    lambda answers, context: c.RefuseMoreTime(
        finding_id=context.finding_id, why=answers.text("why", most=WORDS_MAX)
    ),
    lambda context: (
        c.RefuseMoreTime(finding_id=context.finding_id, why="?") if context.it.request else None
    ),
)


def _lighter(context: FindingContext) -> tuple[str, ...]:
    return LIGHTER[: LIGHTER.index(context.it.severity)]


def _effect_fields(context: FindingContext) -> Sequence[Field]:
    return (
        field("effect", "radio", options=worded("finding.effect_asked", EFFECTS), value="keep"),
        field(
            "severity",
            "choice",
            options=worded("severity", _lighter(context)),
            required=False,
            hint="finding.hint.softened",
        ),
    )


def _accepted(answers: Answers, context: FindingContext) -> c.AcceptExplanation:
    effect = answers.choice("effect", EFFECTS)
    severity = answers.choice("severity", _lighter(context), required=effect == "soften")
    return c.AcceptExplanation(
        finding_id=context.finding_id,
        effect=cast(Effect, effect or "keep"),
        severity=cast(Severity, severity) if effect == "soften" and severity else None,
    )


ACCEPT = form(
    "accept-explanation",
    c.AcceptExplanation,
    _effect_fields,
    _accepted,
    lambda context: c.AcceptExplanation(finding_id=context.finding_id, effect="keep"),
    reason="must",
    limit=lambda context: last_of(context.it.assess_by),
)
REJECT = form(
    "reject-explanation",
    c.RejectExplanation,
    no_fields,
    lambda _answers, context: c.RejectExplanation(finding_id=context.finding_id),
    lambda context: c.RejectExplanation(finding_id=context.finding_id),
    reason="must",
    limit=lambda context: last_of(context.it.assess_by),
)


def _addendum_fields(context: FindingContext) -> Sequence[Field]:
    following = str(len(context.file.addenda) + 1)
    return (field("addendum_no", "number", value=following), field("addendum", "area"))


def _added(answers: Answers, context: FindingContext) -> c.AddAddendum:
    return c.AddAddendum(
        finding_id=context.finding_id,
        inspection_addendum_no=answers.number("addendum_no", 1, 99) or 1,
        text=answers.text("addendum", most=TEXT_MAX),
    )


ADDENDUM = form(
    "add-addendum",
    c.AddAddendum,
    _addendum_fields,
    _added,
    lambda context: (
        None
        if context.it.is_earlier
        else c.AddAddendum(finding_id=context.finding_id, inspection_addendum_no=1, text="?")
    ),
)


def _answer_sample(context: FindingContext) -> c.SubmitExplanation | None:
    """Whether anything can be said at all; what is missing the page itself tells."""
    if context.it.is_praise:
        return None
    return c.SubmitExplanation(
        finding_id=context.finding_id,
        stance="contest",
        text="?",
        counter_evidence=(SAMPLE_FILE,),
    )


ANSWER = form(
    "answer",
    c.SubmitExplanation,
    no_fields,
    no_fields,  # built by its own page
    _answer_sample,
    limit=lambda context: last_of(context.it.explain_by),
    backdates=False,
)
