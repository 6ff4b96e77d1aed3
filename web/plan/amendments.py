"""Pages of amendments: what is asked, what was put to the committee, what was decided."""

from __future__ import annotations

from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from projections.plan_file import RequestView
from web.plan.in_force import READ, plan_page, shown_line
from web.plan.loading import own_units, plan_in_force
from web.plan.review import names_of
from web.render import AnyRequest
from web.session import visit_of

OPEN_STAGES = ("asked", "consolidated")


class Amendments(Controller):
    """What is asked, what was put to the committee, what was decided."""

    path = "/plan/{code:str}/amendments"

    @get(opt=READ)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        file = await plan_in_force(request, code)
        seen = [r for r in file.requests if sees(request, r)]
        return plan_page(
            request,
            "plan/amendments.html",
            file,
            "local.amendments",
            open_requests=[r for r in seen if r.stage in OPEN_STAGES],
            closed_requests=[r for r in reversed(seen) if r.stage not in OPEN_STAGES],
            own=own_units(request),
            shown_line=lambda line: shown_line(line, file, names_of(request)),
        )


def sees(request: AnyRequest, asked: RequestView) -> bool:
    """A unit sees its own requests; the offices that decide and the auditor see all."""
    visit = visit_of(request)
    if visit.reach & {"C", "V", "O", "K", "A"}:
        return True
    return asked.asked.unit_id in {post.unit_id for post in visit.posts}


class OneAmendment(Controller):
    """One request on a page of its own."""

    path = "/plan/{code:str}/amendments/{number:int}"

    @get(opt=READ)
    async def show(
        self, request: AnyRequest, code: FromPath[str], number: FromPath[int]
    ) -> Response[str]:
        file = await plan_in_force(request, code)
        asked = file.request(number)
        if asked is None or not sees(request, asked):
            raise NotFoundException
        return plan_page(
            request,
            "plan/amendments.html",
            file,
            "local.amendments",
            open_requests=[asked] if asked.stage in OPEN_STAGES else [],
            closed_requests=[] if asked.stage in OPEN_STAGES else [asked],
            own=own_units(request),
            shown_line=lambda line: shown_line(line, file, names_of(request)),
        )


CONTROLLERS = (Amendments, OneAmendment)
