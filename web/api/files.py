"""Receiving a file of evidence: its octets are the body, written to disk while they arrive."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, post
from litestar.exceptions import InternalServerException, NotFoundException
from msgspec import Meta

from domain.values import Evidence
from service.evidence import Unusable
from web.api import scopes
from web.api.answers import answer
from web.api.bearer import ROOT
from web.api.operation import ACTING_POST, LANGUAGE, Operation, Param
from web.api.problems import NotServed
from web.api.query import read_query
from web.api.shapes import TEXT_PATTERN
from web.render import AnyRequest
from web.session import signed_in, visit_of
from web.stored_files import store_of
from web.tasks.uploads import BODY_OCTETS_MAX, octets_max

PERMISSION = "tasks.write"
CREATED = 201
FILE_NAME = Param(
    name="file_name",
    kind=Annotated[
        str, Meta(min_length=1, max_length=300, extra_json_schema={"pattern": TEXT_PATTERN})
    ],
    required=True,
)


class FileReceived(msgspec.Struct, frozen=True, kw_only=True):
    """A file that waits for an hour for the act that records it, by its SHA-256."""

    evidence: Evidence
    was_known: bool
    """The same octets lay here before."""


UPLOAD = Operation(
    id="upload_file",
    tag="file",
    path=f"{ROOT}/files",
    method="post",
    summary="api.op.upload_file",
    scope=scopes.ACT,
    permission=PERMISSION,
    params=(FILE_NAME, ACTING_POST, LANGUAGE),
    body=bytes,
    body_media_type="application/octet-stream",
    returns=FileReceived,
    status=CREATED,
    headers=("ETag",),
    problems=(400, 403, 413, 422),
)


class Files(Controller):
    """Evidence on its way to an act."""

    path = f"{ROOT}/files"

    @post(
        opt={"permission": PERMISSION, "scope": scopes.ACT, "operations": (UPLOAD,)},
        request_max_body_size=BODY_OCTETS_MAX,
    )
    async def receive(self, request: AnyRequest) -> Response[bytes]:
        given = read_query(request, UPLOAD.params)
        most = octets_max(request)
        body = _Body(request)
        async with contextlib.aclosing(body.pieces):
            try:
                received = await store_of(request).receive(
                    body,
                    given["file_name"],
                    by_person=_person(request),
                    now=visit_of(request).now,
                    octets_max=most,
                )
            except Unusable as unusable:
                raise _not_served(unusable, most) from unusable
        content = FileReceived(evidence=received.evidence, was_known=received.was_known)
        return answer(request, content, status=CREATED)


CONTROLLERS: list[type[Controller]] = [Files]


class _Body:
    """The body as the store reads it: whatever has arrived, never the whole at once."""

    def __init__(self, request: AnyRequest) -> None:
        self.pieces: AsyncIterator[bytes] | Any = request.stream()
        self._announced = request.headers.get("content-length")
        self._octets = 0

    async def read(self, size: int) -> bytes:
        """The next octets; raises NotServed when fewer came than were announced."""
        try:
            async for piece in self.pieces:
                if piece:
                    self._octets += len(piece)
                    return bytes(piece)
        except InternalServerException:
            # how the framework says that the sender hung up: no fault of ours
            raise NotServed(400, "truncated", octets=self._octets) from None
        if self._announced is not None and self._announced != str(self._octets):
            raise NotServed(400, "truncated", octets=self._octets)
        return b""


def _person(request: AnyRequest) -> UUID:
    person_id = signed_in(request).person_id
    if person_id is None:
        raise NotFoundException
    return person_id


def _not_served(unusable: Unusable, most: int) -> NotServed:
    if unusable.why == "too_big":
        return NotServed(413, "file_too_big", most=most)
    return NotServed(422, f"file_{unusable.why}", file_name=unusable.file_name)
