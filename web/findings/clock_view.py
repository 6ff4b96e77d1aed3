"""How far a finding is and which clocks run, in words: the step bar, both limits, their sums."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from domain.calendar import Calendar
from domain.finding.memory import Finding
from domain.finding.values import REMEDIED
from web import wording
from web.register.lines import distance_words
from web.tasks.naming import Names

STEPS = ("recorded", "acknowledge", "explain", "assess", "conclude", "remedy", "verify")
PRESENT: dict[str, str] = {
    "recorded": "recorded",
    "delivered": "acknowledge",
    "acknowledged": "explain",
    "explained": "assess",
    "assessed": "conclude",
    "upheld": "remedy",
    "remedy_reported": "verify",
}


class StepView(msgspec.Struct, frozen=True, kw_only=True):
    """One bar; the present one says until when."""

    label: str
    state: str
    """past, now or to_come"""
    note: str = ""


class ClockView(msgspec.Struct, frozen=True, kw_only=True):
    """A limit in one sentence."""

    label: str
    said: str
    tag: str = ""


def is_over(it: Finding) -> bool:
    """Nothing more is awaited."""
    return it.stage in ("closed", "verified", "dropped", "handed_over")


def steps(it: Finding, names: Names) -> list[StepView]:
    """The bar: what is done, what is now, what comes; praise and advice need no remedy."""
    shown = [step for step in STEPS if step not in ("remedy", "verify") or it.severity in REMEDIED]
    present = PRESENT.get(it.stage, "")
    if present and present not in shown:
        present = ""
    found: list[StepView] = []
    is_past = True
    for step in shown:
        is_past = is_past and step != present
        state = "now" if step == present else "past" if is_past else "to_come"
        if step == "recorded" and present == "recorded":
            state = "now"
        label = names.say(f"finding.step.{step}.{'past' if state == 'past' else 'now'}")
        note = _step_note(step, it, names) if state == "now" else ""
        found.append(StepView(label=label, state=state, note=note))
    return found


def _step_note(step: str, it: Finding, names: Names) -> str:
    due = {
        "acknowledge": it.acknowledge_by,
        "explain": it.explain_by,
        "assess": it.assess_by,
        "remedy": it.due,
        "verify": it.report.verify_by if it.report else None,
    }.get(step)
    said = [names.say("finding.by_short", date=wording.short_day(due.last_on))] if due else []
    if it.spell > 1 and step in ("remedy", "verify"):
        said.append(names.say("finding.spell", n=it.spell))
    return ", ".join(said)


# -- clocks ----------------------------------------------------------------------------


def clocks(it: Finding, names: Names) -> list[ClockView]:
    """Both clocks of the answer, and what happens when nothing comes."""
    if it.acknowledge_by is None or it.is_praise:
        return []
    say = names.say
    return [
        ClockView(label=say("finding.clock.receipt"), said=_receipt(it, names)),
        ClockView(label=say("finding.clock.explain"), said=_explaining(it, names)),
        ClockView(label=say("finding.clock.silence"), said=say("finding.clock.silence_said")),
    ]


def _receipt(it: Finding, names: Names) -> str:
    assert it.acknowledge_by is not None, "a delivered finding waits for a receipt"
    last_on = it.acknowledge_by.last_on
    if it.received_in_silence:
        return names.say("finding.clock.receipt_silent", last=wording.short_day(last_on))
    if it.acknowledged_at is None:
        return _until(last_on, names)
    on = wording.as_day(it.acknowledged_at)
    key = "finding.clock.receipt_kept" if on <= last_on else "finding.clock.receipt_late"
    return names.say(key, date=wording.short_day(on), last=wording.short_day(last_on))


def _explaining(it: Finding, names: Names) -> str:
    if it.explanations and not it.explanations[-1].late:
        return names.say("finding.clock.explained", date=wording.short_day(it.explanations[-1].at))
    if it.explain_by is None:
        days = it.limits.explain_days if it.limits else 0
        return names.say("finding.clock.explain_to_come", n=days)
    if it.is_silent:
        return names.say("finding.clock.lapsed", date=wording.short_day(it.explain_by.last_on))
    return _until(it.explain_by.last_on, names)


def _until(last_on: date, names: Names) -> str:
    return names.say(
        "finding.clock.until",
        day=f"{wording.weekday(names.language, last_on)} {wording.short_day(last_on)}",
        distance=distance_words(last_on, names.ward, names.on, names.language),
    )


def sums(it: Finding, names: Names) -> list[str]:
    """How both last days were counted, day by day."""
    limits = it.limits
    if it.delivered_at is None or it.acknowledge_by is None or limits is None:
        return []
    delivered = wording.as_day(it.delivered_at)
    found = [
        names.say("finding.sum.frozen", date=wording.day(delivered)),
        _sum(
            "receipt",
            delivered,
            it.acknowledge_by.last_on,
            names,
            names.ward.calendar_version(it.acknowledge_by.calendar_version),
        ),
    ]
    if it.explain_by is not None:
        start = _counted_from(it)
        calendar = names.ward.calendar_version(it.explain_by.calendar_version)
        first = calendar.after(start, limits.explain_days)
        found.append(_sum("explain", start, first, names, calendar))
        if it.granted_until is not None and it.explain_by.last_on != first:
            found.append(
                names.say(
                    "finding.sum.granted",
                    n=it.granted_days,
                    date=wording.day(it.explain_by.last_on),
                )
            )
    if it.granted_until is None and it.stage in ("delivered", "acknowledged"):
        found.append(names.say("finding.sum.more_time", n=limits.explain_extension_days))
    return found


def _counted_from(it: Finding) -> date:
    """The receipt; without one, or with a late one, the end of its limit."""
    assert it.acknowledge_by is not None, "a delivered finding waits for a receipt"
    last_on = it.acknowledge_by.last_on
    if it.acknowledged_at is None or it.received_in_silence:
        return last_on
    return min(wording.as_day(it.acknowledged_at), last_on)


def _sum(which: str, start: date, last_on: date, names: Names, calendar: Calendar) -> str:
    counted = [
        day
        for n in range(1, (last_on - start).days + 1)
        if calendar.is_working(day := start + timedelta(days=n))
    ]
    days = ", ".join(wording.short_day(day) for day in counted)
    key = f"finding.sum.{which}"
    return names.say(key, n=len(counted), days=days, date=wording.day(start))
