"""What a unit did with a task, act by act: extensions, returns, urgings, verdicts, cooperation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from domain.accountability.due_lines import due_lines
from domain.accountability.fact_line import Basis
from domain.accountability.line_writer import LineWriter, effect
from domain.accountability.marks import Mark
from domain.accountability.quantity import Effect
from domain.accountability.task_life import Asked, Explained, Spell, TaskLife, task_life
from domain.due import prolonged


def task_lines(marks: Sequence[Mark], to: LineWriter) -> None:
    """Every line that a task gives in the period."""
    life = task_life(marks)
    if life is None:
        return
    to.called(life.words.code, life.words.title)
    due_lines(life, to)
    for mark in marks:
        line = ACTS.get(mark.name)
        if line is not None and to.counts_on(mark.on):
            line(life, mark, marks, to)
    _write_verdict(life, to)
    for asked in life.asked.values():
        _write_asked(life, asked, to)


Line = Callable[[TaskLife, Mark, Sequence[Mark], LineWriter], None]


def _write(
    kind: str, life: TaskLife, mark: Mark, to: LineWriter, *effects: Effect, **said: Any
) -> None:
    """A line on the day of the act, charged to the unit that led when it happened."""
    to.write(kind, mark.on, life.lead_at(mark), *effects, mark=mark, **said)


# -- extensions (K5) -----------------------------------------------------------


def _extended(life: TaskLife, mark: Mark, _: Sequence[Mark], to: LineWriter) -> None:
    effects = [effect("K5", "extensions"), effect("K5", "extension_days", mark.days)]
    if not mark.counts:
        effects.append(effect("K5", "after_expiry"))
    assert mark.due is not None
    assert mark.former is not None
    _write(
        "extension_approved" if mark.counts else "extension_approved_after_expiry",
        life,
        mark,
        to,
        *effects,
        facts={"before": mark.former.last_on, "after": mark.due.last_on, "days": mark.days},
        charged_post_id=mark.post_id,
    )


def _refused(life: TaskLife, mark: Mark, _: Sequence[Mark], to: LineWriter) -> None:
    _write(
        "extension_refused",
        life,
        mark,
        to,
        effect("K5", "refused"),
        facts={"why": mark.text},
        charged_post_id=mark.post_id,
    )


# -- given back, sent back, reopened, confirmed (K6, K9) -----------------------


def _returned(life: TaskLife, mark: Mark, _: Sequence[Mark], to: LineWriter) -> None:
    _write(
        "task_returned",
        life,
        mark,
        to,
        effect("K6", "returned"),
        facts={"why": mark.word},
        own_words=mark.text,
    )


def _sent_back(life: TaskLife, mark: Mark, _: Sequence[Mark], to: LineWriter) -> None:
    _write(
        "result_sent_back", life, mark, to, effect("K6", "sent_back"), facts={"defects": mark.text}
    )


def _reopened(life: TaskLife, mark: Mark, _: Sequence[Mark], to: LineWriter) -> None:
    facts = {"last_on": mark.due.last_on} if mark.due else {}
    _write("task_reopened", life, mark, to, effect("K6", "reopened"), facts=facts)


def _write_verdict(life: TaskLife, to: LineWriter) -> None:
    """A task is counted once, by its last spell confirmed in the period."""
    judged = [s for s in life.spells if s.verdict is not None and to.counts_on(s.verdict.on)]
    for spell in judged:
        _write_confirmed(life, spell, to, is_last=spell is judged[-1])


def _write_confirmed(life: TaskLife, spell: Spell, to: LineWriter, *, is_last: bool) -> None:
    verdict = spell.verdict
    assert verdict is not None
    effects = []
    if is_last:
        effects = [effect("K6", "confirmed"), effect("K9", "confirmed")]
        if spell.quality == "met" and not spell.times_sent_back:
            effects.append(effect("K9", "met_at_first"))
    to.write(
        f"task_confirmed_{spell.quality}",
        verdict.on,
        life.lead_at(verdict),
        *effects,
        mark=verdict,
        facts={"sent_back": spell.times_sent_back},
    )


# -- urgings (K7) --------------------------------------------------------------

RESPONSES = frozenset(("task.delay_explained", "task.result_submitted"))


def _urged(life: TaskLife, mark: Mark, marks: Sequence[Mark], to: LineWriter) -> None:
    effects = [effect("K7", "urgings")]
    facts: dict[str, object] = {"step": mark.days}
    answers = (x for x in marks if x.version > mark.version and x.name in RESPONSES)
    answer = next(answers, None)
    if answer is not None:
        days = to.ward.calendar.working_days(mark.on, answer.on)
        effects.append(effect("K7", "response_days", days))
        facts |= {"answered_on": answer.on, "days": days}
    _write(
        "task_urged" if answer is None else "task_urged_answered",
        life,
        mark,
        to,
        *effects,
        facts=facts,
    )


def _explained(life: TaskLife, mark: Mark, _: Sequence[Mark], to: LineWriter) -> None:
    said = next(x for x in life.explained if x.mark is mark)
    _write(
        f"delay_explained_{mark.word}",
        life,
        mark,
        to,
        facts={"outcome": _judged(said)},
        basis=_claim(said),
        own_words=mark.text,
    )


def _judged(said: Explained) -> str:
    if said.judged is None:
        return "open"
    return "confirmed" if said.judged.name == "task.cause_confirmed" else "rejected"


def _claim(said: Explained) -> Basis:
    return "claimed" if said.judged is None else "verified"


# -- acts that change no figure, and still belong to the past -------------------


def _plain(kind: str, basis: Basis = "verified") -> Line:
    def write(life: TaskLife, mark: Mark, _: Sequence[Mark], to: LineWriter) -> None:
        _write(kind, life, mark, to, basis=basis)

    return write


def _assigned(_: TaskLife, mark: Mark, __: Sequence[Mark], to: LineWriter) -> None:
    facts = {"last_on": mark.due.last_on} if mark.due else {}
    kind = "task_assigned" if mark.due else "task_assigned_undated"
    to.write(kind, mark.on, mark.about, mark=mark, facts=facts)


def _transferred(life: TaskLife, mark: Mark, _: Sequence[Mark], to: LineWriter) -> None:
    before = [lead.unit_id for lead in life.leads if lead.since < mark.at]
    if before and mark.about is not None:
        facts = {"to_unit": mark.about}
        to.write("lead_given_away", mark.on, before[-1], mark=mark, facts=facts)
        to.write("lead_taken_over", mark.on, mark.about, mark=mark, facts={"from_unit": before[-1]})


def _asked_more_time(life: TaskLife, mark: Mark, _: Sequence[Mark], to: LineWriter) -> None:
    _write(
        "extension_asked",
        life,
        mark,
        to,
        facts={"to_on": mark.to_on or mark.on},
        basis="claimed",
        own_words=mark.text,
    )


def _submitted(life: TaskLife, mark: Mark, _: Sequence[Mark], to: LineWriter) -> None:
    is_confirmed = any(s.verdict is not None and s.verdict.ref == mark.ref for s in life.spells)
    basis: Basis = "verified" if is_confirmed else "claimed"
    _write("result_submitted", life, mark, to, basis=basis)


def _measure(life: TaskLife, mark: Mark, _: Sequence[Mark], to: LineWriter) -> None:
    _write(f"measure_{mark.word}", life, mark, to)


def _rated(life: TaskLife, mark: Mark, _: Sequence[Mark], to: LineWriter) -> None:
    _write(
        "task_rated",
        life,
        mark,
        to,
        facts={"points": mark.word, "remark": mark.text},
        charged_post_id=mark.post_id,
    )


ACTS: dict[str, Line] = {
    "task.assigned": _assigned,
    "task.accepted": _plain("task_accepted"),
    "task.deemed_accepted": _plain("task_accepted_by_silence"),
    "task.returned": _returned,
    "task.lead_transferred": _transferred,
    "task.extension_requested": _asked_more_time,
    "task.extension_approved": _extended,
    "task.extension_refused": _refused,
    "task.urged": _urged,
    "task.delay_explained": _explained,
    "task.measure_taken": _measure,
    "task.result_submitted": _submitted,
    "task.result_sent_back": _sent_back,
    "task.reopened": _reopened,
    "task.suspended": _plain("task_suspended"),
    "task.withdrawn": _plain("task_withdrawn"),
    "task.rated": _rated,
}


# -- cooperation (K8) ----------------------------------------------------------


def _write_asked(life: TaskLife, asked: Asked, to: LineWriter) -> None:
    """The asked unit's answer, by the last day of the request; it stops with the task."""
    outcome = asked.settled.name.removeprefix("task.cooperation_") if asked.settled else ""
    last_on = prolonged(asked.last_on, asked.mark.on, to.ward.calendar, life.pauses)
    if outcome == "withdrawn" or not to.counts_on(last_on) or _stopped(life, outcome, last_on):
        return
    effects = [effect("K8", "asked")]
    is_late = asked.settled is not None and asked.settled.days > 0
    kind = f"cooperation_{outcome or 'unanswered'}"
    facts: dict[str, object] = {"reply_by": last_on, "question": asked.mark.text}
    if asked.settled is not None:
        facts["settled_on"] = asked.settled.on
    if outcome == "declined":
        effects.append(effect("K8", "declined"))
    elif outcome == "answered" and is_late and asked.settled is not None:
        kind = "cooperation_answered_late"
        facts["days_late"] = asked.settled.days
    elif outcome == "answered":
        effects.append(effect("K8", "in_time"))
    to.write(
        kind,
        _decisive(kind, asked, last_on),
        asked.unit_id,
        *effects,
        mark=asked.settled or asked.mark,
        facts=facts,
        own_words=asked.settled.text if asked.settled is not None else "",
    )


def _stopped(life: TaskLife, outcome: str, last_on: date) -> bool:
    """Nobody waits for the answer while the task stands still, or since it was withdrawn."""
    if outcome:
        return False
    if life.stage == "suspended":
        return life.stopped is not None and life.stopped.on <= last_on
    return life.stage == "withdrawn" and life.ended is not None and life.ended.on <= last_on


def _decisive(kind: str, asked: Asked, last_on: date) -> date:
    """T12: an answer and a refusal stand on their day, what became late on the last day."""
    if asked.settled is not None and kind in ("cooperation_answered", "cooperation_declined"):
        return asked.settled.on
    return last_on
