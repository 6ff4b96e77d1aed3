"""Sends a command to the desk: key, body, files, look-ups, answer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from domain.fact import Command, Recorded
from domain.ids import derived
from domain.reading.unreadable import Unreadable
from domain.refusal import Refused
from domain.values import Evidence
from service.desk import Envelope, Receipt, Who
from service.login_attempts import SlowDown
from service.step_up import StepUp
from web.api.bearer import ROOT
from web.api.bodies import ENVELOPE_NAMES, body_type, read_body, unknown_references
from web.api.problems import Invalid, NotServed
from web.api.shapes import GivenFile, given_files, to_domain
from web.api.slice import PASSWORD, STEPPED_UP, ApiSlice, Found, Looking, needs_proof
from web.house import house_of
from web.render import AnyRequest
from web.session import signed_in, visit_of
from web.stored_files import store_of

KEY = "idempotency-key"
JSON = "application/json"
_VERSION = re.compile(r'"(\d{1,9})(?:[.-][^"]*)?"', re.ASCII)
HIDDEN = "*"
_NO_FILES: dict[str, Evidence] = {}


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """What was recorded; reads that are given `seen=position` have seen it."""

    stream_id: UUID
    name: str
    """What stands in the address of the thing: a code, or an id."""
    href: str
    version: int
    position: int
    events: tuple[UUID, ...]
    repeated: bool
    """Nothing new: the same key was sent before, or it was already so."""
    began: UUID | None = None
    """The id of what the act began in the stream: a request, a post, a person."""


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """One command on its way."""

    api_slice: ApiSlice
    kind: type[Command]
    found: Found | None
    key: UUID
    body: Any
    password: str = ""
    """Of a command that needs a second proof; in nothing that is kept."""

    @property
    def stream_id(self) -> UUID:
        """Of an existing thing, or derived from the key, so that a repeat begins nothing new."""
        return self.found.stream_id if self.found else derived("api", self.key)

    @property
    def began(self) -> UUID | None:
        """What the command begins inside the stream, by the same rule."""
        is_beginning = self.kind in self.api_slice.new_ids
        return derived("api-part", self.key) if is_beginning else None


async def send_command(
    request: AnyRequest, api_slice: ApiSlice, kind: type[Command], found: Found | None
) -> Recording:
    """Everything between the request and the answer; raises Invalid, NotServed, Refused."""
    key = key_of(request)
    body = read_body(await json_body(request), body_type(api_slice, kind))
    password = ""
    if needs_proof(kind):
        password, body = body.password, msgspec.structs.replace(body, password=HIDDEN)
    sent = Sent(api_slice=api_slice, kind=kind, found=found, key=key, body=body, password=password)
    tokens = house_of(request).tokens
    taken = await tokens.take_key(key, _fingerprint(request, body))
    if taken == "by_another":
        raise NotServed(422, "key_used", key=str(key))
    if taken == "again" and (receipt := await _done_before(request, sent)):
        return await _recording(request, sent, receipt)
    try:
        receipt = await _submit(request, sent)
    except (Invalid, Refused, NotServed, SlowDown):
        # nothing came of it: the corrected request may use the same key
        await tokens.forget_request(key)
        raise
    return await _recording(request, sent, receipt)


def key_of(request: AnyRequest) -> UUID:
    """The key that makes sending twice the same as sending once."""
    said = request.headers.get(KEY)
    if said is None:
        raise Invalid((KEY, "missing", {}), status=400)
    try:
        return UUID(said)
    except ValueError:
        raise Invalid((KEY, "wrong_form", {"form": "uuid"}), status=400) from None


async def json_body(request: AnyRequest) -> bytes:
    """The octets of a JSON body; other kinds are not guessed at."""
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if said != JSON:
        raise NotServed(415, "wrong_media_type", expected=JSON)
    return await request.body()


def seen_version(request: AnyRequest) -> int | None:
    """The version of If-Match, as our ETags begin with it; `*` asks for nothing in particular."""
    said = request.headers.get("if-match")
    if said is None or said.strip() == "*":
        return None
    found = _VERSION.fullmatch(said.strip())
    if found is None:
        raise Invalid(("if-match", "wrong_form", {"form": "etag"}), status=400)
    return int(found[1])


def _fingerprint(request: AnyRequest, body: Any) -> bytes:
    """Who asked for what, of which thing, in which office."""
    user = signed_in(request)
    parts = (user.account_id, user.acting_post, request.scope["path"], body)
    return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).digest()


async def _done_before(request: AnyRequest, sent: Sent) -> Receipt | None:
    """What this key recorded already; files and look-ups may have moved on since."""
    house: Any = house_of(request)
    history: list[Recorded] = await house.ledger.load(sent.stream_id)
    done = [r for r in history if r.meta.command_id == sent.key]
    if not done:
        return None
    return Receipt(
        stream_id=sent.stream_id,
        version=done[-1].originator_version,
        position=done[-1].position,
        events=tuple(r.meta.event_id for r in done),
        repeated=True,
    )


async def _submit(request: AnyRequest, sent: Sent) -> Receipt:
    visit, user = visit_of(request), signed_in(request)
    files = await _files(request, sent.body)
    if wrong := list(unknown_references(sent.body, visit.ward)):
        raise Invalid(*wrong)
    await _refuse_unknown_cause(request, sent)
    await _refuse_unproven(request, sent)
    command = await _command(request, sent, files)
    said = {name: to_domain(getattr(sent.body, name), _NO_FILES) for name in ENVELOPE_NAMES}
    envelope = Envelope(
        who=Who(person_id=user.person_id, acting_post=visit.acting_post),
        command_id=sent.key,
        happened_at=said["happened_at"],
        reason=said["reason"],
        document=said["document"],
        cause=said["caused_by"],
        seen_version=seen_version(request),
    )
    receipt: Receipt = await house_of(request).desk.submit(command, envelope)
    if files and user.person_id is not None:
        await store_of(request).recorded(list(files), user.person_id)
    return receipt


async def _refuse_unproven(request: AnyRequest, sent: Sent) -> None:
    """The password in the same request stands over exactly its content; raises SlowDown."""
    if not needs_proof(sent.kind):
        return
    house: Any = house_of(request)
    step_up = StepUp(house.pool, house.accounts)
    if not await step_up.prove_here(signed_in(request).account_id, sent.password):
        raise NotServed(403, "wrong_password")


async def _command(request: AnyRequest, sent: Sent, files: Mapping[str, Evidence]) -> Command:
    api_slice, kind = sent.api_slice, sent.kind
    around = (*ENVELOPE_NAMES, PASSWORD)
    names = [n for n in type(sent.body).__struct_fields__ if n not in around]
    given = {name: to_domain(getattr(sent.body, name), files) for name in names}
    looking = Looking(request=request, found=sent.found, given=given)
    fields: dict[str, Any] = dict(given)
    if built := api_slice.built.get(kind):
        try:
            fields = dict(await built.build(looking, sent.stream_id))
        except Unreadable as error:
            raise NotServed(422, "unreadable", why=error.code, **error.facts) from error
    for name, look_up in api_slice.looked_up.get(kind, {}).items():
        fields[name] = await look_up(looking)
    if needs_proof(kind):
        fields[STEPPED_UP] = True
    if (new_id := api_slice.new_ids.get(kind)) is not None:
        fields[new_id] = sent.began
    if api_slice.stream_field is not None:
        fields[api_slice.stream_field] = sent.stream_id
    return kind(**fields)


async def _files(request: AnyRequest, body: Any) -> dict[str, Evidence]:
    """Files named in the body, which this person has uploaded and not yet recorded."""
    named: dict[str, GivenFile] = {each.sha256: each for each in given_files(body)}
    person_id = signed_in(request).person_id
    if not named or person_id is None:
        return {}
    waiting = await store_of(request).waiting(named, person_id, visit_of(request).now)
    files = {
        each.evidence.sha256: msgspec.structs.replace(
            each.evidence, about_on=named[each.evidence.sha256].about_on
        )
        for each in waiting
    }
    if missing := [sha for sha in named if sha not in files]:
        raise Invalid(*((sha, "no_file", {}) for sha in missing))
    return files


async def _refuse_unknown_cause(request: AnyRequest, sent: Sent) -> None:
    """An act may be said to follow from another act of the same thing."""
    if sent.body.caused_by is None:
        return
    house: Any = house_of(request)
    history = await house.ledger.load(sent.stream_id)
    if sent.body.caused_by not in {r.meta.event_id for r in history}:
        raise Invalid(("caused_by", "no_event", {}))


async def _recording(request: AnyRequest, sent: Sent, receipt: Receipt) -> Recording:
    name = await sent.api_slice.name_of(request, sent.stream_id)
    href = "/".join(part for part in (ROOT, sent.api_slice.path, name) if part)
    return Recording(
        stream_id=receipt.stream_id,
        name=name,
        href=href,
        version=receipt.version,
        position=receipt.position,
        events=receipt.events,
        repeated=receipt.repeated,
        began=sent.began,
    )
