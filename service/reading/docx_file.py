"""Word-processor files: paragraphs with their automatic numbers, headings and tables in order."""

import io
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from domain.reading.document import Block, NeutralDocument, TableBlock
from domain.reading.unreadable import Unreadable
from service.reading.archive import check_archive
from service.reading.docx_numbering import Numbering
from service.reading.text_file import COLUMNS_LIMIT, LINES_LIMIT, ROWS_LIMIT

_LEVELS = 9


def word_document(data: bytes) -> NeutralDocument:
    check_archive("docx", data)
    try:
        file = docx.Document(io.BytesIO(data))
        blocks = _blocks(file)
    except Unreadable:
        raise
    except Exception as error:  # the library lets errors of its XML parser through
        raise Unreadable("damaged") from error
    if not blocks:
        raise Unreadable("empty")
    return NeutralDocument(kind="docx", blocks=tuple(blocks))


def _blocks(file: Any) -> list[Block | TableBlock]:
    numbering = Numbering(file)
    blocks: list[Block | TableBlock] = []
    for number, item in enumerate(file.iter_inner_content(), 1):
        if number > LINES_LIMIT:
            raise Unreadable("too_many_lines", found=number, limit=LINES_LIMIT)
        if isinstance(item, Table):
            blocks.append(_table(item, number))
        else:
            blocks.extend(_paragraph(item, number, numbering))
    return blocks


def _paragraph(item: Paragraph, number: int, numbering: Numbering) -> list[Block]:
    """A soft line break inside a paragraph is a broken line, not a new paragraph."""
    text = _visible_text(item)
    marker = numbering.marker_of(item) if text.strip() else None
    lines = [line for line in text.split("\n") if line.strip()]
    return [
        Block(
            text=line,
            line=number,
            style_level=_heading_level(item) if place == 0 else None,
            list_marker=marker if place == 0 else None,
            whole=place == 0,
        )
        for place, line in enumerate(lines)
    ]


def _visible_text(item: Paragraph) -> str:
    """Text with insertions and hyperlinks; deleted and hidden text is not read."""
    pieces: list[str] = []
    for node in item._p.iter(qn("w:t"), qn("w:br"), qn("w:tab"), qn("w:cr")):
        if node.tag == qn("w:t"):
            pieces.append(node.text or "")
        elif node.tag == qn("w:tab"):
            inside_run = node.getparent() is not None and node.getparent().tag == qn("w:r")
            pieces.append(" " if inside_run else "")
        else:
            pieces.append("\n")
    return "".join(pieces)


def _heading_level(item: Paragraph) -> int | None:
    style = item.style
    name = (style.name or "") if style is not None else ""
    tail = name.rsplit(" ", 1)[-1]
    if name.lower().startswith("heading") and tail.isdigit():
        return min(int(tail), _LEVELS)
    return None


def _table(item: Table, number: int) -> TableBlock:
    rows: list[tuple[str, ...]] = []
    for row in item.rows:
        if len(rows) > ROWS_LIMIT:
            raise Unreadable("too_many_lines", found=len(rows), limit=ROWS_LIMIT)
        rows.append(tuple(cell.text for cell in row.cells[:COLUMNS_LIMIT]))
    return TableBlock(rows=tuple(rows), row_numbers=tuple(range(1, len(rows) + 1)), line=number)
