"""Files that people handed in, sent octet by octet as they were received, never as a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from litestar.exceptions import NotFoundException
from litestar.response import File

from domain.values import Evidence
from service.evidence import EvidenceStore
from web.house import house_of
from web.render import AnyRequest

DOWNLOAD_POLICY = "default-src 'none'; sandbox"
SHOWN_INLINE = ("image/jpeg", "image/png")


def store_of(request: AnyRequest) -> EvidenceStore:
    """The folder of evidence files."""
    house: Any = house_of(request)
    return EvidenceStore(house.settings.files)


def stored_file(
    request: AnyRequest, filed: Iterable[Evidence], sha256: str, *, shows_images: bool = False
) -> File:
    """One of the files of a thing, images perhaps to be looked at; raises NotFoundException."""
    found = next((each for each in filed if each.sha256 == sha256), None)
    path = store_of(request).path_of(sha256) if found is not None else None
    if found is None or path is None:
        raise NotFoundException
    inline = shows_images and found.media_type in SHOWN_INLINE
    return File(
        path=path,
        filename=found.file_name,
        media_type=found.media_type,
        content_disposition_type="inline" if inline else "attachment",
        headers={"content-security-policy": DOWNLOAD_POLICY, "cache-control": "private"},
    )
