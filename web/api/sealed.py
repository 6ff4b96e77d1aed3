"""Sealing through the API, with the same secrecy: nobody else learns that there is anything.

Keys of requests are not kept beside those of other commands; the vault knows its own.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.fact import Command
from domain.inspection.commands import inspection_of_seal
from domain.refusal import Refused
from domain.seal import commands as c
from projections.inspection_file import remembered
from service.desk import Envelope
from service.sealed_boxes import KnownSeal, SealReceipt
from web.api import scopes
from web.api.answers import answer
from web.api.bearer import ROOT
from web.api.bodies import ENVELOPE_NAMES, body_type, read_body, unknown_references
from web.api.command_words import words_of
from web.api.operation import (
    ACTING_POST,
    IDEMPOTENCY_KEY,
    LANGUAGE,
    Operation,
    opt_of,
    path_param,
    reading,
)
from web.api.problems import Invalid
from web.api.query import query_of
from web.api.sealed_shapes import PutAway, SealedListed, SealedTold
from web.api.sending import Recording, json_body, key_of
from web.api.shapes import to_domain
from web.api.slice import ApiSlice, Found, slug
from web.api.task_views import post_ref
from web.house import house_of
from web.render import AnyRequest
from web.sealed.asking import known_seal, known_seals, who_asks
from web.sealed.telling import stage_of
from web.session import Visit, visit_of

PATH = f"{ROOT}/sealed"
CREATED = 201
PROBLEMS = (400, 403, 404, 409, 413, 415, 422)
BEGINNINGS: dict[str, type[c.VaultCommand]] = {"": c.SealOrder, "/draws": c.SealDraw}
KNOWN: dict[str, type[c.SealCommand]] = {
    "declare": c.SealDeclaration,
    "void": c.VoidSealedOrder,
    "open": c.OpenSealedOrder,
    "publish": c.PublishVoid,
}
"""By the word in the address, the same as on pages."""


async def _find(request: AnyRequest, name: str) -> Found:
    known = await _known(request, name)
    return Found(stream_id=known.seal_id, name=str(known.seal_id), thing=known)


async def _known(request: AnyRequest, name: str) -> KnownSeal:
    """As on pages, with one answer for everything that is not for the reader."""
    try:
        return await known_seal(request, name)
    except NotFoundException:
        raise Refused("not_found") from None


async def _name_of(request: AnyRequest, stream_id: UUID) -> str:
    return str(stream_id)


NOT_AROUND = ("happened_at", "caused_by")
"""What is sealed or opened happens in this hour, and follows from nothing that anybody may read."""
LOOKED_UP = frozenset({"authorised_post", "max_orders", "people", "opening", "items", "voidings"})
SEALED = ApiSlice(
    name="inspection",
    path="sealed",
    commands=(*BEGINNINGS.values(), *KNOWN.values()),
    stream_field="seal_id",
    permission="inspections.write",
    find=_find,
    name_of=_name_of,
    not_said=dict.fromkeys((*BEGINNINGS.values(), *KNOWN.values()), LOOKED_UP),
)
"""Not among the registered slices: those answer with places in the journal."""


def _told(kind: type[Command], path: str, returns: Any, *, status: int) -> Operation:
    return Operation(
        id=f"ask_sealed_{slug(kind).replace('-', '_')}",
        tag="inspection",
        path=f"{PATH}{path}",
        method="post",
        summary="",
        summary_words=words_of(kind),
        scope=scopes.act(SEALED.name),
        permission=SEALED.permission,
        params=(
            *((path_param("name"),) if "{name}" in path else ()),
            IDEMPOTENCY_KEY,
            ACTING_POST,
            LANGUAGE,
        ),
        body=body_type(SEALED, kind),
        returns=returns,
        status=status,
        headers=("ETag",),
        problems=PROBLEMS,
    )


PERMISSION = "inspections.read"
LIST = reading("list_sealed", "inspection", "sealed", SealedListed, permission=PERMISSION)
ONE = reading(
    "read_sealed", "inspection", "sealed/{name}", SealedTold, path_param("name"),
    permission=PERMISSION,
)  # fmt: skip
TO_SEAL = opt_of(_told(c.SealOrder, "", PutAway, status=CREATED))
TO_DRAW = opt_of(_told(c.SealDraw, "/draws", PutAway, status=CREATED))
TO_KNOWN = opt_of(
    *(
        _told(
            kind,
            f"/{{name}}/{word}",
            PutAway if issubclass(kind, c.VaultCommand) else Recording,
            status=200,
        )
        for word, kind in KNOWN.items()
    )
)


class SealedValues(Controller):
    """What may I know of? What do I want sealed?"""

    path = PATH

    @get(opt=LIST)
    async def read(self, request: AnyRequest) -> Response[bytes]:
        query_of(LIST, request)
        visit = visit_of(request)
        items = tuple(sealed_told(each, visit) for each in await known_seals(request))
        return answer(request, SealedListed(items=items))

    @post(opt=TO_SEAL)
    async def seal(self, request: AnyRequest) -> Response[bytes]:
        return await _seal(request, c.SealOrder)


class SealedDraws(Controller):
    """Candidates and weights frozen before the seed is known."""

    path = f"{PATH}/draws"

    @post(opt=TO_DRAW)
    async def seal(self, request: AnyRequest) -> Response[bytes]:
        return await _seal(request, c.SealDraw)


class OneSealed(Controller):
    """What is inside, for those who may know."""

    path = f"{PATH}/{{name:str}}"

    @get(opt=ONE)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        query_of(ONE, request)
        known = await _known(request, name)
        return answer(request, sealed_told(known, visit_of(request)))


class ToSealed(Controller):
    """Declare, void, open, publish."""

    path = f"{PATH}/{{name:str}}/{{command:str}}"

    @post(opt=TO_KNOWN)
    async def send(
        self, request: AnyRequest, name: FromPath[str], command: FromPath[str]
    ) -> Response[bytes]:
        found, kind = await _find(request, name), KNOWN.get(command)
        if kind is None:
            raise NotFoundException
        if issubclass(kind, c.VaultCommand):
            receipt = await _put_away(request, kind, found.stream_id)
            return answer(request, _away(receipt))
        return await _into_journal(request, kind, found.stream_id)


CONTROLLERS: list[type[Controller]] = [SealedValues, SealedDraws, OneSealed, ToSealed]


def sealed_told(known: KnownSeal, visit: Visit) -> SealedTold:
    """For somebody whom the vault names."""
    last = known.life_end_on
    posts = (post_ref(visit, post_id) for post_id in known.declared_posts)
    return SealedTold(
        ref=known.seal_id,
        href=f"{PATH}/{known.seal_id}",
        role=known.role,
        stage=stage_of(known, last is not None and visit.today > last),
        content=known.content,  # type: ignore[arg-type]
        commitment=known.commitment,
        sealed_at=known.sealed_at,
        slot_at=known.slot_at,
        next_slot=known.next_slot,
        life_end_on=last,
        declared=tuple(post for post in posts if post is not None),
    )


def _away(receipt: SealReceipt) -> PutAway:
    return PutAway(
        ref=receipt.seal_id,
        href=f"{PATH}/{receipt.seal_id}",
        slot_at=receipt.slot_at,
        repeated=receipt.repeated,
    )


async def _seal(request: AnyRequest, kind: type[Command]) -> Response[bytes]:
    receipt = await _put_away(request, kind, None)
    told = _away(receipt)
    return answer(request, told, status=CREATED, headers={"location": told.href})


async def _read(
    request: AnyRequest, kind: type[Command], seal_id: UUID | None
) -> tuple[Any, Envelope]:
    """The command and what stands around it."""
    body = read_body(await json_body(request), body_type(SEALED, kind))
    if wrong := list(unknown_references(body, visit_of(request).ward)):
        raise Invalid(*wrong)
    said = {name: to_domain(getattr(body, name), {}) for name in type(body).__struct_fields__}
    around = {name: said.pop(name) for name in ENVELOPE_NAMES}
    if unfit := [name for name in NOT_AROUND if around[name] is not None]:
        raise Invalid(*((name, "not_here", {}) for name in unfit))
    envelope = Envelope(
        who=who_asks(request),
        command_id=key_of(request),
        reason=around["reason"],
        document=around["document"],
    )
    if seal_id is not None:
        said["seal_id"] = seal_id
    return kind(**said), envelope


async def _put_away(request: AnyRequest, kind: type[Command], seal_id: UUID | None) -> SealReceipt:
    house: Any = house_of(request)
    command, envelope = await _read(request, kind, seal_id)
    receipt: SealReceipt = await house.sealing.submit(command, envelope)
    return receipt


async def _into_journal(request: AnyRequest, kind: type[Command], seal_id: UUID) -> Response[bytes]:
    """What is opened or published is public from then on, so its receipt is like any other."""
    house: Any = house_of(request)
    command, envelope = await _read(request, kind, seal_id)
    receipt = await house.desk.submit(command, envelope)
    records = await house.ledger.load(inspection_of_seal(seal_id))
    code = remembered(records).code if records else ""
    return answer(
        request,
        Recording(
            stream_id=receipt.stream_id,
            name=code or str(seal_id),
            href=f"{ROOT}/inspections/{code}" if code else f"{ROOT}/seals/{seal_id}",
            version=receipt.version,
            position=receipt.position,
            events=receipt.events,
            repeated=receipt.repeated,
        ),
    )
