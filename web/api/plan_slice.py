"""Plans and their drafts, as the API finds them; documents are read from uploaded files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from litestar.exceptions import NotFoundException

from domain.plan import commands as c
from domain.reading.draft import PlanDraft
from domain.values import Evidence
from projections.plan_file import PlanFile, fold
from projections.plan_index import plan_by_code, plans
from service import lookups
from service.reading_plans import appendix_command, code_of, free_code, plan_command, read_upload
from web.api.problems import Invalid
from web.api.slice import ApiSlice, Built, Found, Looking
from web.house import house_of
from web.permissions import may_open
from web.render import AnyRequest, catch_up
from web.session import visit_of
from web.stored_files import store_of


class DocumentToRead(msgspec.Struct, frozen=True, kw_only=True):
    """An uploaded plan document; what stands in it is read here, not sent."""

    file: Evidence
    slug: str = ""
    """Address of the plan; made from its title when empty."""
    derived: bool = False
    again: bool = False


class AppendixToRead(msgspec.Struct, frozen=True, kw_only=True):
    """A second document for the same draft."""

    file: Evidence
    derived: bool = False
    again: bool = False


async def find(request: AnyRequest, name: str) -> Found:
    """A plan by its code, a draft by its id."""
    file = await plan_at(request, name)
    return Found(stream_id=file.plan.plan_id, name=name_in_address(file), thing=file)


async def plan_at(request: AnyRequest, name: str) -> PlanFile:
    """The plan of an address for this reader; drafts exist only for those who review and issue."""
    await catch_up(request)
    house: Any = house_of(request)
    row = await plan_by_code(house.pool, name) if not _is_id(name) else None
    if row is None and not _is_id(name):
        raise NotFoundException
    history = await house.ledger.load(row.plan_id if row else UUID(name))
    if not history or not history[0].name.startswith("plan."):
        raise NotFoundException
    file = fold(history)
    assert file is not None, "a stream of a plan folds to a plan"
    if file.plan.life not in ("issued", "closed") and not may_open(visit_of(request), "plan.issue"):
        raise NotFoundException
    return file


def _is_id(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True


def name_in_address(file: PlanFile) -> str:
    """Two drafts may wait for one code, so a draft goes by its id."""
    issued = file.plan.life in ("issued", "closed")
    return file.plan.code if issued else str(file.plan.plan_id)


async def name_of(request: AnyRequest, stream_id: UUID) -> str:
    """After the act: issuing gives the plan its code as an address."""
    house: Any = house_of(request)
    file = fold(await house.ledger.load(stream_id))
    assert file is not None, "the act has just been recorded in it"
    return name_in_address(file)


async def open_tasks(looking: Looking) -> int:
    """How many tasks of the plan are not closed."""
    assert looking.found is not None, "only an existing plan is closed"
    house: Any = house_of(looking.request)
    return await lookups.open_tasks_of_plan(house.pool, looking.found.stream_id)


async def _read(looking: Looking) -> tuple[PlanDraft, Evidence]:
    request, evidence = looking.request, looking.given["file"]
    visit = visit_of(request)
    path = store_of(request).path_of(evidence.sha256)
    if path is None:
        raise Invalid(("file", "no_file", {}))
    draft = await read_upload(
        path, evidence.file_name, visit.ward, visit.today, derived=looking.given["derived"]
    )
    return draft, evidence


async def plan_from_file(looking: Looking, plan_id: UUID) -> Mapping[str, Any]:
    """The fields of ReadPlan; raises Unreadable."""
    draft, evidence = await _read(looking)
    house: Any = house_of(looking.request)
    visit = visit_of(looking.request)
    taken = frozenset(row.code for row in await plans(house.pool))
    command = plan_command(
        draft,
        evidence,
        visit.ward,
        visit.today,
        plan_id=plan_id,
        code=code_of(looking.given["slug"]),
        again=looking.given["again"],
    )
    return msgspec.structs.asdict(command) | {"code": free_code(command.code, taken)}


async def appendix_from_file(looking: Looking, plan_id: UUID) -> Mapping[str, Any]:
    """The fields of ReadAppendix; raises Unreadable."""
    draft, evidence = await _read(looking)
    visit = visit_of(looking.request)
    again = looking.given["again"]
    command = appendix_command(
        draft, evidence, visit.ward, visit.today, plan_id=plan_id, again=again
    )
    return msgspec.structs.asdict(command)


PLANS = ApiSlice(
    name="plan",
    path="plans",
    commands=c.ALL_COMMANDS,
    stream_field="plan_id",
    permission="plan.read",
    find=find,
    name_of=name_of,
    begins=frozenset({c.ReadPlan}),
    only_begins=frozenset({c.ReadPlan}),
    new_ids={c.RequestAmendment: "request_id"},
    looked_up={c.ClosePlan: {"open_tasks": open_tasks}},
    built={
        c.ReadPlan: Built(fields=DocumentToRead, build=plan_from_file),
        c.ReadAppendix: Built(fields=AppendixToRead, build=appendix_from_file),
    },
)
