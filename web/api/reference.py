"""The specification for programs, and the same for people: a page made of it."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Controller, Response, get

from web.api.answers import answer
from web.api.openapi import specification
from web.api.reference_view import code_rows, tag_views
from web.render import AnyRequest, page
from web.session import visit_of


class Specification(Controller):
    """What the API is, in its own language."""

    path = "/api/openapi.json"

    @get(opt={"public": True})
    async def read(self, request: AnyRequest) -> Response[bytes]:
        content: dict[str, Any] = specification(request.app, visit_of(request).language)
        return answer(request, msgspec.Raw(msgspec.json.encode(content)))


class Reference(Controller):
    """How do other programs read and act here?"""

    path = "/api"

    @get(opt={"public": True})
    async def show(self, request: AnyRequest) -> Response[str]:
        visit = visit_of(request)
        spec = specification(request.app, visit.language)
        return page(
            request,
            "api/reference.html",
            spec=spec,
            tags=tag_views(spec),
            codes=code_rows(visit.language),
            crumbs=(),
        )


CONTROLLERS: list[type[Controller]] = [Specification, Reference]
