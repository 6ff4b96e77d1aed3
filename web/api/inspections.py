"""Reading inspections: the list, coverage, one file, its clocks, documents and acts."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, cast, get_args

from litestar import Controller, Response, get
from litestar.params import FromPath
from msgspec import Meta

from domain.inspection.parts import Score
from domain.inspection.state import Stage
from domain.inspection_limits import InspectionKind
from projections.inspection_query import inspection_by_code
from projections.inspection_register import InspectionRow
from service.inspection_sight import Eyes, View
from web.api.answers import answer
from web.api.bearer import ROOT
from web.api.inspection_shapes import (
    ClockTold,
    CoverageTold,
    InspectionActs,
    InspectionLine,
    InspectionList,
    InspectionTold,
    PaperTold,
    ScoreTold,
    SeatTold,
    UnitCovered,
)
from web.api.operation import AS_OF, BASIS, Param, path_param, reading
from web.api.query import caught_up, named, past_of, query_of
from web.api.task_views import act_told, post_ref, unit_ref
from web.house import house_of
from web.inspections.calendar import Asked, day_of, fits, months_between, period_of, shows_score
from web.inspections.loading import Opened, eyes_of_visit, open_inspection, reader_of
from web.inspections.ordering import inspected_units
from web.inspections.past import inspections_at, programmes_at
from web.inspections.routes import WITH_ANSWERS, told_acts
from web.register.past import View as PastView
from web.register.past import view_of_list
from web.render import AnyRequest
from web.session import Visit, visit_of

PERMISSION = "inspections.read"
NAME = path_param("name")
STATES = ("open", *get_args(Stage))
FROM = Param(name="from", kind=date, text="inspected_from")
TO = Param(name="to", kind=date, text="inspected_to")
LIST = reading(
    "list_inspections",
    "inspection",
    "inspections",
    InspectionList,
    Param(
        name="unit",
        kind=Annotated[str, Meta(min_length=1, max_length=60)],
        text="inspected_unit",
    ),
    Param(name="kind", kind=InspectionKind, text="inspection_kind"),
    Param(name="state", kind=Literal[STATES], text="inspection_state"),  # type: ignore[valid-type]
    FROM,
    TO,
    AS_OF,
    permission=PERMISSION,
    problems=(403, 422),
)
COVERAGE = reading(
    "read_coverage",
    "inspection",
    "inspections/coverage",
    CoverageTold,
    FROM,
    TO,
    AS_OF,
    permission=PERMISSION,
    problems=(403, 422),
)


def of_one(id: str, path: str, returns: Any, *params: Param) -> dict[str, Any]:
    """What a handler declares that reads something of one inspection."""
    return reading(id, "inspection", f"inspections/{{name}}{path}", returns, NAME, *params,
                   permission=PERMISSION)  # fmt: skip


ONE = of_one("read_inspection", "", InspectionTold, AS_OF, BASIS)
CLOCKS = of_one("list_clocks", "/clocks", tuple[ClockTold, ...], AS_OF, BASIS)
DOCUMENTS = of_one("list_documents", "/documents", tuple[PaperTold, ...], AS_OF, BASIS)
ACTS = of_one("list_inspection_acts", "/acts", InspectionActs)


class Inspections(Controller):
    """Which inspections may I know of?"""

    path = f"{ROOT}/inspections"

    @get(opt=LIST)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        given = query_of(LIST, request)
        await caught_up(request, given)
        view = await _view(request, given)
        visit, asked = view.visit, await _asked(request, given, view)
        rows = await inspections_at(_pool(request), view, reader_of(visit_of(request)))
        eyes = eyes_of_visit(visit_of(request))
        items = tuple(line_told(row, visit, eyes) for row in rows if fits(row, asked, visit))
        content = InspectionList(items=items, from_on=asked.from_on, to_on=asked.to_on)
        return answer(request, content)


class CoverageOfUnits(Controller):
    """Who was visited in the span, and who has not been for long?"""

    path = f"{ROOT}/inspections/coverage"

    @get(opt=COVERAGE)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        given = query_of(COVERAGE, request)
        await caught_up(request, given)
        view = await _view(request, given)
        visit, asked = view.visit, await _asked(request, given, view)
        rows = await inspections_at(_pool(request), view, reader_of(visit_of(request)))
        items = tuple(
            _covered(visit, unit.unit_id, rows, asked)
            for unit in inspected_units(visit.ward, visit.today)
        )
        content = CoverageTold(
            from_on=asked.from_on,
            to_on=asked.to_on,
            units=len(items),
            visited=sum(1 for item in items if item.visited),
            items=items,
        )
        return answer(request, content)


class OneInspection(Controller):
    """The file, or its line for those who see no more."""

    path = f"{ROOT}/inspections/{{name:str}}"

    @get(opt=ONE)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        found = await _at(request, ONE, name)
        content = await file_told(request, found)
        return answer(request, content, version=_version(found))


class ClocksOfInspection(Controller):
    """Which limits run?"""

    path = f"{ROOT}/inspections/{{name:str}}/clocks"

    @get(opt=CLOCKS)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        found = await _at(request, CLOCKS, name, least="full")
        return answer(request, clocks_told(found), version=_version(found))


class DocumentsOfInspection(Controller):
    """Which papers are there, drafts or numbered?"""

    path = f"{ROOT}/inspections/{{name:str}}/documents"

    @get(opt=DOCUMENTS)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        found = await _at(request, DOCUMENTS, name, least="full")
        return answer(request, papers_told(found), version=_version(found))


class ActsOfInspection(Controller):
    """Every act as a sentence."""

    path = f"{ROOT}/inspections/{{name:str}}/acts"

    @get(opt=ACTS)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(ACTS, request))
        found = await open_inspection(request, named(name), least="full")
        acts = told_acts(found, found.file.records, visit_of(request).language)
        content = InspectionActs(items=tuple(map(act_told, acts)), version=found.file.version)
        return answer(request, content, version=found.file.version)


CONTROLLERS: list[type[Controller]] = [
    Inspections,
    CoverageOfUnits,
    OneInspection,
    ClocksOfInspection,
    DocumentsOfInspection,
    ActsOfInspection,
]


def _pool(request: AnyRequest) -> Any:
    return cast(Any, house_of(request)).pool


async def _at(
    request: AnyRequest, opt: dict[str, Any], name: str, *, least: View = "limited"
) -> Opened:
    """The inspection now or in the past that `as_of` names."""
    given = query_of(opt, request)
    await caught_up(request, given)
    past_of(request, given)  # tells what is no day and no place in the log
    return await open_inspection(request, named(name), least=least)


def _version(found: Opened) -> int | None:
    """For If-Match; the past has none, and who sees only the line is told none."""
    return found.file.version if found.past is None and found.sight.view == "full" else None


async def _view(request: AnyRequest, given: dict[str, Any]) -> PastView:
    """The moment that a list is asked for."""
    past_of(request, given)  # tells what is no day and no place in the log
    return await view_of_list(request)


async def _asked(request: AnyRequest, given: dict[str, Any], view: PastView) -> Asked:
    """The span that was asked for; else the period of the programme of that day."""
    shelf = await programmes_at(_pool(request), view)
    first, last = period_of(view.visit.today, shelf)
    return Asked(
        unit=given.get("unit", "").casefold(),
        kind=given.get("kind", ""),
        state=given.get("state", ""),
        from_on=given.get("from", first),
        to_on=given.get("to", last),
    )


def line_told(row: InspectionRow, visit: Visit, eyes: Eyes) -> InspectionLine:
    """A row for this reader; the ward that names its offices may be one of the past."""
    return InspectionLine(
        name=row.code,
        href=f"{ROOT}/inspections/{row.code}",
        kind=row.kind,
        stage=row.stage,
        unit=unit_ref(visit, row.unit_id),
        leader=post_ref(visit, row.leader_post),
        from_on=row.from_on,
        to_on=row.to_on,
        visit_on=row.visit_on,
        opened_at=row.opened_at,
        scaled=row.scaled if shows_score(row, eyes) else "",
    )


def _covered(visit: Visit, unit_id: Any, rows: list[InspectionRow], asked: Asked) -> UnitCovered:
    own = [
        row
        for row in rows
        if row.unit_id == unit_id and row.opened_at is not None and row.stage != "cancelled"
    ]
    last = max((day_of(row) for row in own), default=None)
    return UnitCovered(
        unit=unit_ref(visit, unit_id),
        last_on=last,
        months_since=months_between(last, visit.today) if last else None,
        visited=any(
            row.kind == "scheduled" and asked.from_on <= day_of(row) <= asked.to_on for row in own
        ),
    )


async def file_told(request: AnyRequest, found: Opened) -> InspectionTold:
    """As much as the reader may see."""
    visit = visit_of(request)
    row = await inspection_by_code(_pool(request), found.code, reader_of(visit))
    assert row is not None, "an inspection that was opened has a row"
    line = line_told(row, visit, eyes_of_visit(visit))
    if found.sight.view != "full":
        return InspectionTold(line=line, view="limited")
    it = found.file.inspection
    return InspectionTold(
        line=line,
        view="full",
        version=found.file.version,
        contents=it.contents,
        rights=it.rights,
        period_from=it.period_from,
        period_to=it.period_to,
        orderer=post_ref(visit, it.orderer_post),
        ordered_at=it.ordered_at,
        was_sealed=it.seal_id is not None,
        team=tuple(
            SeatTold(
                post=post_ref(visit, member.post_id),
                part=member.part,
                has_declared=member.has_declared,
                has_conflict=member.has_conflict,
            )
            for member in found.file.team
        ),
        clocks=clocks_told(found),
        scores=scores_told(found),
        documents=papers_told(found),
    )


def clocks_told(found: Opened) -> tuple[ClockTold, ...]:
    """Limits of the inspection itself."""
    return tuple(
        ClockTold(**{name: getattr(clock, name) for name in ClockTold.__struct_fields__})
        for clock in found.file.clocks
    )


def scores_told(found: Opened) -> tuple[ScoreTold, ...]:
    """Per field and whole, for those who see the answers."""
    if not found.sight.answers:
        return ()
    whole: list[tuple[int | None, Score]] = [(None, found.file.score)]
    whole += sorted(found.file.by_field.items())
    return tuple(
        ScoreTold(
            field=field, reached=score.reached, applicable=score.applicable, scaled=score.scaled
        )
        for field, score in whole
    )


def papers_told(found: Opened) -> tuple[PaperTold, ...]:
    """Documents that this reader may know of."""
    return tuple(
        PaperTold(
            kind=paper.kind,
            number=f"{paper.document.number}/{paper.document.notation}".rstrip("/")
            if paper.document
            else "",
            issued_on=paper.document.issued_on if paper.document else None,
            is_entered=paper.is_entered,
            at=paper.at,
        )
        for paper in found.file.papers
        if found.sight.answers or paper.kind not in WITH_ANSWERS
    )
