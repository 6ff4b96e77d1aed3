"""Finds what a command speaks of, or refuses because it is not there or no longer acts."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.refusal import Refused
from domain.ward import Person, Post, Unit, Ward


def unit(ward: Ward, unit_id: UUID) -> Unit:
    """A unit that was founded once, acting or not."""
    if unit_id not in ward.units:
        raise Refused("not_found", what="unit", id=unit_id)
    return ward.units[unit_id]


def active_unit(ward: Ward, unit_id: UUID, on: date) -> Unit:
    """A unit that acts on a day; a merged or dissolved one names its successor."""
    found = unit(ward, unit_id)
    if not found.active_on(on):
        raise Refused(
            "unit_not_active",
            unit_id=unit_id,
            since=found.ended_on,
            successor_id=found.successor_id,
        )
    return found


def post(ward: Ward, post_id: UUID) -> Post:
    """A post that was created once."""
    if post_id not in ward.posts:
        raise Refused("not_found", what="post", id=post_id)
    return ward.posts[post_id]


def open_post(ward: Ward, post_id: UUID, on: date) -> Post:
    """A post that exists on a day, in a unit that acts on that day."""
    found = post(ward, post_id)
    if found.ended_on is not None and on >= found.ended_on:
        raise Refused("org.post_ended", post_id=post_id, since=found.ended_on)
    active_unit(ward, found.unit_id, on)
    return found


def person(ward: Ward, person_id: UUID) -> Person:
    """A person who was registered."""
    if person_id not in ward.persons:
        raise Refused("not_found", what="person", id=person_id)
    return ward.persons[person_id]


def in_order(from_on: date, until_on: date | None) -> None:
    """A term ends no earlier than it begins."""
    if until_on is not None and until_on < from_on:
        raise Refused("org.dates_cross", from_on=from_on, until_on=until_on)
