"""Builds the web application from a house: every page of it is listed here by hand."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Litestar, Router
from litestar.datastructures import State

from web import (
    account,
    assets,
    checklists,
    evaluation_files,
    evaluations,
    figures,
    findings,
    inspections,
    minutes,
    org,
    plan,
    plan_overview,
    register,
    rule_sets,
    start,
    tasks,
    trouble,
    units,
    visit,
    what_if,
    work,
)
from web.api import routes as api
from web.api.bearer import is_api
from web.api.problems import API_HANDLERS
from web.gate import Gate
from web.house import House
from web.permissions import guard
from web.problems import HANDLERS
from web.render import AnyRequest
from web.sealed import routes as sealed
from web.visit.queue import QUEUE_HANDLERS, is_queue
from web.work import export as my_work_files

BODY_OCTETS_MAX = 2_000_000
"""Of a form; a handler that takes files says its own limit."""


def create_app(house: House) -> Litestar:
    """The application over a house whose connections are open."""
    app = Litestar(
        [Router("/", route_handlers=[*controllers(house)])],
        guards=[guard],
        exception_handlers=by_address(),
        state=State({"house": house}),
        openapi_config=None,
        logging_config=None,
        request_max_body_size=BODY_OCTETS_MAX,
    )
    app.asgi_handler = Gate(house, app)
    return app


def by_address() -> dict[Any, Any]:
    """Trouble is told as a page or, under the address of the API, as JSON.

    Addresses that do not exist only reach handlers of the whole application, so the choice is
    made here and not by router.
    """

    def choose(kind: Any) -> Any:
        to_people = HANDLERS.get(kind, HANDLERS[Exception])
        to_programs = API_HANDLERS.get(kind, API_HANDLERS[Exception])

        to_phones = QUEUE_HANDLERS.get(kind, to_people)

        def answer(request: AnyRequest, error: Any) -> Any:
            path = request.scope["path"]
            if is_queue(path):
                return to_phones(request, error)
            return (to_programs if is_api(path) else to_people)(request, error)

        return answer

    return {kind: choose(kind) for kind in {**HANDLERS, **API_HANDLERS}}


def controllers(house: House) -> list[type[Controller]]:
    """All pages; those of the demo do not exist outside it."""
    return [
        assets.StaticFiles,
        *account.routes.CONTROLLERS,
        *account.admin.CONTROLLERS,
        *account.acts.CONTROLLERS,
        *account.tokens.CONTROLLERS,
        *trouble.routes.CONTROLLERS,
        *start.routes.CONTROLLERS,
        *start.begin.CONTROLLERS,
        *work.routes.CONTROLLERS,
        *my_work_files.CONTROLLERS,
        *register.routes.CONTROLLERS,
        *plan_overview.routes.CONTROLLERS,
        *tasks.CONTROLLERS,
        *inspections.CONTROLLERS,
        *visit.CONTROLLERS,
        *findings.CONTROLLERS,
        *checklists.CONTROLLERS,
        *figures.CONTROLLERS,
        *evaluations.CONTROLLERS,
        *what_if.CONTROLLERS,
        *evaluation_files.CONTROLLERS,
        *rule_sets.CONTROLLERS,
        *minutes.CONTROLLERS,
        *sealed.CONTROLLERS,
        *plan.CONTROLLERS,
        *org.CONTROLLERS,
        *units.CONTROLLERS,
        *api.CONTROLLERS,
        *(start.demo.CONTROLLERS if house.settings.demo else start.setup.CONTROLLERS),
    ]
