"""How lines take their place in a plan: added, recognised, changed by an amendment."""

from __future__ import annotations

from uuid import UUID

from msgspec.structs import replace

from domain.plan.events import Line, LineChange
from domain.ward import fold


def insert(lines: tuple[Line, ...], line: Line) -> tuple[Line, ...]:
    """A line after those with the same or a smaller sequence number."""
    later = [i for i, other in enumerate(lines) if other.seq > line.seq]
    place = later[0] if later else len(lines)
    return (*lines[:place], line, *lines[place:])


def recognise(line: Line, wanted: str, unit_id: UUID) -> Line:
    """The line with a folded name settled to mean a unit, as lead and among the cooperating."""
    if line.lead_id is None and line.lead_text is not None and fold(line.lead_text) == wanted:
        line = replace(line, lead_id=unit_id)
    if any(fold(text) == wanted for text in line.cooperating_text):
        texts = tuple(text for text in line.cooperating_text if fold(text) != wanted)
        units = tuple(dict.fromkeys((*line.cooperating, unit_id)))
        line = replace(line, cooperating=units, cooperating_text=texts)
    return line


def apply_change(lines: tuple[Line, ...], change: LineChange) -> tuple[Line, ...]:
    """The lines after one change of an amendment."""
    if change.before is None:
        return lines if change.after is None else insert(lines, change.after)
    if change.after is None:
        return tuple(line for line in lines if line.ref != change.ref)
    return tuple(change.after if line.ref == change.ref else line for line in lines)


def put(lines: tuple[Line, ...], refs: set[str], instead: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines in the place of the first of those they replace."""
    first = next(i for i, line in enumerate(lines) if line.ref in refs)
    kept = [line for line in lines if line.ref not in refs]
    return (*kept[:first], *instead, *kept[first:])
