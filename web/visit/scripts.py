"""Sends the modules of the visit under one shared tag, so that they find one another by name.

A module imports `./visit-outbox.js`; were each under its own hash, as other static files are, that
address would not exist. The worker has an address that never changes, as browsers demand.
"""

from __future__ import annotations

import functools
import hashlib

from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from web.assets import KEEP_FOR_EVER, TAG_LENGTH, assets
from web.render import AnyRequest

PREFIX, SUFFIX = "visit", ".js"
WORKER = "visit-worker.js"
MEDIA_TYPE = "text/javascript"


@functools.cache
def modules() -> dict[str, bytes]:
    """Every module of the visit, the worker apart."""
    return {
        name: asset.content
        for name, asset in sorted(assets().items())
        if name.startswith(PREFIX) and name.endswith(SUFFIX) and name != WORKER
    }


@functools.cache
def tag() -> str:
    """Changes when any of them does."""
    digest = hashlib.sha256()
    for name, content in modules().items():
        digest.update(name.encode() + b"\0" + content)
    return digest.hexdigest()[:TAG_LENGTH]


def addresses() -> list[str]:
    """Where the modules are, for a phone that keeps them."""
    return [f"/visit-scripts/{tag()}/{name}" for name in modules()]


class Modules(Controller):
    """One module."""

    path = "/visit-scripts/{wanted:str}/{name:str}"

    @get(opt={"public": True})
    async def show(
        self, request: AnyRequest, wanted: FromPath[str], name: FromPath[str]
    ) -> Response[bytes]:
        content = modules().get(name)
        if content is None or wanted != tag():
            raise NotFoundException
        return Response(content, headers={"cache-control": KEEP_FOR_EVER}, media_type=MEDIA_TYPE)


class Worker(Controller):
    """Opens kept pages of a visit without a network; pages name the one visit it looks after."""

    path = f"/{WORKER}"

    @get(opt={"public": True})
    async def show(self, request: AnyRequest) -> Response[bytes]:
        headers = {"cache-control": "no-cache"}
        return Response(assets()[WORKER].content, headers=headers, media_type=MEDIA_TYPE)


CONTROLLERS: list[type[Controller]] = [Modules, Worker]
