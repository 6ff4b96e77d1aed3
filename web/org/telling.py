"""Every act of the organisation as a sentence, with what it changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from domain.calendar import ONE_DAY
from domain.fact import Event, Recorded
from domain.limits import DEFAULTS, LimitValue
from domain.org import events as e
from domain.org.state import evolve
from domain.ward import Ward
from web import wording
from web.act_list import Change, ToldAct, told
from web.org.limit_words import value_words
from web.tasks.naming import Names
from web.texts import Language

Facts = dict[str, object]
Teller = Callable[[Any, Names], Facts]


def told_acts(
    history: Sequence[Recorded], wanted: Sequence[Recorded], language: Language
) -> list[ToldAct]:
    """The wanted acts in their order, each in the words of the ward as it was then."""
    asked = {fact.position for fact in wanted}
    ward, found = Ward(), {}
    for recorded in history:
        after = evolve(ward, recorded.event, recorded.meta)
        if recorded.position in asked:
            found[recorded.position] = _told(recorded, ward, after, language)
        ward = after
    return [found[fact.position] for fact in wanted]


def _told(recorded: Recorded, before: Ward, after: Ward, language: Language) -> ToldAct:
    event, on = recorded.event, recorded.meta.happened_on
    names = Names(after, language, on)
    facts = TELLERS[type(event)](event, names)
    key = f"org.act.{event.stored_name.removeprefix('org.')}"
    was = Names(before, language, on)
    return told(recorded, names, names.say(key, **facts), _changes(event, was, names))


def _changes(event: Event, was: Names, now: Names) -> list[Change]:
    match event:
        case e.PersonNameCorrected():
            return [_change(now, "org.field.full_name", event.before, event.after)]
        case e.UnitRenamed():
            before = was.ward.units[event.unit_id].name
            return [_change(now, "org.field.unit_name", before, event.name)]
        case e.FunctionsRestated():
            before = was.ward.units[event.unit_id].functions
            return [_change(now, "org.functions", before, event.functions)]
        case e.PersonAppointed():
            before = _holder(was, event.post_id, event.from_on - ONE_DAY)
            if not before:
                return []
            return [_change(now, "org.holder", before, now.person(event.person_id))]
        case e.LimitAdopted():
            before = _value(event.key, was.ward.limit(event.key, event.from_on), now)
            return [_change(now, "org.rules.value", before, _value(event.key, event.value, now))]
    return []


def _change(names: Names, what: str, before: str, after: str) -> Change:
    return Change(what=names.say(what), before=before, after=after)


def _holder(names: Names, post_id: UUID, on: date) -> str:
    term = names.ward.holder(post_id, on)
    return names.person(term.person_id) if term else ""


def _value(key: str, value: LimitValue, names: Names) -> str:
    return value_words(value, DEFAULTS[key], names.language)


def _day(on: date | None) -> str:
    return wording.day(on) if on else "–"


def _unit(event: Any, names: Names) -> Facts:
    return {
        "unit": names.unit(event.unit_id),
        "code": getattr(event, "code", ""),
        "alias": getattr(event, "alias", ""),
        "from_on": _day(getattr(event, "from_on", None)),
    }


def _merged(event: e.UnitsMerged, names: Names) -> Facts:
    return {
        "unit": names.unit(event.survivor_id),
        "absorbed": names.units(event.absorbed),
        "from_on": _day(event.from_on),
    }


def _dissolved(event: e.UnitDissolved, names: Names) -> Facts:
    return _unit(event, names) | {"successor": names.unit(event.successor_id)}


def _founded(event: e.AuthorityFounded, names: Names) -> Facts:
    return {"name": event.name, "code": event.code}


def _post(event: Any, names: Names) -> Facts:
    duty = getattr(event, "duty", "")
    return {
        "post": names.office(event.post_id),
        "from_on": _day(getattr(event, "from_on", None)),
        "until_on": _day(getattr(event, "until_on", None)),
        "duty": names.say(f"org.duty.{duty}") if duty else "",
    }


def _person(event: Any, names: Names) -> Facts:
    return {"person": names.person(event.person_id)}


def _term(event: Any, names: Names) -> Facts:
    return _post(event, names) | _person(event, names)


def _lent(event: e.DelegationGranted, names: Names) -> Facts:
    return {
        "giver": names.holder(event.from_post),
        "taker": names.holder(event.to_post),
        "duties": "; ".join(names.say(f"org.group.{group}") for group in event.duties),
        "from_on": _day(event.from_on),
        "until_on": _day(event.until_on),
    }


def _revoked(event: e.DelegationRevoked, names: Names) -> Facts:
    lent = names.ward.delegations[event.delegation_id]
    return {
        "giver": names.holder(lent.from_post),
        "taker": names.holder(lent.to_post),
        "from_on": _day(event.from_on),
    }


def _calendar(event: e.CalendarDecided, names: Names) -> Facts:
    return {"version": event.version, "n": len(event.days), "back": len(event.taken_back)}


def _limit(event: e.LimitAdopted, names: Names) -> Facts:
    return {"rule": names.say(f"org.limit.{event.key}"), "from_on": _day(event.from_on)}


TELLERS: dict[type[Event], Teller] = {
    e.AuthorityFounded: _founded,
    e.UnitFounded: _unit,
    e.UnitRenamed: _unit,
    e.AliasAdded: _unit,
    e.AliasDropped: _unit,
    e.FunctionsRestated: _unit,
    e.UnitsMerged: _merged,
    e.UnitDissolved: _dissolved,
    e.PostCreated: _post,
    e.PostEnded: _post,
    e.PersonRegistered: _person,
    e.PersonNameCorrected: _person,
    e.PersonAppointed: _term,
    e.PersonRelieved: _term,
    e.DutyGranted: _post,
    e.DutyRevoked: _post,
    e.DelegationGranted: _lent,
    e.DelegationRevoked: _revoked,
    e.CalendarDecided: _calendar,
    e.LimitAdopted: _limit,
}
"""Every event of the organisation; a test asks for each."""
