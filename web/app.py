"""Builds the web application from a house: every page of it is listed here by hand."""

from __future__ import annotations

from litestar import Controller, Litestar, Router
from litestar.datastructures import State

from web import account, assets, org, plan, plan_overview, register, start, tasks, trouble, work
from web.gate import Gate
from web.house import House
from web.permissions import guard
from web.problems import HANDLERS

BODY_OCTETS_MAX = 2_000_000
"""Of a form; a handler that takes files says its own limit."""


def create_app(house: House) -> Litestar:
    """The application over a house whose connections are open."""
    app = Litestar(
        [Router("/", route_handlers=[*controllers(house)])],
        guards=[guard],
        exception_handlers=HANDLERS,
        state=State({"house": house}),
        openapi_config=None,
        logging_config=None,
        request_max_body_size=BODY_OCTETS_MAX,
    )
    app.asgi_handler = Gate(house, app)
    return app


def controllers(house: House) -> list[type[Controller]]:
    """All pages; those of the demo do not exist outside it."""
    return [
        assets.StaticFiles,
        *account.routes.CONTROLLERS,
        *account.admin.CONTROLLERS,
        *trouble.routes.CONTROLLERS,
        *start.routes.CONTROLLERS,
        *work.routes.CONTROLLERS,
        *register.routes.CONTROLLERS,
        *plan_overview.routes.CONTROLLERS,
        *tasks.CONTROLLERS,
        *plan.CONTROLLERS,
        *org.CONTROLLERS,
        *(start.demo.CONTROLLERS if house.settings.demo else start.setup.CONTROLLERS),
    ]
