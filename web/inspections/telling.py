"""Every act of an inspection as a sentence, in the shape that acts of tasks have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from domain.checklist_item import Item
from domain.fact import Event, Recorded
from domain.inspection import events as e
from domain.inspection.parts import Round
from domain.ward import Ward
from projections.inspection_file import files_of
from web import wording
from web.tasks.acts import Act, Category, told_act
from web.tasks.days import day
from web.tasks.naming import Names, document
from web.tasks.telling.said import Change, Said, without_stop
from web.texts import Language

HASH_SHOWN = 8
ANSWER_ACTS = (
    e.ItemChecked,
    e.ItemSettled,
    e.FigureOverruled,
    e.AbsenceNoted,
    e.EvidenceAttached,
    e.VisitClosed,
)
"""What the visit came to: for the team, then the unit, then the others."""
DATE_ACTS = (e.Announced, e.Postponed, e.ReportLimitMoved, e.DeadlineRecalculated)
EVIDENCE_ACTS = (*ANSWER_ACTS[:-1], e.SelfReportSubmitted)
TALK = (e.IndependenceDeclared, e.ConflictDeclared, e.UnitOpinionGiven, e.ProgrammeDrafted)

Teller = Callable[[Any, Names, "Told"], dict[str, object]]


class Told:
    """What a teller may look back on: the envelope and the items of the order."""

    def __init__(self, recorded: Recorded, items: Mapping[str, Item], language: Language) -> None:
        self.meta = recorded.meta
        self.items = items
        self.language = language

    @property
    def reason(self) -> str:
        """The reason given, ready to stand inside a sentence."""
        return without_stop(self.meta.reason or "")

    def item(self, key: str) -> str:
        """The number of an item as people call it."""
        item = self.items.get(key)
        return item.code if item is not None else key

    def figure(self, points: str) -> str:
        """Points with the comma of the language."""
        return figure(points, self.language)


def figure(points: str, language: Language) -> str:
    """`2.25` as `2,25`; nothing as a dash."""
    if not points:
        return "–"
    return points if language == "en" else points.replace(".", ",")


def acts_of(records: Iterable[Recorded], ward: Ward, language: Language) -> tuple[Act, ...]:
    """All acts in order, in the words of the ward."""
    items: dict[str, Item] = {}
    found: list[Act] = []
    for recorded in records:
        if isinstance(recorded.event, e.Ordered):
            items = {item.item_key: item for item in recorded.event.items}
        found.append(act_of(recorded, ward, language, items))
    return tuple(found)


def act_of(
    recorded: Recorded, ward: Ward, language: Language, items: Mapping[str, Item] | None = None
) -> Act:
    """One act in words."""
    event, meta = recorded.event, recorded.meta
    names = Names(ward, language, meta.happened_on)
    told = Told(recorded, items or {}, language)
    facts = TELLERS[type(event)](event, names, told)
    sentence = names.say(_key(event), who=names.actor(meta.actor), **facts)
    files = tuple(file for file, _ in files_of(recorded))
    said = Said(more=_more(event, names), changes=_changes(event, names))
    return told_act(recorded, names, sentence, category_of(event), said, files=files)


def _key(event: Event) -> str:
    """Whoever opens a sealed order did not give it."""
    is_unsealed = isinstance(event, e.Ordered) and event.ordered_at is not None
    return f"act.{event.stored_name}.unsealed" if is_unsealed else f"act.{event.stored_name}"


def category_of(event: Event) -> Category:
    """Which question of the reader an act answers."""
    if isinstance(event, DATE_ACTS):
        return "deadline"
    if isinstance(event, EVIDENCE_ACTS):
        return "evidence"
    return "talk" if isinstance(event, TALK) else "decision"


def _more(event: Event, names: Names) -> tuple[str, ...]:
    """What a sentence leaves out and a reader may ask for."""
    match event:
        case e.Ordered(ordered_at=at) if at is not None:
            return (names.say("inspection.more.sealed", at=wording.stamp(at)),)
        case e.Announced(outline=text) if text:
            return (names.say("inspection.more.outline", text=without_stop(text)),)
        case e.Reported(summary=text):
            return (names.say("inspection.more.summary", text=without_stop(text)),)
        case e.ConclusionPublished(public_text=text):
            return (names.say("inspection.more.public", text=without_stop(text)),)
        case e.Opened(absent_head_reason=why) if why:
            return (names.say("inspection.more.absent_head", why=without_stop(why)),)
    return ()


def _changes(event: Event, names: Names) -> tuple[Change, ...]:
    if not isinstance(event, e.MemberReplaced):
        return ()
    label = names.say("inspection.team.who")
    return (
        Change(label=label, before=names.office(event.out_post), after=names.office(event.in_post)),
    )


# -- facts of the sentences ------------------------------------------------------


def _nothing(event: Event, names: Names, told: Told) -> dict[str, object]:
    return {"reason": told.reason}


def _programme(event: Any, names: Names, told: Told) -> dict[str, object]:
    rounds: tuple[Round, ...] = event.rounds
    return {
        "n": len(rounds),
        "version": getattr(event, "version", ""),
        "reason": told.reason,
    }


def _ordered(event: e.Ordered, names: Names, told: Told) -> dict[str, object]:
    orderer = event.orderer_post
    return {
        "unit": names.unit(event.unit_id),
        "leader": names.holder(event.leader_post),
        "orderer": names.holder(orderer) if orderer is not None else "",
    }


def _replaced(event: e.MemberReplaced, names: Names, told: Told) -> dict[str, object]:
    return {
        "out": names.holder(event.out_post),
        "in": names.holder(event.in_post),
        "reason": told.reason,
    }


def _announced(event: e.Announced, names: Names, told: Told) -> dict[str, object]:
    return {
        "unit": names.unit(event.to_unit_id),
        "date": day(event.visit_on),
        "by": day(event.self_report_by.last_on),
    }


def _postponed(event: e.Postponed, names: Names, told: Told) -> dict[str, object]:
    return {"from": day(event.from_on), "to": day(event.to_on), "reason": told.reason}


def _self_report(event: e.SelfReportSubmitted, names: Names, told: Told) -> dict[str, object]:
    late = names.say("inspection.part.late") if event.late else ""
    return {"n": len(event.lines), "late": late}


def _opened(event: e.Opened, names: Names, told: Told) -> dict[str, object]:
    return {
        "place": event.place or names.say("inspection.at_the_unit"),
        "received_by": names.holder(event.received_by_post),
    }


def _checked(event: e.ItemChecked, names: Names, told: Told) -> dict[str, object]:
    return {
        "item": told.item(event.item_key),
        "answer": names.say(f"inspection.answer.{event.answer}"),
        "points": told.figure(event.points),
        "max": told.figure(event.max),
    }


def _settled(event: e.ItemSettled, names: Names, told: Told) -> dict[str, object]:
    return {"item": told.item(event.item_key), "reason": told.reason}


def _overruled(event: e.FigureOverruled, names: Names, told: Told) -> dict[str, object]:
    computed = event.computed.points if event.computed is not None else ""
    return {
        "item": told.item(event.item_key),
        "points": told.figure(event.points),
        "computed": told.figure(computed),
        "reason": told.reason,
    }


def _absence(event: e.AbsenceNoted, names: Names, told: Told) -> dict[str, object]:
    return {"post": names.office(event.post_id), "at": wording.stamp(event.at)}


def _attached(event: e.EvidenceAttached, names: Names, told: Told) -> dict[str, object]:
    return {"file": event.evidence.file_name}


def _closed_visit(event: e.VisitClosed, names: Names, told: Told) -> dict[str, object]:
    score = event.score
    return {
        "reached": told.figure(score.reached),
        "applicable": told.figure(score.applicable),
        "scaled": told.figure(score.scaled),
    }


def _drawn(event: e.MinutesDrawnUp, names: Names, told: Told) -> dict[str, object]:
    return {"n": event.minutes_no, "hash": event.content_hash[:HASH_SHOWN]}


def _opinion(event: e.UnitOpinionGiven, names: Names, told: Told) -> dict[str, object]:
    return {"text": without_stop(event.text)}


def _signed(event: e.MinutesSigned, names: Names, told: Told) -> dict[str, object]:
    return {"role": names.say(f"inspection.signs_as.{event.role}")}


def _not_signed(event: e.SignatureRefused, names: Names, told: Told) -> dict[str, object]:
    witness = names.holder(event.witness_post) if event.witness_post else event.witness_ref
    return {"post": names.holder(event.by_post), "reason": told.reason, "witness": witness}


def _addendum(event: e.AddendumAdded, names: Names, told: Told) -> dict[str, object]:
    return {"n": event.no, "text": without_stop(event.text)}


def _reported(event: e.Reported, names: Names, told: Told) -> dict[str, object]:
    return {"date": day(event.conclude_by.last_on)}


def _returned(event: e.ReportReturned, names: Names, told: Told) -> dict[str, object]:
    return {"defects": without_stop(event.defects)}


def _concluded(event: e.ConclusionIssued, names: Names, told: Told) -> dict[str, object]:
    said = [outcome.outcome for outcome in event.outcomes]
    counts = {name: said.count(name) for name in ("upheld", "softened", "dropped")}
    return {"document": _paper(told), **counts}


def _published(event: e.ConclusionPublished, names: Names, told: Told) -> dict[str, object]:
    return {"where": without_stop(event.where)}


def _entered(event: e.DocumentEntered, names: Names, told: Told) -> dict[str, object]:
    return {"paper": names.say(f"inspection.paper_of.{event.paper}"), "document": _paper(told)}


def _closed(event: e.Closed, names: Names, told: Told) -> dict[str, object]:
    return {"file": event.file_code or "–"}


def _report_moved(event: e.ReportLimitMoved, names: Names, told: Told) -> dict[str, object]:
    return {
        "days": event.days,
        "before": day(event.before.last_on),
        "after": day(event.after.last_on),
    }


def _recalculated(event: e.DeadlineRecalculated, names: Names, told: Told) -> dict[str, object]:
    return {
        "limit": names.say(f"inspection.running.{event.limit}"),
        "before": day(event.before.last_on),
        "after": day(event.after.last_on),
    }


def _paper(told: Told) -> str:
    return document(told.meta.document, told.language) if told.meta.document else "–"


TELLERS: dict[type[Event], Teller] = {
    e.ProgrammeDrafted: _programme,
    e.ProgrammeApproved: _programme,
    e.ProgrammeAmended: _programme,
    e.Ordered: _ordered,
    e.IndependenceDeclared: _nothing,
    e.ConflictDeclared: _nothing,
    e.MemberReplaced: _replaced,
    e.Announced: _announced,
    e.Postponed: _postponed,
    e.Cancelled: _nothing,
    e.SelfReportSubmitted: _self_report,
    e.Opened: _opened,
    e.ItemChecked: _checked,
    e.ItemSettled: _settled,
    e.FigureOverruled: _overruled,
    e.AbsenceNoted: _absence,
    e.EvidenceAttached: _attached,
    e.VisitClosed: _closed_visit,
    e.MinutesDrawnUp: _drawn,
    e.UnitOpinionGiven: _opinion,
    e.MinutesSigned: _signed,
    e.SignatureRefused: _not_signed,
    e.AddendumAdded: _addendum,
    e.Reported: _reported,
    e.ReportReturned: _returned,
    e.ConclusionIssued: _concluded,
    e.ConclusionPublished: _published,
    e.DocumentEntered: _entered,
    e.Closed: _closed,
    e.ReportLimitMoved: _report_moved,
    e.DeadlineRecalculated: _recalculated,
}
