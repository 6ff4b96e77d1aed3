"""Reading figures from outside: what holds per unit and month, imports, the named indices."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Meta
from msgspec.structs import asdict

from domain.figures.counts import KINDS, FiguresKind, figures_stream
from projections.figures_index import (
    BroughtRow,
    FiguresRow,
    ImportRow,
    brought_by,
    held_figures,
    import_by_id,
    imports,
)
from projections.index_register import IndexRow, Said, indices, known_at
from web.api.answers import answer
from web.api.bearer import ROOT
from web.api.figures_shapes import (
    BroughtTold,
    FiguresList,
    FiguresTold,
    ImportDetail,
    ImportTold,
    IndexList,
    IndexSaid,
    IndexTold,
)
from web.api.figures_slice import find_index, index_address
from web.api.operation import AS_OF, Param, path_param, reading
from web.api.query import caught_up, query_of
from web.api.task_views import person_ref, post_ref, unit_ref
from web.figures.indices import verdict_of
from web.house import house_of
from web.register.past import view_of_list
from web.render import AnyRequest
from web.session import Visit, visit_of

PERMISSION = "figures.read"
IMPORTS_MOST = 500
KIND = Param(name="kind", kind=Literal[KINDS], text="figures_kind")  # type: ignore[valid-type]
YEAR = Param(name="year", kind=Annotated[int, Meta(ge=2000, le=2199)])
UNIT = Param(
    name="unit", kind=Annotated[str, Meta(min_length=1, max_length=60)], text="figures_unit"
)
LIST = reading(
    "list_figures", "figures", "figures", FiguresList, KIND, YEAR, UNIT, AS_OF,
    permission=PERMISSION, problems=(403, 422),
)  # fmt: skip
OF_KIND = reading(
    "list_figures_of_kind", "figures", "figures/{name}", FiguresList, path_param("name"), YEAR,
    UNIT, AS_OF, permission=PERMISSION,
)  # fmt: skip
ONE = reading(
    "read_figures_import",
    "figures",
    "figures/imports/{id}",
    ImportDetail,
    Param(name="id", where="path", kind=UUID, required=True, text="figures_import"),
    permission=PERMISSION,
)
INDICES = reading(
    "list_indices",
    "index",
    "indices",
    IndexList,
    YEAR,
    AS_OF,
    permission=PERMISSION,
    problems=(403, 422),
)
ONE_INDEX = reading(
    "read_index", "index", "indices/{name}", IndexTold, path_param("name"), permission=PERMISSION
)


class Figures(Controller):
    """Which counts hold?"""

    path = f"{ROOT}/figures"

    @get(opt=LIST)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        given = query_of(LIST, request)
        return await _held(request, given, given.get("kind", KINDS[0]))


class FiguresOfKind(Controller):
    """Which counts of one kind hold?"""

    path = f"{ROOT}/figures/{{name:str}}"

    @get(opt=OF_KIND)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        kind = next((kind for kind in KINDS if kind == name), None)
        if kind is None:
            raise NotFoundException
        return await _held(request, query_of(OF_KIND, request), kind)


class OneImport(Controller):
    """What did one import bring?"""

    path = f"{ROOT}/figures/imports/{{id:str}}"

    @get(opt=ONE)
    async def read(self, request: AnyRequest, id: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(ONE, request))
        house, visit = _house(request), visit_of(request)
        row = await import_by_id(house.pool, _id_of(id))
        if row is None:
            raise NotFoundException
        brought = await brought_by(house.pool, row.import_id)
        items = tuple(brought_told(each, visit) for each in brought)
        return answer(request, ImportDetail(told=import_told(row, visit), items=items))


class Indices(Controller):
    """How do the named indices stand?"""

    path = f"{ROOT}/indices"

    @get(opt=INDICES)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        given = query_of(INDICES, request)
        await caught_up(request, given)
        view, house = await view_of_list(request), _house(request)
        at = view.days.known_at
        rows = await indices(house.pool, given.get("year"))
        found = [row if at is None else known_at(row, at) for row in rows]
        items = tuple(index_told(row, view.visit) for row in found if row is not None)
        return answer(request, IndexList(items=items))


class OneIndex(Controller):
    """How did one index come out in a year?"""

    path = f"{ROOT}/indices/{{name:str}}"

    @get(opt=ONE_INDEX)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(ONE_INDEX, request))
        found, house = await find_index(request, name), _house(request)
        key, year = found.thing
        row = next((r for r in await indices(house.pool, year) if r.index == key), None)
        if row is None:
            raise NotFoundException
        version = (await house.ledger.versions([found.stream_id])).get(found.stream_id, 0)
        return answer(request, index_told(row, visit_of(request)), version=version)


CONTROLLERS: list[type[Controller]] = [Figures, FiguresOfKind, OneImport, Indices, OneIndex]


async def _held(request: AnyRequest, given: dict[str, Any], kind: FiguresKind) -> Response[bytes]:
    await caught_up(request, given)
    view, house = await view_of_list(request), _house(request)
    visit, at, year = view.visit, view.days.known_at, given.get("year")
    months = (f"{year}-01", f"{year}-12") if year else ("0000-00", "9999-99")
    rows = await held_figures(house.pool, kind, months, _units(given, visit), at)
    listed = await imports(house.pool, kind, IMPORTS_MOST)
    stream = figures_stream(kind)
    version = (await house.ledger.versions([stream])).get(stream, 0)
    known = [row for row in listed if at is None or row.position <= at]
    content = FiguresList(
        kind=kind,
        items=tuple(figures_told(row, visit) for row in rows),
        imports=tuple(import_told(row, visit) for row in known),
        version=version,
    )
    return answer(request, content, version=None if view.typed else version)


def _house(request: AnyRequest) -> Any:
    return house_of(request)


def _id_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFoundException from None


def _units(given: dict[str, Any], visit: Visit) -> list[UUID] | None:
    """The unit of a code; one that is not known has no figures."""
    code = given.get("unit")
    if code is None:
        return None
    return [
        unit.unit_id
        for unit in visit.ward.units.values()
        if unit.code.casefold() == code.casefold()
    ]


def figures_told(row: FiguresRow, visit: Visit) -> FiguresTold:
    """The counts of one unit in one month."""
    return FiguresTold(
        unit=unit_ref(visit, row.unit_id),
        month=row.month,
        dossiers=row.dossiers,
        survey=row.survey,
        import_id=row.import_id,
        supersedes=row.supersedes,
    )


def brought_told(row: BroughtRow, visit: Visit) -> BroughtTold:
    """The same with its rows in the file, and what took its place."""
    told = figures_told(row, visit)
    return BroughtTold(**asdict(told), file_rows=row.file_rows, superseded_by=row.superseded_by)


def import_told(row: ImportRow, visit: Visit) -> ImportTold:
    """One import."""
    return ImportTold(
        id=row.import_id,
        href=f"{ROOT}/figures/imports/{row.import_id}",
        kind=row.kind,
        file=row.file,
        person=person_ref(visit, row.person_id),
        post=post_ref(visit, row.post_id),
        recorded_at=row.recorded_at,
        reason=row.reason,
        places=row.places,
        superseding=row.superseding,
        first_month=row.first_month,
        last_month=row.last_month,
    )


def index_told(row: IndexRow, visit: Visit) -> IndexTold:
    """One index in one year."""
    name = index_address(row.index, row.year)
    return IndexTold(
        name=name,
        href=f"{ROOT}/indices/{name}",
        index=row.index,
        year=row.year,
        value=row.value,
        rank=row.rank,
        out_of=row.out_of,
        source=row.source,
        self_assessed=row.own_value,
        target_value=row.target_value,
        target_rank=row.target_rank,
        target_source=row.target_source,
        verdict=verdict_of(row),
        acts=tuple(_said(act, visit) for act in row.acts),
    )


def _said(act: Said, visit: Visit) -> IndexSaid:
    return IndexSaid(
        word=act.word,
        value=act.value,
        rank=act.rank,
        out_of=act.out_of,
        source=act.source,
        reason=act.reason,
        at=act.at,
        person=person_ref(visit, act.person_id),
    )
