"""How the organisation's events make the ward: the state of this slice is the ward itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from domain.calendar import ONE_DAY, Calendar
from domain.fact import Event, Meta
from domain.org import events as e
from domain.ward import (
    AdoptedLimit,
    DecidedCalendar,
    Delegation,
    DutyGrant,
    NameSince,
    Person,
    Post,
    Term,
    Unit,
    Ward,
)

Fold = Callable[[Ward, Any, Meta], Ward]


def evolve(ward: Ward | None, event: Event, meta: Meta) -> Ward:
    """The ward after one more event of the organisation."""
    return _FOLDS[type(event)](ward if ward is not None else Ward(), event, meta)


def _authority_founded(ward: Ward, event: e.AuthorityFounded, meta: Meta) -> Ward:
    return replace(ward, authority=event.name, code=event.code, invented=event.invented)


# -- units -------------------------------------------------------------------


def _with_unit(ward: Ward, unit: Unit) -> Ward:
    return replace(ward, units={**ward.units, unit.unit_id: unit})


def _unit_founded(ward: Ward, event: e.UnitFounded, meta: Meta) -> Ward:
    unit = Unit(
        unit_id=event.unit_id,
        code=event.code,
        names=(NameSince(name=event.name, from_on=event.from_on),),
        kind=event.kind,
        inspected=event.inspected,
        handles_dossiers=event.handles_dossiers,
        from_on=event.from_on,
    )
    return _with_unit(ward, unit)


def _unit_renamed(ward: Ward, event: e.UnitRenamed, meta: Meta) -> Ward:
    unit = ward.units[event.unit_id]
    names = (*unit.names, NameSince(name=event.name, from_on=event.from_on))
    return _with_unit(ward, replace(unit, names=names))


def _alias_added(ward: Ward, event: e.AliasAdded, meta: Meta) -> Ward:
    unit = ward.units[event.unit_id]
    return _with_unit(ward, replace(unit, aliases=(*unit.aliases, event.alias)))


def _alias_dropped(ward: Ward, event: e.AliasDropped, meta: Meta) -> Ward:
    unit = ward.units[event.unit_id]
    kept = tuple(alias for alias in unit.aliases if alias != event.alias)
    return _with_unit(ward, replace(unit, aliases=kept))


def _functions_restated(ward: Ward, event: e.FunctionsRestated, meta: Meta) -> Ward:
    return _with_unit(ward, replace(ward.units[event.unit_id], functions=event.functions))


def _units_merged(ward: Ward, event: e.UnitsMerged, meta: Meta) -> Ward:
    """Each absorbed unit is dissolved by an event of its own, in the same append."""
    return ward


def _unit_dissolved(ward: Ward, event: e.UnitDissolved, meta: Meta) -> Ward:
    """Terms, duties and delegations of its posts end the day before; the posts stay readable."""
    unit = replace(
        ward.units[event.unit_id], ended_on=event.from_on, successor_id=event.successor_id
    )
    ward = _with_unit(ward, unit)
    for post in [p for p in ward.posts.values() if p.unit_id == event.unit_id]:
        ward = _vacate(ward, post, last_day=event.from_on - ONE_DAY)
    return ward


# -- posts and persons -------------------------------------------------------


def _with_post(ward: Ward, post: Post) -> Ward:
    return replace(ward, posts={**ward.posts, post.post_id: post})


def _post_created(ward: Ward, event: e.PostCreated, meta: Meta) -> Ward:
    post = Post(
        post_id=event.post_id,
        unit_id=event.unit_id,
        title=event.title,
        rank=event.rank,
        signs_as=event.signs_as,
        fields=event.fields,
    )
    return _with_post(ward, post)


def _post_ended(ward: Ward, event: e.PostEnded, meta: Meta) -> Ward:
    ward = _vacate(ward, ward.posts[event.post_id], last_day=event.until_on)
    post = replace(ward.posts[event.post_id], ended_on=event.until_on + ONE_DAY)
    return _with_post(ward, post)


def _person_registered(ward: Ward, event: e.PersonRegistered, meta: Meta) -> Ward:
    person = Person(person_id=event.person_id, full_name=event.full_name)
    return replace(ward, persons={**ward.persons, person.person_id: person})


def _person_name_corrected(ward: Ward, event: e.PersonNameCorrected, meta: Meta) -> Ward:
    former = ward.persons[event.person_id]
    person = replace(
        former, full_name=event.after, former_names=(*former.former_names, event.before)
    )
    return replace(ward, persons={**ward.persons, person.person_id: person})


def _person_appointed(ward: Ward, event: e.PersonAppointed, meta: Meta) -> Ward:
    """A delegation binds the people who held the posts when it was given, so it lapses here."""
    term = Term(
        post_id=event.post_id,
        person_id=event.person_id,
        from_on=event.from_on,
        until_on=event.until_on,
        acting=event.acting,
    )
    ward = _lapse(ward, event.post_id, from_on=event.from_on, granted_before=event.from_on)
    return replace(ward, terms=(*ward.terms, term))


def _person_relieved(ward: Ward, event: e.PersonRelieved, meta: Meta) -> Ward:
    return relieve(ward, event.post_id, event.person_id, event.until_on)


def relieve(ward: Ward, post_id: UUID, person_id: UUID, until_on: date) -> Ward:
    """The ward in which this person leaves this post on this day."""

    def ended(term: Term) -> Term:
        theirs = term.post_id == post_id and term.person_id == person_id
        return replace(term, until_on=until_on) if theirs and term.in_force(until_on) else term

    ward = replace(ward, terms=tuple(ended(term) for term in ward.terms))
    return _lapse(ward, post_id, from_on=until_on + ONE_DAY)


def _vacate(ward: Ward, post: Post, *, last_day: date) -> Ward:
    def ended(term: Term) -> Term:
        if term.post_id != post.post_id or (term.until_on and term.until_on <= last_day):
            return term
        return replace(term, until_on=last_day)

    ward = replace(ward, terms=tuple(ended(term) for term in ward.terms))
    duties = tuple(_ended_duty(grant, last_day) for grant in post.duties)
    ward = _with_post(ward, replace(post, duties=duties))
    return _lapse(ward, post.post_id, from_on=last_day + ONE_DAY)


# -- duties and delegations --------------------------------------------------


def _ended_duty(grant: DutyGrant, last_day: date) -> DutyGrant:
    if grant.until_on is not None and grant.until_on <= last_day:
        return grant
    return replace(grant, until_on=last_day)


def _duty_granted(ward: Ward, event: e.DutyGranted, meta: Meta) -> Ward:
    post = ward.posts[event.post_id]
    grant = DutyGrant(
        duty=event.duty, scope=event.scope, from_on=event.from_on, until_on=event.until_on
    )
    return _with_post(ward, replace(post, duties=(*post.duties, grant)))


def _duty_revoked(ward: Ward, event: e.DutyRevoked, meta: Meta) -> Ward:
    post = ward.posts[event.post_id]
    duties = tuple(
        _ended_duty(grant, event.until_on) if grant.duty == event.duty else grant
        for grant in post.duties
    )
    return _with_post(ward, replace(post, duties=duties))


def _delegation_granted(ward: Ward, event: e.DelegationGranted, meta: Meta) -> Ward:
    delegation = Delegation(
        delegation_id=event.delegation_id,
        from_post=event.from_post,
        to_post=event.to_post,
        duties=event.duties,
        scope=event.scope,
        from_on=event.from_on,
        until_on=event.until_on,
        document=meta.document,
    )
    return _with_delegation(ward, delegation)


def _delegation_revoked(ward: Ward, event: e.DelegationRevoked, meta: Meta) -> Ward:
    delegation = ward.delegations[event.delegation_id]
    return _with_delegation(ward, replace(delegation, revoked_from=event.from_on))


def _with_delegation(ward: Ward, delegation: Delegation) -> Ward:
    return replace(ward, delegations={**ward.delegations, delegation.delegation_id: delegation})


def _lapse(ward: Ward, post_id: UUID, *, from_on: date, granted_before: date | None = None) -> Ward:
    """End every delegation from or to a post whose holder leaves it."""
    for delegation in ward.delegations.values():
        touched = post_id in (delegation.from_post, delegation.to_post)
        earlier = granted_before is None or delegation.from_on < granted_before
        if touched and earlier and delegation.until_on >= from_on:
            already = delegation.revoked_from
            first = from_on if already is None else min(already, from_on)
            ward = _with_delegation(ward, replace(delegation, revoked_from=first))
    return ward


# -- calendar and limits -----------------------------------------------------


def _calendar_decided(ward: Ward, event: e.CalendarDecided, meta: Meta) -> Ward:
    days = {on: day for on, day in ward.calendar.days.items() if on not in event.taken_back}
    days.update({day.on: day for day in event.days})
    calendar = Calendar(version=event.version, days=days)
    decided = DecidedCalendar(calendar=calendar, decided_at=meta.recorded_at)
    return replace(ward, calendars=(*ward.calendars, decided))


def _limit_adopted(ward: Ward, event: e.LimitAdopted, meta: Meta) -> Ward:
    adopted = AdoptedLimit(key=event.key, value=event.value, from_on=event.from_on)
    limits = sorted((*ward.limits, adopted), key=lambda limit: limit.from_on)
    return replace(ward, limits=tuple(limits))


_FOLDS: dict[type[Event], Fold] = {
    e.AuthorityFounded: _authority_founded,
    e.UnitFounded: _unit_founded,
    e.UnitRenamed: _unit_renamed,
    e.AliasAdded: _alias_added,
    e.AliasDropped: _alias_dropped,
    e.FunctionsRestated: _functions_restated,
    e.UnitsMerged: _units_merged,
    e.UnitDissolved: _unit_dissolved,
    e.PostCreated: _post_created,
    e.PostEnded: _post_ended,
    e.PersonRegistered: _person_registered,
    e.PersonNameCorrected: _person_name_corrected,
    e.PersonAppointed: _person_appointed,
    e.PersonRelieved: _person_relieved,
    e.DutyGranted: _duty_granted,
    e.DutyRevoked: _duty_revoked,
    e.DelegationGranted: _delegation_granted,
    e.DelegationRevoked: _delegation_revoked,
    e.CalendarDecided: _calendar_decided,
    e.LimitAdopted: _limit_adopted,
}
