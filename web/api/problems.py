"""Trouble as problem+json (RFC 9457): code, words in the asked language, facts, wrong fields."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from litestar import Response
from litestar.exceptions import HTTPException

from domain.refusal import Refused
from service.append_queue import Busy, NoRoom, Unavailable
from service.login_attempts import SlowDown
from service.tokens import UnknownToken
from service.unreachable import FULL as NO_ROOM_LEFT
from service.unreachable import UNREACHABLE
from web import refusals
from web.api.bearer import BadPost
from web.permissions import ScopeNeeded, TokenNeeded
from web.render import AnyRequest
from web.session import visit_of
from web.texts import has, say

log = logging.getLogger("soviec.web")

MEDIA_TYPE = "application/problem+json"
WHERE_EXPLAINED = "/api#"
"""The reference page explains every code under its own name."""
RETRY_SECONDS = 5
FORBIDDEN = 403
NOT_FOUND = 404
CONFLICT = 409
MOVED = 412
UNPROCESSABLE = 422
AWAY = 503
FULL = 507

OFFICE_REFUSALS = frozenset(
    {"not_allowed", "no_capacity", "delegation_does_not_cover", "own_work", "own_unit"}
)
"""Another office, or another person, may; everything else that a rule refuses is a conflict."""
STATUS_OF_REFUSAL = {
    "not_found": NOT_FOUND,
    "version_moved": MOVED,
    "malformed": UNPROCESSABLE,
    "too_many_at_once": AWAY,
}

CODE_OF_STATUS = {
    400: "bad_request",
    401: "token_needed",
    404: "not_found",
    405: "wrong_method",
    406: "not_acceptable",
    413: "too_large",
    415: "wrong_media_type",
    429: "too_many",
    503: "away",
}


class FieldError(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong with what was sent."""

    field: str
    """Path of the field, e.g. `content.deadline`; the name of a parameter or header."""
    code: str
    message: str


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a request was not answered as asked (RFC 9457)."""

    type: str
    status: int
    code: str
    title: str
    detail: str
    facts: dict[str, Any] = {}
    """What the sentence is made of: ids, days, numbers."""
    errors: tuple[FieldError, ...] = ()
    request_id: str = ""


class Invalid(Exception):
    """What was sent cannot be read: each wrong field with its code and facts."""

    def __init__(
        self, *wrong: tuple[str, str, dict[str, object]], status: int = 422, code: str = "invalid"
    ) -> None:
        super().__init__(code)
        self.wrong = wrong
        self.status = status
        self.code = code


class NotServed(Exception):
    """A request that stops before its content is looked at: status, code, facts."""

    def __init__(self, status: int, code: str, **facts: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.facts = facts


def problem(
    request: AnyRequest,
    status: int,
    code: str,
    *,
    detail: str = "",
    facts: dict[str, Any] | None = None,
    errors: Sequence[FieldError] = (),
    headers: dict[str, str] | None = None,
) -> Response[bytes]:
    """The answer; a code without words of its own is told by the words of its status."""
    visit = visit_of(request)
    known = facts or {}
    titled = f"api.problem.{code}.title"
    told = code if has(titled) else "refused"
    body = Problem(
        type=WHERE_EXPLAINED + code,
        status=status,
        code=code,
        title=say(visit.language, f"api.problem.{told}.title"),
        detail=detail or say(visit.language, f"api.problem.{told}.detail", **known),
        facts=plain(known),
        errors=tuple(errors),
        request_id=visit.request_id,
    )
    said = {"content-language": visit.language, "vary": "accept-language"} | (headers or {})
    return Response(
        msgspec.json.encode(body), status_code=status, media_type=MEDIA_TYPE, headers=said
    )


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as JSON; what has no JSON form is told as text."""
    return {
        name: msgspec.to_builtins(fact, enc_hook=str, str_keys=True) for name, fact in facts.items()
    }


def field_errors(
    request: AnyRequest, wrong: Sequence[tuple[str, str, dict[str, object]]]
) -> list[FieldError]:
    """Wrong fields in the words of the asked language."""
    language = visit_of(request).language
    return [
        FieldError(field=field, code=code, message=say(language, f"api.field.{code}", **facts))
        for field, code, facts in wrong
    ]


