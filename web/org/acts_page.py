"""The acts of the organisation for whoever watches over it."""

from __future__ import annotations

from litestar import Controller, Response, get

from domain.ids import ORGANISATION
from web.act_list import window
from web.house import house_of
from web.org.pages import org_page, root
from web.org.telling import told_acts
from web.render import AnyRequest, Crumb
from web.session import visit_of
from web.texts import say


class OrganisationActs(Controller):
    """Who changed what in the organisation, newest first."""

    path = "/org/acts"

    @get(opt={"permission": "org.acts"})
    async def show(self, request: AnyRequest) -> Response[str]:
        language, asked = visit_of(request).language, request.query_params
        history = await house_of(request).ledger.load(ORGANISATION)
        page_of = window(history, asked.get("before", ""), asked.get("after", ""))
        heading = say(language, "org.acts.title")
        return org_page(
            request,
            "org/acts.html",
            "/org/acts",
            heading=heading,
            local_label=say(language, "org.title"),
            page_of=page_of,
            acts=told_acts(history, page_of.facts, language),
            crumbs=(root(request), Crumb(heading)),
        )


CONTROLLERS = (OrganisationActs,)
