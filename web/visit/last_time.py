"""What the visit before this one came to at the same item: answer, finding, remedy, photos."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.fact import local_date
from domain.finding.repeats import is_repeat
from domain.inspection import scoring
from domain.values import Value
from projections import finding_query
from projections.finding_query import FindingLine
from projections.inspection_file import inspection_file
from projections.inspection_query import Reader, inspections
from projections.inspection_register import InspectionRow
from web.house import house_of
from web.render import AnyRequest
from web.session import visit_of
from web.visit.loading import OpenedVisit

REPEATABLE = ("shortcoming", "serious", "breach_sign")


class LastTime(Value, frozen=True, kw_only=True):
    """The item at the last visit that asked it."""

    on: date
    answer: str = ""
    points: str = ""
    finding: str = ""
    """Code of the finding, if there was one."""
    stage: str = ""
    closed_on: date | None = None
    photos: int = 0
    repeats: bool = False
    """A finding now would repeat it."""


async def last_time(request: AnyRequest, opened: OpenedVisit, item_key: str) -> LastTime | None:
    """None when the item was never asked here, as far as the visitor may know."""
    house: Any = house_of(request)
    wanted = finding_query.Wanted(unit_ids=[opened.it.unit_id], item_key=item_key)
    found = [
        line
        for line in await finding_query.lines(house.pool, wanted)
        if line.inspection_id != opened.file.inspection_id and line.stage != "dropped"
    ]
    earlier = max(found, key=lambda line: line.recorded_on, default=None)
    visited = await _answered_before(request, opened, item_key)
    if earlier is not None and (visited is None or earlier.recorded_on >= visited.on):
        return _with_finding(earlier, visited, opened)
    return visited


def _with_finding(line: FindingLine, visited: LastTime | None, opened: OpenedVisit) -> LastTime:
    repeats = line.severity in REPEATABLE and is_repeat(
        line.recorded_on, opened.file.today, opened.it.limits.repeat_months
    )
    return LastTime(
        on=line.recorded_on,
        answer=visited.answer if visited else "not_met",
        points=visited.points if visited else "",
        finding=line.code,
        stage=line.stage,
        closed_on=line.closed_on,
        photos=visited.photos if visited else 0,
        repeats=repeats,
    )


async def _answered_before(
    request: AnyRequest, opened: OpenedVisit, item_key: str
) -> LastTime | None:
    house: Any = house_of(request)
    rows = await inspections(house.pool, _reader(request))
    before = [
        row
        for row in rows
        if row.unit_id == opened.it.unit_id
        and row.inspection_id != opened.file.inspection_id
        and row.opened_at is not None
    ]
    return await _answer_in(request, before, item_key)


def _reader(request: AnyRequest) -> Reader:
    visit = visit_of(request)
    return Reader(
        posts=tuple(post.post_id for post in visit.posts),
        units=tuple(post.unit_id for post in visit.posts),
        sees_all=bool(visit.roles & {"C", "O", "A"}),
    )


async def _answer_in(
    request: AnyRequest, rows: Sequence[InspectionRow], item_key: str
) -> LastTime | None:
    house: Any = house_of(request)
    visit = visit_of(request)
    opened = sorted((row.opened_at, row.inspection_id) for row in rows if row.opened_at)
    if not opened:
        return None
    at, inspection_id = opened[-1]
    file = inspection_file(await house.ledger.load(inspection_id), visit.ward, visit.now)
    item = file.inspection.item(item_key)
    counted = scoring.counted(file.inspection, item) if item is not None else None
    if counted is None or counted.answer is None:
        return None
    photos = sum(
        1
        for filed in file.evidence
        if filed.item_key == item_key and filed.evidence.media_type.startswith("image/")
    )
    return LastTime(
        on=local_date(at), answer=counted.answer.answer, points=counted.points, photos=photos
    )