def on_invalid(request: AnyRequest, error: Invalid) -> Response[bytes]:
    """Every wrong field at once."""
    errors = field_errors(request, error.wrong)
    return problem(request, error.status, error.code, errors=errors)


def on_not_served(request: AnyRequest, error: NotServed) -> Response[bytes]:
    """Wrong type, unreadable, a key used twice."""
    return problem(request, error.status, error.code, facts=error.facts)


def on_refused(request: AnyRequest, refused: Refused) -> Response[bytes]:
    """A rule says no; the sentence is the one that pages show."""
    visit = visit_of(request)
    status = STATUS_OF_REFUSAL.get(
        refused.code, FORBIDDEN if refused.code in OFFICE_REFUSALS else CONFLICT
    )
    detail = refusals.sentence(refused, visit.language, visit.ward)
    headers = {"retry-after": str(RETRY_SECONDS)} if status == AWAY else None
    return problem(
        request, status, refused.code, detail=detail, facts=refused.facts, headers=headers
    )


def on_token_needed(request: AnyRequest, error: Exception) -> Response[bytes]:
    """No token, or none of ours: the answer does not say which tokens there are."""
    code = "token_needed" if isinstance(error, TokenNeeded) else "token_unknown"
    said = 'Bearer realm="soviec"'
    if code == "token_unknown":
        said += ', error="invalid_token"'
    return problem(request, 401, code, headers={"www-authenticate": said})


def on_scope_needed(request: AnyRequest, error: ScopeNeeded) -> Response[bytes]:
    """The person may, the token may not."""
    return problem(request, FORBIDDEN, "scope_needed", facts={"scope": error.scope})


def on_bad_post(request: AnyRequest, error: BadPost) -> Response[bytes]:
    """The post in the header is not one of the person's."""
    return problem(request, FORBIDDEN, "post_not_held", facts={"post": str(error.args[0])})


def on_slow_down(request: AnyRequest, error: SlowDown) -> Response[bytes]:
    """Too many wrong tokens from one address."""
    headers = {"retry-after": str(error.seconds)}
    return problem(request, 429, "too_many", facts={"seconds": error.seconds}, headers=headers)


def on_http(request: AnyRequest, error: HTTPException) -> Response[bytes]:
    """What the framework refuses, or a handler by its status."""
    status = error.status_code
    if status >= 500 and status != AWAY:
        return on_anything(request, error)
    headers: dict[str, str] = {}
    if "allow" in (error.headers or {}):
        headers["allow"] = error.headers["allow"]  # type: ignore[index]
    if status == AWAY:
        headers["retry-after"] = str(RETRY_SECONDS)
    return problem(request, status, CODE_OF_STATUS.get(status, "bad_request"), headers=headers)


def on_away(request: AnyRequest, error: Exception) -> Response[bytes]:
    """The database or the queue does not answer; nothing is known to be lost."""
    log.warning("%s: %s", visit_of(request).request_id, type(error).__name__)
    return problem(request, AWAY, "away", headers={"retry-after": str(RETRY_SECONDS)})


def on_no_room(request: AnyRequest, error: Exception) -> Response[bytes]:
    """A disk of the server is full: reading goes on, and somebody has to make room."""
    log.error("%s: no room on the disk", visit_of(request).request_id)
    return problem(request, FULL, "full", headers={"retry-after": str(RETRY_SECONDS)})


def on_anything(request: AnyRequest, error: Exception) -> Response[bytes]:
    """A slip of ours: the trace goes to the log under the number that the answer shows."""
    number = visit_of(request).request_id
    log.error("%s %s %s", number, request.method, type(error).__name__, exc_info=error)
    return problem(request, 500, "broken")


API_HANDLERS: dict[Any, Callable[[AnyRequest, Any], Response[bytes]]] = {
    HTTPException: on_http,
    Invalid: on_invalid,
    NotServed: on_not_served,
    Refused: on_refused,
    TokenNeeded: on_token_needed,
    UnknownToken: on_token_needed,
    ScopeNeeded: on_scope_needed,
    BadPost: on_bad_post,
    SlowDown: on_slow_down,
    Busy: on_away,
    NoRoom: on_no_room,
    Unavailable: on_away,
    **dict.fromkeys(UNREACHABLE, on_away),
    **dict.fromkeys(NO_ROOM_LEFT, on_no_room),
    Exception: on_anything,
}
