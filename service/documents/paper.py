"""What an official paper consists of, before it is set as PDF or written as Word."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

Align = Literal["left", "center", "right"]


class Part(msgspec.Struct, frozen=True, kw_only=True, tag_field="part"):
    """One block of the body, in reading order."""


class Heading(Part, frozen=True, kw_only=True, tag="heading"):
    """A numbered title inside the body, e.g. "II. Kết quả kiểm tra"."""

    text: str
    level: Literal[1, 2] = 1
    centred: bool = False
    """“QUYẾT ĐỊNH:” and whoever decides stand in the middle."""


class Paragraph(Part, frozen=True, kw_only=True, tag="paragraph"):
    """Justified text with the first line set in."""

    text: str
    italic: bool = False
    """Căn cứ lines are italic."""


class Points(Part, frozen=True, kw_only=True, tag="points"):
    """A list of which each line begins with a dash."""

    lines: tuple[str, ...]


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of a table; `share` is its part of the width."""

    title: str
    share: int = 1
    align: Align = "left"


class Table(Part, frozen=True, kw_only=True, tag="table"):
    """Rows of text under column titles; the titles are repeated on every page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


class Blank(Part, frozen=True, kw_only=True, tag="blank"):
    """Dotted lines to be filled in by hand."""

    lines: int = 3


Block = Heading | Paragraph | Points | Table | Blank


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """A place to sign: the capacity, what became of it, and the name below."""

    capacity: tuple[str, ...]
    """Lines in capitals: "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"."""
    note: str = ""
    """What was recorded: signed when and how, or refused and why."""
    name: str = ""


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """How a reader of the paper can check that it is the recorded one."""

    address: str
    """Where the check is made; set as a QR code."""
    digest: str
    """SHA-256 of the recorded content, in hexadecimal."""
    caption: str


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """An official paper: boxes 1–9 of annex I of Nghị định 30/2020/NĐ-CP."""

    above: str
    """Box 2, first line: the superior body, or the first half of a committee's name."""
    issuer: str
    notation: str
    """Box 3: "Số: 12/BB-ĐKT"; with dots while no number has been entered."""
    place: str = ""
    """Box 4; minutes have none, since place and time stand in the text."""
    issued_on: date | None = None
    kind: str
    """Box 5a: "BIÊN BẢN"."""
    abstract: str
    addressees: tuple[str, ...] = ()
    body: tuple[Block, ...]
    signatures: tuple[Signature, ...] = ()
    recipients: tuple[str, ...] = ()
    draft: bool = True
    """A draft until number, date and signature have been entered."""
    invented: str = ""
    """The sentence that marks demonstration data, on every page."""
    check: Check | None = None
    running: str = ""
    """What names the content on every page, e.g. by which rules and as of when it was counted."""

    @property
    def place_and_date(self) -> str:
        """Box 4 as the decree writes it."""
        if not self.place:
            return ""
        if self.issued_on is None:
            return f"{self.place}, ngày … tháng … năm …"
        return f"{self.place}, {written_day(self.issued_on)}"


def written_day(on: date) -> str:
    """ngày 05 tháng 9 năm 2025; days under 10 and months 1 and 2 get a leading 0."""
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    return f"ngày {on.day:02d} tháng {month} năm {on.year}"
