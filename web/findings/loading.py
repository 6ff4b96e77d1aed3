"""Finds the finding of an address and how much of it the visitor may see, now or in the past."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import msgspec
from litestar.exceptions import NotFoundException

from domain.fact import Recorded
from domain.inspection.state import Inspection
from domain.ward import Ward
from projections.finding_file import FindingFile, fold
from projections.finding_query import FindingLine, Wanted, by_code, lines
from projections.finding_register import FindingRow
from projections.inspection_file import remembered
from projections.inspection_query import Reader, inspections
from projections.inspection_register import InspectionRow
from projections.inspections_past import every_inspection_then, findings_then
from projections.task_past import AsOf, Prefix, as_of
from service.finding_sight import (
    Around,
    FindingEyes,
    Shown,
    View,
    finding_eyes,
    finding_view,
    sees_person,
)
from web.house import house_of
from web.render import AnyRequest, catch_up
from web.session import Visit, visit_of
from web.tasks.loading import asked_past, past_query, ward_of

ORDER: tuple[View, ...] = ("none", "limited", "full")
FAR = 1_000_000
"""A list that leaves nothing out."""
BEFORE_MINUTES = ("ordered", "announced", "opened", "visit_closed")
EVERYTHING = Reader(sees_all=True)
"""Rows are looked up whole here; what of them is shown is decided by `service.finding_sight`."""


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as one visitor sees it at one moment."""

    file: FindingFile
    ward: Ward
    """Of the same moment."""
    inspection: Inspection | None
    """Of the same moment; None for what was entered from older paper."""
    view: View
    tells_person: bool
    """The reader may know who holds the responsible post."""
    records: tuple[Recorded, ...]
    """The whole stream, for what leads back to now."""
    inspection_records: tuple[Recorded, ...] = ()
    past: AsOf | None = None

    @property
    def code(self) -> str:
        """What stands in the address."""
        return self.file.finding.code

    @property
    def address(self) -> str:
        """Of the page of the present."""
        return f"/findings/{self.code}"

    @property
    def past_query(self) -> str:
        """What keeps a link in the same past."""
        return past_query(self.past)


def eyes_of_visit(visit: Visit) -> FindingEyes:
    """With which rights the visitor looks today."""
    return finding_eyes(visit.user.person_id if visit.user else None, visit.ward, visit.today)


async def open_finding(request: AnyRequest, code: str, *, least: View = "limited") -> Opened:
    """The finding as of the moment the address asks for; nothing for who may not know."""
    await catch_up(request)
    visit = visit_of(request)
    records, around = await load_records(request, code)
    asked = asked_past(request)
    prefix = as_of(records, asked or AsOf(), visit.now)
    if not prefix.records:
        raise NotFoundException
    ward = await ward_of(request, prefix) if asked else visit.ward
    found = opened(request, records, around, prefix, ward, asked)
    if ORDER.index(found.view) < ORDER.index(least):
        raise NotFoundException
    return found


def opened(
    request: AnyRequest,
    records: Sequence[Recorded],
    around: Sequence[Recorded],
    prefix: Prefix,
    ward: Ward,
    asked: AsOf | None,
) -> Opened:
    """The file of a part of the stream; rights of today, secrecy of then, whichever is narrower."""
    visit = visit_of(request)
    eyes = eyes_of_visit(visit)
    whole = fold(records, visit.now)
    now = _view(eyes, whole, remembered(around) if around else None)
    file = fold(prefix.records, prefix.at)
    then_around = _inspection_then(around, asked, prefix)
    view = min(now, _view(eyes, file, then_around), key=ORDER.index)
    if view == "none":
        raise NotFoundException
    seat = Around.of_state(then_around) if then_around else None
    return Opened(
        file=file,
        ward=ward,
        inspection=then_around,
        view=view,
        tells_person=view == "full" and sees_person(eyes, whole.finding, seat, visit.ward),
        records=tuple(records),
        inspection_records=tuple(around),
        past=asked,
    )


def _inspection_then(
    around: Sequence[Recorded], asked: AsOf | None, prefix: Prefix
) -> Inspection | None:
    shown = as_of(around, asked or AsOf(), prefix.at).records if around else ()
    return remembered(shown) if shown else None


def _view(eyes: FindingEyes, file: FindingFile, it: Inspection | None) -> View:
    around = Around.of_state(it) if it is not None else None
    return finding_view(eyes, Shown.of_state(file.finding), around)


async def load_records(request: AnyRequest, code: str) -> tuple[list[Recorded], list[Recorded]]:
    """The stream of a code and that of its inspection; who may know is asked afterwards."""
    house: Any = house_of(request)
    finding_id = await by_code(house.pool, code)
    records: list[Recorded] = await house.ledger.load(finding_id) if finding_id else []
    if not records:
        raise NotFoundException
    inspection_id = getattr(records[0].event, "inspection_id", None)
    around = await house.ledger.load(inspection_id) if inspection_id else []
    return records, list(around)


def around_of(row: InspectionRow) -> Around:
    """The inspection of a finding as lists know it."""
    return Around(
        team=frozenset(row.team),
        leader=row.leader_post,
        orderer=row.orderer_post,
        is_told_to_others=row.others_see_from is not None,
        has_minutes=row.frozen_at is not None or row.stage not in BEFORE_MINUTES,
        is_frozen=row.frozen_at is not None,
        is_concluded=row.concluded_at is not None,
    )


def shown_of(row: FindingRow) -> Shown:
    """A finding as lists know it."""
    return Shown(
        unit_id=row.unit_id,
        is_from_paper=row.is_earlier,
        is_delivered=row.acknowledge_by is not None,
        is_concluded=row.concluded_on is not None,
        is_dropped=row.stage == "dropped",
    )


class SeenLine(msgspec.Struct, frozen=True, kw_only=True):
    """A row that the visitor may know of, with its inspection."""

    row: FindingLine
    view: View
    inspection: InspectionRow | None


async def seen_lines(
    request: AnyRequest, wanted: Wanted, known_at: int | None = None
) -> list[SeenLine]:
    """Rows that fit and that the visitor may know of, by the next last day.

    As known at a place in the log: rights of today, secrecy of then, whichever is narrower.
    """
    pool = cast(Any, house_of(request)).pool
    eyes = eyes_of_visit(visit_of(request))
    around = await inspections(pool, EVERYTHING)
    if known_at is None:
        return _seen(eyes, await lines(pool, wanted), around)
    now = {each.row.finding_id: each.view for each in
           _seen(eyes, await lines(pool, Wanted(limit=FAR)), around)}  # fmt: skip
    then = _seen(
        eyes,
        await findings_then(pool, wanted, known_at),
        await every_inspection_then(pool, known_at),
    )
    return [
        msgspec.structs.replace(each, view=min(each.view, view, key=ORDER.index))
        for each in then
        if (view := now.get(each.row.finding_id)) is not None
    ]


def _seen(
    eyes: FindingEyes, rows: Sequence[FindingLine], inspected: Sequence[InspectionRow]
) -> list[SeenLine]:
    around = {row.inspection_id: row for row in inspected}
    found = []
    for row in rows:
        it = around.get(row.inspection_id) if row.inspection_id else None
        view = finding_view(eyes, shown_of(row), around_of(it) if it else None)
        if view != "none":
            found.append(SeenLine(row=row, view=view, inspection=it))
    return found
