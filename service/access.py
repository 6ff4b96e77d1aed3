"""Who may ask: deny by default, by the offices a person holds, acts for, or was lent today.

The rows stand in `service.permission_table`. This module finds the office that a row speaks of and
says in which capacity the person acts, so that the act can be recorded as that office's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.fact import Actor, Command, local_date
from domain.org.delegable import group_of
from domain.refusal import Refused
from domain.values import Doc, Value
from domain.ward import Ward
from service.object_facts import Facts, facts_of
from service.offices import (
    Office,
    deputy_offices,
    lapsed_offices,
    lent_by,
    lent_offices,
    own_offices,
)
from service.permission_grant import Grant, Row
from service.permission_table import ROWS, SYSTEM


class Asked(Value, frozen=True, kw_only=True):
    """A command by its type and the facts of its object, before anybody is looked at."""

    kind: type[Command]
    row: Row
    facts: Facts

    @property
    def needs(self) -> list[str]:
        """Role codes of those who may, for the sentence to those who may not."""
        return list(dict.fromkeys(grant.role for grant in self.row))

    def granted(self, office: Office, *, by_document: bool) -> Grant | None:
        """The first entry of the row that fits this office."""
        for grant in self.row:
            if grant.with_document == by_document and grant.when(office, self.facts):
                return grant
        return None

    def covered_by(self, office: Office) -> bool:
        """Whether what was lent covers this command, by group and by field."""
        group = group_of(self.kind.__name__)
        delegation = office.delegation
        if group is None or delegation is None or group not in delegation.duties:
            return False
        return delegation.scope == "all" or _in_scope(self.facts, delegation.scope)


def _in_scope(facts: Facts, scope: str) -> bool:
    return bool(facts.fields) and all(scope == f"field:{field}" for field in facts.fields)


def authorise(
    command: Command,
    state: Any,
    system: Actor | None,
    person_id: UUID | None,
    acting_post: UUID | None,
    ward: Ward,
    now: datetime,
    *,
    document: Doc | None = None,
) -> Actor:
    """Who acts in which capacity, or Refused with the roles that may."""
    answer = may(command, state, system, person_id, acting_post, ward, now, document=document)
    if isinstance(answer, Refused):
        raise answer
    return answer


def may(
    command: Command | type[Command],
    state: Any,
    system: Actor | None,
    person_id: UUID | None,
    acting_post: UUID | None,
    ward: Ward,
    now: datetime,
    *,
    document: Doc | None = None,
) -> Actor | Refused:
    """The same answer without raising; a page asks by type before anything is typed in.

    `document_needed` means: possible, as soon as the document of the decision is given.
    """
    kind = command if isinstance(command, type) else type(command)
    on = local_date(now)
    said = None if isinstance(command, type) else command
    asked = Asked(kind=kind, row=ROWS.get(kind, ()), facts=facts_of(said, state, ward, on))
    if system is not None:
        return _system(asked, system, ward)
    if person_id is None:
        return _not_allowed(asked)
    own = own_offices(ward, person_id, on, acting_post)
    if acting_post is not None and not own:
        lent = lent_by(ward, person_id, on, acting_post)
        if not lent:
            return Refused("no_capacity", post=acting_post, on=on)
        return (
            _by_lent_right(asked, lent, person_id)
            or _why_not_by_delegation(asked, lent)
            or _not_allowed(asked)
        )
    return (
        _by_own_right(asked, own, ward, person_id)
        or _by_lent_right(asked, lent_offices(ward, own), person_id)
        or _by_order(asked, own, person_id, document)
        or _why_not_by_delegation(asked, lapsed_offices(ward, own))
        or _not_allowed(asked)
    )


def _system(asked: Asked, system: Actor, ward: Ward) -> Actor | Refused:
    if asked.kind in SYSTEM.get(system.capacity, frozenset()):
        founded = system.capacity == "founding" and ward.authority
        return Refused("org.already_founded", name=ward.authority) if founded else system
    return _not_allowed(asked)


def _by_own_right(asked: Asked, own: list[Office], ward: Ward, person_id: UUID) -> Actor | None:
    for office in own:
        if grant := asked.granted(office, by_document=False):
            return _actor(office, grant, person_id)
    if group_of(asked.kind.__name__) is None:
        return None
    for office in deputy_offices(ward, own):
        grant = asked.granted(office, by_document=False)
        in_charge = asked.facts.fields and asked.facts.fields <= set(office.acting_in.fields)
        if grant and in_charge:
            return _actor(office, grant, person_id)
    return None


def _by_lent_right(asked: Asked, lent: Iterable[Office], person_id: UUID) -> Actor | None:
    for office in lent:
        grant = asked.granted(office, by_document=False)
        if grant and asked.covered_by(office):
            return _actor(office, grant, person_id)
    return None


def _by_order(
    asked: Asked, own: list[Office], person_id: UUID, document: Doc | None
) -> Actor | Refused | None:
    for office in own:
        if asked.granted(office, by_document=True):
            if document is None or not document.number.strip():
                return Refused("document_needed")
            return Actor(
                person_id=person_id,
                post_id=office.post.post_id,
                unit_id=office.post.unit_id,
                capacity="by_order",
            )
    return None


def _why_not_by_delegation(asked: Asked, lent: Iterable[Office]) -> Refused | None:
    for office in _newest_first(lent):
        if office.delegation is not None and asked.granted(office, by_document=False):
            paper = office.delegation.document
            return Refused(
                "delegation_does_not_cover",
                delegation_id=office.delegation.delegation_id,
                number=f"{paper.number}/{paper.notation}" if paper else "",
                from_on=office.delegation.from_on,
                until_on=office.delegation.until_on,
                needs=asked.needs,
            )
    return None


def _newest_first(offices: Iterable[Office]) -> list[Office]:
    return sorted(
        offices,
        key=lambda office: office.delegation.from_on if office.delegation else office.on,
        reverse=True,
    )


def _not_allowed(asked: Asked) -> Refused:
    return Refused("not_allowed", needs=asked.needs)


def _actor(office: Office, grant: Grant, person_id: UUID) -> Actor:
    lent = office.delegation
    return Actor(
        person_id=person_id,
        post_id=office.acting_in.post_id,
        unit_id=office.acting_in.unit_id,
        capacity=office.capacity,
        delegation_id=lent.delegation_id if lent else None,
        on_behalf_of=lent.from_post if lent else None,
        on_behalf_of_person=office.lent_by if lent else None,
        signs_as=_signs_as(office, grant),
    )


def _signs_as(office: Office, grant: Grant) -> Any:
    """KT. for whoever signs in the place of the first person, TUQ. for a delegate."""
    if office.acting_in.rank == "vice_chair" and grant.role in ("C", "V"):
        return "KT"
    if office.capacity == "delegate":
        return "TUQ"
    if office.capacity == "deputy":
        return "KT"
    return grant.signs_as
