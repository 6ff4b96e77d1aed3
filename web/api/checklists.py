"""Reading checklists: the shelf, one of them, its versions, what changed, the shipped items."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Controller, Response, get
from litestar.params import FromPath

from domain.checklist_item import Item
from domain.values import Doc
from projections.checklist_index import ChecklistRow, checklists
from service.checklist_file import shipped_items
from web.api.answers import answer
from web.api.bearer import ROOT
from web.api.operation import reading
from web.api.query import caught_up, named, query_of
from web.api.version_params import FROM, NAME, NUMBER, TO
from web.checklists.loading import opened
from web.checklists.views import differences
from web.house import house_of
from web.plain_address import number_of
from web.render import AnyRequest

PERMISSION = "checklists.read"


class ChecklistLine(msgspec.Struct, frozen=True, kw_only=True):
    """One checklist of the shelf."""

    name: str
    href: str
    title: str
    newest: int
    """Number of the newest published version; 0 while there is none."""
    draft: int
    """Number that the open draft will bear; 0 while there is none."""
    is_retired: bool


class ChecklistTold(msgspec.Struct, frozen=True, kw_only=True):
    """A checklist with the numbers of its versions."""

    line: ChecklistLine
    checklist_id: str
    """Orders of inspections name it by this id."""
    version: int
    versions: tuple[int, ...]
    total: str


class ChecklistVersion(msgspec.Struct, frozen=True, kw_only=True):
    """One version as it was published, or the open draft."""

    number: int
    is_draft: bool
    items: tuple[Item, ...]
    total: str
    owed: str
    """What the points must come to."""
    hash: str
    document: Doc | None


class ItemChange(msgspec.Struct, frozen=True, kw_only=True):
    """An item that is not the same in two versions."""

    code: str
    kind: str
    """added, dropped or changed"""
    before: Item | None
    after: Item | None
    changed: tuple[str, ...]


LIST = reading(
    "list_checklists", "checklist", "checklists", tuple[ChecklistLine, ...],
    permission=PERMISSION, problems=(403, 422),
)  # fmt: skip
SHIPPED = reading(
    "list_shipped_items", "checklist", "shipped-checklist-items", tuple[Item, ...],
    permission=PERMISSION, problems=(403, 422),
)  # fmt: skip
ONE = reading(
    "read_checklist", "checklist", "checklists/{name}", ChecklistTold, NAME, permission=PERMISSION
)
VERSION = reading(
    "read_checklist_version", "checklist", "checklists/{name}/versions/{number}",
    ChecklistVersion, NAME, NUMBER, permission=PERMISSION,
)  # fmt: skip
CHANGES = reading(
    "list_checklist_changes", "checklist", "checklists/{name}/changes", tuple[ItemChange, ...],
    NAME, FROM, TO, permission=PERMISSION,
)  # fmt: skip


class Checklists(Controller):
    """Which are there?"""

    path = f"{ROOT}/checklists"

    @get(opt=LIST)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        await caught_up(request, query_of(LIST, request))
        house: Any = house_of(request)
        return answer(request, tuple(map(_line, await checklists(house.pool))))


class ShippedItems(Controller):
    """With which items can one begin?"""

    path = f"{ROOT}/shipped-checklist-items"

    @get(opt=SHIPPED)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        query_of(SHIPPED, request)
        return answer(request, shipped_items())


class OneChecklist(Controller):
    """How far is it?"""

    path = f"{ROOT}/checklists/{{name:str}}"

    @get(opt=ONE)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(ONE, request))
        found = await opened(request, named(name))
        content = ChecklistTold(
            line=_line(found.row),
            checklist_id=str(found.row.checklist_id),
            version=found.version,
            versions=tuple(each.number for each in found.state.versions),
            total=found.state.total,
        )
        return answer(request, content, version=found.version)


class VersionOfChecklist(Controller):
    """What does this version ask?"""

    path = f"{ROOT}/checklists/{{name:str}}/versions/{{number:str}}"

    @get(opt=VERSION)
    async def read(
        self, request: AnyRequest, name: FromPath[str], number: FromPath[str]
    ) -> Response[bytes]:
        await caught_up(request, query_of(VERSION, request))
        found = await opened(request, named(name))
        view = found.edition(number_of(number))
        content = ChecklistVersion(
            number=view.number,
            is_draft=view.is_draft,
            items=view.items,
            total=view.total,
            owed=view.owed,
            hash=view.hash,
            document=view.version.document if view.version else None,
        )
        return answer(request, content, version=found.version)


class ChangesOfChecklist(Controller):
    """What differs between two versions?"""

    path = f"{ROOT}/checklists/{{name:str}}/changes"

    @get(opt=CHANGES)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        given = query_of(CHANGES, request)
        await caught_up(request, given)
        found = await opened(request, named(name))
        before, after = found.compared(given.get("from"), given.get("to"))
        changes = differences(before.items, after.items)
        content = tuple(
            ItemChange(**{name: getattr(each, name) for name in ItemChange.__struct_fields__})
            for each in changes
        )
        return answer(request, content)


CONTROLLERS: list[type[Controller]] = [
    Checklists,
    ShippedItems,
    OneChecklist,
    VersionOfChecklist,
    ChangesOfChecklist,
]


def _line(row: ChecklistRow) -> ChecklistLine:
    return ChecklistLine(
        name=row.code,
        href=f"{ROOT}/checklists/{row.code}",
        title=row.title,
        newest=row.newest,
        draft=row.draft,
        is_retired=row.is_retired,
    )
