"""Where a phone sends what it kept: one entry at a time, answered with its place in the journal.

The log-in is the cookie's; the proof of the form comes from `…/now`, which the phone asks first and
which also says whose log-in it is. Nothing here ever answers with a page.
"""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, post
from litestar.exceptions import HTTPException, NotFoundException
from litestar.params import FromPath

from domain.refusal import Refused
from service.append_queue import Busy, NoRoom, Unavailable
from service.unreachable import FULL, UNREACHABLE
from web import refusals
from web.forms import Form, read_form
from web.permissions import NewPasswordNeeded, NotSignedIn
from web.render import AnyRequest
from web.security import FormExpired
from web.session import signed_in, visit_of
from web.tasks.uploads import BODY_OCTETS_MAX
from web.texts import say
from web.visit.frame_facts import login_mark, millis
from web.visit.item_view import item_states
from web.visit.loading import OpenedVisit, open_visit
from web.visit.recording import (
    Recorded,
    Sent,
    record_absence,
    record_answer,
    record_photo,
    sent_of,
)
from web.visit.routes import UNPROCESSABLE, WORK

QUEUE, NOW = "queue", "now"
LOG_IN_FIRST = 401
STALE_PROOF = 409
AWAY = 503
KINDS = ("answer", "photo", "absence")

Answer = Response[dict[str, Any]]


class Now(Controller):
    """Who am I, what is recorded, and what does a sending need?"""

    path = f"/inspections/{{code:str}}/visit/{NOW}"

    @get(opt=WORK)
    async def show(self, request: AnyRequest, code: FromPath[str]) -> Answer:
        opened = await open_visit(request, code)
        visit, user = visit_of(request), signed_in(request)
        return Response(
            {
                "owner": str(user.person_id or user.account_id),
                "login": login_mark(request),
                "proof": visit.form_token(),
                "now": millis(visit.now),
                "stage": opened.it.stage,
                "version": opened.file.version,
                "items": [
                    {"code": state.code, "word": state.word, "kind": state.kind}
                    for state in item_states(opened)
                ],
            }
        )


class Queue(Controller):
    """One entry of a phone."""

    path = f"/inspections/{{code:str}}/visit/{QUEUE}"

    @post(opt=WORK, request_max_body_size=BODY_OCTETS_MAX, status_code=200)
    async def take(self, request: AnyRequest, code: FromPath[str]) -> Answer:
        opened = await open_visit(request, code)
        form = await read_form(request)
        sent = sent_of(request, form)
        try:
            recorded = await _record(request, opened, form, sent)
        except Refused as refused:
            return _rejected(request, refused)
        if recorded is None:
            return Response(
                {"state": "rejected", "code": "form", "reason": " ".join(form.errors.values())},
                status_code=UNPROCESSABLE,
            )
        return _confirmed(request, opened, sent, recorded)


async def _record(
    request: AnyRequest, opened: OpenedVisit, form: Form, sent: Sent
) -> Recorded | None:
    kind = form.choice("kind", "visit.field.kind", KINDS)
    if kind == "absence":
        return await record_absence(request, opened, form, sent)
    if kind is None:
        return None
    line = opened.line(form.value("item"))
    if kind == "photo":
        return await record_photo(request, opened, line, form, sent)
    return await record_answer(request, opened, line, form, sent)


def _confirmed(request: AnyRequest, opened: OpenedVisit, sent: Sent, recorded: Recorded) -> Answer:
    skew = sent.device.skew_ms if sent.device is not None else 0
    noted = abs(skew) > opened.it.limits.clock_skew_minutes * 60_000
    return Response(
        {
            "state": "confirmed",
            "position": recorded.receipt.position,
            "version": recorded.receipt.version,
            "repeated": recorded.receipt.repeated,
            "hash": recorded.hash,
            "late": recorded.late,
            "skew_ms": skew,
            "skew_noted": noted,
            "received_at": millis(visit_of(request).now),
        }
    )


def _rejected(request: AnyRequest, refused: Refused) -> Answer:
    visit = visit_of(request)
    return Response(
        {
            "state": "rejected",
            "code": refused.code,
            "reason": refusals.sentence(refused, visit.language, visit.ward),
        },
        status_code=UNPROCESSABLE,
    )


# -- trouble -----------------------------------------------------------------------


def is_queue(path: str) -> bool:
    """Whether a phone asks, which reads JSON only."""
    return path.startswith("/inspections/") and path.endswith((f"/visit/{QUEUE}", f"/visit/{NOW}"))


def _trouble(request: AnyRequest, status: int, state: str, key: str) -> Answer:
    sentence = say(visit_of(request).language, key)
    return Response({"state": state, "reason": sentence}, status_code=status)


def _log_in(request: AnyRequest, _: Exception) -> Answer:
    return _trouble(request, LOG_IN_FIRST, "session_over", "visit.queue.log_in")


def _expired(request: AnyRequest, error: Exception) -> Answer:
    """Without a log-in that is the reason; with one the proof is old and a new one is to be had."""
    if visit_of(request).user is None:
        return _log_in(request, error)
    return _trouble(request, STALE_PROOF, "stale", "visit.queue.stale")


def _away(request: AnyRequest, _: Exception) -> Answer:
    return _trouble(request, AWAY, "away", "visit.queue.away")


def _on_http(request: AnyRequest, error: HTTPException) -> Answer:
    if isinstance(error, NotFoundException):
        return _trouble(request, error.status_code, "rejected", "visit.queue.not_here")
    return _trouble(request, error.status_code, "rejected", "visit.queue.unreadable")


QUEUE_HANDLERS: dict[Any, Any] = {
    HTTPException: _on_http,
    NotSignedIn: _log_in,
    NewPasswordNeeded: _log_in,
    FormExpired: _expired,
    Busy: _away,
    NoRoom: _away,
    Unavailable: _away,
    **dict.fromkeys((*UNREACHABLE, *FULL), _away),
}

CONTROLLERS: list[type[Controller]] = [Now, Queue]
