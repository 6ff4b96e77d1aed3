"""Evidence is kept by its hash, judged by its bytes, and never held in memory whole."""

from __future__ import annotations

import asyncio
import hashlib
import io
import struct
import tracemalloc
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from service.evidence import CHUNK, EvidenceStore, Received, Unusable, clean_name
from service.file_kinds import DOCX
from tests.spec import at

NOW = at("2025-11-20 07:40")
ANNA, BINH = UUID(int=1), UUID(int=2)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
PDF = b"%PDF-1.7\n/CreationDate (D:20251118162000+07'00')\n%%EOF"


class Upload:
    """Gives its octets in the pieces it is asked for, like a spooled upload."""

    def __init__(self, octets: bytes) -> None:
        self._octets = io.BytesIO(octets)

    async def read(self, size: int) -> bytes:
        return self._octets.read(size)


class Endless:
    """Many equal pieces that never exist at the same time."""

    def __init__(self, pieces: int) -> None:
        self._left = pieces
        self._piece = b"a b\n" * (CHUNK // 4)

    async def read(self, size: int) -> bytes:
        self._left -= 1
        return self._piece if self._left >= 0 else b""


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return EvidenceStore(tmp_path)


def receive(store: EvidenceStore, source: Any, name: str = "a.png", **more: Any) -> Received:
    given = {"by_person": ANNA, "now": NOW, "octets_max": 200_000_000} | more
    upload = Upload(source) if isinstance(source, bytes) else source
    return asyncio.run(store.receive(upload, name, **given))


def archive(**entries: str) -> bytes:
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w") as file:
        for name, text in entries.items():
            file.writestr(name.replace("__", "/"), text)
    return octets.getvalue()


def photo(taken: str = "2025:11:17 15:00:00") -> bytes:
    text = taken.encode() + b"\0"
    ifd0 = struct.pack("<HHHIII", 1, 0x8769, 4, 1, 26, 0)
    exif = struct.pack("<HHHIII", 1, 0x9003, 2, len(text), 44, 0)
    body = b"Exif\0\0" + b"II*\0" + struct.pack("<I", 8) + ifd0 + exif + text
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(body) + 2) + body + b"\xff\xda"


def test_a_file_is_kept_by_its_hash(store: EvidenceStore) -> None:
    kept = receive(store, PNG).evidence
    assert kept.sha256 == hashlib.sha256(PNG).hexdigest()
    assert (kept.bytes, kept.media_type) == (len(PNG), "image/png")
    place = store.path_of(kept.sha256)
    assert place is not None
    assert place.read_bytes() == PNG
    assert not asyncio.run(store.differs(kept.sha256))


def test_the_same_octets_are_kept_once_and_known_again(
    store: EvidenceStore, tmp_path: Path
) -> None:
    assert not receive(store, PNG).was_known
    assert receive(store, PNG, "b.png", by_person=BINH).was_known
    assert len([p for p in (tmp_path / "evidence").rglob("*") if p.is_file()]) == 1


def test_a_large_file_does_not_pass_through_memory(store: EvidenceStore) -> None:
    tracemalloc.start()
    kept = receive(store, Endless(64), "so-lieu.txt")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert kept.evidence.bytes == 64 * CHUNK
    assert peak < 8 * CHUNK


@pytest.mark.parametrize(
    ("octets", "name", "why"),
    [
        (b"", "rong.pdf", "empty"),
        (PNG + b"\0" * 1000, "to.png", "too_big"),
        (b"MZ\x90\0" + b"\0" * 60, "anh.png", "kind"),
        (b"<!DOCTYPE html><script>1</script>", "bao-cao.pdf", "kind"),
        (b"  <svg xmlns='x'/>", "anh.png", "kind"),
        (b"col1,col2\n<script>x</script>", "a.csv", "kind"),
        (b"echo hello", "chay.bat", "kind"),
        (b"#!/bin/sh\nls", "ghi-chu.txt", "kind"),
        (PNG, "anh.svg", "kind"),
        (archive(**{"chay.exe": "MZ"}), "ho-so.zip", "kind"),
        (archive(**{"[Content_Types].xml": "", "word__vbaProject.bin": ""}), "a.docx", "kind"),
        (b"PK\x03\x04broken", "a.docx", "kind"),
    ],
)
def test_what_is_not_taken(
    store: EvidenceStore, tmp_path: Path, octets: bytes, name: str, why: str
) -> None:
    with pytest.raises(Unusable) as caught:
        receive(store, octets, name, octets_max=500)
    assert caught.value.why == why
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


@pytest.mark.parametrize(
    ("octets", "name", "kind"),
    [
        (PDF, "bien-ban.pdf", "application/pdf"),
        (PDF, "khong-phai-anh.jpg", "application/pdf"),
        (archive(**{"[Content_Types].xml": "", "word__document.xml": ""}), "a.docx", DOCX),
        ("stt;đơn vị\n1;Văn phòng".encode(), "so.csv", "text/csv"),
        ("\ufeffGhi chú".encode("utf-16-le"), "ghi.txt", "text/plain"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "anh.heic", "image/heic"),
    ],
)
def test_the_kind_is_decided_from_the_bytes(
    store: EvidenceStore, octets: bytes, name: str, kind: str
) -> None:
    assert receive(store, octets, name).evidence.media_type == kind


def test_dates_are_read_where_a_file_tells_them(store: EvidenceStore) -> None:
    assert receive(store, photo(), "a.jpg").evidence.captured_at == at("2025-11-17 15:00")
    assert receive(store, PDF, "a.pdf").evidence.made_at == at("2025-11-18 16:20")
    assert receive(store, photo("not a date at all!!"), "b.jpg").evidence.captured_at is None


def test_a_received_file_waits_for_its_own_person_for_an_hour(store: EvidenceStore) -> None:
    sha = receive(store, PNG).evidence.sha256

    def names(person: UUID, minutes: int) -> list[str]:
        later = NOW + timedelta(minutes=minutes)
        found = asyncio.run(store.waiting([sha, "../../etc/passwd"], person, later))
        return [each.evidence.file_name for each in found]

    assert names(ANNA, 59) == ["a.png"]
    assert names(ANNA, 61) == []
    assert names(BINH, 1) == []
    asyncio.run(store.recorded([sha], ANNA))
    assert names(ANNA, 1) == []


def test_a_missing_or_changed_file_is_noticed(store: EvidenceStore) -> None:
    sha = receive(store, PNG).evidence.sha256
    place = store.path_of(sha)
    assert place is not None
    place.chmod(0o640)
    place.write_bytes(b"other")
    assert asyncio.run(store.differs(sha))
    place.unlink()
    assert asyncio.run(store.missing([sha])) == {sha}
    assert store.path_of("../" + sha) is None


def test_names_lose_folders_and_tricks() -> None:
    assert clean_name("C:\\Users\\a\\Biên bản.pdf") == "Biên bản.pdf"
    assert clean_name("../../etc/passwd") == "passwd"
    assert clean_name('a"b\r\nSet-Cookie: x.pdf') == "a b Set-Cookie x.pdf"
    assert len(clean_name("x" * 400 + ".pdf")) <= 180
    assert clean_name("...") == "tep"
