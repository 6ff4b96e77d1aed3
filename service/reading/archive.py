"""Looks into a zipped Office file before anything is unpacked: bombs, passwords, wrong contents."""

import io
import zipfile

from domain.reading.document import FileKind
from domain.reading.unreadable import Unreadable

UNPACKED_LIMIT = 100 * 1024 * 1024
RATIO_LIMIT = 120
_RATIO_MATTERS_FROM = 4 * 1024 * 1024
_ENTRIES_LIMIT = 3000
_MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


def check_archive(kind: FileKind, data: bytes) -> None:
    """Raises `Unreadable`; afterwards the file may be given to the library."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_sizes(entries)
            _check_contents(kind, entries)
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    _check_part(archive, entry)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Unreadable("damaged") from error


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    suspicious = unpacked > _RATIO_MATTERS_FROM and unpacked / packed > RATIO_LIMIT
    if len(entries) > _ENTRIES_LIMIT or unpacked > UNPACKED_LIMIT or suspicious:
        raise Unreadable("zip_bomb", megabytes=unpacked >> 20)


def _check_contents(kind: FileKind, entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("password")
    if _MAIN_PART[kind] in names:
        return
    other = next((other for other, part in _MAIN_PART.items() if part in names), "zip")
    raise Unreadable("not_what_it_says", says=kind, found=other)


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Office writes no document types; entities in them can grow without end."""
    left = entry.file_size
    with archive.open(entry) as part:
        head = part.read(4096)
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise Unreadable("unsafe_xml", part=entry.filename)
        left -= len(head)
        while left >= 0 and (piece := part.read(1 << 16)):
            left -= len(piece)
    if left < 0:  # the directory of the archive lied about the size
        raise Unreadable("zip_bomb", megabytes=UNPACKED_LIMIT >> 20)
