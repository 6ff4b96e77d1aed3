"""The minutes of one inspection: what they say, how far they are, what can be done now."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath
from markupsafe import Markup

from domain.inspection import commands as c
from service.documents.minutes_paper import minutes_paper
from service.documents.pdf import code_picture
from web.act_pages import allowed
from web.inspections.loading import Opened
from web.inspections.routes import crumbs_of as inspection_crumbs
from web.minutes.loading import Shown, open_full, shown_minutes
from web.minutes.papers import paper_links
from web.minutes.steps import names_of, steps_of
from web.minutes.witness_sight import may_read_witness, outside_witness
from web.render import AnyRequest, Crumb, page
from web.session import visit_of
from web.tasks.naming import Names
from web.texts import say


class MinutesPage(Controller):
    """What was found, who has signed?"""

    path = "/inspections/{code:str}/minutes"

    @get(opt={"permission": "inspections.read"})
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        opened = await open_full(request, code)
        if not opened.sight.answers:
            return page(request, "minutes/waiting.html", opened=opened, **_frame(request, opened))
        shown = await shown_minutes(request, opened)
        names = names_of(request, shown)
        return page(
            request,
            "minutes/minutes.html",
            opened=opened,
            shown=shown,
            steps=steps_of(request, shown) if opened.file.inspection.opened_at else (),
            paper=minutes_paper(shown.facts),
            picture=_picture(shown),
            paper_links=paper_links(opened),
            addenda=opened.file.addenda,
            names=names,
            may_add=_may_add(request, shown),
            witness_href=_witness_href(request, opened),
            **_frame(request, opened),
        )


def _may_add(request: AnyRequest, shown: Shown) -> bool:
    is_open = shown.it.frozen_at is not None and shown.it.stage not in ("closed", "cancelled")
    return is_open and allowed(request, c.AddMinutesAddendum, shown.it)


def _witness_href(request: AnyRequest, opened: Opened) -> str:
    is_for_me = outside_witness(opened) and may_read_witness(request, opened)
    return f"{opened.address}/minutes/witness" if is_for_me else ""


def _picture(shown: Shown) -> str:
    """The QR code, once there is something to check; our own drawing, so it may be markup."""
    check = shown.facts.check()
    if check is None or shown.it.frozen_at is None:
        return ""
    return Markup(code_picture(check.address))


def _frame(request: AnyRequest, opened: Opened) -> dict[str, Any]:
    visit = visit_of(request)
    names = Names(visit.ward, visit.language, visit.today)
    return {
        "unit_name": names.unit(opened.file.inspection.unit_id),
        "crumbs": crumbs_of(request, opened, is_last=True),
    }


def crumbs_of(request: AnyRequest, opened: Opened, *, is_last: bool = False) -> tuple[Crumb, ...]:
    """Inspections › code › minutes, perhaps › act."""
    language = visit_of(request).language
    names = Names(opened.ward, language, opened.file.today)
    title = say(language, "minutes.title")
    address = None if is_last else f"{opened.address}/minutes"
    return (*inspection_crumbs(opened, names), Crumb(title, address))


CONTROLLERS: list[type[Controller]] = [MinutesPage]
