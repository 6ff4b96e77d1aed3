"""Write an official paper as Word, in the same layout as its PDF."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
import segno
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from service.documents.paper import (
    Blank,
    Block,
    Check,
    Heading,
    Paper,
    Paragraph,
    Points,
    Signature,
    Table,
)

FONT = "Times New Roman"
NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
SIDES = {"left": ALIGN.LEFT, "center": ALIGN.CENTER, "right": ALIGN.RIGHT}


def as_word(paper: Paper) -> bytes:
    """The paper as an editable Word file."""
    document = docx.Document()
    _page(document, paper)
    _head(document, paper)
    for block in paper.body:
        _block(document, block)
    _signatures(document, paper.signatures)
    _recipients(document, paper)
    if paper.check is not None:
        _check(document, paper.check)
    out = io.BytesIO()
    document.save(out)
    return _without_hours(out.getvalue())


def _without_hours(written: bytes) -> bytes:
    """The same file with one hour on all its parts, so that the same paper gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as parts, zipfile.ZipFile(out, "w") as settled:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name, NO_TIME.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            settled.writestr(part, parts.read(name))
    return out.getvalue()


def _page(document: Any, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(22)
    section.left_margin, section.right_margin = Mm(32), Mm(18)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(13)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(6)
    facts = document.core_properties
    facts.title = f"{paper.kind} {paper.abstract}"
    facts.author, facts.comments = "", ""
    facts.created = facts.modified = NO_TIME
    if paper.draft:
        _write(section.header.paragraphs[0], "DỰ THẢO", bold=True, side=ALIGN.RIGHT)
    foot = section.footer.paragraphs[0]
    if paper.running:
        _write(foot, paper.running, size=8, side=ALIGN.CENTER)
        foot = section.footer.add_paragraph() if paper.invented else foot
    if paper.invented:
        _write(foot, paper.invented, size=9, italic=True, side=ALIGN.CENTER)


def _head(document: Any, paper: Paper) -> None:
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    left.width, right.width = Mm(67), Mm(93)
    _lines(
        left,
        (paper.above.upper(), 12, False, False),
        (paper.issuer.upper(), 12, True, False),
        ("———", 9, False, False),
        (paper.notation, 13, False, False),
    )
    _lines(
        right,
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, False),
        ("Độc lập - Tự do - Hạnh phúc", 13, True, False),
        ("————————", 9, False, False),
        (paper.place_and_date, 13, False, True),
    )
    _write(document.add_paragraph(), paper.kind.upper(), size=14, bold=True, side=ALIGN.CENTER)
    _write(document.add_paragraph(), paper.abstract, bold=True, side=ALIGN.CENTER)
    for addressee in paper.addressees:
        _write(document.add_paragraph(), f"Kính gửi: {addressee}", side=ALIGN.CENTER)


def _lines(cell: Any, *lines: tuple[str, int, bool, bool]) -> None:
    for number, (text, size, bold, italic) in enumerate(line for line in lines if line[0]):
        place = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        place.paragraph_format.space_after = Pt(2)
        _write(place, text, size=size, bold=bold, italic=italic, side=ALIGN.CENTER)


def _block(document: Any, block: Block) -> None:
    match block:
        case Heading(text=text, level=level, centred=centred):
            place = document.add_paragraph()
            place.paragraph_format.keep_with_next = True
            side = ALIGN.CENTER if centred else None
            _write(place, text, bold=True, italic=level == 2, side=side)
        case Paragraph(text=text, italic=italic):
            for line in text.split("\n"):
                _body(document, line, italic=italic)
        case Points(lines=lines):
            for line in lines:
                _body(document, f"- {line}")
        case Table():
            _table(document, block)
        case Blank(lines=count):
            for _ in range(count):
                _write(document.add_paragraph(), "…" * 52)


def _body(document: Any, text: str, *, italic: bool = False) -> None:
    place = document.add_paragraph()
    place.paragraph_format.first_line_indent = Cm(1)
    _write(place, text, italic=italic, side=ALIGN.JUSTIFY)


def _table(document: Any, table: Table) -> None:
    made = document.add_table(rows=1, cols=len(table.columns))
    made.style = "Table Grid"
    shares = sum(column.share for column in table.columns)
    for cell, column in zip(made.rows[0].cells, table.columns, strict=True):
        cell.width = Mm(160 * column.share / shares)
        _write(cell.paragraphs[0], column.title, size=11, bold=True, side=ALIGN.CENTER)
    for row in table.rows:
        for cell, column, text in zip(made.add_row().cells, table.columns, row, strict=True):
            cell.width = Mm(160 * column.share / shares)
            _write(cell.paragraphs[0], text, size=11, side=SIDES[column.align])
    document.add_paragraph()


def _signatures(document: Any, signatures: tuple[Signature, ...]) -> None:
    if not signatures:
        return
    made = document.add_table(rows=(len(signatures) + 1) // 2, cols=2)
    first = 1 if len(signatures) == 1 else 0  # one signature stands in the right half
    for number, signature in enumerate(signatures, first):
        lines = [(line.upper(), 13, True, False) for line in signature.capacity]
        lines.append((signature.note or "\n\n\n", 10, False, True))
        lines.append((signature.name, 13, True, False))
        _lines(made.cell(number // 2, number % 2), *lines)


def _recipients(document: Any, paper: Paper) -> None:
    if not paper.recipients:
        return
    _write(document.add_paragraph(), "Nơi nhận:", size=12, bold=True, italic=True)
    for line in paper.recipients:
        place = document.add_paragraph()
        place.paragraph_format.space_after = Pt(0)
        _write(place, f"- {line}", size=11)


def _check(document: Any, check: Check) -> None:
    picture = io.BytesIO()
    segno.make(check.address, error="m").save(picture, kind="png", scale=6, border=1)
    picture.seek(0)
    document.add_picture(picture, width=Mm(22))
    _write(document.add_paragraph(), f"{check.caption} {check.digest}", size=8)


def _write(
    place: Any,
    text: str,
    *,
    size: int = 13,
    bold: bool = False,
    italic: bool = False,
    side: Any = None,
) -> None:
    run = place.add_run(text)
    run.font.size, run.font.name, run.bold, run.italic = Pt(size), FONT, bold, italic
    if side is not None:
        place.alignment = side
