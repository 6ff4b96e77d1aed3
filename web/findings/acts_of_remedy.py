"""Forms from the remedial plan to the verified fix, its return, and the ways out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import cast, get_args

from domain.finding import commands as c
from domain.finding.memory import Finding
from domain.finding.values import REMEDIED, FollowUp, PlannedMeasure, Way, remedy_days
from domain.ids import derived
from domain.ward import Post
from web.act_form import Field, Option, options, worded
from web.answers import Answers
from web.findings.act_context import FindingContext, day_field, field, form
from web.findings.acts_of_answer import WORDS_MAX, last_of
from web.tasks.uploads import FILES
from web.texts import say
from web.wording import day

MEASURES_MOST = 5
WAYS: tuple[str, ...] = get_args(Way)
SEEN = ("done", "not_done")


# -- the unit's plan -----------------------------------------------------------------


def _doers(context: FindingContext) -> tuple[Post, ...]:
    """Posts of the unit that somebody holds today."""
    ward, unit_id = context.ward, context.it.unit_id
    held = [
        post
        for post in ward.posts.values()
        if post.unit_id == unit_id and ward.holder(post.post_id, context.today) is not None
    ]
    return tuple(sorted(held, key=lambda post: (post.rank != "head", post.title)))


def _doer_options(context: FindingContext) -> tuple[Option, ...]:
    return options((post.post_id, context.names.holder(post.post_id)) for post in _doers(context))


def _plan_fields(context: FindingContext) -> Sequence[Field]:
    found: list[Field] = []
    for number in range(1, MEASURES_MOST + 1):
        group, first = f"finding.group.measure|{number}", number == 1
        found += [
            field(f"measure_{number}", label="finding.ask.measure", required=first, group=group),
            field(
                f"on_{number}",
                "day",
                label="finding.ask.measure_on",
                required=first,
                group=group,
            ),
            field(
                f"doer_{number}",
                "choice",
                label="finding.ask.doer",
                options=_doer_options(context),
                required=False,
                group=group,
            ),
        ]
    return found


def _planned(answers: Answers, context: FindingContext) -> c.PlanRemediation:
    measures = []
    for number in range(1, MEASURES_MOST + 1):
        names = (f"measure_{number}", f"on_{number}", f"doer_{number}")
        if number > 1 and not any(answers.raw(name) for name in names):
            continue
        text, on = answers.text(names[0]), answers.must_day(names[1])
        doer = answers.uuid(names[2], [p.post_id for p in _doers(context)], required=False)
        measures.append(
            PlannedMeasure(
                measure_id=derived("measure", context.finding_id, text, on.isoformat()),
                text=text,
                on=on,
                doer_post=doer,
            )
        )
    return c.PlanRemediation(finding_id=context.finding_id, measures=tuple(measures))


def _plan_sample(context: FindingContext) -> c.PlanRemediation | None:
    due = context.it.due
    if due is None:
        return None
    measure_id = derived("measure", context.finding_id, "sample")
    sample = PlannedMeasure(measure_id=measure_id, text="?", on=due.nominal_on)
    return c.PlanRemediation(finding_id=context.finding_id, measures=(sample,))


PLAN = form(
    "plan-remediation",
    c.PlanRemediation,
    _plan_fields,
    _planned,
    _plan_sample,
    limit=lambda context: None if context.it.measures else last_of(context.it.plan_by),
)

# -- the team verifies ---------------------------------------------------------------


def _verify_fields(context: FindingContext) -> Sequence[Field]:
    return (
        field("way", "radio", options=worded("finding.way", WAYS), value="file"),
        field("note", "area", required=False, label="finding.ask.seen"),
        field(FILES, "file", required=False, label="finding.ask.files"),
    )


def _verified(answers: Answers, context: FindingContext) -> c.VerifyRemediation:
    for name, sentence in context.file_errors.items():
        answers.form.errors.setdefault(name, sentence)
    return c.VerifyRemediation(
        finding_id=context.finding_id,
        way=cast(Way, answers.choice("way", WAYS) or "file"),
        note=answers.text("note", required=False, most=WORDS_MAX),
        evidence=context.files,
    )


def _verify_by(context: FindingContext) -> date | None:
    return context.it.report.verify_by.last_on if context.it.report else None


VERIFY = form(
    "verify",
    c.VerifyRemediation,
    _verify_fields,
    _verified,
    lambda context: c.VerifyRemediation(finding_id=context.finding_id, way="file"),
    limit=_verify_by,
    takes_files=True,
)


def _return_fields(context: FindingContext) -> Sequence[Field]:
    return (
        field("defects", "area"),
        day_field("due_on", required=False, hint="finding.hint.new_due"),
    )


def _returned(answers: Answers, context: FindingContext) -> c.ReturnRemediation:
    return c.ReturnRemediation(
        finding_id=context.finding_id,
        defects=answers.text("defects", most=WORDS_MAX),
        due_on=answers.day("due_on", required=False),
    )


RETURN = form(
    "return-remediation",
    c.ReturnRemediation,
    _return_fields,
    _returned,
    lambda context: c.ReturnRemediation(finding_id=context.finding_id, defects="?"),
    limit=_verify_by,
)

# -- a promised day went by ----------------------------------------------------------


def _about(context: FindingContext) -> tuple[tuple[str, str], ...]:
    """Each look that is owed, by what was promised and for when."""
    texts = {m.measure_id: m.text for m in context.it.measures}
    remedy = say(context.language, "finding.promise.remedy")
    return tuple(
        (
            promise_key(each),
            say(
                context.language,
                "finding.promise.choice",
                text=texts[each.measure_id] if each.measure_id else remedy,
                date=day(each.promised_on),
            ),
        )
        for each in context.it.open_follow_ups
    )


def promise_key(owed: FollowUp) -> str:
    """What names a look in a form: its measure or nothing, and the promised day."""
    return f"{owed.measure_id or 'remedy'}.{owed.promised_on.isoformat()}"


def _note_fields(context: FindingContext) -> Sequence[Field]:
    about = _about(context)
    return (
        field("about", "choice", options=options(about), value=about[0][0] if about else ""),
        field("seen", "radio", label="finding.ask.is_done", options=worded("finding.seen", SEEN)),
        field("note", "area", required=False, label="finding.ask.seen"),
        field(FILES, "file", required=False, label="finding.ask.files"),
    )


def _noted(answers: Answers, context: FindingContext) -> c.NoteFollowUp:
    for name, sentence in context.file_errors.items():
        answers.form.errors.setdefault(name, sentence)
    owed = {promise_key(each): each for each in context.it.open_follow_ups}
    chosen = owed.get(answers.choice("about", tuple(owed)))
    seen = answers.choice("seen", SEEN)
    return c.NoteFollowUp(
        finding_id=context.finding_id,
        measure_id=chosen.measure_id if chosen else None,
        promised_on=chosen.promised_on if chosen else context.today,
        is_done=seen == "done",
        note=answers.text("note", required=False, most=WORDS_MAX),
        evidence=context.files,
    )


def _note_sample(context: FindingContext) -> c.NoteFollowUp | None:
    owed = next(iter(context.it.open_follow_ups), None)
    if owed is None:
        return None
    return c.NoteFollowUp(
        finding_id=context.finding_id,
        measure_id=owed.measure_id,
        promised_on=owed.promised_on,
        is_done=False,
    )


NOTE_FOLLOW_UP = form(
    "note-follow-up",
    c.NoteFollowUp,
    _note_fields,
    _noted,
    _note_sample,
    limit=lambda context: min(
        (each.visit_by.last_on for each in context.it.open_follow_ups), default=None
    ),
    takes_files=True,
)

# -- ways out ------------------------------------------------------------------------


def _reopen_on(it: Finding, today: date) -> date:
    days = remedy_days(it.severity, it.limits) if it.limits else None
    return today + timedelta(days=days or 0)


def _reopen_sample(context: FindingContext) -> c.ReopenFinding | None:
    it = context.it
    if it.is_earlier or it.severity not in REMEDIED:
        return None
    return c.ReopenFinding(finding_id=context.finding_id, due_on=_reopen_on(it, context.today))


REOPEN = form(
    "reopen",
    c.ReopenFinding,
    lambda context: (day_field("due_on", _reopen_on(context.it, context.today)),),
    lambda answers, context: c.ReopenFinding(
        finding_id=context.finding_id, due_on=answers.must_day("due_on")
    ),
    _reopen_sample,
    reason="must",
)
HAND_OVER = form(
    "hand-over",
    c.HandOverFinding,
    lambda context: (field("to_body"),),
    lambda answers, context: c.HandOverFinding(
        finding_id=context.finding_id, to_body=answers.text("to_body")
    ),
    lambda context: c.HandOverFinding(finding_id=context.finding_id, to_body="?"),
    document="must",
)
