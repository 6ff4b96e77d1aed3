"""The unit's answer: four stances, each with only its own fields; read, tried and kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast, get_args
from uuid import UUID

import msgspec

from domain.fact import Actor
from domain.finding import commands as c
from domain.finding import events as f
from domain.finding.decide import decide
from domain.finding.decide.words import calendar_days
from domain.finding.values import Cause, Promise, Stance, remedy_days
from domain.refusal import Refused
from domain.values import Evidence
from service.prepared_forms import PreparedForm
from web import wording
from web.answers import TEXT_MAX
from web.dry_run import moment_on_trial
from web.findings.act_context import FindingContext
from web.forms import Form
from web.render import AnyRequest
from web.session import visit_of
from web.stored_files import store_of
from web.tasks.uploads import FILES, FILES_MOST, KEPT, receive_part
from web.texts import Language, say

SLUG = "answer"
STANCES: tuple[Stance, ...] = get_args(Stance)
CAUSES: tuple[str, ...] = get_args(Cause)
MEASURES_MOST = 3
TEXT, NOW, CAUSE, MEASURES, PROOF = "text", "containment", "cause", "measures", "files"
PARTS: Mapping[Stance, tuple[str, ...]] = {
    "accept": (NOW, CAUSE, MEASURES, PROOF),
    "accept_in_part": (TEXT, PROOF, NOW, CAUSE, MEASURES),
    "contest": (TEXT, PROOF),
    "other_way": (TEXT, NOW, CAUSE, MEASURES, PROOF),
}
"""What a stance asks for, in the order of the page; the rest does not belong to it."""
COUNTERS: frozenset[Stance] = frozenset({"accept_in_part", "contest"})
"""Their files speak against the record; those of the others show what is done."""
NOT_KEPT = frozenset({"command_id", "seen_version", "preview", "draft", "discard"})


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """How far away a promised day may lie."""

    days: int
    last_on: date


def limit_of(context: FindingContext) -> Limit | None:
    """Of the severity, counted from today; None where nothing limits it."""
    it = context.it
    days = remedy_days(it.severity, it.limits) if it.limits else None
    if days is None:
        return None
    due = calendar_days(context.today, days, context.ward, context.today)
    return Limit(days=days, last_on=due.last_on)


def stance_of(form: Form) -> Stance | None:
    """What is chosen, if anything."""
    chosen = form.value("stance")
    return chosen if chosen in STANCES else None


def named(stance: str, part: str) -> str:
    """Fields of a stance bear its name, so that changing the mind loses nothing."""
    return f"{stance}_{part}"


async def received(
    request: AnyRequest, form: Form, draft: PreparedForm | None, person_id: UUID
) -> tuple[Evidence, ...]:
    """Files of the chosen stance: sent now, kept from before, or of the draft."""
    stance = stance_of(form)
    if stance is None:
        return ()
    kept = form.values(named(stance, KEPT))
    return await receive_part(request, form, named(stance, FILES), kept, draft, person_id)


Kept = Mapping[Stance, tuple[Evidence, ...]]


async def every_kept(
    request: AnyRequest,
    form: Form,
    draft: PreparedForm | None,
    person_id: UUID,
    files: tuple[Evidence, ...],
) -> Kept:
    """Files of each stance: changing the mind loses none that was received."""
    found: dict[Stance, tuple[Evidence, ...]] = {}
    now = visit_of(request).now
    for stance in STANCES:
        if stance == stance_of(form):
            found[stance] = files
            continue
        wanted = form.values(named(stance, KEPT))[:FILES_MOST]
        waiting = await store_of(request).waiting(wanted, person_id, now) if wanted else ()
        known = {each.evidence.sha256: each.evidence for each in waiting}
        known |= {x.sha256: x for x in (draft.files if draft else ()) if x.sha256 in wanted}
        found[stance] = tuple(known.values())
    return found


def read_answer(
    form: Form, context: FindingContext, files: tuple[Evidence, ...]
) -> c.SubmitExplanation | None:
    """The command; None when something has to be corrected."""
    form.choice("stance", "finding.ask.stance", STANCES)
    stance = stance_of(form)
    if stance is None:
        return None
    parts = PARTS[stance]
    is_counter = stance in COUNTERS
    if stance == "contest" and not files:
        form.fail(named(stance, FILES), "finding.error.proof_needed")
    command = c.SubmitExplanation(
        finding_id=context.finding_id,
        stance=stance,
        text=_passage(form, stance, TEXT, f"finding.ask.text.{stance}") if TEXT in parts else "",
        containment=_passage(form, stance, NOW, "finding.ask.containment", required=False)
        if NOW in parts
        else "",
        cause=_cause(form, stance) if CAUSE in parts else None,
        measures=_measures(form, stance, context) if MEASURES in parts else (),
        counter_evidence=files if is_counter else (),
        evidence=() if is_counter else files,
    )
    return command if form.is_sound else None


def _passage(form: Form, stance: Stance, part: str, label: str, *, required: bool = True) -> str:
    return form.passage(named(stance, part), label, required=required, most=TEXT_MAX)


def _cause(form: Form, stance: Stance) -> Cause | None:
    chosen = form.choice(named(stance, CAUSE), "finding.ask.cause", CAUSES)
    return cast(Cause, chosen) if chosen else None


def _measures(form: Form, stance: Stance, context: FindingContext) -> tuple[Promise, ...]:
    """The first one is needed where something is owed; the others as far as they are begun."""
    limit, found = limit_of(context), []
    for number in range(1, MEASURES_MOST + 1):
        what, when = named(stance, f"measure_{number}"), named(stance, f"on_{number}")
        begun = bool(form.value(what).strip() or form.value(when).strip())
        if not begun and (number > 1 or limit is None):
            continue
        text = form.passage(what, "finding.ask.measure", most=TEXT_MAX)
        on = form.day(when, "finding.ask.measure_on", earliest=context.today)
        if on is not None and limit is not None and on > limit.last_on:
            form.fail(
                when, "finding.error.beyond", days=limit.days, last_on=wording.day(limit.last_on)
            )
        if text and on is not None:
            found.append(Promise(text=text, on=on))
    return tuple(found)


def foreseen(
    command: c.SubmitExplanation, context: FindingContext, actor: Actor
) -> f.ExplanationSubmitted:
    """What would be recorded, with its hash; raises Refused."""
    moment = moment_on_trial(context.now, context.today, actor, context.ward)
    events = decide(command, context.it, moment, context.ward)
    said = next((e for e in events if isinstance(e, f.ExplanationSubmitted)), None)
    if said is None:
        raise Refused("finding.already_explained", finding=context.it.code, at=context.now)
    return said


def kept_answers(form: Form, kept: Kept) -> dict[str, list[str]]:
    """What was typed, and which files belong to which stance."""
    found: dict[str, list[str]] = {}
    for name, value in form.kept():
        if name not in NOT_KEPT and not name.endswith(f"_{KEPT}"):
            found.setdefault(name, []).append(value)
    for stance, files in kept.items():
        if files:
            found[named(stance, KEPT)] = [each.sha256 for each in files]
    return found


# -- what follows from it ----------------------------------------------------------------


def effects(stance: Stance, context: FindingContext) -> tuple[str, ...]:
    """Only what is known: who weighs it until when, and which days then count."""
    it, limits, language = context.it, context.limits, context.language
    days = limits.assess_explanation_days if limits else 0
    by = context.ward.calendar.after(context.today, days)
    said = [
        say(language, f"finding.effect_of.{stance}"),
        say(language, "finding.effect_of.assessed", n=days, date=wording.day(by)),
    ]
    limit = limit_of(context)
    if limit is not None:
        severity = say(language, f"severity.{it.severity}")
        said.append(say(language, "finding.effect_of.remedy", days=limit.days, severity=severity))
    return tuple(said)


def of_every_stance(context: FindingContext) -> tuple[str, ...]:
    """What holds whichever way one answers, silence included."""
    language: Language = context.language
    it = context.it
    said = []
    if it.explain_by is not None and not it.is_silent:
        last_on = wording.day(it.explain_by.last_on)
        said.append(say(language, "finding.effect_of.silence", date=last_on))
    if it.is_silent:
        said.append(say(language, "finding.effect_of.late"))
    said.append(say(language, "finding.effect_of.points"))
    return tuple(said)
