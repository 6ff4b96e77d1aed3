"""Decides what a command comes to that speaks to a programme of inspections."""

from __future__ import annotations

from collections.abc import Iterable

from domain.fact import Elsewhere, Event, Moment
from domain.grounds import need_document, need_reason
from domain.inspection import commands as c
from domain.inspection import events as e
from domain.inspection.parts import Authorisation, Round
from domain.inspection.programme import Programme, uncovered
from domain.refusal import Refused
from domain.ward import Ward

Decided = list[Event | Elsewhere]


def decide(
    command: c.ProgrammeCommand, state: Programme | None, moment: Moment, ward: Ward
) -> Decided:
    """What the command comes to, given the programme as it stands."""
    if isinstance(command, c.DraftProgramme):
        return _draft(command, state, moment, ward)
    if state is None:
        raise Refused("not_found", what="programme", id=command.programme_id)
    match command:
        case c.ApproveProgramme():
            return _approve(state, moment, ward)
        case c.AmendProgramme():
            return _amend(command, state, moment, ward)
    raise AssertionError(f"no decision for {type(command).__name__}")


def _draft(
    command: c.DraftProgramme, state: Programme | None, moment: Moment, ward: Ward
) -> Decided:
    if state is not None and state.life == "approved":
        raise Refused("inspection.programme_approved", version=state.version)
    if command.period_to < command.period_from:
        raise Refused(
            "inspection.dates_cross", from_on=command.period_from, to_on=command.period_to
        )
    drafted = e.ProgrammeDrafted(
        code=state.code if state else command.code,
        period_from=command.period_from,
        period_to=command.period_to,
        rounds=command.rounds,
        coverage_min=ward.days("coverage_min", moment.happened_on),
        authorisations=command.authorisations,
    )
    _refuse_odd_rounds(command.rounds, drafted, ward)
    _refuse_loose_authorisations(command.authorisations, moment, ward)
    return [] if state is not None and _is_that_draft(drafted, state) else [drafted]


def _is_that_draft(drafted: e.ProgrammeDrafted, state: Programme) -> bool:
    return all(getattr(state, part) == getattr(drafted, part) for part in drafted.__struct_fields__)


def _approve(state: Programme, moment: Moment, ward: Ward) -> Decided:
    if state.life == "approved":
        return []
    need_document(moment)
    _refuse_uncovered(state.rounds, state.coverage_min, moment, ward)
    return [
        e.ProgrammeApproved(
            version=1,
            rounds=state.rounds,
            coverage_min=state.coverage_min,
            authorisations=state.authorisations,
        )
    ]


def _amend(command: c.AmendProgramme, state: Programme, moment: Moment, ward: Ward) -> Decided:
    if state.life != "approved":
        raise Refused("inspection.programme_not_approved")
    need_document(moment)
    need_reason(moment)
    if (command.rounds, command.authorisations) == (state.rounds, state.authorisations):
        return []
    _refuse_odd_rounds(command.rounds, state, ward)
    _refuse_loose_authorisations(command.authorisations, moment, ward)
    _refuse_uncovered(command.rounds, state.coverage_min, moment, ward)
    return [
        e.ProgrammeAmended(
            version=state.version + 1,
            rounds=command.rounds,
            coverage_min=state.coverage_min,
            authorisations=command.authorisations,
        )
    ]


def _refuse_odd_rounds(
    rounds: Iterable[Round], period: Programme | e.ProgrammeDrafted, ward: Ward
) -> None:
    seen: set[int] = set()
    for one in rounds:
        if one.to_on < one.from_on:
            raise Refused("inspection.dates_cross", from_on=one.from_on, to_on=one.to_on)
        inside = period.period_from <= one.from_on and one.to_on <= period.period_to
        if not inside or one.no in seen:
            raise Refused(
                "inspection.round_outside_period",
                no=one.no,
                from_on=period.period_from,
                to_on=period.period_to,
            )
        for unit_id in one.units:
            if unit_id not in ward.units:
                raise Refused("not_found", what="unit", id=unit_id)
        seen.add(one.no)


def _refuse_loose_authorisations(
    granted: Iterable[Authorisation], moment: Moment, ward: Ward
) -> None:
    """A standing authorisation is bounded: by a number of orders and by a day."""
    most = ward.days("surprise_orders_max", moment.happened_on)
    for one in granted:
        if one.post_id not in ward.posts:
            raise Refused("not_found", what="post", id=one.post_id)
        if one.max_orders > most:
            raise Refused("inspection.too_many_orders", post=one.post_id, max_orders=most)


def _refuse_uncovered(rounds: Iterable[Round], least: int, moment: Moment, ward: Ward) -> None:
    units = uncovered(rounds, least, moment.happened_on, ward)
    if units:
        raise Refused("inspection.coverage_short", units=list(units), min=least)
