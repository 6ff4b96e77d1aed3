"""Files that the invented people hand in: small pictures and tables that say they are made up."""

from __future__ import annotations

import struct
import zlib
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import msgspec

from domain.values import Evidence
from service.evidence import EvidenceStore

MARK = "Dữ liệu minh họa, không có thật"
WIDTH, HEIGHT = 240, 160
OCTETS_MAX = 1_000_000


class Paper(msgspec.Struct, frozen=True):
    """A file by its name; what stands in it follows from the name."""

    name: str

    def octets(self) -> bytes:
        """A picture for .png, else a table of a few invented figures."""
        if self.name.endswith(".png"):
            return picture(self.name)
        return table(self.name).encode("utf-8-sig")


class _Once:
    """Octets as a source that is read in one go."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets

    async def read(self, size: int) -> bytes:
        """The next octets."""
        piece, self._octets = self._octets[:size], self._octets[size:]
        return piece


async def keep(
    store: EvidenceStore, name: str, octets: bytes, *, by_person: UUID, now: datetime
) -> Evidence:
    """Put a file where uploads go, as its person would have done."""
    received = await store.receive(
        _Once(octets), name, by_person=by_person, now=now, octets_max=OCTETS_MAX
    )
    await store.recorded([received.evidence.sha256], by_person)
    return received.evidence


def table(name: str) -> str:
    """A small CSV with figures that follow from the name."""
    digits = sha256(name.encode()).digest()
    rows = [
        f"Tháng {month};{digits[month] % 90 + 10};{digits[-month] % 9}" for month in range(7, 12)
    ]
    return "\n".join([f"# {MARK}", "Kỳ;Đã thực hiện;Còn lại", *rows]) + "\n"


def picture(name: str) -> bytes:
    """A PNG of soft stripes whose colours follow from the name."""
    digits = sha256(name.encode()).digest()
    lines = bytearray()
    for y in range(HEIGHT):
        lines.append(0)
        for x in range(WIDTH):
            shade = (x * digits[0] // WIDTH + y * digits[1] // HEIGHT) % 96
            lines += bytes((120 + shade, 130 + (shade + digits[2]) % 90, 140 + digits[3] % 90))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    text = b"Comment\0" + MARK.encode("latin-1", "replace")
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"tEXt", text),
            _chunk(b"IDAT", zlib.compress(bytes(lines), 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
