"""When a file was made or a photo was taken, where the file says so in a place easily found."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from domain.fact import LOCAL

EDGE_OCTETS = 65_536
CORE = "docProps/core.xml"
CORE_OCTETS_MAX = 100_000

TAKEN, TAKEN_OFFSET = 0x9003, 0x9011
EXIF_POINTER = 0x8769
ASCII = 2

_PDF_MADE = re.compile(rb"/CreationDate\s*\(D:(\d{14})(?:([+\-Z])(?:(\d{2})'?(\d{2})?)?)?")
_CORE_MADE = re.compile(rb"<dcterms:created[^>]*>([0-9T:.\-+Z]+)<")


def captured_at(path: Path, media_type: str) -> datetime | None:
    """When a photo was taken, by its EXIF data; a camera without a zone is on local time."""
    if media_type != "image/jpeg":
        return None
    with path.open("rb") as file:
        head = file.read(EDGE_OCTETS * 2)
    try:
        return _exif_time(head)
    except (struct.error, ValueError, IndexError):
        return None


def made_at(path: Path, media_type: str) -> datetime | None:
    """When a document was written, by its own words."""
    try:
        if media_type == "application/pdf":
            return _pdf_time(path)
        if media_type.startswith("application/vnd.openxmlformats"):
            return _office_time(path)
    except (ValueError, OSError, KeyError, OverflowError, zipfile.BadZipFile):
        return None
    return None


def _pdf_time(path: Path) -> datetime | None:
    with path.open("rb") as file:
        edges = file.read(EDGE_OCTETS)
        file.seek(max(path.stat().st_size - EDGE_OCTETS, 0))
        edges += file.read()
    found = _PDF_MADE.search(edges)
    if found is None:
        return None
    told = datetime.strptime(found[1].decode(), "%Y%m%d%H%M%S")  # noqa: DTZ007 - zone follows
    sign = found[2]
    if sign is None:
        return told.replace(tzinfo=LOCAL)
    shift = timedelta(hours=int(found[3] or 0), minutes=int(found[4] or 0))
    return told.replace(tzinfo=timezone(-shift if sign == b"-" else shift))


def _office_time(path: Path) -> datetime | None:
    with zipfile.ZipFile(path) as archive:
        if archive.getinfo(CORE).file_size > CORE_OCTETS_MAX:
            return None
        with archive.open(CORE) as entry:
            found = _CORE_MADE.search(entry.read(CORE_OCTETS_MAX))
    if found is None:
        return None
    told = datetime.fromisoformat(found[1].decode().replace("Z", "+00:00"))
    return told if told.tzinfo else told.replace(tzinfo=LOCAL)


def _exif_time(head: bytes) -> datetime | None:
    tiff = _exif_block(head)
    if tiff is None:
        return None
    order = "<" if tiff[:2] == b"II" else ">"
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    tags = dict(_tags(tiff, first, order))
    if EXIF_POINTER in tags:
        (place,) = struct.unpack_from(f"{order}I", tags[EXIF_POINTER])
        tags |= dict(_tags(tiff, place, order))
    if TAKEN not in tags:
        return None
    text = tags[TAKEN].split(b"\0")[0].decode("ascii")
    offset = tags.get(TAKEN_OFFSET, b"").split(b"\0")[0].decode("ascii").strip()
    if offset:
        return datetime.strptime(f"{text} {offset}", "%Y:%m:%d %H:%M:%S %z")
    return datetime.strptime(text, "%Y:%m:%d %H:%M:%S").replace(tzinfo=LOCAL)


def _exif_block(head: bytes) -> bytes | None:
    """The TIFF part inside the APP1 segment of a JPEG."""
    at = 2
    while at + 4 <= len(head) and head[at] == 0xFF and head[at + 1] != 0xDA:
        (length,) = struct.unpack_from(">H", head, at + 2)
        body = head[at + 4 : at + 2 + length]
        if head[at + 1] == 0xE1 and body.startswith(b"Exif\0\0"):
            return body[6:]
        at += 2 + length
    return None


def _tags(tiff: bytes, place: int, order: str) -> Iterator[tuple[int, bytes]]:
    """Tags of one directory: the value itself, or the text it points to."""
    (count,) = struct.unpack_from(f"{order}H", tiff, place)
    for number in range(min(count, 200)):
        at = place + 2 + 12 * number
        tag, kind, size = struct.unpack_from(f"{order}HHI", tiff, at)
        if kind == ASCII and size > 4:
            (pointer,) = struct.unpack_from(f"{order}I", tiff, at + 8)
            yield tag, tiff[pointer : pointer + min(size, 64)]
        else:
            yield tag, tiff[at + 8 : at + 12]
