"""The outermost layer: who visits, where a write comes from, and one line of log per request."""

from __future__ import annotations

import logging
from time import perf_counter
from typing import Any

from litestar import Litestar, Request
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from web.api.bearer import ROOT, is_api, recognise_token
from web.api.problems import problem as api_problem
from web.house import House
from web.plain_address import is_plain, plain_query
from web.problems import problem
from web.security import headers_for, is_same_origin
from web.session import Visit, recognise, stranger
from web.unread_body import UnreadBody

log = logging.getLogger("soviec.access")

CROSS_SITE = 403
NOT_FOUND = 404
WITHOUT_VISITOR = ("/static/", "/health/")
"""Asked often, by programs: nobody is looked up for them."""
WITHOUT_LINE = ("/sealed", f"{ROOT}/sealed")
"""Whoever reads the log may not learn that something was sealed, read or opened."""


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
        body = UnreadBody(scope, receive, send)
        await self._serve(scope, body.receive, body.send)
        await body.finish()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = perf_counter()
        is_head = scope["method"] == "HEAD"
        if is_head:
            # no handler answers HEAD by itself; it is a GET whose body stays here
            scope = {**scope, "method": "GET"}
        scope = {**scope, "query_string": plain_query(scope["query_string"])}
        connection: Request[Any, Any, Any] = Request(scope, receive, send)
        visit = stranger(self._house, connection)
        scope["state"]["visit"] = visit
        by_token = is_api(scope["path"])
        if by_token:
            await recognise_token(self._house, connection, visit)
        elif not scope["path"].startswith(WITHOUT_VISITOR):
            await recognise(self._house, connection, visit)
        scope["user"] = visit.user
        out = _Out(send, visit, is_head=is_head)
        try:
            if not is_plain(scope["path"]):
                tell = api_problem if by_token else problem
                nowhere = tell(connection, NOT_FOUND, "not_found")
                await nowhere.to_asgi_response(app=None, request=connection)(scope, receive, out)
                return
            # no page can make a browser send a token, so where a request comes from says nothing
            if by_token or is_same_origin(scope["method"], connection.headers):
                await self._inner(scope, receive, out)
            else:
                refusal = problem(connection, CROSS_SITE, "cross_site")
                await refusal.to_asgi_response(app=None, request=connection)(scope, receive, out)
        finally:
            if not (visit.leaves_no_line or _is_unlogged(scope["path"])):
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


def _is_unlogged(path: str) -> bool:
    return any(path == each or path.startswith(f"{each}/") for each in WITHOUT_LINE)


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
