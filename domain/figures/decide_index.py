"""Decides what is recorded of an index: once, after that only as a correction with a reason."""

from __future__ import annotations

import re
from typing import Any

from domain.fact import Elsewhere, Event, Moment
from domain.figures import events as e
from domain.figures.commands import IndexCommand, RecordIndex, RecordSelfAssessment, RecordTarget
from domain.figures.indices import index_stream
from domain.figures.state import Index
from domain.refusal import Refused
from domain.ward import Ward

Decided = list[Event | Elsewhere]
FIRST_YEAR = 2000
YEARS_AHEAD = 10
"""Plans of a term set targets some years ahead."""
_VALUE = re.compile(r"\d{1,4}(\.\d{1,4})?", re.ASCII)


def decide(command: IndexCommand, state: Index | None, moment: Moment, ward: Ward) -> Decided:
    """What the command comes to, given what is recorded of this index and year."""
    if command.index_id != index_stream(command.index, command.year):
        raise Refused("not_found", what="index", id=command.index_id)
    state = state or Index()
    match command:
        case RecordIndex():
            return _record(command, state, moment)
        case RecordTarget():
            return _aim(command, state, moment)
        case RecordSelfAssessment():
            return _assess(command, state, moment)
    raise AssertionError(f"no decision for {type(command).__name__}")


def _record(command: RecordIndex, state: Index, moment: Moment) -> Decided:
    _refuse_unsound(command, command.value, command.rank, moment.today.year)
    if command.out_of is not None and (command.rank is None or command.rank > command.out_of):
        raise Refused("index.rank_out_of", rank=command.rank, out_of=command.out_of)
    said: dict[str, Any] = {
        "index": command.index,
        "year": command.year,
        "value": command.value,
        "rank": command.rank,
        "out_of": command.out_of,
        "source": command.source,
    }
    before = state.recorded
    if before is None:
        return [e.IndexRecorded(**said)]
    if all(getattr(before, name) == value for name, value in said.items()):
        return []
    _need_correction(command, moment)
    return [e.IndexCorrected(**said)]


def _aim(command: RecordTarget, state: Index, moment: Moment) -> Decided:
    _refuse_unsound(command, command.value, command.rank, moment.today.year + YEARS_AHEAD)
    aimed = e.TargetRecorded(
        index=command.index,
        year=command.year,
        value=command.value,
        rank=command.rank,
        source=command.source,
    )
    if state.target == aimed:
        return []
    if state.target is not None:
        _need_correction(command, moment)
    return [aimed]


def _assess(command: RecordSelfAssessment, state: Index, moment: Moment) -> Decided:
    sheet = command.published
    if sheet is None:
        raise Refused("index.sheet_not_published")
    if not sheet.is_of_ward:
        raise Refused("index.sheet_of_a_unit", unit=sheet.unit_id)
    if sheet.year != command.year:
        raise Refused("index.sheet_of_another_year", year=command.year, sheet_year=sheet.year)
    assessed = e.IndexSelfAssessed(
        index=command.index,
        year=command.year,
        value=sheet.total,
        sheet_id=command.sheet_id,
        sheet_version=sheet.version,
        round_code=sheet.round_code,
        unit_id=sheet.unit_id,
    )
    if state.assessed == assessed:
        return []
    if state.assessed is not None:
        _need_correction(command, moment)
    return [assessed]


def _refuse_unsound(
    command: IndexCommand, value: str | None, rank: int | None, last_year: int
) -> None:
    if not FIRST_YEAR <= command.year <= last_year:
        raise Refused("index.wrong_year", year=command.year, first=FIRST_YEAR, last=last_year)
    if value is None and rank is None:
        raise Refused("index.nothing_said")
    if value is not None and not _VALUE.fullmatch(value):
        raise Refused("index.value_malformed", value=value)
    if rank is not None and rank < 1:
        raise Refused("index.rank_out_of", rank=rank, out_of=None)


def _need_correction(command: IndexCommand, moment: Moment) -> None:
    """Recorded already: only with a reason is it a correction."""
    if not (moment.reason or "").strip():
        raise Refused("index.already_recorded", index=command.index, year=command.year)
