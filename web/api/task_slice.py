"""Tasks, as the API finds them and fills in what their commands do not say."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar.exceptions import NotFoundException

from domain.task import commands as c
from projections.task_file import remembered
from web.api.slice import ApiSlice, Found, Looking
from web.house import house_of
from web.render import AnyRequest
from web.tasks.asking import context_of
from web.tasks.loading import open_task


async def find(request: AnyRequest, name: str) -> Found:
    """A task that the person sees whole: units of the task, its follow-up office, its leaders."""
    opened = await open_task(request, name)
    if opened.view != "full" or opened.past is not None:
        raise NotFoundException
    return Found(stream_id=opened.file.task_id, name=opened.name, thing=opened)


async def name_of(request: AnyRequest, stream_id: UUID) -> str:
    """The code; a draft has none and goes by its id."""
    house: Any = house_of(request)
    return remembered(await house.ledger.load(stream_id)).code or str(stream_id)


async def open_children(looking: Looking) -> tuple[UUID, ...]:
    """Measures under the task that are still open."""
    assert looking.found is not None, "only an existing task has children"
    return (await context_of(looking.request, looking.found.thing)).open_children


async def missing_evidence(looking: Looking) -> tuple[str, ...]:
    """Submitted files that are no longer on the disk."""
    assert looking.found is not None, "only an existing task has evidence"
    return (await context_of(looking.request, looking.found.thing)).missing_files


_BEGINNINGS = frozenset({c.DraftTask, c.AssignTask, c.AssignGroup, c.StartSeries})

TASKS = ApiSlice(
    name="task",
    path="tasks",
    commands=c.ALL_COMMANDS,
    stream_field="task_id",
    permission="tasks.write",
    find=find,
    name_of=name_of,
    begins=_BEGINNINGS,
    only_begins=frozenset({c.DraftTask}),
    new_ids={
        c.RequestCooperation: "request_id",
        c.ReportObstacle: "obstacle_id",
        c.RequestExtension: "request_id",
        c.SubmitResult: "submission_id",
    },
    looked_up={
        c.SubmitResult: {"open_children": open_children},
        c.ConfirmCompletion: {"missing_evidence": missing_evidence},
    },
    not_said={c.AssignTask: frozenset({"parent_id", "series"})},
)
