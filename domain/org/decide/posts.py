"""Decides about posts, their duties, and the register of persons."""

from __future__ import annotations

from domain.fact import Event, Moment
from domain.grounds import need_document, need_reason
from domain.org import commands as c
from domain.org import events as e
from domain.org.decide import known, separation
from domain.refusal import Refused
from domain.values import FIELDS
from domain.ward import Ward


def create_post(command: c.CreatePost, ward: Ward, moment: Moment) -> list[Event]:
    """A post of a unit; a unit has one head."""
    known.active_unit(ward, command.unit_id, moment.today)
    there = ward.posts.get(command.post_id)
    if there is not None:
        if (there.unit_id, there.title, there.rank) == (
            command.unit_id,
            command.title,
            command.rank,
        ):
            return []
        raise Refused("org.id_taken", what="post", id=command.post_id)
    for field in command.fields:
        if field not in FIELDS:
            raise Refused("org.out_of_range", value=field, min=FIELDS[0], max=FIELDS[-1])
    head = ward.head_post(command.unit_id)
    if command.rank == "head" and head is not None:
        raise Refused("org.head_post_exists", unit_id=command.unit_id, post_id=head.post_id)
    return [
        e.PostCreated(
            post_id=command.post_id,
            unit_id=command.unit_id,
            title=command.title,
            rank=command.rank,
            signs_as=command.signs_as,
            fields=command.fields,
        )
    ]


def end_post(command: c.EndPost, ward: Ward, moment: Moment) -> list[Event]:
    """A post ends with the term of its last holder, not before."""
    post = known.post(ward, command.post_id)
    if post.ended_on is not None:
        return []
    for term in ward.terms:
        lasts = term.until_on is None or term.until_on > command.until_on
        if term.post_id == command.post_id and lasts:
            raise Refused(
                "org.post_held",
                post_id=command.post_id,
                person_id=term.person_id,
                until_on=term.until_on,
            )
    return [e.PostEnded(post_id=command.post_id, until_on=command.until_on)]


def register_person(command: c.RegisterPerson, ward: Ward, moment: Moment) -> list[Event]:
    """An official by name; contacts are kept outside the journal."""
    there = ward.persons.get(command.person_id)
    if there is not None and there.full_name == command.full_name:
        return []
    if there is not None:
        raise Refused("org.id_taken", what="person", id=command.person_id)
    return [e.PersonRegistered(person_id=command.person_id, full_name=command.full_name)]


def correct_name(command: c.CorrectPersonName, ward: Ward, moment: Moment) -> list[Event]:
    """Another name for the same person, with the reason; a name is never empty."""
    person = known.person(ward, command.person_id)
    wanted = " ".join(command.full_name.split())
    if wanted == person.full_name:
        return []
    if not wanted:
        raise Refused("org.name_empty", person_id=command.person_id)
    need_reason(moment)
    return [
        e.PersonNameCorrected(person_id=command.person_id, before=person.full_name, after=wanted)
    ]


def grant_duty(command: c.GrantDuty, ward: Ward, moment: Moment) -> list[Event]:
    """A standing duty of a post, by document, from a day on."""
    need_document(moment)
    known.in_order(command.from_on, command.until_on)
    post = known.open_post(ward, command.post_id, command.from_on)
    if any(
        g.duty == command.duty and g.scope == command.scope and g.in_force(command.from_on)
        for g in post.duties
    ):
        return []
    separation.check_grant(ward, post, command.duty, command.from_on)
    return [
        e.DutyGranted(
            post_id=command.post_id,
            duty=command.duty,
            scope=command.scope,
            from_on=command.from_on,
            until_on=command.until_on,
        )
    ]


def revoke_duty(command: c.RevokeDuty, ward: Ward, moment: Moment) -> list[Event]:
    """The duty ends with a day; what was done under it stays."""
    need_document(moment)
    post = known.post(ward, command.post_id)
    lasting = [
        g
        for g in post.duties
        if g.duty == command.duty and (g.until_on is None or g.until_on > command.until_on)
    ]
    if not lasting:
        return []
    return [e.DutyRevoked(post_id=command.post_id, duty=command.duty, until_on=command.until_on)]
