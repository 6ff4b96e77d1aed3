"""A sheet beside the same unit under other rules or at another cut; everything is worked out anew.

Nothing is stored: both sides are scorecards over lines that are only read.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.accountability.fact_line import FactLine, Period
from domain.due import midnight_after
from domain.evaluation.rules import Rules
from domain.ward import Ward
from projections.accountability_query import histories, rated_history
from service.scoring.nearest import Nearest, Suggestion, nearest_changes
from service.scoring.possible_changes import applied
from service.scoring.scorecard import scorecard
from service.scoring.what_if import SideBySide, side_by_side
from web.evaluations.loading import SheetView
from web.register.past import ONE_MOMENT
from web.session import Visit
from web.what_if.asked import Asked


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What the other side knows: which place in the log, which organisation."""

    position: int | None
    """None for everything known by now."""
    ward: Ward
    at: datetime


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One unit on both sides, what differs below, and what would change the level."""

    sheet: SheetView
    both: SideBySide
    lines: tuple[FactLine, ...]
    """Of the other side, as they are."""
    known: Known
    only_here: tuple[FactLine, ...]
    only_there: tuple[FactLine, ...]
    not_given: tuple[str, ...]
    """Keys of the other rules that people judge and nobody has given points for."""
    nearest: Nearest | None = None
    applied: Suggestion | None = None
    """What the other side was changed by, where that was asked for."""


async def known_of(house: Any, visit: Visit, asked: Asked) -> Known:
    """As known at the end of the cut, or as known now."""
    if asked.basis == "now":
        return Known(position=None, ward=visit.ward, at=visit.now)
    at = min(midnight_after(asked.cut) - ONE_MOMENT, visit.now)
    position = await house.ledger.position_at(at)
    return Known(position=position, ward=await house.ward(position), at=at)


async def compared(
    house: Any, visit: Visit, sheets: Sequence[SheetView], asked: Asked, *, deep: bool
) -> list[Compared]:
    """Every sheet beside what was asked for; `deep` also looks for what changes the level."""
    known = await known_of(house, visit, asked)
    period = replace(sheets[0].sheet.period, cut_on=asked.cut)
    lines = await _lines(house, sheets, period, known)

    def work() -> list[Compared]:
        return [_one(each, lines[each.unit.unit_id], known, asked, deep) for each in sheets]

    # searching for the smallest change is plain arithmetic; it would hold up everybody's pages
    return await asyncio.to_thread(work)


async def _lines(
    house: Any, sheets: Sequence[SheetView], period: Period, known: Known
) -> Mapping[UUID, tuple[FactLine, ...]]:
    """What is judged on the other side; a round rates units or, alone, the whole ward."""
    units = [each.unit.unit_id for each in sheets]
    if sheets[0].rules.rates != "ward":
        return await histories(house.pool, known.ward, units, period, known.position)
    whole = await rated_history(house.pool, known.ward, "ward", units[0], period, known.position)
    return {units[0]: whole}


def given_of(sheet: SheetView) -> dict[str, str]:
    """Points that people gave for what people judge."""
    points = sheet.standing.points
    return {
        each.key: points[each.key]
        for each in sheet.rules.criteria
        if each.way == "manual" and each.key in points
    }


def carried(sheet: SheetView, other: Rules, *, full: bool) -> dict[str, str]:
    """The same points under other rules, where the same thing is judged there.

    Two rule sets may use one key for different things, so the words have to agree too.
    """
    given = given_of(sheet)
    here = {each.key: each for each in sheet.rules.criteria}
    found = {}
    for each in other.criteria:
        if each.way != "manual":
            continue
        same = each.key in given and here[each.key].text == each.text
        if same:
            found[each.key] = given[each.key]
        elif full:
            found[each.key] = each.entry_max or each.weight
    return found


def _one(
    sheet: SheetView, lines: tuple[FactLine, ...], known: Known, asked: Asked, deep: bool
) -> Compared:
    rules, code = asked.chosen.rules, sheet.unit.code
    manual = carried(sheet, rules, full=asked.entries == "full")
    nearest = nearest_changes(rules, code, lines, manual) if deep or asked.applied else None
    suggestion = getattr(nearest, asked.applied) if asked.applied else None
    shown = applied(lines, suggestion.changes) if suggestion is not None else lines
    there = scorecard(rules, code, shown, manual=manual)
    return Compared(
        sheet=sheet,
        both=side_by_side(sheet.card, there),
        lines=lines,
        known=known,
        only_here=_without(sheet.lines, shown),
        only_there=_without(shown, sheet.lines),
        not_given=there.missing,
        nearest=nearest,
        applied=suggestion,
    )


def _without(lines: Sequence[FactLine], other: Sequence[FactLine]) -> tuple[FactLine, ...]:
    """Lines of one side that the other does not have, or has with other counts."""
    left = Counter(map(_mark, other))
    found = []
    for line in lines:
        mark = _mark(line)
        if left[mark]:
            left[mark] -= 1
        else:
            found.append(line)
    return tuple(found)


def _mark(line: FactLine) -> tuple[object, ...]:
    effects = tuple(sorted((e.quantity, e.part, e.amount) for e in line.effects))
    return line.subject.id, line.kind, line.on, line.basis, effects
