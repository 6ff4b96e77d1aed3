"""Plain text and CSV: encodings, line ends, delimiters."""

import csv
import io

from domain.reading.document import Block, NeutralDocument, TableBlock
from domain.reading.unreadable import Unreadable

LINES_LIMIT = 100_000
ROWS_LIMIT = 5_000
COLUMNS_LIMIT = 60


def decoded(data: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one; line ends become plain ones."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\x00" in data:
        raise Unreadable("not_text")
    else:
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable("not_utf8", line=line) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def text_document(data: bytes) -> NeutralDocument:
    lines = decoded(data).split("\n")
    if len(lines) > LINES_LIMIT:
        raise Unreadable("too_many_lines", found=len(lines), limit=LINES_LIMIT)
    blocks: list[Block | TableBlock] = []
    page = 1
    for number, line in enumerate(lines, 1):
        page += line.count("\f")
        blocks.append(Block(text=line.replace("\f", " "), line=number))
    if page > 1:
        blocks = _with_pages(lines)
    return NeutralDocument(kind="txt", blocks=tuple(blocks))


def _with_pages(lines: list[str]) -> list[Block | TableBlock]:
    """Form feeds part the pages of text that came out of a printer or a PDF."""
    blocks: list[Block | TableBlock] = []
    page = 1
    for number, line in enumerate(lines, 1):
        page += line.count("\f")
        blocks.append(Block(text=line.replace("\f", " "), line=number, page=page))
    return blocks


def csv_document(data: bytes) -> NeutralDocument:
    text = decoded(data)
    header = text[:4096]
    delimiter = max(",;\t|", key=lambda sign: header.split("\n", 1)[0].count(sign))
    if header.split("\n", 1)[0].count(delimiter) == 0:
        delimiter = max(",;\t|", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    start = 1
    try:
        for row in reader:
            rows.append(tuple(row[:COLUMNS_LIMIT]))
            numbers.append(start)
            start = reader.line_num + 1
            if len(rows) > ROWS_LIMIT:
                raise Unreadable("too_many_lines", found=len(rows), limit=ROWS_LIMIT)
    except csv.Error as error:
        raise Unreadable("damaged", row=start) from error
    table = TableBlock(rows=tuple(rows), row_numbers=tuple(numbers), line=1)
    return NeutralDocument(kind="csv", blocks=(table,))
