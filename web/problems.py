"""Pages for trouble: what happened in one sentence, what was kept, what to do; never a trace."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from litestar import Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from domain.refusal import Refused
from service.append_queue import Busy, NoRoom, Unavailable
from service.login_attempts import SlowDown
from service.unreachable import FULL as NO_ROOM_LEFT
from service.unreachable import UNREACHABLE
from web import refusals
from web.forms import Form
from web.navigation import menu
from web.permissions import NewPasswordNeeded, NotSignedIn
from web.render import AnyRequest, page
from web.security import FormExpired
from web.session import visit_of

log = logging.getLogger("soviec.web")

NOT_FOUND = 404
CONFLICT = 409
UNPROCESSABLE = 422
TOO_MANY = 429
BROKEN = 500
AWAY = 503
FULL = 507
RETRY_SECONDS = "5"

KNOWN = {
    400: "bad_request",
    403: "cross_site",
    404: "not_found",
    405: "wrong_method",
    413: "too_large",
    415: "wrong_kind",
    429: "too_many",
    503: "away",
}
"""Status and the key of its page; every other one is told as `broken`."""

Answer = Response[Any]
Handler = Callable[[AnyRequest, Any], Answer]


def problem(
    request: AnyRequest, status: int, name: str, headers: dict[str, str] | None = None, **facts: Any
) -> Answer:
    """The page of one kind of trouble, by its name in the texts.

    The address leaves no trace in it: what is hidden and what does not exist look the same.
    """
    visit = visit_of(request)
    other = "en" if visit.language == "vi" else "vi"
    return page(
        request,
        "trouble/problem.html",
        status,
        headers=headers,
        name=name,
        problem_facts=facts,
        nav=menu(visit, ""),
        other_lang_href=f"?lang={other}",
    )


def on_http(request: AnyRequest, error: HTTPException) -> Answer:
    """What the framework refuses, or a handler by its status."""
    if request.url.path.startswith("/health/"):
        return Response({"status": error.status_code}, status_code=error.status_code)
    if error.status_code >= BROKEN and error.status_code not in KNOWN:
        return on_anything(request, error)
    headers = {"retry-after": RETRY_SECONDS} if error.status_code in (TOO_MANY, AWAY) else {}
    if "allow" in (error.headers or {}):
        headers["allow"] = error.headers["allow"]  # type: ignore[index]
    name = KNOWN.get(error.status_code, "bad_request")
    return problem(request, error.status_code, name, headers, seconds=RETRY_SECONDS)


def on_not_signed_in(request: AnyRequest, error: NotSignedIn) -> Answer:
    """To the log-in and back."""
    path, query = request.url.path, request.url.query
    wanted = urlencode({"next": f"{path}?{query}" if query else path})
    return Redirect(f"/login?{wanted}", status_code=303)


def on_new_password(request: AnyRequest, error: NewPasswordNeeded) -> Answer:
    """The initial password leads here from every page."""
    return Redirect("/login/new-password", status_code=303)


def on_expired(request: AnyRequest, error: FormExpired) -> Answer:
    """The text is kept and can be sent again with a fresh proof, after a log-in if need be."""
    return page(
        request,
        "trouble/expired.html",
        UNPROCESSABLE,
        form=Form(visit_of(request).language, error.typed),
        action=request.url.path,
    )


def on_refused(request: AnyRequest, refused: Refused) -> Answer:
    """A refusal that no form has shown beside what was typed."""
    visit = visit_of(request)
    if refused.code == "not_found":
        return problem(request, NOT_FOUND, "not_found")
    moved = refused.code == "version_moved"
    return page(
        request,
        "trouble/refused.html",
        CONFLICT if moved else UNPROCESSABLE,
        sentence=refusals.sentence(refused, visit.language, visit.ward),
        moved=moved,
    )


def on_slow_down(request: AnyRequest, error: SlowDown) -> Answer:
    """Too many tries; the page says for how long."""
    return problem(
        request,
        TOO_MANY,
        "too_many",
        {"retry-after": str(error.seconds)},
        seconds=error.seconds,
    )


def on_away(request: AnyRequest, error: Exception) -> Answer:
    """The database or the queue does not answer; nothing is known to be lost."""
    log.warning("%s: %s", visit_of(request).request_id, type(error).__name__)
    return problem(request, AWAY, "away", {"retry-after": RETRY_SECONDS})


def on_no_room(request: AnyRequest, error: Exception) -> Answer:
    """A disk of the server is full: reading goes on, and somebody has to make room."""
    log.error("%s: no room on the disk", visit_of(request).request_id)
    return problem(request, FULL, "full", {"retry-after": RETRY_SECONDS})


def on_anything(request: AnyRequest, error: Exception) -> Answer:
    """A slip of ours: the trace goes to the log under the number the page shows."""
    number = visit_of(request).request_id
    log.error("%s %s %s", number, request.method, type(error).__name__, exc_info=error)
    return problem(request, BROKEN, "broken", number=number)


HANDLERS: dict[Any, Handler] = {
    HTTPException: on_http,
    NotSignedIn: on_not_signed_in,
    NewPasswordNeeded: on_new_password,
    FormExpired: on_expired,
    Refused: on_refused,
    SlowDown: on_slow_down,
    Busy: on_away,
    NoRoom: on_no_room,
    Unavailable: on_away,
    **dict.fromkeys(UNREACHABLE, on_away),
    **dict.fromkeys(NO_ROOM_LEFT, on_no_room),
    Exception: on_anything,
}
