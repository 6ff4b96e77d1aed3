"""Reading tasks: the register, one task now or as of a past moment, its acts, its files."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import File
from msgspec import Meta
from msgspec.structs import replace

from projections.task_file import fold
from projections.task_past import AsOf, after_act, as_of
from web.api.answers import answer
from web.api.bearer import ROOT
from web.api.operation import (
    ANY_TYPE,
    AS_OF,
    BASIS,
    SHA256,
    Param,
    path_param,
    reading,
    sending_file,
)
from web.api.query import caught_up, named, past_of, query_of
from web.api.task_shapes import ActList, CanBeDone, FileOfTask, Replayed, TaskDetail
from web.api.task_views import (
    act_told,
    can_be_done,
    files_told,
    full_detail,
    limited_detail,
)
from web.render import AnyRequest
from web.session import visit_of
from web.stored_files import store_of, stored_file
from web.tasks.acts import acts_of
from web.tasks.asking import asker_of, context_of
from web.tasks.loading import Opened, load_records, opened, ward_of
from web.tasks.possible import possibilities
from web.tasks.replay import differences
from web.tasks.routes import names_of

PERMISSION = "tasks.read"
NAME = path_param("name")


def of_task(id: str, path: str, returns: Any, *params: Param) -> dict[str, Any]:
    """What a handler declares that reads something of one task."""
    return reading(id, "task", f"tasks/{{name}}{path}", returns, NAME, *params,
                   permission=PERMISSION)  # fmt: skip


async def open_at(request: AnyRequest, name: str, past: AsOf | None) -> Opened:
    """The task at a moment, and how much of it this reader sees; raises NotFoundException."""
    visit = visit_of(request)
    records = await load_records(request, named(name))
    prefix = as_of(records, past or AsOf(), visit.now)
    if not prefix.records:
        raise NotFoundException
    ward = await ward_of(request, prefix) if past else visit.ward
    return opened(request, records, prefix, ward, past)


async def open_whole(request: AnyRequest, name: str, past: AsOf | None = None) -> Opened:
    """The same, for what only those who see the whole task may read."""
    found = await open_at(request, name, past)
    if found.view != "full":
        raise NotFoundException
    return found


async def detail_of(request: AnyRequest, found: Opened) -> TaskDetail:
    """As much as the reader may see."""
    visit = visit_of(request)
    on = found.past.on if found.past else None
    if found.view != "full":
        return limited_detail(found.file, visit, found.name, on)
    missing = await store_of(request).missing(found.file.shas)
    return full_detail(found.file, visit, found.name, on, missing)


ONE = of_task("read_task", "", TaskDetail, AS_OF, BASIS)
ACTS = of_task("list_acts", "/acts", ActList)
ACT = of_task(
    "replay_act",
    "/acts/{number}",
    Replayed,
    path_param("number", Annotated[int, Meta(ge=1, le=1_000_000)]),
)
CAN = of_task("list_possible_acts", "/can", CanBeDone)
FILES = of_task("list_evidence", "/evidence", tuple[FileOfTask, ...])
DOWNLOAD = sending_file(
    "download_evidence", "file", "tasks/{name}/evidence/{sha256}", ANY_TYPE, NAME, SHA256,
    permission=PERMISSION, problems=(403, 404),
)  # fmt: skip


class OneTask(Controller):
    """One task, now or as of a day or a place in the log."""

    path = f"{ROOT}/tasks/{{name:str}}"

    @get(opt=ONE)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        given = query_of(ONE, request)
        await caught_up(request, given)
        found = await open_at(request, name, past_of(request, given))
        version = None if found.past else found.file.version
        return answer(request, await detail_of(request, found), version=version)


class ActsOfTask(Controller):
    """Every act of a task as a sentence."""

    path = f"{ROOT}/tasks/{{name:str}}/acts"

    @get(opt=ACTS)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(ACTS, request))
        found = await open_whole(request, name)
        visit = visit_of(request)
        acts = acts_of(found.records, visit.ward, visit.language)
        content = ActList(items=tuple(map(act_told, acts)), version=found.file.version)
        return answer(request, content, version=found.file.version)


class OneAct(Controller):
    """The task as it was after its n-th act, and what the act changed."""

    path = f"{ROOT}/tasks/{{name:str}}/acts/{{number:str}}"

    @get(opt=ACT)
    async def read(
        self, request: AnyRequest, name: FromPath[str], number: FromPath[str]
    ) -> Response[bytes]:
        await caught_up(request, query_of(ACT, request))
        records = await load_records(request, named(name))
        if not (number.isascii() and number.isdigit() and 0 < int(number[:8]) <= len(records)):
            raise NotFoundException
        at, visit = int(number), visit_of(request)
        prefix = after_act(records, at)
        past = AsOf(position=prefix.records[-1].position)
        ward = await ward_of(request, prefix)
        shown = opened(request, records, prefix, ward, past)
        if shown.view != "full":
            raise NotFoundException
        before = fold(after_act(records, at - 1).records, ward, prefix.at) if at > 1 else None
        act = acts_of(records, visit.ward, visit.language)[at - 1]
        changes = differences(before, shown.file, names_of(request, shown), act.changes)
        act = replace(act, changes=(*act.changes, *changes))
        task = await detail_of(request, shown)
        return answer(request, Replayed(act=act_told(act), total=len(records), task=task))


class PossibleActs(Controller):
    """What can be done next, and by whom."""

    path = f"{ROOT}/tasks/{{name:str}}/can"

    @get(opt=CAN)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(CAN, request))
        found = await open_whole(request, name)
        context = await context_of(request, found)
        lists = possibilities(context, asker_of(request), found.address)
        return answer(request, can_be_done(lists), version=found.file.version)


class EvidenceOfTask(Controller):
    """Files that acts of the task brought."""

    path = f"{ROOT}/tasks/{{name:str}}/evidence"

    @get(opt=FILES)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(FILES, request))
        found = await open_whole(request, name)
        missing = await store_of(request).missing(found.file.shas)
        files = files_told(found.file, found.name, missing)
        return answer(request, files, version=found.file.version)


class EvidenceFile(Controller):
    """One of these files, octet by octet as it was received."""

    path = f"{ROOT}/tasks/{{name:str}}/evidence/{{sha256:str}}"

    @get(opt=DOWNLOAD)
    async def send(self, request: AnyRequest, name: FromPath[str], sha256: FromPath[str]) -> File:
        query_of(DOWNLOAD, request)
        found = await open_whole(request, name)
        return stored_file(request, (each.evidence for each in found.file.evidence), sha256)


CONTROLLERS: list[type[Controller]] = [
    OneTask,
    ActsOfTask,
    OneAct,
    PossibleActs,
    EvidenceOfTask,
    EvidenceFile,
]
