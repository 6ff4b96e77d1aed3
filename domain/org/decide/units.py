"""Decides about units: founding, names, functions, merging, dissolving."""

from __future__ import annotations

from uuid import UUID

from domain import ids
from domain.fact import Event, Moment
from domain.grounds import need_document
from domain.org import commands as c
from domain.org import events as e
from domain.org.decide import known
from domain.refusal import Refused
from domain.ward import Unit, Ward


def found_unit(command: c.FoundUnit, ward: Ward, moment: Moment) -> list[Event]:
    """A new unit under a name and a code that no other unit bears."""
    need_document(moment)
    unit_id = ids.unit_id(command.code)
    founded = ward.units.get(unit_id)
    if founded is not None and founded.name == command.name:
        return []
    if founded is not None:
        raise Refused("org.code_taken", unit_id=unit_id, unit_code=command.code)
    _name_is_free(ward, command.name)
    return [
        e.UnitFounded(
            unit_id=unit_id,
            code=command.code,
            name=command.name,
            kind=command.kind,
            inspected=command.inspected,
            handles_dossiers=command.handles_dossiers,
            from_on=command.from_on,
        )
    ]


def _name_is_free(ward: Ward, name: str, *, for_unit: UUID | None = None) -> None:
    bearer = ward.unit_named(name)
    if bearer is not None and bearer.unit_id != for_unit:
        raise Refused("org.name_taken", unit_id=bearer.unit_id, name=name)


def rename_unit(command: c.RenameUnit, ward: Ward, moment: Moment) -> list[Event]:
    """A new name from a day on; the id and the former names stay."""
    need_document(moment)
    unit = known.active_unit(ward, command.unit_id, command.from_on)
    if unit.name == command.name:
        return []
    if command.from_on < unit.names[-1].from_on:
        raise Refused("org.dates_cross", from_on=command.from_on, until_on=unit.names[-1].from_on)
    _name_is_free(ward, command.name, for_unit=unit.unit_id)
    return [e.UnitRenamed(unit_id=unit.unit_id, name=command.name, from_on=command.from_on)]


def add_alias(command: c.AddAlias, ward: Ward, moment: Moment) -> list[Event]:
    """Another spelling under which documents name the unit."""
    known.active_unit(ward, command.unit_id, moment.today)
    bearer = ward.unit_named(command.alias)
    if bearer is not None and bearer.unit_id != command.unit_id:
        raise Refused("org.alias_taken", unit_id=bearer.unit_id, alias=command.alias)
    if bearer is not None:
        return []
    return [e.AliasAdded(unit_id=command.unit_id, alias=command.alias)]


def drop_alias(command: c.DropAlias, ward: Ward, moment: Moment) -> list[Event]:
    """A spelling that misleads."""
    unit = known.active_unit(ward, command.unit_id, moment.today)
    if command.alias not in unit.aliases:
        return []
    return [e.AliasDropped(unit_id=command.unit_id, alias=command.alias)]


def restate_functions(command: c.RestateFunctions, ward: Ward, moment: Moment) -> list[Event]:
    """What the unit is for, by a new document."""
    need_document(moment)
    unit = known.active_unit(ward, command.unit_id, command.from_on)
    if unit.functions == command.functions:
        return []
    return [
        e.FunctionsRestated(
            unit_id=command.unit_id, functions=command.functions, from_on=command.from_on
        )
    ]


def merge_units(command: c.MergeUnits, ward: Ward, moment: Moment) -> list[Event]:
    """Units go into a survivor; each absorbed one is dissolved by an event of its own."""
    need_document(moment)
    absorbed = tuple(dict.fromkeys(command.absorbed))
    if command.survivor_id in absorbed or not absorbed:
        raise Refused("org.merges_itself", unit_id=command.survivor_id)
    found = [known.unit(ward, unit_id) for unit_id in absorbed]
    survivor = known.active_unit(ward, command.survivor_id, command.from_on)
    if all(_went_into(unit, command) for unit in found):
        return []
    for unit in (survivor, *found):
        _dates_fit(ward, unit, command)
    return [
        e.UnitsMerged(survivor_id=command.survivor_id, absorbed=absorbed, from_on=command.from_on),
        *(
            e.UnitDissolved(
                unit_id=unit_id, successor_id=command.survivor_id, from_on=command.from_on
            )
            for unit_id in absorbed
        ),
    ]


def _went_into(unit: Unit, command: c.MergeUnits) -> bool:
    return unit.successor_id == command.survivor_id and unit.ended_on == command.from_on


def _dates_fit(ward: Ward, unit: Unit, command: c.MergeUnits) -> None:
    known.active_unit(ward, unit.unit_id, command.from_on)
    if unit.from_on > command.from_on:
        raise Refused("org.dates_cross", from_on=unit.from_on, until_on=command.from_on)
    if unit.unit_id == command.survivor_id:
        return
    _no_term_begins_later(ward, unit, command)


def _no_term_begins_later(ward: Ward, unit: Unit, command: c.MergeUnits | c.DissolveUnit) -> None:
    for term in ward.terms:
        in_unit = ward.posts[term.post_id].unit_id == unit.unit_id
        if in_unit and term.from_on >= command.from_on:
            raise Refused(
                "org.dates_cross",
                from_on=term.from_on,
                until_on=command.from_on,
                post_id=term.post_id,
                person_id=term.person_id,
            )


def dissolve_unit(command: c.DissolveUnit, ward: Ward, moment: Moment) -> list[Event]:
    """A unit ends; what it still owes needs somebody to owe it."""
    need_document(moment)
    unit = known.unit(ward, command.unit_id)
    if unit.ended_on is not None:
        return []
    if command.successor_id == command.unit_id:
        raise Refused("org.merges_itself", unit_id=command.unit_id)
    if command.successor_id is not None:
        known.active_unit(ward, command.successor_id, command.from_on)
    elif command.open_duties > 0:
        raise Refused(
            "org.open_duties_need_successor", unit_id=command.unit_id, count=command.open_duties
        )
    _no_term_begins_later(ward, unit, command)
    return [
        e.UnitDissolved(
            unit_id=command.unit_id, successor_id=command.successor_id, from_on=command.from_on
        )
    ]
