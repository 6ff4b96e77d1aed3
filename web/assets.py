"""Static files: the hash of the content is in the address, so a browser may keep them for ever."""

from __future__ import annotations

import functools
import gzip
import hashlib
import mimetypes
from importlib import resources
from typing import Any

import msgspec
from litestar import Controller, Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

TAG_LENGTH = 16
KEEP_FOR_EVER = "public, max-age=31536000, immutable"


class Asset(msgspec.Struct, frozen=True):
    """One file as it is sent."""

    content: bytes
    packed: bytes
    tag: str
    media_type: str


@functools.cache
def assets() -> dict[str, Asset]:
    """All files of `web/static`, read once; no path on disk is ever made from a request."""
    folder = resources.files("web") / "static"
    return {
        entry.name: _asset(entry.name, entry.read_bytes())
        for entry in folder.iterdir()
        if entry.is_file()
    }


def _asset(name: str, content: bytes) -> Asset:
    return Asset(
        content=content,
        packed=gzip.compress(content, 9, mtime=0),
        tag=hashlib.sha256(content).hexdigest()[:TAG_LENGTH],
        media_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
    )


def address(name: str) -> str:
    """Where a static file is found; raises KeyError for one that does not exist."""
    return f"/static/{assets()[name].tag}/{name}"


class StaticFiles(Controller):
    """Sends static files, packed when the browser can unpack them, not at all when it has them."""

    path = "/static/{tag:str}/{name:str}"

    @get(opt={"public": True})
    async def show(
        self, request: Request[Any, Any, Any], tag: FromPath[str], name: FromPath[str]
    ) -> Response[bytes]:
        asset = assets().get(name)
        if asset is None or asset.tag != tag:
            raise NotFoundException
        shrinks = len(asset.packed) < len(asset.content)
        is_packed = shrinks and "gzip" in request.headers.get("accept-encoding", "")
        etag = f'"{asset.tag}-gz"' if is_packed else f'"{asset.tag}"'
        headers = {"etag": etag, "cache-control": KEEP_FOR_EVER, "vary": "accept-encoding"}
        if etag in request.headers.get("if-none-match", ""):
            return Response(b"", status_code=304, headers=headers, media_type=asset.media_type)
        if is_packed:
            headers["content-encoding"] = "gzip"
        content = asset.packed if is_packed else asset.content
        return Response(content, headers=headers, media_type=asset.media_type)
