"""The front door: to the start page of the role, the demo's table, the set-up or the log-in."""

from __future__ import annotations

from litestar import Controller, get
from litestar.response import Redirect

from web.house import house_of
from web.navigation import start_of
from web.render import AnyRequest, go_to
from web.session import visit_of


class FrontDoor(Controller):
    """No page of its own."""

    path = "/"

    @get(opt={"public": True})
    async def enter(self, request: AnyRequest) -> Redirect:
        visit, house = visit_of(request), house_of(request)
        if visit.user is not None:
            return go_to("/login/new-password" if visit.user.must_change else start_of(visit))
        if house.settings.demo:
            return go_to("/demo")
        if not visit.is_unreachable and await house.accounts.is_empty():
            return go_to("/setup")
        return go_to("/login")


CONTROLLERS: list[type[Controller]] = [FrontDoor]
