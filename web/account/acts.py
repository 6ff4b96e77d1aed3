"""What was done to accounts: for the auditor to watch, and for the administrator to look up."""

from __future__ import annotations

from litestar import Controller, Response, get

from web.house import house_of
from web.plain_address import number_of
from web.render import AnyRequest, Crumb, page
from web.session import visit_of
from web.texts import say

ADDRESS = "/audit/accounts"


class AccountActs(Controller):
    """Who gave, locked and renewed which account, and when?"""

    path = ADDRESS

    @get(opt={"permission": "accounts.acts"})
    async def show(self, request: AnyRequest) -> Response[str]:
        visit = visit_of(request)
        found = await house_of(request).accounts.acts(
            before=_number(request, "before"), after=_number(request, "after")
        )
        acts = found.acts
        title = say(visit.language, "title.account_acts")
        return page(
            request,
            "account/acts.html",
            acts=acts,
            later=f"{ADDRESS}?after={acts[0].act_id}" if acts and found.has_later else None,
            earlier=f"{ADDRESS}?before={acts[-1].act_id}" if acts and found.has_earlier else None,
            crumbs=_way(request, title),
        )


CONTROLLERS: list[type[Controller]] = [AccountActs]


def _number(request: AnyRequest, name: str) -> int | None:
    return number_of(request.query_params.get(name, ""))


def _way(request: AnyRequest, title: str) -> tuple[Crumb, ...]:
    visit = visit_of(request)
    if "T" not in visit.roles:
        return ()
    return (Crumb(say(visit.language, "title.accounts"), "/admin/accounts"), Crumb(title))
