"""What did this import bring, from which file, and does it still hold?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import File

from domain.figures.counts import DossierCounts, SurveyCounts
from projections.figures_index import BroughtRow, ImportRow, brought_by, import_at, import_by_id
from projections.vietnamese import sort_key
from web.evaluation_links import FIGURES, local_links
from web.figures.overview import READ
from web.figures.words import ADDRESS, crumbs, month_words, tabs, who_did
from web.house import house_of
from web.plain_address import number_of
from web.register.lines import unit_name
from web.render import AnyRequest, Crumb, catch_up, go_to, page
from web.session import Visit, visit_of
from web.stored_files import stored_file
from web.texts import say
from web.wording import number, stamp

DOSSIER_NUMBERS = tuple(name for name in DossierCounts.__struct_fields__ if name != "field")
SURVEY_NUMBERS = SurveyCounts.__struct_fields__


class CountsView(msgspec.Struct, frozen=True, kw_only=True):
    """One row of counts; what the source does not say is a dash."""

    field: str
    numbers: tuple[str, ...]


class PlaceView(msgspec.Struct, frozen=True, kw_only=True):
    """One unit in one month."""

    unit: str
    month: str
    rows: str
    """Numbers of the rows in the file."""
    counts: tuple[CountsView, ...]
    supersedes: str
    superseded_by: str
    """Addresses of the imports before and after; empty where there is none."""


class OneImport(Controller):
    """One import as it was recorded."""

    path = f"{ADDRESS}/imports/{{import_id:uuid}}"

    @get(opt=READ)
    async def show(self, request: AnyRequest, import_id: FromPath[UUID]) -> Response[str]:
        await catch_up(request)
        row = await _found(request, import_id)
        house: Any = house_of(request)
        visit = visit_of(request)
        brought = await brought_by(house.pool, import_id)
        places = [_place(each, visit) for each in brought]
        post = visit.ward.posts.get(row.post_id) if row.post_id else None
        names = DOSSIER_NUMBERS if row.kind == "dossiers" else SURVEY_NUMBERS
        return page(
            request,
            "figures/import_page.html",
            row=row,
            places=sorted(places, key=lambda p: (p.month[3:], p.month[:2], sort_key(p.unit))),
            holding=sum(1 for place in places if not place.superseded_by),
            numbers=[say(visit.language, f"figures.count.{name}") for name in names],
            who=who_did(visit, row.person_id),
            office=post.title if post else "",
            local=local_links(visit, FIGURES),
            kinds=tabs(visit.language, row.kind),
            crumbs=crumbs(request, Crumb(_title(row, visit))),
        )


class ImportedFile(Controller):
    """The file as it was handed in."""

    path = f"{ADDRESS}/imports/{{import_id:uuid}}/file"

    @get(opt=READ)
    async def send(self, request: AnyRequest, import_id: FromPath[UUID]) -> File:
        """Always as a download, never as a page of ours."""
        row = await _found(request, import_id)
        return stored_file(request, [row.file], row.file.sha256)


class ImportAt(Controller):
    """Which import stands at this place in the log?"""

    path = f"{ADDRESS}/at/{{position:str}}"

    @get(opt=READ)
    async def show(self, request: AnyRequest, position: FromPath[str]) -> Response[Any]:
        at = number_of(position)
        house: Any = house_of(request)
        import_id = await import_at(house.pool, at) if at is not None and at < 2**53 else None
        if import_id is None:
            raise NotFoundException
        return go_to(f"{ADDRESS}/imports/{import_id}")


CONTROLLERS: tuple[type[Controller], ...] = (OneImport, ImportedFile, ImportAt)


async def _found(request: AnyRequest, import_id: UUID) -> ImportRow:
    house: Any = house_of(request)
    row = await import_by_id(house.pool, import_id)
    if row is None:
        raise NotFoundException
    return row


def _title(row: ImportRow, visit: Visit) -> str:
    return say(visit.language, "figures.import_of", at=stamp(row.recorded_at))


def _place(row: BroughtRow, visit: Visit) -> PlaceView:
    if row.survey is not None:
        counts: tuple[CountsView, ...] = (_counts("", row.survey, SURVEY_NUMBERS, visit),)
    else:
        counts = tuple(_counts(c.field, c, DOSSIER_NUMBERS, visit) for c in row.dossiers)
    return PlaceView(
        unit=unit_name(visit.ward, row.unit_id, visit.today, visit.language),
        month=month_words(row.month),
        rows=", ".join(str(each) for each in row.file_rows),
        counts=counts,
        supersedes=_address(row.supersedes),
        superseded_by=_address(row.superseded_by),
    )


def _counts(
    field: str, counts: DossierCounts | SurveyCounts, names: tuple[str, ...], visit: Visit
) -> CountsView:
    values = (getattr(counts, name) for name in names)
    numbers = tuple("–" if n is None else number(visit.language, n) for n in values)
    return CountsView(field=field, numbers=numbers)


def _address(import_id: UUID | None) -> str:
    return f"{ADDRESS}/imports/{import_id}" if import_id else ""
