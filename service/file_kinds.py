"""What a file is, decided from its bytes: the name and the browser may say anything."""

from __future__ import annotations

import zipfile
from pathlib import Path

HEAD_OCTETS = 65_536
"""Enough to tell every kind that is taken."""
DIRECTORY_OCTETS_MAX = 4_000_000
"""Of the list of contents of an office file; a real one is a few kilobytes."""

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
BRANDS: dict[bytes, str] = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"avif": "image/avif",
    b"isom": "video/mp4",
    b"iso2": "video/mp4",
    b"mp41": "video/mp4",
    b"mp42": "video/mp4",
    b"qt  ": "video/quicktime",
}
"""The brand of a file in the ISO media format: photos and videos of phones."""
OLD_OFFICE: dict[str, str] = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
}
OLD_OFFICE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = b"PK\x03\x04"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."

RUNNABLE = frozenset(
    f".{end}"
    for end in (
        *("bat", "cmd", "com", "exe", "hta", "jar", "js", "jse", "lnk", "mjs", "msi", "php"),
        *("ps1", "py", "reg", "scr", "sh", "vbe", "vbs", "wsf"),
        *("htm", "html", "mht", "svg", "svgz", "xhtml", "xml", "xsl"),
    )
)
"""Ends of names that a double click would run or a browser would execute."""


class WrongKind(Exception):
    """A file of a kind that is not kept as evidence."""


def kind_of(path: Path, file_name: str) -> str:
    """The media type of a stored file; raises WrongKind."""
    suffix = Path(file_name).suffix.casefold()
    if suffix in RUNNABLE:
        raise WrongKind(suffix)
    with path.open("rb") as file:
        head = file.read(HEAD_OCTETS)
    found = _by_magic(head) or _by_office(path, head, suffix) or _by_text(head, suffix)
    if found is None:
        raise WrongKind(suffix)
    return found


def _by_magic(head: bytes) -> str | None:
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12])
    return None


def _by_office(path: Path, head: bytes, suffix: str) -> str | None:
    if head.startswith(OLD_OFFICE_MAGIC):
        return OLD_OFFICE.get(suffix)
    if not head.startswith(ZIP_MAGIC):
        return None
    try:
        names = _contents(path)
        if "mimetype" in names:
            return _open_document(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names or any(n.endswith("vbaProject.bin") for n in names):
        return None  # a plain archive, or a document that carries a program
    for folder, kind in (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX)):
        if any(name.startswith(folder) for name in names):
            return kind
    return None


def _contents(path: Path) -> frozenset[str]:
    """Names inside an archive; a list of contents that is too long is no document."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - HEAD_OCTETS, 0))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or int.from_bytes(tail[at + 12 : at + 16], "little") > DIRECTORY_OCTETS_MAX:
        raise ValueError("no list of contents, or one of absurd length")
    with zipfile.ZipFile(path) as archive:
        return frozenset(archive.namelist())


def _open_document(path: Path) -> str | None:
    with zipfile.ZipFile(path) as archive, archive.open("mimetype") as entry:
        kind = entry.read(100).decode("ascii", "replace").strip()
    return kind if kind.startswith(OPEN_DOCUMENT) else None


def _by_text(head: bytes, suffix: str) -> str | None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    else:
        try:
            text = _utf8(head)
        except UnicodeDecodeError:
            return None
    if not text.strip() or _is_code(text):
        return None
    return "text/csv" if suffix == ".csv" else "text/plain"


def _utf8(head: bytes) -> str:
    """The head may end inside a letter; only there is a broken one forgiven."""
    if len(head) < HEAD_OCTETS:
        return head.decode("utf-8-sig")
    for cut in range(4):
        try:
            return head[: len(head) - cut].decode("utf-8-sig")
        except UnicodeDecodeError as error:
            last = error
    raise last


def _is_code(text: str) -> bool:
    start = text.lstrip("\ufeff \t\r\n")[:1]
    lowered = text.casefold()
    control = any(ord(c) < 9 or 13 < ord(c) < 32 for c in text)
    marked = any(mark in lowered for mark in ("<script", "<html", "<svg", "<!doctype"))
    return start in ("<",) or text.startswith("#!") or control or marked
