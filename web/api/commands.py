"""Addresses of all commands, made from the registered slices and not written one by one."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.fact import Command
from web.api import scopes
from web.api.all_slices import SLICES
from web.api.answers import answer
from web.api.bearer import ROOT
from web.api.bodies import body_type
from web.api.command_words import words_of
from web.api.operation import (
    ACTING_POST,
    IDEMPOTENCY_KEY,
    IF_MATCH,
    LANGUAGE,
    Operation,
    path_param,
)
from web.api.sending import Recording, send_command
from web.api.slice import ApiSlice, Found, slug
from web.house import house_of
from web.render import AnyRequest

CREATED = 201
BODY_OCTETS_MAX = 2_000_000
BEHIND_SECONDS = 3.0
"""How long a command waits for read models that have not heard of its thing."""
PROBLEMS = (400, 403, 404, 409, 412, 413, 415, 422)


def of_things(api_slice: ApiSlice) -> dict[str, type[Command]]:
    """Commands to something that exists, by the word in the address."""
    kinds = (k for k in api_slice.asked_by_people if k not in api_slice.only_begins)
    return {slug(kind): kind for kind in kinds}


def of_beginnings(api_slice: ApiSlice) -> dict[str, type[Command]]:
    """Commands that begin something."""
    return {slug(kind): kind for kind in api_slice.asked_by_people if kind in api_slice.begins}


def controllers_of(api_slice: ApiSlice) -> list[type[Controller]]:
    """Both addresses of a slice; a slice that is one stream has the second one only."""
    if api_slice.stream_field is None:
        return [_one_stream(api_slice)]
    beginnings = [_beginnings(api_slice)] if api_slice.begins else []
    things = [_things(api_slice)] if of_things(api_slice) else []
    return [*things, *beginnings]


def _opt(api_slice: ApiSlice, operations: tuple[Operation, ...]) -> dict[str, Any]:
    return {
        "permission": api_slice.permission,
        "scope": scopes.act(api_slice.name),
        "operations": operations,
    }


def _things(api_slice: ApiSlice) -> type[Controller]:
    known = of_things(api_slice)
    base = f"{ROOT}/{api_slice.path}/{{name}}/commands"
    operations = tuple(_operation(api_slice, k, f"{base}/{s}") for s, k in known.items())

    class ToThing(Controller):
        """A command to a thing at an address."""

        path = f"{ROOT}/{api_slice.path}/{{name:str}}/commands/{{command:str}}"

        @post(opt=_opt(api_slice, operations), request_max_body_size=BODY_OCTETS_MAX)
        async def send(
            self, request: AnyRequest, name: FromPath[str], command: FromPath[str]
        ) -> Response[bytes]:
            kind = _kind(known, command)
            found = await _found(request, api_slice, name)
            return await _sent(request, api_slice, kind, found)

    return ToThing


def _beginnings(api_slice: ApiSlice) -> type[Controller]:
    known = of_beginnings(api_slice)
    base = f"{ROOT}/{api_slice.path}/commands"
    operations = tuple(
        _operation(api_slice, k, f"{base}/{s}", begins=True) for s, k in known.items()
    )

    class ToBegin(Controller):
        """A command that begins a thing."""

        path = f"{ROOT}/{api_slice.path}/commands/{{command:str}}"

        @post(opt=_opt(api_slice, operations), request_max_body_size=BODY_OCTETS_MAX)
        async def send(self, request: AnyRequest, command: FromPath[str]) -> Response[bytes]:
            return await _sent(request, api_slice, _kind(known, command), None)

    return ToBegin


def _one_stream(api_slice: ApiSlice) -> type[Controller]:
    known = of_things(api_slice)
    base = f"{ROOT}/{api_slice.path}/commands"
    operations = tuple(_operation(api_slice, k, f"{base}/{s}") for s, k in known.items())

    class ToSlice(Controller):
        """A command to the one stream of a slice."""

        path = f"{ROOT}/{api_slice.path}/commands/{{command:str}}"

        @post(opt=_opt(api_slice, operations), request_max_body_size=BODY_OCTETS_MAX)
        async def send(self, request: AnyRequest, command: FromPath[str]) -> Response[bytes]:
            found = await api_slice.find(request, "")
            return await _sent(request, api_slice, _kind(known, command), found)

    return ToSlice


def _kind(known: dict[str, type[Command]], command: str) -> type[Command]:
    if command not in known:
        raise NotFoundException
    return known[command]


async def _found(request: AnyRequest, api_slice: ApiSlice, name: str) -> Found:
    """The thing at an address, also when another program began it a moment ago.

    Codes are looked up in the read models, which follow the ledger: what they do not know yet may
    be true already. An unknown name costs the wait only while they are behind.
    """
    try:
        return await api_slice.find(request, name)
    except NotFoundException:
        house: Any = house_of(request)
        await house.freshness.wait(await house.ledger.max_position(), BEHIND_SECONDS)
        return await api_slice.find(request, name)


async def _sent(
    request: AnyRequest, api_slice: ApiSlice, kind: type[Command], found: Found | None
) -> Response[bytes]:
    recording = await send_command(request, api_slice, kind, found)
    return answer(
        request,
        recording,
        status=CREATED if found is None else 200,
        headers={"location": recording.href, "etag": f'"{recording.version}"'},
    )


def _operation(
    api_slice: ApiSlice, kind: type[Command], path: str, *, begins: bool = False
) -> Operation:
    named = "{name}" in path
    return Operation(
        id=f"{'begin' if begins else 'ask'}_{api_slice.name}_{slug(kind).replace('-', '_')}",
        tag=api_slice.name,
        path=path,
        method="post",
        summary="",
        summary_words=words_of(kind),
        scope=scopes.act(api_slice.name),
        permission=api_slice.permission,
        params=(
            *((path_param("name"),) if named else ()),
            IDEMPOTENCY_KEY,
            *(() if begins else (IF_MATCH,)),
            ACTING_POST,
            LANGUAGE,
        ),
        body=body_type(api_slice, kind),
        returns=Recording,
        status=CREATED if begins else 200,
        headers=("ETag", "Location"),
        problems=PROBLEMS,
    )


CONTROLLERS: list[type[Controller]] = [c for each in SLICES for c in controllers_of(each)]
