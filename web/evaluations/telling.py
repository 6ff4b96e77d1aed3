"""Every act of a sheet as a sentence, in the shape that acts of tasks have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from msgspec.structs import replace

from domain.evaluation import events as e
from domain.evaluation.rules import Rules
from domain.fact import Event, Meta, Recorded
from domain.ward import Ward
from web import wording
from web.evaluations.words import criterion_names, points_text
from web.tasks.acts import Act, Category, told_act
from web.tasks.naming import Names
from web.tasks.telling.said import Said, without_stop
from web.texts import Language, say
from web.wording import capital

HASH_SHOWN = 8
TOGETHER = 4
"""So many marks of one sending are told as one act."""
CLOCK_ACTS = (e.SheetOpened, e.ReplyLapsed, e.VotesCounted, e.Frozen)
TALK = (e.AppraisalAccepted, e.AppealFiled)
EVIDENCE_ACTS = (e.SelfScoreSubmitted,)


class Told:
    """What a teller may look back on."""

    def __init__(self, meta: Meta, names: Names, rules: Rules, *, shows_votes: bool) -> None:
        self.meta = meta
        self.names = names
        self.keys = criterion_names(rules, names.language)
        self.shows_votes = shows_votes

    @property
    def reason(self) -> str:
        """Ready to stand inside a sentence."""
        return without_stop(self.meta.reason or "") or "–"

    def points(self, text: str | None) -> str:
        """Points as they are written in the language."""
        return points_text(text, self.names.language)

    def key(self, key: str) -> str:
        """What people call a criterion."""
        return self.keys.get(key, key)


Teller = Callable[[Any, Told], tuple[str, Mapping[str, object]]]


def acts_of(
    records: Iterable[Recorded],
    ward: Ward,
    language: Language,
    rules: Rules,
    *,
    shows_votes: bool,
) -> tuple[Act, ...]:
    """All acts in order; marks given at once are told as one act.

    How somebody voted is told only to who may know.
    """
    known = [each for each in records if shows_votes or not isinstance(each.event, e.VoteCast)]
    found: list[Act] = []
    for sending, run in groupby(known, key=_sending):
        each_of = tuple(run)
        acts = [act_of(each, ward, language, rules, shows_votes=shows_votes) for each in each_of]
        if sending is None or len(acts) < TOGETHER:
            found += acts
        else:
            found.append(_as_one(each_of, acts[-1], ward, language, rules))
    return tuple(found)


def _sending(recorded: Recorded) -> tuple[object, ...] | None:
    """Marks of one sending share who and when; nothing else is told together."""
    if not isinstance(recorded.event, e.ScoreAppraised):
        return None
    return recorded.meta.recorded_at, recorded.meta.actor.person_id


def _as_one(
    run: Sequence[Recorded], last: Act, ward: Ward, language: Language, rules: Rules
) -> Act:
    """How many marks, and each that changed something with its reason."""
    meta = run[-1].meta
    names = Names(ward, language, meta.happened_on)
    told = Told(meta, names, rules, shows_votes=False)
    changed = []
    for each in run:
        event = each.event
        if isinstance(event, e.ScoreAppraised) and event.reason.strip():
            own, given = told.points(event.self_points), told.points(event.points)
            reason = without_stop(event.reason)
            changed.append(f"{told.key(event.key)}: {own} → {given}. {reason}.")
    sentence = say(language, "evalpage.marked", who=names.actor(meta.actor), n=len(run))
    return replace(last, sentence=f"{capital(sentence)}.", more=tuple(changed))


def act_of(
    recorded: Recorded, ward: Ward, language: Language, rules: Rules, *, shows_votes: bool
) -> Act:
    """One act in words."""
    event, meta = recorded.event, recorded.meta
    names = Names(ward, language, meta.happened_on)
    told = Told(meta, names, rules, shows_votes=shows_votes)
    variant, facts = TELLERS[type(event)](event, told)
    key = f"act.{event.stored_name}{'.' + variant if variant else ''}"
    sentence = say(language, key, who=names.actor(meta.actor), **facts)
    said = Said(more=tuple(_more(event, told)))
    act = told_act(recorded, names, sentence, category_of(event), said, files=files_of(event))
    reason = without_stop(meta.reason or "")
    is_twice = bool(reason) and reason in sentence
    return replace(act, more=tuple(x for x in act.more if not (is_twice and reason in x)))


def category_of(event: Event) -> Category:
    """Which question of the reader an act answers."""
    if isinstance(event, CLOCK_ACTS):
        return "system"
    if isinstance(event, EVIDENCE_ACTS):
        return "evidence"
    return "talk" if isinstance(event, TALK) else "decision"


def files_of(event: Event) -> tuple[Any, ...]:
    """Files that came with an act."""
    match event:
        case e.SelfScoreSubmitted(lines=lines):
            return tuple(file for line in lines for file in line.evidence)
        case e.AppealFiled(evidence=files):
            return files
    return ()


def _more(event: Event, told: Told) -> Iterable[str]:
    match event:
        case e.AppealDecided(outcomes=outcomes):
            for each in outcomes:
                yield f"{told.key(each.key)}: {without_stop(each.why)}."
        case e.ScoreApproved(changes=changes):
            for mark in changes:
                yield f"{told.key(mark.key)}: {told.points(mark.points)}. {mark.reason}"
        case e.ScorePublished(public_part=part) if part.note:
            yield part.note


def _opened(event: e.SheetOpened, told: Told) -> tuple[str, Mapping[str, object]]:
    date = wording.day(event.self_score_by.last_on)
    return "", {"unit": told.names.unit(event.unit_id), "date": date}


def _self(event: e.SelfScoreSubmitted, told: Told) -> tuple[str, Mapping[str, object]]:
    return "", {
        "total": told.points(event.total),
        "late": told.names.say("evalpage.told_late") if event.late else "",
        "date": wording.day(event.appraise_by.last_on),
    }


def _marked(event: e.ScoreAppraised, told: Told) -> tuple[str, Mapping[str, object]]:
    facts = {"key": told.key(event.key), "appraised": told.points(event.points)}
    if not event.reason.strip():
        return "same", facts
    own = told.points(event.self_points)
    return "", {**facts, "self": own, "reason": without_stop(event.reason)}


def _delivered(event: e.AppraisalDelivered, told: Told) -> tuple[str, Mapping[str, object]]:
    return "", {"total": told.points(event.total), "date": wording.day(event.reply_by.last_on)}


def _lapsed(event: e.ReplyLapsed, told: Told) -> tuple[str, Mapping[str, object]]:
    return "", {"limit": wording.day(event.for_on)}


def _appealed(event: e.AppealFiled, told: Told) -> tuple[str, Mapping[str, object]]:
    return "", {
        "keys": "; ".join(told.key(key) for key in event.keys),
        "grounds": without_stop(event.grounds),
        "date": wording.day(event.decide_by.last_on),
    }


def _decided(event: e.AppealDecided, told: Told) -> tuple[str, Mapping[str, object]]:
    outcomes = [
        f"{told.key(each.key)} – {told.names.say(f'evaluation.outcome.{each.outcome}').lower()}"
        for each in event.outcomes
    ]
    return "", {"outcomes": "; ".join(outcomes), "total": told.points(event.total)}


def _voted(event: e.VoteCast, told: Told) -> tuple[str, Mapping[str, object]]:
    choice = told.names.say(f"evaluation.choice.{event.choice}").lower()
    return ("shown", {"choice": choice}) if told.shows_votes else ("", {})


def _counted(event: e.VotesCounted, told: Told) -> tuple[str, Mapping[str, object]]:
    facts = {"in_favour": event.in_favour, "entitled": event.entitled}
    return ("" if event.valid else "not_valid"), facts


def _approved(event: e.ScoreApproved, told: Told) -> tuple[str, Mapping[str, object]]:
    level = told.names.say(f"evaluation.level.{event.level}")
    return "", {"total": told.points(event.total), "level": level}


def _frozen(event: e.Frozen, told: Told) -> tuple[str, Mapping[str, object]]:
    return "", {
        "position": event.position,
        "rules": event.rule_set_hash[:HASH_SHOWN],
        "inputs": event.inputs_hash[:HASH_SHOWN],
    }


def _published(event: e.ScorePublished, told: Told) -> tuple[str, Mapping[str, object]]:
    level = told.names.say(f"evaluation.level.{event.level}")
    return "", {"total": told.points(event.total), "level": level}


def _reopened(event: e.SheetReopened, told: Told) -> tuple[str, Mapping[str, object]]:
    return "", {"version": event.version, "reason": told.reason}


TELLERS: Mapping[type[Event], Teller] = {
    e.SheetOpened: _opened,
    e.SelfScoreSubmitted: _self,
    e.ScoreAppraised: _marked,
    e.AppraisalDelivered: _delivered,
    e.AppraisalAccepted: lambda event, told: ("", {}),
    e.ReplyLapsed: _lapsed,
    e.AppealFiled: _appealed,
    e.AppealDecided: _decided,
    e.VoteCast: _voted,
    e.VotesCounted: _counted,
    e.ScoreApproved: _approved,
    e.Frozen: _frozen,
    e.ScorePublished: _published,
    e.SheetReopened: _reopened,
}
