"""What every file format is turned into before anything is recognised in it."""

from typing import Literal

import msgspec

FileKind = Literal["txt", "docx", "xlsx", "csv", "pdf"]


class Where(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place in the file that a person can find again."""

    page: int | None = None
    sheet: str | None = None
    row: int | None = None
    line: int | None = None
    cell: str | None = None


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something in the file that a person has to settle; `blocks` means before issuing."""

    code: str
    where: Where
    facts: dict[str, str | int] = {}
    blocks: bool = False


class Block(msgspec.Struct, frozen=True, kw_only=True, tag="block"):
    """One line of a text or PDF file, or one paragraph of a word-processor file."""

    text: str
    page: int | None = None
    line: int | None = None
    style_level: int | None = None
    list_marker: str | None = None
    whole: bool = False  # the file itself says that a paragraph begins here


class TableBlock(msgspec.Struct, frozen=True, kw_only=True, tag="table"):
    """A table, cells already turned into text."""

    rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    page: int | None = None
    sheet: str | None = None
    line: int | None = None

    def where(self, index: int) -> Where:
        return Where(page=self.page, sheet=self.sheet, row=self.row_numbers[index])


class NeutralDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The whole file, format forgotten except for what helps reading."""

    kind: FileKind
    blocks: tuple[Block | TableBlock, ...]
    problems: tuple[Problem, ...] = ()
