"""Reading a visit as its team does: every item with all that was said of it, and its files.

What is recorded at the unit are commands of the inspection (`check-item`, `attach-visit-evidence`,
`note-absence`) and of findings (`record-finding`).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Controller, Response, get
from litestar.params import FromPath
from litestar.response import File

from domain.checklist_item import Item
from domain.inspection.parts import Figure, Sample, Score
from domain.inspection.state import Absence
from domain.values import Evidence
from projections.inspection_items import ItemLine
from web.api.answers import answer
from web.api.bearer import ROOT
from web.api.operation import ANY_TYPE, SHA256, path_param, reading, sending_file
from web.api.query import caught_up, named, query_of
from web.api.task_shapes import PostRef
from web.api.task_views import post_ref
from web.render import AnyRequest
from web.session import Visit, visit_of
from web.stored_files import stored_file
from web.visit.item_view import item_states
from web.visit.loading import OpenedVisit, open_visit

PERMISSION = "visit.work"
NAME = path_param("name")


class AnswerGiven(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of an inspector, with both times."""

    answer_id: UUID
    act: int
    by: PostRef | None
    answer: str
    points: str
    note: str
    sample: Sample | None
    finding_id: UUID | None
    late: bool
    captured_at: datetime
    received_at: datetime
    skew_noted: bool


class ItemOfVisit(msgspec.Struct, frozen=True, kw_only=True):
    """An item, what was answered, what counts."""

    item: Item
    state: str
    """ok, phone (waits for the leader) or none (blank)"""
    word: str
    points: str
    applies: bool
    is_unsettled: bool
    self_points: str
    computed: Figure | None
    finding: str
    """Name of what this visit has found here; empty without one."""
    answers: tuple[AnswerGiven, ...]
    files: tuple[Evidence, ...]


class VisitTold(msgspec.Struct, frozen=True, kw_only=True):
    """The visit as one of its team sees it."""

    name: str
    stage: str
    version: int
    is_leader: bool
    """The reader settles, overrules and closes."""
    items: tuple[ItemOfVisit, ...]
    blanks: tuple[str, ...]
    """Codes of items that nobody answered."""
    score: Score
    absences: tuple[Absence, ...]


VISIT = reading(
    "read_visit", "inspection", "inspections/{name}/visit", VisitTold, NAME, permission=PERMISSION
)
FILE = sending_file(
    "download_visit_file", "inspection", "inspections/{name}/visit/files/{sha256}", ANY_TYPE,
    NAME, SHA256, permission=PERMISSION,
)  # fmt: skip


class VisitOfInspection(Controller):
    """What was answered, and what is left?"""

    path = f"{ROOT}/inspections/{{name:str}}/visit"

    @get(opt=VISIT)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(VISIT, request))
        opened = await open_visit(request, named(name))
        told = _told(opened, visit_of(request))
        return answer(request, told, version=told.version)


class FileOfVisit(Controller):
    """A photo, octet by octet as it was received."""

    path = f"{ROOT}/inspections/{{name:str}}/visit/files/{{sha256:str}}"

    @get(opt=FILE)
    async def send(self, request: AnyRequest, name: FromPath[str], sha256: FromPath[str]) -> File:
        query_of(FILE, request)
        opened = await open_visit(request, named(name))
        return stored_file(request, (each.evidence for each in opened.file.evidence), sha256)


CONTROLLERS: list[type[Controller]] = [VisitOfInspection, FileOfVisit]


def _told(opened: OpenedVisit, visit: Visit) -> VisitTold:
    states = {state.code: state for state in item_states(opened)}
    return VisitTold(
        name=opened.code,
        stage=opened.it.stage,
        version=opened.file.version,
        is_leader=opened.is_leader,
        items=tuple(
            _item(opened, line, states[line.item.code].kind, states[line.item.code].word, visit)
            for line in opened.items
        ),
        blanks=opened.blanks,
        score=opened.file.score,
        absences=opened.it.absences,
    )


def _item(opened: OpenedVisit, line: ItemLine, state: str, word: str, visit: Visit) -> ItemOfVisit:
    finding = opened.finding_of(line.item.item_key)
    return ItemOfVisit(
        item=line.item,
        state=state,
        word=word,
        points=line.points,
        applies=line.applies,
        is_unsettled=line.is_unsettled,
        self_points=line.self_points,
        computed=line.computed,
        finding=finding.code if finding is not None else "",
        answers=tuple(
            AnswerGiven(
                answer_id=each.answer_id,
                act=each.act,
                by=post_ref(visit, each.by_post),
                answer=each.checked.answer,
                points=each.checked.points,
                note=each.checked.note,
                sample=each.checked.sample,
                finding_id=each.checked.finding_id,
                late=each.checked.late,
                captured_at=each.captured_at,
                received_at=each.received_at,
                skew_noted=each.skew_noted,
            )
            for each in line.answers
        ),
        files=tuple(f.evidence for f in opened.file.evidence if f.item_key == line.item.item_key),
    )
