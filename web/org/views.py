"""What the pages of the organisation show, worked out from the ward for one day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from domain.calendar import Calendar, CalendarDay
from domain.limits import DEFAULTS, Limit, LimitValue
from domain.ward import AdoptedLimit, Delegation, Person, Post, Term, Unit, Ward

Standing = Literal["in_force", "to_come", "lapsed"]


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """A post with who sits on it; `term` is None for a vacancy."""

    post: Post
    term: Term | None
    person: Person | None
    duties: tuple[str, ...]


class UnitView(msgspec.Struct, frozen=True, kw_only=True):
    """A unit as it was on a day."""

    unit: Unit
    name: str
    active: bool
    seats: tuple[Seat, ...]
    successor: Unit | None = None

    @property
    def head(self) -> Seat | None:
        """Who answers for the unit."""
        return next((s for s in self.seats if s.post.rank in ("head", "chair")), None)


class TermView(msgspec.Struct, frozen=True, kw_only=True):
    """One term of office with the names of its ends."""

    term: Term
    post: Post
    unit: Unit
    person: Person
    current: bool


class DelegationView(msgspec.Struct, frozen=True, kw_only=True):
    """A delegation with both posts and the people who hold them on its first day."""

    delegation: Delegation
    standing: Standing
    giver: Post
    taker: Post
    giver_name: str
    taker_name: str


class MonthView(msgspec.Struct, frozen=True, kw_only=True):
    """Days of one month that differ from the weekly rhythm, and its working days."""

    month: int
    working_days: int
    days: tuple[CalendarDay, ...]


class LimitView(msgspec.Struct, frozen=True, kw_only=True):
    """A limit with its value on the day and everything that was adopted before."""

    key: str
    limit: Limit
    value: LimitValue
    since: date | None
    """None while the default holds."""
    history: tuple[AdoptedLimit, ...]
    to_come: tuple[AdoptedLimit, ...]


def units_on(ward: Ward, on: date) -> tuple[UnitView, ...]:
    """Units that existed on a day, leadership first, then by name."""
    known = (u for u in ward.units.values() if u.from_on <= on)
    views = [unit_on(ward, unit, on) for unit in known]
    order = {"leadership": 0, "council": 1, "office": 2, "specialised": 3, "public_service": 4}
    return tuple(
        sorted(views, key=lambda v: (not v.active, order.get(v.unit.kind, 9), v.unit.code))
    )


def unit_on(ward: Ward, unit: Unit, on: date) -> UnitView:
    """One unit as it was on a day."""
    posts = [
        post
        for post in ward.posts.values()
        if post.unit_id == unit.unit_id and (post.ended_on is None or on <= post.ended_on)
    ]
    order = ("chair", "head", "vice_chair", "deputy", "officer", "clerk")
    posts.sort(key=lambda post: (order.index(post.rank), post.title))
    return UnitView(
        unit=unit,
        name=unit.name_on(on),
        active=unit.active_on(on),
        seats=tuple(seat_on(ward, post, on) for post in posts),
        successor=ward.units.get(unit.successor_id) if unit.successor_id else None,
    )


def seat_on(ward: Ward, post: Post, on: date) -> Seat:
    """A post with its holder on a day."""
    term = ward.holder(post.post_id, on)
    return Seat(
        post=post,
        term=term,
        person=ward.persons.get(term.person_id) if term else None,
        duties=tuple(dict.fromkeys(g.duty for g in post.duties if g.in_force(on))),
    )


def unit_by_slug(ward: Ward, slug: str) -> Unit | None:
    """The unit at an address; its code is its slug for ever."""
    return next((u for u in ward.units.values() if slug_of(u) == slug.casefold()), None)


def slug_of(unit: Unit) -> str:
    """The address of a unit."""
    return unit.code.casefold()


def terms_of(ward: Ward, on: date, *, unit: Unit | None = None) -> tuple[TermView, ...]:
    """Terms in a unit, newest first."""
    posts = {p.post_id for p in ward.posts.values() if unit is None or p.unit_id == unit.unit_id}
    return _terms(ward, (t for t in ward.terms if t.post_id in posts), on)


def terms_of_person(ward: Ward, person_id: UUID, on: date) -> tuple[TermView, ...]:
    """Terms of one person, newest first."""
    return _terms(ward, (t for t in ward.terms if t.person_id == person_id), on)


def _terms(ward: Ward, terms: Iterable[Term], on: date) -> tuple[TermView, ...]:
    views = [
        TermView(
            term=term,
            post=ward.posts[term.post_id],
            unit=ward.units[ward.posts[term.post_id].unit_id],
            person=ward.persons[term.person_id],
            current=term.in_force(on),
        )
        for term in terms
    ]
    return tuple(sorted(views, key=lambda v: v.term.from_on, reverse=True))


def delegations_on(ward: Ward, on: date) -> tuple[DelegationView, ...]:
    """All delegations with their standing on a day, newest first."""
    views = [_delegation(ward, d, on) for d in ward.delegations.values()]
    return tuple(sorted(views, key=lambda v: v.delegation.from_on, reverse=True))


def _delegation(ward: Ward, delegation: Delegation, on: date) -> DelegationView:
    return DelegationView(
        delegation=delegation,
        standing=standing_of(ward, delegation, on),
        giver=ward.posts[delegation.from_post],
        taker=ward.posts[delegation.to_post],
        giver_name=name_of_holder(ward, delegation.from_post, delegation.from_on),
        taker_name=name_of_holder(ward, delegation.to_post, delegation.from_on),
    )


def standing_of(ward: Ward, delegation: Delegation, on: date) -> Standing:
    """In force, still to come, or over; leaving either post ends it as well."""
    if delegation.in_force(on):
        held = ward.holder(delegation.from_post, on) and ward.holder(delegation.to_post, on)
        return "in_force" if held else "lapsed"
    starts_later = on < delegation.from_on
    revoked = delegation.revoked_from is not None and delegation.revoked_from <= delegation.from_on
    return "to_come" if starts_later and not revoked else "lapsed"


def name_of_holder(ward: Ward, post_id: UUID, on: date) -> str:
    """Name of who held a post on a day, or nothing for a vacancy."""
    term = ward.holder(post_id, on)
    person = ward.persons.get(term.person_id) if term else None
    return person.full_name if person else ""


def year_of(calendar: Calendar, year: int) -> tuple[MonthView, ...]:
    """Twelve months with their special days."""
    return tuple(_month(calendar, year, month) for month in range(1, 13))


def _month(calendar: Calendar, year: int, month: int) -> MonthView:
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    every = [date.fromordinal(n) for n in range(first.toordinal(), following.toordinal())]
    return MonthView(
        month=month,
        working_days=sum(1 for day in every if calendar.is_working(day)),
        days=tuple(calendar.days[day] for day in every if day in calendar.days),
    )


def limits_on(ward: Ward, on: date) -> tuple[LimitView, ...]:
    """Every limit with its value on a day."""
    return tuple(limit_on(ward, key, on) for key in DEFAULTS)


def limit_on(ward: Ward, key: str, on: date) -> LimitView:
    """One limit with its value on a day and its history."""
    adopted = [x for x in ward.limits if x.key == key]
    past = [x for x in adopted if x.from_on <= on]
    return LimitView(
        key=key,
        limit=DEFAULTS[key],
        value=ward.limit(key, on),
        since=past[-1].from_on if past else None,
        history=tuple(reversed(past)),
        to_come=tuple(x for x in adopted if x.from_on > on),
    )


def people_on(ward: Ward, on: date) -> tuple[tuple[Person, tuple[Post, ...]], ...]:
    """Every registered person with the posts held on a day, by given name."""
    people = sorted(ward.persons.values(), key=lambda p: (p.full_name.split()[-1], p.full_name))
    return tuple((person, ward.posts_of(person.person_id, on)) for person in people)


def delegations_of(
    ward: Ward, person_id: UUID, on: date
) -> tuple[tuple[DelegationView, ...], tuple[DelegationView, ...]]:
    """Delegations given and received by whoever held the posts when they began."""
    given: list[DelegationView] = []
    received: list[DelegationView] = []
    for view in delegations_on(ward, on):
        it = view.delegation
        giver, taker = ward.holder(it.from_post, it.from_on), ward.holder(it.to_post, it.from_on)
        if giver is not None and giver.person_id == person_id:
            given.append(view)
        if taker is not None and taker.person_id == person_id:
            received.append(view)
    return tuple(given), tuple(received)
