"""A version of a checklist as an inspector will see it on the phone: one item a screen."""

from __future__ import annotations

from litestar import Controller, Response, get
from litestar.params import FromPath

from domain.checklist_item import Item
from web.checklists.loading import crumbs, opened
from web.inspections.ordering import inspected_units
from web.org.views import slug_of
from web.plain_address import number_of
from web.render import AnyRequest, Crumb, page
from web.session import visit_of
from web.texts import say
from web.visit.item_view import decimal
from web.visit.proposing import rule_of

ADDRESS = "/checklists"
KINDS = ("scheduled", "surprise")


class VisitPreview(Controller):
    """How does it look on site?"""

    path = f"{ADDRESS}/{{code:str}}/v/{{number:str}}/visit"

    @get(opt={"permission": "checklists.read"})
    async def show(
        self, request: AnyRequest, code: FromPath[str], number: FromPath[str]
    ) -> Response[str]:
        found = await opened(request, code)
        view = found.edition(number_of(number))
        visit, query = visit_of(request), request.query_params
        units = inspected_units(visit.ward, visit.today)
        unit = next((u for u in units if slug_of(u) == query.get("unit", "")), None)
        kind = query.get("kind", "") if query.get("kind", "") in KINDS else KINDS[0]
        items = [
            item
            for item in view.items
            if (item.surprise_fit or kind != "surprise") and (unit is None or item.applies(unit))
        ]
        place = place_of(items, query.get("item", ""))
        address = f"{ADDRESS}/{found.row.code}/v/{view.number}"

        def href(**changes: str) -> str:
            asked = {"kind": kind, "unit": slug_of(unit) if unit else ""} | changes
            said = "&".join(f"{name}={value}" for name, value in asked.items() if value)
            return f"{address}/visit?{said}"

        return page(
            request,
            "checklists/preview.html",
            item=items[place] if items else None,
            rule=rule_of(items[place]) if items else None,
            place=place + 1,
            total=len(items),
            previous=items[place - 1].code if place else "",
            next=items[place + 1].code if place + 1 < len(items) else "",
            href=href,
            decimal=decimal,
            kinds=[(each, say(visit.language, f"inspection.kind.{each}"), href(kind=each, item=""),
                    each == kind) for each in KINDS],
            units=[("", say(visit.language, "checklist.preview.every"), href(unit=""),
                    unit is None)]
            + [(slug_of(u), u.name_on(visit.today), href(unit=slug_of(u)), u == unit)
               for u in units],
            back=address,
            crumbs=crumbs(
                request,
                Crumb(found.state.title, address),
                Crumb(say(visit.language, "checklist.preview")),
            ),
        )  # fmt: skip


CONTROLLERS: tuple[type[Controller], ...] = (VisitPreview,)


def place_of(items: list[Item], code: str) -> int:
    """Where an item stands among those of such a visit; the first if it is not one of them."""
    return next((n for n, item in enumerate(items) if item.code == code), 0)
