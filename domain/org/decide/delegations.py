"""Decides lending of duties (ủy quyền): what may be lent, to whom, for how long."""

from __future__ import annotations

from domain.fact import Event, Moment
from domain.grounds import need_document
from domain.org import commands as c
from domain.org import events as e
from domain.org.decide import known
from domain.org.delegable import lendable
from domain.refusal import Refused
from domain.values import FIELDS
from domain.ward import Post, Ward

SCOPES = frozenset({"all", *(f"field:{field}" for field in FIELDS)})


def grant_delegation(command: c.GrantDelegation, ward: Ward, moment: Moment) -> list[Event]:
    """A post lends named groups of commands to another post, by a numbered document."""
    need_document(moment)
    if command.delegation_id in ward.delegations:
        return []
    known.in_order(command.from_on, command.until_on)
    if moment.actor.capacity == "delegate":
        raise Refused("org.no_second_delegation", delegation_id=moment.actor.delegation_id)
    giver = known.open_post(ward, command.from_post, command.from_on)
    taker = known.open_post(ward, command.to_post, command.from_on)
    _two_people(command, ward)
    _groups_may_be_lent(command, giver, taker)
    _not_too_long(command, ward, moment)
    return [
        e.DelegationGranted(
            delegation_id=command.delegation_id,
            from_post=command.from_post,
            to_post=command.to_post,
            duties=tuple(dict.fromkeys(command.duties)),
            scope=command.scope,
            from_on=command.from_on,
            until_on=command.until_on,
        )
    ]


def _two_people(command: c.GrantDelegation, ward: Ward) -> None:
    giving = ward.holder(command.from_post, command.from_on)
    taking = ward.holder(command.to_post, command.from_on)
    for post_id, term in ((command.from_post, giving), (command.to_post, taking)):
        if term is None:
            raise Refused("no_capacity", post=post_id, on=command.from_on)
    same_person = giving and taking and giving.person_id == taking.person_id
    if command.from_post == command.to_post or same_person:
        raise Refused("org.to_oneself", post_id=command.to_post)


def _groups_may_be_lent(command: c.GrantDelegation, giver: Post, taker: Post) -> None:
    if command.scope not in SCOPES:
        raise Refused("org.unknown_scope", scope=command.scope)
    if not command.duties:
        raise Refused("org.not_delegable", duty="")
    for group in command.duties:
        if not lendable(group, giver.rank, taker.rank):
            raise Refused("org.not_delegable", duty=group)


def _not_too_long(command: c.GrantDelegation, ward: Ward, moment: Moment) -> None:
    days = (command.until_on - command.from_on).days + 1
    most = ward.days("delegation_max_days", moment.today)
    if days > most:
        raise Refused("org.term_too_long", days=days, max=most)


def revoke_delegation(command: c.RevokeDelegation, ward: Ward, moment: Moment) -> list[Event]:
    """It ends earlier than it said; what was done under it stays."""
    delegation = ward.delegations.get(command.delegation_id)
    if delegation is None:
        raise Refused("not_found", what="delegation", id=command.delegation_id)
    over = command.from_on > delegation.until_on
    revoked = delegation.revoked_from is not None and delegation.revoked_from <= command.from_on
    if over or revoked:
        return []
    return [e.DelegationRevoked(delegation_id=command.delegation_id, from_on=command.from_on)]
