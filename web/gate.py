"""The outermost layer: who visits, where a write comes from, and one line of log per request."""

from __future__ import annotations

import logging
from time import perf_counter
from typing import Any

from litestar import Litestar, Request
from litestar.datastructures import Headers
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from web.house import House
from web.problems import problem
from web.security import headers_for, is_same_origin
from web.session import Visit, recognise, stranger

log = logging.getLogger("soviec.access")

CROSS_SITE = 403
WITHOUT_VISITOR = ("/static/", "/health/")
"""Asked often, by programs: nobody is looked up for them."""


class Gate:
    """Wraps the framework's own application, so that unknown addresses pass here as well."""

    def __init__(self, house: House, app: Litestar) -> None:
        self._house = house
        self._app = app
        self._inner: ASGIApp = app.asgi_handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        began = perf_counter()
        is_head = scope["method"] == "HEAD"
        if is_head:
            # no handler answers HEAD by itself; it is a GET whose body stays here
            scope = {**scope, "method": "GET"}
        connection: Request[Any, Any, Any] = Request(scope, receive, send)
        visit = stranger(self._house, connection)
        scope["state"]["visit"] = visit
        if not scope["path"].startswith(WITHOUT_VISITOR):
            await recognise(self._house, connection, visit)
        scope["user"] = visit.user
        out = _Out(send, visit, is_head=is_head)
        try:
            if is_same_origin(scope["method"], Headers.from_scope(scope)):
                await self._inner(scope, receive, out)
            else:
                refusal = problem(connection, CROSS_SITE, "cross_site")
                await refusal.to_asgi_response(app=None, request=connection)(scope, receive, out)
        finally:
            _write_line(scope, visit, out.status, perf_counter() - began)


class _Out:
    """Puts headers and cookies on the response that leaves."""

    def __init__(self, send: Send, visit: Visit, *, is_head: bool) -> None:
        self._send = send
        self._visit = visit
        self._is_head = is_head
        self.status = 0

    async def __call__(self, message: Message) -> None:
        """One message of the response."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = list(message["headers"])
            headers += headers_for(headers, is_secure=self._visit.is_secure)
            headers += [cookie.to_encoded_header() for cookie in self._visit.cookies]
            headers.append((b"x-request-id", self._visit.request_id.encode()))
            message["headers"] = headers
        elif self._is_head and message["type"] == "http.response.body":
            message["body"] = b""
        await self._send(message)


def _write_line(scope: Scope, visit: Visit, status: int, seconds: float) -> None:
    """Method, route, status, time, account: never the address's words, bodies or cookies."""
    log.info(
        "%s %s %d %dms account=%s request=%s",
        scope["method"],
        scope.get("path_template") or "-",
        status,
        round(seconds * 1000),
        visit.user.account_id if visit.user else "-",
        visit.request_id,
    )
