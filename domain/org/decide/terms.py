"""Decides who holds which post from when to when: nobody doubly, no inspected unit headless."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.calendar import ONE_DAY
from domain.fact import Event, Moment
from domain.grounds import need_document
from domain.org import commands as c
from domain.org import events as e
from domain.org.decide import known, separation
from domain.org.state import relieve
from domain.refusal import Refused
from domain.ward import Term, Ward

INCOMPATIBLE_SINCE = date(2025, 10, 15)
INCOMPATIBLE_RULE = "vice_chair_heads_centre"
"""A vice-chair should not also direct the unit that handles dossiers; a warning, no refusal."""


def appoint_person(command: c.AppointPerson, ward: Ward, moment: Moment) -> list[Event]:
    """A person takes a post for a term, by document."""
    need_document(moment)
    known.in_order(command.from_on, command.until_on)
    wanted = Term(
        post_id=command.post_id,
        person_id=command.person_id,
        from_on=command.from_on,
        until_on=command.until_on,
        acting=command.acting,
    )
    if wanted in ward.terms:
        return []
    return appointment(wanted, ward)


def appointment(wanted: Term, ward: Ward) -> list[Event]:
    """The events of an appointment that is possible."""
    post = known.open_post(ward, wanted.post_id, wanted.from_on)
    known.person(ward, wanted.person_id)
    for term in ward.terms:
        if term.post_id == wanted.post_id and _overlap(term, wanted):
            raise Refused(
                "org.term_overlaps",
                post_id=wanted.post_id,
                person_id=term.person_id,
                from_on=term.from_on,
                until_on=term.until_on,
            )
    ended = separation.check_appointment(ward, post, wanted.person_id, wanted.from_on)
    return [
        e.PersonAppointed(
            post_id=wanted.post_id,
            person_id=wanted.person_id,
            from_on=wanted.from_on,
            until_on=wanted.until_on,
            acting=wanted.acting,
        ),
        *ended,
    ]


def _overlap(one: Term, other: Term) -> bool:
    begins_in_time = one.until_on is None or other.from_on <= one.until_on
    return begins_in_time and (other.until_on is None or one.from_on <= other.until_on)


def incompatible_posts(ward: Ward, post_id: UUID, person_id: UUID, on: date) -> tuple[UUID, ...]:
    """Posts of a person that should not be joined with this one; for a warning at the form."""
    if on < INCOMPATIBLE_SINCE or post_id not in ward.posts:
        return ()
    held = [p.post_id for p in ward.posts_of(person_id, on) if p.post_id != post_id]
    if _leads(ward, post_id):
        return tuple(p for p in held if _directs_centre(ward, p))
    if _directs_centre(ward, post_id):
        return tuple(p for p in held if _leads(ward, p))
    return ()


def _leads(ward: Ward, post_id: UUID) -> bool:
    return ward.posts[post_id].rank == "vice_chair"


def _directs_centre(ward: Ward, post_id: UUID) -> bool:
    post = ward.posts[post_id]
    return post.rank == "head" and ward.units[post.unit_id].handles_dossiers


def relieve_person(command: c.RelievePerson, ward: Ward, moment: Moment) -> list[Event]:
    """A person leaves a post; the successor, if named, takes it on the day after."""
    need_document(moment)
    post = known.post(ward, command.post_id)
    term = _term_to_end(command, ward)
    next_day = command.until_on + ONE_DAY
    events: list[Event] = []
    if term.until_on != command.until_on:
        events.append(
            e.PersonRelieved(
                post_id=command.post_id,
                person_id=command.person_id,
                until_on=command.until_on,
            )
        )
    after = relieve(ward, command.post_id, command.person_id, command.until_on)
    if command.successor_id is not None:
        succession = Term(
            post_id=command.post_id,
            person_id=command.successor_id,
            from_on=next_day,
            acting=command.successor_acting,
        )
        return events if succession in ward.terms else [*events, *appointment(succession, after)]
    unit = ward.units[post.unit_id]
    needs_head = post.rank == "head" and unit.inspected and unit.active_on(next_day)
    if events and needs_head and after.holder(command.post_id, next_day) is None:
        raise Refused("org.would_leave_no_head", unit_id=unit.unit_id, from_on=next_day)
    return events


def _term_to_end(command: c.RelievePerson, ward: Ward) -> Term:
    for term in ward.terms:
        theirs = term.post_id == command.post_id and term.person_id == command.person_id
        if theirs and term.in_force(command.until_on):
            return term
    raise Refused("no_capacity", post=command.post_id, on=command.until_on)
