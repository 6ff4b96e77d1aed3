"""JSON answers with an ETag; what has not changed is not sent again."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from litestar import Response

from web.render import AnyRequest
from web.session import visit_of

JSON = "application/json"
NOT_MODIFIED = 304
VARIES = "accept-language, authorization, acting-post"


def answer(
    request: AnyRequest,
    content: Any,
    *,
    status: int = 200,
    version: int | None = None,
    headers: dict[str, str] | None = None,
) -> Response[bytes]:
    """The content in the asked language; a version in front of the ETag serves If-Match."""
    octets = msgspec.json.encode(content)
    mark = hashlib.sha256(octets).hexdigest()[:16]
    etag = f'"{version}.{mark}"' if version is not None else f'"{mark}"'
    said = {
        "etag": etag,
        "vary": VARIES,
        "content-language": visit_of(request).language,
        "cache-control": "private, no-cache",
    } | (headers or {})
    if status == 200 and request.method in ("GET", "HEAD") and _is_known(request, etag):
        return Response(b"", status_code=NOT_MODIFIED, headers=said)
    return Response(octets, status_code=status, media_type=JSON, headers=said)


def nothing() -> Response[None]:
    """Done, and nothing to show."""
    return Response(None, status_code=204)


def _is_known(request: AnyRequest, etag: str) -> bool:
    said = request.headers.get("if-none-match", "")
    known = {each.strip().removeprefix("W/") for each in said.split(",")}
    return "*" in known or etag in known
