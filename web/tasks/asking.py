"""What the forms and the list of possible acts may look at, gathered for one visitor."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.values import Evidence
from projections.evidence_index import given_elsewhere
from projections.task_file import TaskFile
from web.house import house_of
from web.render import AnyRequest
from web.session import signed_in, visit_of
from web.stored_files import store_of
from web.tasks.loading import Opened, lines_of
from web.tasks.possible import Asker
from web.tasks.preparing import is_officer_of_lead
from web.tasks.task_form import TaskContext

OPEN_STAGES = frozenset({"assigned", "returned", "accepted", "submitted", "suspended"})
NEW = UUID(int=1)
"""Stands for the id of what an act would begin, while nothing is begun."""


async def context_of(
    request: AnyRequest,
    opened: Opened,
    *,
    new_id: UUID = NEW,
    files: tuple[Evidence, ...] = (),
) -> TaskContext:
    """The present of a task, with what only a look elsewhere can tell."""
    visit = visit_of(request)
    file = opened.file
    children = await lines_of(request, file.child_ids)
    house: Any = house_of(request)
    elsewhere = await given_elsewhere(house.pool, [f.sha256 for f in files], file.task_id)
    still_open = (line.task_id for line in children.values() if line.stage in OPEN_STAGES)
    return TaskContext(
        file=file,
        ward=visit.ward,
        today=visit.today,
        language=visit.language,
        query=dict(request.query_params.items()),
        new_id=new_id,
        files=files,
        given_on={sha: row.given_on for sha, row in elsewhere.items()},
        missing_files=await missing_products(request, file),
        open_children=tuple(still_open),
        prepares=is_officer_of_lead(visit, file.task),
    )


async def missing_products(request: AnyRequest, file: TaskFile) -> tuple[str, ...]:
    """Names of submitted files that are no longer on the disk."""
    waiting = file.task.submission
    if waiting is None or file.task.stage != "submitted":
        return ()
    missing = await store_of(request).missing(waiting.products)
    return tuple(
        filed.evidence.file_name for filed in file.evidence if filed.evidence.sha256 in missing
    )


def asker_of(request: AnyRequest) -> Asker:
    """Who looks, in which office, now."""
    visit = visit_of(request)
    person_id = signed_in(request).person_id
    assert person_id is not None, "a visitor without a person sees no task"
    return Asker(person_id=person_id, acting_post=visit.acting_post, now=visit.now)
