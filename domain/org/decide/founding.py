"""Decides the first act of an empty ledger."""

from __future__ import annotations

from domain import ids
from domain.fact import Event, Moment
from domain.org import commands as c
from domain.org import events as e
from domain.refusal import Refused
from domain.ward import Ward


def found_authority(command: c.FoundAuthority, ward: Ward, moment: Moment) -> list[Event]:
    """The authority, and one office holder who keeps the register and enters the rest."""
    if ward.authority:
        same = (ward.authority, ward.code) == (command.name, command.code)
        if same and command.first.person_id in ward.persons:
            return []
        raise Refused("org.already_founded", name=ward.authority)
    first = command.first
    unit_id = ids.unit_id(first.unit_code)
    return [
        e.AuthorityFounded(name=command.name, code=command.code, invented=command.invented),
        e.UnitFounded(
            unit_id=unit_id,
            code=first.unit_code,
            name=first.unit_name,
            kind=first.unit_kind,
            inspected=first.inspected,
            from_on=command.from_on,
        ),
        e.PostCreated(
            post_id=first.post_id, unit_id=unit_id, title=first.post_title, rank=first.rank
        ),
        e.PersonRegistered(person_id=first.person_id, full_name=first.full_name),
        e.PersonAppointed(
            post_id=first.post_id, person_id=first.person_id, from_on=command.from_on
        ),
        e.DutyGranted(post_id=first.post_id, duty="register_keeper", from_on=command.from_on),
    ]
