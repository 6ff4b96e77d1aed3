"""Decides what an organisation command comes to: events, nothing ("already so"), or a refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.fact import Elsewhere, Event, Moment
from domain.org import commands as c
from domain.org.commands import OrgCommand
from domain.org.decide import calendars, delegations, founding, limits, posts, terms, units
from domain.ward import Ward

_DECISIONS: dict[type[OrgCommand], Callable[[Any, Ward, Moment], list[Event]]] = {
    c.FoundAuthority: founding.found_authority,
    c.FoundUnit: units.found_unit,
    c.RenameUnit: units.rename_unit,
    c.AddAlias: units.add_alias,
    c.DropAlias: units.drop_alias,
    c.RestateFunctions: units.restate_functions,
    c.MergeUnits: units.merge_units,
    c.DissolveUnit: units.dissolve_unit,
    c.CreatePost: posts.create_post,
    c.EndPost: posts.end_post,
    c.RegisterPerson: posts.register_person,
    c.CorrectPersonName: posts.correct_name,
    c.AppointPerson: terms.appoint_person,
    c.RelievePerson: terms.relieve_person,
    c.GrantDuty: posts.grant_duty,
    c.RevokeDuty: posts.revoke_duty,
    c.GrantDelegation: delegations.grant_delegation,
    c.RevokeDelegation: delegations.revoke_delegation,
    c.DecideCalendar: calendars.decide_calendar,
    c.AdoptLimit: limits.adopt_limit,
}


def decide(
    command: OrgCommand, state: Ward | None, moment: Moment, ward: Ward
) -> list[Event | Elsewhere]:
    """What the command comes to; the state of this slice is the ward of its own stream."""
    return [*_DECISIONS[type(command)](command, state if state is not None else Ward(), moment)]
