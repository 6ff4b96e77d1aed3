"""Lives as accountability records, and the figures that stories must come to."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from uuid import UUID

from msgspec.structs import replace

from domain.accountability.fact_line import FactLine, Period, SubjectKind
from domain.accountability.finding_marks import FINDING_TOPICS, finding_mark
from domain.accountability.history import figures_of_lines, lines_of, lines_of_unit
from domain.accountability.inspection_marks import INSPECTION_TOPICS, inspection_mark
from domain.accountability.marks import Mark, Record
from domain.accountability.task_marks import task_mark
from domain.fact import Recorded
from domain.ids import derived
from domain.ward import Ward
from tests import stories as s
from tests.stories import Life, on

HALF_YEAR = Period(from_on=on("2025-07-01"), to_on=on("2025-12-31"), cut_on=on("2025-12-31"))
WARD = s.ward()


def until(day: str, *, since: str = "2025-07-01", to: str = "2025-12-31") -> Period:
    """The half-year as it stood at the end of a day."""
    return Period(from_on=on(since), to_on=on(to), cut_on=on(day))


def journal(lives: Sequence[Life]) -> list[Recorded]:
    """The histories as streams of their own, in the order of recording."""
    facts = [
        replace(recorded, originator_id=derived("counted", n))
        for n, life in enumerate(lives)
        for recorded in life.history
    ]
    facts.sort(key=lambda fact: (fact.meta.recorded_at, fact.originator_version))
    return [replace(fact, position=place) for place, fact in enumerate(facts, 1)]


def records(lives: Sequence[Life]) -> tuple[Record, ...]:
    """One record for each task, finding or inspection."""
    found: dict[UUID, Record] = {}
    for fact in journal(lives):
        kind, mark = _marked(fact)
        if mark is not None:
            kept = found.get(fact.originator_id) or Record(kind=kind, id=fact.originator_id)
            found[fact.originator_id] = replace(kept, marks=(*kept.marks, mark))
    return tuple(found.values())


def _marked(fact: Recorded) -> tuple[SubjectKind, Mark | None]:
    if fact.name in FINDING_TOPICS:
        return "finding", finding_mark(fact)
    if fact.name in INSPECTION_TOPICS:
        return "inspection", inspection_mark(fact)
    return "task", task_mark(fact)


def lines(
    unit_id: UUID,
    *lives: Life,
    period: Period = HALF_YEAR,
    ward: Ward = WARD,
    known_at: int | None = None,
) -> tuple[FactLine, ...]:
    """What these lives give a unit to answer for."""
    return lines_of_unit(lines_of(records(lives), period, ward, known_at), unit_id)


def counted(
    unit_id: UUID, *lives: Life, period: Period = HALF_YEAR, ward: Ward = WARD
) -> dict[str, dict[str, int | Fraction]]:
    """Every part that is not nothing."""
    figures = figures_of_lines(lines(unit_id, *lives, period=period, ward=ward))
    return {
        code: {part: value for part, value in parts.items() if value}
        for code, parts in figures.items()
        if any(parts.values())
    }


def points_335(unit_id: UUID, *lives: Life) -> Fraction:
    """The task points of decree 335/2025: the mean of a, b and c, of 70."""
    w = figures_of_lines(lines(unit_id, *lives))["W"]
    assigned = Fraction(w["assigned"] or 0)
    shares = [Fraction(w[part] or 0) / assigned for part in ("completed", "quality", "timely")]
    return round(sum(shares) / 3 * 70, 2)
