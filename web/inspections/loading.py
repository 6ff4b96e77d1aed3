"""Finds the inspection of an address and how much of it the visitor may see, now or in the past."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from litestar.exceptions import NotFoundException

from domain.fact import Recorded
from domain.ward import Ward
from projections.inspection_file import InspectionFile, inspection_file
from projections.inspection_query import Reader, inspection_by_code
from projections.task_past import AsOf, Prefix, as_of
from service.inspection_sight import Eyes, Sight, View, eyes_of, sight
from web.house import house_of
from web.render import AnyRequest, catch_up
from web.session import Visit, visit_of
from web.tasks.loading import asked_past, past_query, ward_of


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """An inspection as one visitor sees it at one moment."""

    file: InspectionFile
    ward: Ward
    """Of the same moment."""
    sight: Sight
    records: tuple[Recorded, ...]
    """The whole stream, for what leads back to now."""
    past: AsOf | None = None

    @property
    def code(self) -> str:
        """What stands in the address."""
        return self.file.inspection.code

    @property
    def address(self) -> str:
        """Of the page of the present."""
        return f"/inspections/{self.code}"

    @property
    def past_query(self) -> str:
        """What keeps a link in the same past."""
        return past_query(self.past)


def eyes_of_visit(visit: Visit) -> Eyes:
    """With which rights the visitor looks today."""
    return eyes_of(visit.user.person_id if visit.user else None, visit.ward, visit.today)


def reader_of(visit: Visit) -> Reader:
    """The same rights as the queries ask for them."""
    eyes = eyes_of_visit(visit)
    return Reader(posts=eyes.posts, units=eyes.units, sees_all=eyes.sees_all, in_ward=eyes.in_ward)


async def open_inspection(request: AnyRequest, code: str, *, least: View = "limited") -> Opened:
    """The inspection as of the moment the address asks for; nothing for who may not know."""
    await catch_up(request)
    visit = visit_of(request)
    records = await load_records(request, code)
    asked = asked_past(request)
    prefix = as_of(records, asked or AsOf(), visit.now)
    if not prefix.records:
        raise NotFoundException
    ward = await ward_of(request, prefix) if asked else visit.ward
    found = opened(request, records, prefix, ward, asked)
    if least == "full" and found.sight.view != "full":
        raise NotFoundException
    return found


def opened(
    request: AnyRequest,
    records: Sequence[Recorded],
    prefix: Prefix,
    ward: Ward,
    asked: AsOf | None,
) -> Opened:
    """The file of a part of the stream; rights of today, secrecy of then, whichever is narrower."""
    visit = visit_of(request)
    eyes = eyes_of_visit(visit)
    now = sight(eyes, inspection_file(records, visit.ward, visit.now).inspection)
    file = inspection_file(prefix.records, ward, prefix.at)
    then = sight(eyes, file.inspection)
    seen = narrower(now, then)
    if seen.view == "none":
        raise NotFoundException
    return Opened(file=file, ward=ward, sight=seen, records=tuple(records), past=asked)


def narrower(one: Sight, other: Sight) -> Sight:
    """What both allow."""
    order: tuple[View, ...] = ("none", "limited", "full")
    view = min(one.view, other.view, key=order.index)
    return Sight(view=view, answers=one.answers and other.answers)


async def load_records(request: AnyRequest, code: str) -> list[Recorded]:
    """The stream of a code that the visitor may know of."""
    house: Any = house_of(request)
    row = await inspection_by_code(house.pool, code, reader_of(visit_of(request)))
    if row is None:
        raise NotFoundException
    records: list[Recorded] = await house.ledger.load(row.inspection_id)
    return records


def id_of(found: Opened) -> UUID:
    """The stream."""
    return found.file.inspection_id
