"""Every act of a finding as a sentence, in the shape that acts of tasks have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from domain.fact import Event, Meta, Recorded
from domain.finding import events as f
from domain.values import Due
from domain.ward import Ward
from projections.finding_file import files_of
from web import wording
from web.tasks.acts import Act, Category, told_act
from web.tasks.naming import Names, document
from web.tasks.telling.said import Said, without_stop
from web.texts import Language

Facts = dict[str, object]
Teller = Callable[[Any, Meta, Names], tuple[str, Facts]]
"""Variant of the sentence, and what it needs."""

CLOCK_ACTS = (
    f.AcknowledgementLapsed,
    f.ExplanationLapsed,
    f.Closed,
    f.Delivered,
    f.FollowUpPlaced,
)
DATE_ACTS = (
    f.MoreTimeRequested,
    f.MoreTimeGranted,
    f.MoreTimeRefused,
    f.DeadlineRecalculated,
)
EVIDENCE_ACTS = (f.ExplanationSubmitted, f.RemediationReported, f.FollowUpNoted)
TALK = (f.Discussed, f.Acknowledged, f.RemediationPlanned, f.AddendumAdded)


def acts_of(records: Iterable[Recorded], ward: Ward, language: Language) -> tuple[Act, ...]:
    """All acts in order, in the words of the ward."""
    return tuple(act_of(recorded, ward, language) for recorded in records)


def act_of(recorded: Recorded, ward: Ward, language: Language) -> Act:
    """One act in words."""
    event, meta = recorded.event, recorded.meta
    names = Names(ward, language, meta.happened_on)
    variant, facts = TELLERS[type(event)](event, meta, names)
    key = f"act.{event.stored_name}{'.' + variant if variant else ''}"
    sentence = names.say(key, who=names.actor(meta.actor), **facts)
    said = Said(more=tuple(_more(event, names)))
    act = told_act(recorded, names, sentence, category_of(event), said, files=files_of(recorded))
    twice = [words for words in (_reason(meta), _paper(meta, names)) if words in sentence]
    more = tuple(line for line in act.more if not any(words and words in line for words in twice))
    return replace(act, more=more)


def category_of(event: Event) -> Category:
    """Which question of the reader an act answers."""
    if isinstance(event, CLOCK_ACTS):
        return "system"
    if isinstance(event, DATE_ACTS):
        return "deadline"
    if isinstance(event, EVIDENCE_ACTS):
        return "evidence"
    return "talk" if isinstance(event, TALK) else "decision"


def _more(event: Event, names: Names) -> Iterable[str]:
    """What a sentence leaves out and a reader may ask for."""
    match event:
        case f.ExplanationSubmitted(text=text) if text:
            yield names.say("finding.more.text", text=without_stop(text))
        case f.Concluded(why=why) if why:
            yield names.say("finding.more.why", why=without_stop(why))
        case f.RemediationVerified(note=note) | f.FollowUpNoted(note=note) if note:
            yield names.say("finding.more.note", text=without_stop(note))
        case f.RemediationPlanned(measures=measures):
            for each in measures:
                yield names.say(
                    "finding.more.measure", text=without_stop(each.text), date=_last(each.due)
                )


def _last(due: Due | None) -> str:
    return wording.day(due.last_on) if due is not None else "–"


def _reason(meta: Meta) -> str:
    return without_stop(meta.reason or "")


def _paper(meta: Meta, names: Names) -> str:
    return document(meta.document, names.language) if meta.document else "–"


def _recorded(event: f.Recorded, meta: Meta, names: Names) -> tuple[str, Facts]:
    severity = names.say(f"severity.{event.severity}")
    return "", {"severity": severity, "item": event.item_code or event.item_key}


def _earlier(event: f.EarlierEntered, meta: Meta, names: Names) -> tuple[str, Facts]:
    return "", {
        "date": wording.day(event.recorded_on),
        "item": event.item_code or event.item_key,
    }


def _delivered(event: f.Delivered, meta: Meta, names: Names) -> tuple[str, Facts]:
    return "", {"to": names.holder(event.to_post), "date": _last(event.acknowledge_by)}


def _acknowledged(event: f.Acknowledged, meta: Meta, names: Names) -> tuple[str, Facts]:
    return ("" if event.explain_by else "praise"), {"date": _last(event.explain_by)}


def _lapsed_receipt(event: f.AcknowledgementLapsed, meta: Meta, names: Names) -> tuple[str, Facts]:
    facts: Facts = {"limit": wording.day(event.limit_on), "date": _last(event.explain_by)}
    return ("" if event.explain_by else "praise"), facts


def _explained(event: f.ExplanationSubmitted, meta: Meta, names: Names) -> tuple[str, Facts]:
    return ("late" if event.late else ""), {"stance": names.say(f"stance.{event.stance}")}


def _accepted(event: f.ExplanationAccepted, meta: Meta, names: Names) -> tuple[str, Facts]:
    effect = names.say(f"finding.effect.{event.effect}")
    if event.severity:
        effect += f" ({names.say(f'severity.{event.severity}')})"
    return "", {"effect": effect, "reason": _reason(meta)}


def _concluded(event: f.Concluded, meta: Meta, names: Names) -> tuple[str, Facts]:
    facts: Facts = {
        "document": _paper(meta, names),
        "outcome": names.say(f"finding.outcome.{event.outcome}"),
        "severity": names.say(f"severity.{event.severity}"),
        "date": _last(event.remedy_due),
    }
    return ("remedy" if event.remedy_due else ""), facts


def _verified(event: f.RemediationVerified, meta: Meta, names: Names) -> tuple[str, Facts]:
    return "", {"spell": event.spell, "way": names.say(f"finding.way.{event.way}").casefold()}


def _closed(event: f.Closed, meta: Meta, names: Names) -> tuple[str, Facts]:
    date = wording.day(event.last_on) if event.last_on else "–"
    return ("" if event.in_time else "late"), {"date": date}


def _reopened(event: f.Reopened, meta: Meta, names: Names) -> tuple[str, Facts]:
    return "", {"spell": event.spell, "date": _last(event.due), "reason": _reason(meta)}


def _placed(event: f.FollowUpPlaced, meta: Meta, names: Names) -> tuple[str, Facts]:
    facts: Facts = {"date": wording.day(event.promised_on), "until": _last(event.visit_by)}
    return ("measure" if event.measure_id else ""), facts


def _recalculated(event: f.DeadlineRecalculated, meta: Meta, names: Names) -> tuple[str, Facts]:
    return "", {
        "clock": names.say(f"finding.running.{event.clock}"),
        "before": _last(event.before),
        "after": _last(event.after),
    }


TELLERS: dict[type[Event], Teller] = {
    f.Recorded: _recorded,
    f.EarlierEntered: _earlier,
    f.Discussed: lambda e, m, n: ("", {"note": without_stop(e.note)}),
    f.Dropped: lambda e, m, n: ("", {"reason": _reason(m)}),
    f.Delivered: _delivered,
    f.Acknowledged: _acknowledged,
    f.AcknowledgementLapsed: _lapsed_receipt,
    f.ExplanationSubmitted: _explained,
    f.MoreTimeRequested: lambda e, m, n: (
        "",
        {"date": wording.day(e.to_on), "reason": _reason(m)},
    ),
    f.MoreTimeGranted: lambda e, m, n: ("", {"days": e.days, "date": _last(e.explain_by)}),
    f.MoreTimeRefused: lambda e, m, n: ("", {"why": without_stop(e.why)}),
    f.ExplanationLapsed: lambda e, m, n: ("", {"date": wording.day(e.limit_on)}),
    f.ExplanationAccepted: _accepted,
    f.ExplanationRejected: lambda e, m, n: ("", {"reason": _reason(m)}),
    f.Concluded: _concluded,
    f.RemediationPlanned: lambda e, m, n: ("", {"n": len(e.measures)}),
    f.RemediationReported: lambda e, m, n: (
        "",
        {"spell": e.spell, "date": _last(e.verify_by)},
    ),
    f.RemediationVerified: _verified,
    f.RemediationReturned: lambda e, m, n: ("", {"defects": without_stop(e.defects)}),
    f.Closed: _closed,
    f.Reopened: _reopened,
    f.HandedOver: lambda e, m, n: ("", {"to": e.to_body, "document": _paper(m, n)}),
    f.AddendumAdded: lambda e, m, n: (
        "",
        {"n": e.inspection_addendum_no, "text": without_stop(e.text)},
    ),
    f.FollowUpPlaced: _placed,
    f.FollowUpNoted: lambda e, m, n: (
        ("done" if e.is_done else ""),
        {"date": wording.day(e.promised_on)},
    ),
    f.DeadlineRecalculated: _recalculated,
}
