"""Every act of a sheet: what it asks, what it comes to, and a sample to try it with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import cast, get_args

from domain.evaluation import commands as c
from domain.evaluation.values import Choice, KeyOutcome, Mark, Outcome, PublicPart, SelfLine
from domain.fact import Actor
from domain.points import points
from domain.refusal import Refused
from web.act_form import Field, no_fields, options, worded
from web.answers import TEXT_MAX, Answers
from web.evaluations.sheet_context import SheetContext, SheetForm, field, form
from web.evaluations.words import points_text

CHOICES: tuple[str, ...] = get_args(Choice)
OUTCOMES: tuple[str, ...] = get_args(Outcome)
POINTS_MAX = 12


def points_of(answers: Answers, name: str, *, required: bool = False) -> str:
    """Points as they were typed, with a comma or a point; a mistake where they are none."""
    typed = answers.raw(name).replace(",", ".").replace(" ", "")
    if not typed:
        if required:
            answers.text(name)
        return ""
    try:
        points(typed)
    except Refused:
        answers.fail(name, "evalpage.error.points", value=answers.raw(name)[:20])
        return ""
    if len(typed) > POINTS_MAX:
        answers.fail(name, "evalpage.error.points", value=f"{typed[:POINTS_MAX]}…")
        return ""
    return typed


# -- self-score and appraisal: their pages draw them line by line -----------------------


def _no_build(answers: Answers, context: SheetContext) -> Sequence[c.SheetCommand]:
    return ()


def _sample_self(context: SheetContext) -> c.SubmitSelfScore:
    own = tuple(
        SelfLine(key=line.key, points=line.points or "0", explanation="?")
        for line in context.leaves
    )
    return c.SubmitSelfScore(sheet_id=context.sheet_id, lines=own, told=context.view.told)


def _sample_appraise(context: SheetContext) -> c.AppraiseScore | None:
    if not context.leaves:
        return None
    mark = Mark(key=context.leaves[0].key, points="0", reason=f"? {context.fresh_id}")
    return c.AppraiseScore(sheet_id=context.sheet_id, marks=(mark,), told=context.view.told)


# -- delivery and reply --------------------------------------------------------------


def _deliver(answers: Answers, context: SheetContext) -> c.DeliverAppraisal:
    return c.DeliverAppraisal(sheet_id=context.sheet_id)


def _sample_deliver(context: SheetContext) -> c.DeliverAppraisal:
    return c.DeliverAppraisal(sheet_id=context.sheet_id, told=context.view.told)


def _accept(answers: Answers, context: SheetContext) -> c.AcceptAppraisal:
    return c.AcceptAppraisal(sheet_id=context.sheet_id)


def _sample_accept(context: SheetContext) -> c.AcceptAppraisal:
    return c.AcceptAppraisal(sheet_id=context.sheet_id)


def _appeal_fields(context: SheetContext) -> Sequence[Field]:
    known, language = context.key_names, context.language
    said = []
    for key, mark in context.sheet.now.marks.items():
        own = points_text(context.sheet.self_points(key), language)
        given = points_text(mark.points, language)
        said.append((key, f"{known.get(key, key)}: {own} → {given}"))
    return (
        field("keys", "many", options=options(said), label="evalpage.field.keys"),
        field("grounds", "area", rows=6),
        field("files", "file", required=False, label="evaluation.field.evidence"),
    )


def _appeal(answers: Answers, context: SheetContext) -> c.FileAppeal:
    for name, sentence in context.file_errors.items():
        answers.form.errors.setdefault(name, sentence)
    return c.FileAppeal(
        sheet_id=context.sheet_id,
        appeal_id=context.fresh_id,
        keys=answers.many("keys", tuple(context.sheet.now.marks), required=True),
        grounds=answers.text("grounds", most=TEXT_MAX),
        evidence=context.files,
    )


def _sample_appeal(context: SheetContext) -> c.FileAppeal | None:
    keys = tuple(context.sheet.now.marks)[:1]
    return c.FileAppeal(
        sheet_id=context.sheet_id, appeal_id=context.fresh_id, keys=keys, grounds="?"
    )


# -- appeal decided ------------------------------------------------------------------


def _outcome_fields(context: SheetContext) -> Sequence[Field]:
    appeal = context.sheet.now.pending_appeal
    found: list[Field] = []
    for number, key in enumerate(appeal.keys if appeal is not None else ()):
        mark = context.sheet.now.marks.get(key)
        group = f"={context.key_names.get(key, key)} · " + context.names.say(
            "evalpage.beside",
            own=points_text(context.sheet.self_points(key), context.language),
            appraised=points_text(mark.points if mark else None, context.language),
        )
        found += [
            field(
                f"outcome_{number}",
                "radio",
                label="evalpage.field.outcome",
                options=worded("evaluation.outcome", OUTCOMES),
                group=group,
            ),
            field(
                f"points_{number}",
                label="evaluation.field.points",
                hint="evalpage.hint.outcome_points",
                required=False,
                group=group,
            ),
            field(f"why_{number}", "area", rows=3, label="evaluation.field.reason", group=group),
        ]
    return found


def _decide_appeal(answers: Answers, context: SheetContext) -> c.DecideAppeal:
    appeal = context.sheet.now.pending_appeal
    keys = appeal.keys if appeal is not None else ()
    outcomes = []
    for number, key in enumerate(keys):
        said = answers.choice(f"outcome_{number}", OUTCOMES)
        given = points_of(answers, f"points_{number}")
        if said and bool(given) != (said != "rejected"):
            answers.fail(f"points_{number}", "evalpage.error.outcome_points")
        outcomes.append(
            KeyOutcome(
                key=key,
                outcome=cast(Outcome, said or "rejected"),
                points=given,
                why=answers.text(f"why_{number}", most=TEXT_MAX),
            )
        )
    return c.DecideAppeal(
        sheet_id=context.sheet_id,
        appeal_id=appeal.appeal_id if appeal is not None else context.fresh_id,
        outcomes=tuple(outcomes),
    )


def _sample_decide(context: SheetContext) -> c.DecideAppeal | None:
    appeal = context.sheet.now.pending_appeal
    if appeal is None:
        return None
    return c.DecideAppeal(
        sheet_id=context.sheet_id,
        appeal_id=appeal.appeal_id,
        outcomes=tuple(KeyOutcome(key=key, outcome="rejected", why="?") for key in appeal.keys),
        told=context.view.told,
    )


# -- vote ----------------------------------------------------------------------------


def _vote_fields(context: SheetContext) -> Sequence[Field]:
    return (field("choice", "radio", options=worded("evaluation.choice", CHOICES)),)


def _vote(answers: Answers, context: SheetContext) -> c.CastVote:
    choice = answers.choice("choice", CHOICES)
    return c.CastVote(sheet_id=context.sheet_id, choice=cast(Choice, choice or "against"))


def _sample_vote(context: SheetContext) -> c.CastVote:
    return c.CastVote(sheet_id=context.sheet_id, choice="for")


def _voter(context: SheetContext) -> Actor:
    return Actor(post_id=next(iter(context.voters), None))


def _count(answers: Answers, context: SheetContext) -> c.CountVotes:
    return c.CountVotes(sheet_id=context.sheet_id)


def _sample_count(context: SheetContext) -> c.CountVotes:
    return c.CountVotes(sheet_id=context.sheet_id)


# -- the end ----------------------------------------------------------------------------


def _sample_approve(context: SheetContext) -> c.ApproveScore:
    return c.ApproveScore(
        sheet_id=context.sheet_id,
        level=context.view.standing.level,
        told=context.view.told,
        stepped_up=True,
    )


def publish_fields(context: object) -> Sequence[Field]:
    """The same questions for one sheet and for a round."""
    return (
        field("with_lines", "tick", required=False, hint="evalpage.hint.with_lines"),
        field("note", "area", required=False, rows=3),
    )


def public_part(answers: Answers) -> PublicPart:
    """What was asked to be published."""
    return PublicPart(
        with_lines=answers.ticked("with_lines"),
        note=answers.text("note", required=False, most=TEXT_MAX),
    )


def _publish(answers: Answers, context: SheetContext) -> c.PublishScore:
    return c.PublishScore(sheet_id=context.sheet_id, public_part=public_part(answers))


def _sample_publish(context: SheetContext) -> c.PublishScore:
    return c.PublishScore(sheet_id=context.sheet_id)


def _reopen(answers: Answers, context: SheetContext) -> c.ReopenSheet:
    return c.ReopenSheet(sheet_id=context.sheet_id)


def _sample_reopen(context: SheetContext) -> c.ReopenSheet:
    return c.ReopenSheet(sheet_id=context.sheet_id)


def _limit(name: str) -> Callable[[SheetContext], date | None]:
    def of(context: SheetContext) -> date | None:
        clocks = {clock.name: clock for clock in context.view.file.clocks}
        clock = clocks.get(name)  # type: ignore[call-overload]
        return clock.last_on if clock is not None and clock.done_on is None else None

    return of


def _lead(context: SheetContext) -> Actor:
    return Actor(post_id=context.lead)


SELF_SCORE = form(
    "self-score", c.SubmitSelfScore, no_fields, _no_build, _sample_self, limit=_limit("self_score")
)
APPRAISE = form(
    "appraise", c.AppraiseScore, no_fields, _no_build, _sample_appraise, limit=_limit("appraise")
)
APPROVE = form("approve", c.ApproveScore, no_fields, _no_build, _sample_approve, document="must")
OWN_PAGES = (SELF_SCORE, APPRAISE, APPROVE)
"""These have pages of their own; here they stand to be tried."""

GENERIC: tuple[SheetForm, ...] = (
    form(
        "deliver",
        c.DeliverAppraisal,
        no_fields,
        _deliver,
        _sample_deliver,
        anybody=_lead,
        limit=_limit("appraise"),
    ),
    form(
        "accept-appraisal",
        c.AcceptAppraisal,
        no_fields,
        _accept,
        _sample_accept,
        limit=_limit("reply"),
    ),
    form(
        "appeal",
        c.FileAppeal,
        _appeal_fields,
        _appeal,
        _sample_appeal,
        limit=_limit("reply"),
        takes_files=True,
    ),
    form(
        "decide-appeal",
        c.DecideAppeal,
        _outcome_fields,
        _decide_appeal,
        _sample_decide,
        document="may",
        limit=_limit("appeal"),
    ),
    form("vote", c.CastVote, _vote_fields, _vote, _sample_vote, reason="may", anybody=_voter),
    form("count", c.CountVotes, no_fields, _count, _sample_count),
    form("publish", c.PublishScore, publish_fields, _publish, _sample_publish),
    form(
        "reopen",
        c.ReopenSheet,
        no_fields,
        _reopen,
        _sample_reopen,
        reason="must",
        document="must",
    ),
)
FORMS: dict[str, SheetForm] = {each.slug: each for each in GENERIC}
"""By the word that stands in their address, `…/do/{slug}`."""
