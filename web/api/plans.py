"""Reading plans: the shelf, one plan or draft with its lines, versions, amendments, overview."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, cast

from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Meta

from domain.plan.state import changes
from domain.values import FIELDS
from projections.plan_file import PlanFile
from projections.plan_index import PlanRow, plans
from projections.plan_overview import Basis, Numbers, groups, overview_of
from projections.register_filter import ALL_STAGES, RegisterFilter
from web.api.answers import answer
from web.api.operation import AS_OF, Param, path_param, reading
from web.api.plan_shapes import (
    CellTold,
    Counted,
    LineChanged,
    OverviewTold,
    PlanDetail,
    PlanLineTold,
    ProblemTold,
    ReportOwed,
    RequestTold,
    VersionTold,
)
from web.api.plan_slice import name_in_address, plan_at
from web.api.query import caught_up, named, past_of, query_of
from web.api.task_views import unit_ref
from web.house import house_of
from web.permissions import may_open
from web.plan.amendments import sees as sees_request
from web.plan.report_days import report_days
from web.plan_overview.views import SCOPES
from web.register.past import view_of_list
from web.register.routes import pool_of
from web.render import AnyRequest
from web.session import visit_of

READ = "plan.read"
DRAFTS = "plan.issue"
IN_FORCE = ("issued", "closed")
NAME = path_param("name")
Version = Annotated[int, Meta(ge=1, le=9999)]


SHELF = reading(
    "list_plans", "plan", "plans", tuple[PlanRow, ...], permission=READ, problems=(403, 422)
)


def of_plan(id: str, path: str, returns: Any, *params: Param) -> dict[str, Any]:
    """What a handler declares that reads something of one plan."""
    return reading(id, "plan", f"plans/{{name}}{path}", returns, NAME, *params, permission=READ)


ONE = of_plan("read_plan", "", PlanDetail)
VERSION = of_plan(
    "read_plan_version", "/versions/{number}", VersionTold, path_param("number", Version)
)
CHANGES = of_plan(
    "list_plan_changes",
    "/changes",
    tuple[LineChanged, ...],
    Param(name="from", kind=Version, required=True),
    Param(name="to", kind=Version, required=True),
)
AMENDMENTS = of_plan("list_amendments", "/amendments", tuple[RequestTold, ...])
REPORTS = of_plan("list_report_days", "/report-days", tuple[ReportOwed, ...])
OVERVIEW = of_plan(
    "read_plan_overview",
    "/overview",
    OverviewTold,
    Param(name="scope", kind=Literal["all", "city", "ward"]),
    Param(name="basis", kind=Literal["verified", "claimed"], text="count_basis"),
    AS_OF,
)


class Shelf(Controller):
    """Plans in force, and drafts for those who review and issue them."""

    path = "/api/v1/plans"

    @get(opt=SHELF)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        await caught_up(request, query_of(SHELF, request))
        stages = () if may_open(visit_of(request), DRAFTS) else IN_FORCE
        return answer(request, tuple(await plans(pool_of(request), *stages)))


class OnePlan(Controller):
    """A plan by its code, a draft by its id."""

    path = "/api/v1/plans/{name:str}"

    @get(opt=ONE)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(ONE, request))
        file = await plan_at(request, named(name))
        return answer(request, _detail(file), version=file.stream_version)


class OneVersion(Controller):
    """The lines as an earlier decision left them."""

    path = "/api/v1/plans/{name:str}/versions/{number:str}"

    @get(opt=VERSION)
    async def read(
        self, request: AnyRequest, name: FromPath[str], number: FromPath[str]
    ) -> Response[bytes]:
        await caught_up(request, query_of(VERSION, request))
        file = await plan_at(request, named(name))
        found = [v for v in file.plan.versions if str(v.number) == number]
        if not found:
            raise NotFoundException
        version = found[0]
        content = VersionTold(
            number=version.number,
            document=version.document,
            decided_on=version.decided_on,
            lines=version.lines,
        )
        return answer(request, content)


class ChangesBetween(Controller):
    """What differs between two versions."""

    path = "/api/v1/plans/{name:str}/changes"

    @get(opt=CHANGES)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        given = query_of(CHANGES, request)
        await caught_up(request, given)
        file = await plan_at(request, named(name))
        if not {given["from"], given["to"]} <= {v.number for v in file.plan.versions}:
            raise NotFoundException
        older, newer = sorted((given["from"], given["to"]))
        found = [
            LineChanged(ref=change.ref, before=change.before, after=change.after)
            for change in changes(file.plan, older, newer)
        ]
        return answer(request, found)


class Amendments(Controller):
    """What is asked, put to the committee, decided; a unit sees its own."""

    path = "/api/v1/plans/{name:str}/amendments"

    @get(opt=AMENDMENTS)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(AMENDMENTS, request))
        file = await plan_at(request, named(name))
        found = [_request(request, each) for each in file.requests if sees_request(request, each)]
        return answer(request, found, version=file.stream_version)


class ReportDays(Controller):
    """Which reports the plan asks for, and until when."""

    path = "/api/v1/plans/{name:str}/report-days"

    @get(opt=REPORTS)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(REPORTS, request))
        file, visit = await plan_at(request, named(name)), visit_of(request)
        found = [
            ReportOwed(
                every=each.duty.every,
                period=each.period,
                last_on=each.last_on,
                is_past=each.is_past,
                working_days_left=each.working_days,
            )
            for each in report_days(file.plan, visit.ward, visit.today)
        ]
        return answer(request, found)


class PlanOverview(Controller):
    """How does the plan stand, per field and unit?"""

    path = "/api/v1/plans/{name:str}/overview"

    @get(opt=OVERVIEW)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        given = query_of(OVERVIEW, request)
        await caught_up(request, given)
        past = past_of(request, given)
        file = await plan_at(request, named(name))
        if file.plan.life not in IN_FORCE:
            raise NotFoundException
        view, house = await view_of_list(request), cast(Any, house_of(request))
        plan, scope = file.plan, given.get("scope", "all")
        basis = cast(Basis, given.get("basis", "verified"))
        period = (plan.period_from or date.min, plan.period_to or date.max)
        asked = RegisterFilter(
            stages=ALL_STAGES, sources=SCOPES[scope], within_plan=(plan.plan_id, *period)
        )
        found = overview_of(await groups(house.pool, asked, view.days))
        content = OverviewTold(
            name=name_in_address(file),
            as_of=past.on if past else None,
            scope=scope,
            basis=basis,
            all=_counted(found.all, basis),
            by_field={str(f): _counted(found.rows[f], basis) for f in FIELDS},
            cells=tuple(
                CellTold(
                    field=field,
                    unit=unit_ref(view.visit, lead),
                    counted=_counted(numbers, basis),
                )
                for (field, lead), numbers in found.cells.items()
            ),
        )
        return answer(request, content)


CONTROLLERS: list[type[Controller]] = [
    Shelf,
    OnePlan,
    OneVersion,
    ChangesBetween,
    Amendments,
    ReportDays,
    PlanOverview,
]


def _counted(numbers: Numbers, basis: Basis) -> Counted:
    return Counted(
        done_on_time=numbers.pair("done_on_time", basis),
        done_late=numbers.pair("done_late", basis),
        in_time=numbers.pair("in_time", basis),
        overdue=numbers.pair("overdue", basis),
        total=numbers.total,
        by_class=dict(numbers.by_class),
    )


def _detail(file: PlanFile) -> PlanDetail:
    plan = file.plan
    return PlanDetail(
        plan_id=plan.plan_id,
        name=name_in_address(file),
        code=plan.code,
        title=plan.title,
        life=plan.life,
        version=file.stream_version,
        plan_version=plan.version,
        period_from=plan.period_from,
        period_to=plan.period_to,
        derived=plan.derived,
        lines=tuple(
            PlanLineTold(
                line=each.line, derived=each.derived, touched=each.touched, reading=each.reading
            )
            for each in file.lines
        ),
        problems=tuple(
            ProblemTold(
                index=each.index,
                code=each.problem.code,
                where=each.problem.where,
                settled=each.settled,
                note=each.note,
            )
            for each in file.problems
        ),
        unknown_units=plan.unknown_units,
        targets=plan.targets,
        versions=tuple(version.number for version in plan.versions),
    )


def _request(request: AnyRequest, each: Any) -> RequestTold:
    return RequestTold(
        number=each.number,
        request_id=each.asked.request_id,
        unit=unit_ref(visit_of(request), each.asked.unit_id),
        ref=each.asked.ref,
        what=each.asked.what,
        proposed=each.asked.proposed,
        stage=each.stage,
        reason=each.reason,
        asked_at=each.asked_at,
        proposal=each.proposal,
        why=each.why,
        decided_at=each.decided_at,
        document=each.document,
        version=each.version,
    )
