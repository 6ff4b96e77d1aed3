"""Tells what a file is from its bytes, and refuses what is not what its name says."""

from pathlib import PurePath

from domain.reading.document import FileKind
from domain.reading.unreadable import Unreadable

SIZE_LIMIT = 25 * 1024 * 1024
_EXTENSIONS: dict[str, FileKind] = {
    ".txt": "txt", ".docx": "docx", ".xlsx": "xlsx", ".csv": "csv", ".pdf": "pdf",
}  # fmt: skip
_PICTURES = (
    (b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF8", "gif"), (b"BM", "bmp"),
    (b"II*\x00", "tiff"), (b"MM\x00*", "tiff"),
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of_file(name: str, data: bytes) -> FileKind:
    """The kind by name, if the bytes agree."""
    if len(data) > SIZE_LIMIT:
        raise Unreadable("too_large", megabytes=len(data) >> 20, limit=SIZE_LIMIT >> 20)
    extension = PurePath(name).suffix.lower()
    kind = _EXTENSIONS.get(extension)
    if kind is None:
        raise Unreadable("unknown_kind", extension=extension or "–")
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("empty")
    found = _signature(data)
    if found == "ole":
        _refuse_ole(data)
    agrees = (
        found in ("pdf", "zip", None)
        and {"pdf": "pdf", "zip": "office", None: "text"}[found]
        == {"pdf": "pdf", "docx": "office", "xlsx": "office", "txt": "text", "csv": "text"}[kind]
    )
    if not agrees:
        raise Unreadable("not_what_it_says", says=kind, found=found or "text")
    return kind


def _signature(data: bytes) -> str | None:
    for start, found in _PICTURES:
        if data.startswith(start) and (found != "bmp" or b"\x00" in data[:64]):
            return found
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return "heic"
    if data.startswith(_OLE):
        return "ole"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    return None


def _refuse_ole(data: bytes) -> None:
    """Encrypted Office files are wrapped in the container of the old formats."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable("password")
    raise Unreadable("old_office_format")
