"""Tasks by their deadline: D with K1, K2, K4 and W, what is overdue at the cut (K3), stale (K17).

What belongs to D stands on the last day, with the unit that led and the head in office then; each
late day stands with whoever led and was in office on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from uuid import UUID

from domain.accountability.fact_line import Basis
from domain.accountability.line_writer import LineWriter, effect
from domain.accountability.marks import Mark
from domain.accountability.quantity import PRODUCT_SCALE, Effect
from domain.accountability.task_life import Spell, TaskLife
from domain.calendar import Calendar
from domain.due import late_days
from domain.task.lateness import lead_on
from domain.values import Due
from domain.ward import Ward

LEFT_OUT = frozenset(("returned", "suspended", "withdrawn"))
FULL = 4
"""Quarters of a product; each failure takes one (settings 5, `failure_step`)."""


def due_lines(life: TaskLife, to: LineWriter) -> None:
    """The last spell due in the period, and the newest one as it stands at the cut."""
    if not life.is_counted:
        return
    for spell in reversed(life.spells):
        due = spell.due
        if due is not None and to.counts_on(due.last_on):
            if spell is not life.spell or life.stage not in LEFT_OUT:
                _write_due(life, spell, due, to)
            break
    if life.is_running:
        _write_overdue(life, to)
        _write_open(life, to)


# -- D -------------------------------------------------------------------------


def _write_due(life: TaskLife, spell: Spell, due: Due, to: LineWriter) -> None:
    unit = lead_on(life, due.last_on)
    outcome, late = _outcome(spell, due, life, to.ward)
    on_time = outcome == "done_on_time"
    effects = [effect("K1", "due"), effect("K2", "due")]
    if spell.verdict is not None:
        effects.append(effect("K1", "completed"))
    if on_time:
        effects.append(effect("K2", "on_time"))
    if outcome == "done_late":
        effects.append(effect("K4", "late"))
    is_freed = bool(late) and life.is_freed(spell.no)
    effects += _products(life, spell, failed=bool(late) and not is_freed)
    facts: dict[str, object] = {"last_on": due.last_on}
    if spell.waiting is not None:
        facts["submitted_on"] = spell.waiting.mark.on
    if late:
        facts["days_late"] = len(late)
    if is_freed:
        facts["cause"] = "objective_confirmed"
    basis, words = _basis(life, spell, outcome)
    mark = spell.verdict or (spell.waiting.mark if spell.waiting else None)
    to.write(
        f"task_{outcome}",
        due.last_on,
        unit,
        *effects,
        mark=mark,
        facts=facts,
        basis=basis,
        own_words=words,
    )
    if outcome == "done_late":
        _write_late_days(life, late, mark, to)


def _outcome(spell: Spell, due: Due, life: TaskLife, ward: Ward) -> tuple[str, tuple[date, ...]]:
    """How a due spell ended, and the working days it came too late; days are T7."""
    handed = spell.accepted or spell.waiting
    if handed is None:
        return "not_done", ()
    if spell.verdict is None:
        days = late_days(due.last_on, handed.mark.on, ward.calendar, life.pauses)
        return ("waiting_late" if days else "waiting_in_time"), days
    if spell.verdict.on_time:
        return "done_on_time", ()
    return "done_late", _judged_days(spell.verdict, due, handed.mark.on, life, ward)


def _judged_days(
    verdict: Mark, due: Due, done_on: date, life: TaskLife, ward: Ward
) -> tuple[date, ...]:
    """T10: what was closed keeps its days, so they are named by the calendar it was judged by."""
    calendars = [decided.calendar for decided in ward.calendars] or [Calendar()]
    found = [late_days(due.last_on, done_on, calendar, life.pauses) for calendar in calendars]
    as_judged = [days for days in found if len(days) == verdict.days]
    return (as_judged or found)[-1]


def _basis(life: TaskLife, spell: Spell, outcome: str) -> tuple[Basis, str]:
    said = life.words_of_delay(spell.no)
    is_late = outcome in ("done_late", "waiting_late", "not_done")
    words = said.mark.text if said is not None and is_late else ""
    if said is not None and said.is_open and is_late:
        return "contested", words
    return ("verified" if spell.verdict or outcome == "not_done" else "claimed"), words


def _products(life: TaskLife, spell: Spell, *, failed: bool) -> Iterator[Effect]:
    """The product in converted quantity: 25 % less for each failure of quality, and for delay."""
    weight = Decimal(life.words.weight)
    yield _product("assigned", weight, 0)
    if spell.verdict is None:
        return
    yield _product("completed", weight, 0)
    failures = spell.times_sent_back + (1 if spell.quality == "not_met" else 0)
    yield _product("quality", weight, failures)
    yield _product("timely", weight, 1 if failed else 0)


def _product(part: str, weight: Decimal, failures: int) -> Effect:
    left = weight * max(0, FULL - failures) / FULL * PRODUCT_SCALE
    return effect("W", part, int(left.quantize(Decimal(1), rounding=ROUND_HALF_UP)))


def _write_late_days(
    life: TaskLife, late: tuple[date, ...], mark: Mark | None, to: LineWriter
) -> None:
    def whose(day: date) -> tuple[UUID | None, UUID | None]:
        unit = lead_on(life, day)
        return unit, to.head_on(unit, day) if unit else None

    for (unit, _), run in groupby(late, key=whose):
        days = tuple(run)
        to.write(
            "late_days",
            days[0],
            unit,
            effect("K4", "late_days", len(days)),
            mark=mark,
            facts={"days": len(days), "from_on": days[0], "to_on": days[-1]},
        )


# -- at the cut ----------------------------------------------------------------


def _write_overdue(life: TaskLife, to: LineWriter) -> None:
    """K3, however long ago it fell due."""
    due, cut = life.spell.due, to.period.cut_on
    if life.stage == "submitted" or due is None or due.last_on > cut:
        return
    late = late_days(due.last_on, cut, to.ward.calendar, life.pauses)
    days = sum(1 for day in late if day <= cut)
    said = life.words_of_delay(life.spell.no)
    to.write(
        "task_overdue",
        cut,
        life.lead_id,
        effect("K3", "overdue"),
        effect("K3", "overdue_days", days),
        effect("K3", "longest_days", days),
        facts={"last_on": due.last_on, "days": days},
        basis="contested" if said is not None and said.is_open else "verified",
        own_words=said.mark.text if said is not None else "",
    )


def _write_open(life: TaskLife, to: LineWriter) -> None:
    """K17; a result that waits for its reviewer is open, and never the unit's silence."""
    cut = to.period.cut_on
    last = max(mark.on for mark in life.entries)
    quiet = (cut - last).days
    is_stale = life.stage != "submitted" and quiet > to.ward.days("stale_progress_days", cut)
    facts: Mapping[str, object] = {"since": last, "days": quiet}
    if is_stale:
        effects = (effect("K17", "stale"), effect("K17", "open"))
        to.write("task_stale", cut, life.lead_id, *effects, facts=facts)
    else:
        to.write("task_open", cut, life.lead_id, effect("K17", "open"), facts=facts)
