"""From the bytes of a file to the draft of a plan: the one entrance of the plan reader."""

from pathlib import Path

import msgspec

from domain.plain_text import only_text
from domain.reading.document import Block, NeutralDocument, TableBlock
from domain.reading.draft import PlanDraft
from domain.reading.reader import recognise
from domain.reading.units import KnownUnits
from domain.reading.unreadable import Unreadable
from service.reading.file_kind import SIZE_LIMIT, kind_of_file
from service.reading.text_file import csv_document, text_document


# The libraries of these three load when the first such file comes: the start need not wait.
def _word_document(data: bytes) -> NeutralDocument:
    from service.reading.docx_file import word_document

    return word_document(data)


def _workbook_document(data: bytes) -> NeutralDocument:
    from service.reading.xlsx_file import workbook_document

    return workbook_document(data)


def _pdf_document(data: bytes) -> NeutralDocument:
    from service.reading.pdf_file import pdf_document

    return pdf_document(data)


_OPENERS = {
    "txt": text_document,
    "csv": csv_document,
    "docx": _word_document,
    "xlsx": _workbook_document,
    "pdf": _pdf_document,
}


def neutral_document(name: str, data: bytes) -> NeutralDocument:
    """Raises `Unreadable`; `name` matters only for its extension."""
    found = _OPENERS[kind_of_file(name, data)](data)
    blocks = tuple(_plain(block) for block in found.blocks)
    return msgspec.structs.replace(found, blocks=blocks)


def _plain(block: Block | TableBlock) -> Block | TableBlock:
    """Files hold signs that nobody typed and nobody sees; the sentences are read without them."""
    if isinstance(block, Block):
        return msgspec.structs.replace(block, text=only_text(block.text))
    rows = tuple(tuple(only_text(cell) for cell in row) for row in block.rows)
    return msgspec.structs.replace(block, rows=rows)


def read_plan_bytes(
    name: str, data: bytes, known_units: KnownUnits = (), *, derived: bool = False
) -> PlanDraft:
    """The draft of an uploaded file, or `Unreadable`."""
    draft = recognise(neutral_document(name, data), known_units, derived=derived)
    if draft.plan.title:
        return draft
    named = msgspec.structs.replace(draft.plan, title=only_text(Path(name).stem))
    return msgspec.structs.replace(draft, plan=named)


def read_plan_file(path: Path, known_units: KnownUnits = (), *, derived: bool = False) -> PlanDraft:
    """As `read_plan_bytes`; a file over the limit is refused without reading it into memory."""
    size = path.stat().st_size
    if size > SIZE_LIMIT:
        raise Unreadable("too_large", megabytes=size >> 20, limit=SIZE_LIMIT >> 20)
    return read_plan_bytes(path.name, path.read_bytes(), known_units, derived=derived)
