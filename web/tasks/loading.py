"""Finds the task of an address and how much of it the visitor may see, now or as of a past day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from litestar.exceptions import NotFoundException

from domain.fact import Recorded
from domain.task.memory import Task
from domain.ward import Ward
from projections.register_query import RegisterLine, lines_by_id
from projections.task_file import TaskFile, fold
from projections.task_past import AsOf, Basis, Prefix, as_of
from projections.time_class_sql import Days
from service import lookups
from service.object_facts import task_facts
from service.roles import View, task_view
from web.forms import Form
from web.house import house_of
from web.render import AnyRequest, catch_up
from web.session import signed_in, visit_of


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A task as one visitor sees it at one moment."""

    file: TaskFile
    ward: Ward
    """Of the same moment: past pages name offices as they were known."""
    view: View
    records: tuple[Recorded, ...]
    """The whole stream, for everything that leads back to now."""
    past: AsOf | None = None

    @property
    def name(self) -> str:
        """What stands in the address: the code, or the id of a draft."""
        return self.file.task.code or str(self.file.task_id)

    @property
    def address(self) -> str:
        """Of the page of the present."""
        return f"/tasks/{self.name}"

    @property
    def past_query(self) -> str:
        """What keeps a link in the same past."""
        return past_query(self.past)


async def open_task(request: AnyRequest, code: str) -> Opened:
    """The task as of the moment that the query asks for; nothing of it for who may not know."""
    await catch_up(request)
    visit = visit_of(request)
    records = await load_records(request, code)
    asked = asked_past(request)
    prefix = as_of(records, asked or AsOf(), visit.now)
    if not prefix.records:
        raise NotFoundException
    ward = await ward_of(request, prefix) if asked else visit.ward
    return opened(request, records, prefix, ward, asked)


def opened(
    request: AnyRequest,
    records: Sequence[Recorded],
    prefix: Prefix,
    ward: Ward,
    asked: AsOf | None,
) -> Opened:
    """The file of a part of the stream, for this visitor; raises NotFoundException."""
    whole = fold(records, visit_of(request).ward, visit_of(request).now)
    view = view_for(request, whole.task)
    if view == "none":
        raise NotFoundException
    file = whole if asked is None else fold(prefix.records, ward, prefix.at)
    return Opened(file=file, ward=ward, view=view, records=tuple(records), past=asked)


async def load_records(request: AnyRequest, code: str) -> list[Recorded]:
    """The stream of a code, or of the id of a draft."""
    house: Any = house_of(request)
    task_id = await lookups.task_by_code(house.pool, code) or _id_of(code)
    records: list[Recorded] = await house.ledger.load(task_id) if task_id else []
    if not records or not records[0].name.startswith("task."):
        raise NotFoundException
    return records


def _id_of(code: str) -> UUID | None:
    try:
        return UUID(code)
    except ValueError:
        return None


def view_for(request: AnyRequest, task: Task) -> View:
    """How much of a task the visitor may see today."""
    visit = visit_of(request)
    person_id = signed_in(request).person_id
    if person_id is None:
        return "none"
    facts = task_facts(None, task, visit.ward, visit.today)
    return task_view(person_id, facts, visit.ward, visit.today)


async def ward_of(request: AnyRequest, prefix: Prefix) -> Ward:
    """The organisation as it was known when the last of these acts was recorded."""
    house: Any = house_of(request)
    position = await house.ledger.position_at(prefix.at)
    ward: Ward = await house.ward(max(position, prefix.records[-1].position))
    return ward


def asked_past(request: AnyRequest) -> AsOf | None:
    """`as_of=2025-12-05`, `05/12/2025` or `#1234`; today and nonsense are the present."""
    text = request.query_params.get("as_of", "").strip()
    basis: Basis = "now" if request.query_params.get("basis") == "now" else "then"
    if text.startswith("#"):
        number = text[1:]
        if number.isascii() and number.isdigit() and len(number) < 16:
            return AsOf(position=int(number), basis=basis)
        return None
    on = read_day(text)
    if on is None or on >= visit_of(request).today:
        return None
    return AsOf(on=on, basis=basis)


def read_day(text: str) -> date | None:
    """A day of an address; None for anything else."""
    return Form("vi", {"day": [text]}).day("day", "form.day", required=False)


def past_query(past: AsOf | None) -> str:
    """What keeps a link in a past; nothing for the present."""
    if past is None:
        return ""
    typed = past.on.isoformat() if past.on else f"#{past.position}"
    return "?" + urlencode({"as_of": typed} | ({"basis": "now"} if past.basis == "now" else {}))


async def lines_of(request: AnyRequest, ids: Sequence[UUID]) -> dict[UUID, RegisterLine]:
    """Register lines of related tasks, by id."""
    if not ids:
        return {}
    house: Any = house_of(request)
    visit = visit_of(request)
    return await lines_by_id(house.pool, ids, Days.of(visit.ward, visit.today))
