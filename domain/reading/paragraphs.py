"""Mends broken lines into paragraphs and drops page numbers."""

import re
from collections.abc import Iterable
from itertools import pairwise

import msgspec

from domain.reading.document import Block, TableBlock
from domain.reading.labels import is_attribute
from domain.reading.markers import RANKS, Marker, split_marker
from domain.reading.wording import (
    clean,
    ends_sentence,
    flat,
    is_capitals,
    starts_lower,
    starts_upper,
)

_PAGE_NUMBER = re.compile(r"[-–]?\s*(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?\s*[-–]?", re.IGNORECASE)
_DOCUMENT_NAME = re.compile(r"ke hoach|chuong trinh|phu luc(?: [ivx\d]+)?|noi nhan\s?:?")
_RULE = re.compile(r"[-_=*.–—\s]{3,}")
# Two neighbours of a double-spaced file are parted by a blank line nearly always.
_DOUBLE_SPACED = 0.7
# A line that would have had room for the next word, with this margin, ended a paragraph.
_ROOM = 0.93
# With fewer lines going on in lower case, each line of the file is a paragraph of its own.
_WRAPPED = 0.1


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """Mended text; `body` is the text without its marker."""

    text: str
    body: str
    marker: Marker | None
    line: int
    page: int | None
    capitals: bool = False


class _Layout(msgspec.Struct, frozen=True):
    """What the look of the whole file says about where its paragraphs end."""

    width: int
    blank_separates: bool
    wrapped: bool
    explicit: bool  # the file says where its paragraphs begin, so other lines go on


class _Open:
    """The paragraph being put together."""

    def __init__(self, first: Block, marker: Marker | None, body: str) -> None:
        self.first = first
        self.marker = marker
        self.pieces = [body]
        self.last = clean(first.text)

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.last = text

    def close(self) -> Paragraph:
        body = clean(" ".join(self.pieces))
        return Paragraph(
            text=clean(" ".join([clean(self.first.text), *self.pieces[1:]])),
            body=body,
            marker=self.marker,
            line=self.first.line or 0,
            page=self.first.page,
            capitals=is_capitals(body),
        )


def mend(blocks: Iterable[Block | TableBlock]) -> list[Paragraph | TableBlock]:
    """Paragraphs and tables in the order of the file."""
    blocks = tuple(blocks)
    layout = _layout_of(blocks)
    done: list[Paragraph | TableBlock] = []
    current: _Open | None = None
    blank_before = False
    for block in blocks:
        if isinstance(block, TableBlock):
            done.extend([current.close()] if current else [])
            done.append(block)
            current = None
            continue
        text = clean(block.text)
        if not text or _is_noise(text):
            blank_before = blank_before or not text
            continue
        marker, body = _marker_of(block, text, current)
        if current and marker is None and _continues(current, block, text, layout, blank_before):
            current.add(text)
        else:
            done.extend([current.close()] if current else [])
            current = _Open(block, marker, body)
        blank_before = False
    done.extend([current.close()] if current else [])
    return done


def _is_noise(text: str) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(text) or _RULE.fullmatch(text))


def _marker_of(block: Block, text: str, current: _Open | None) -> tuple[Marker | None, str]:
    if block.list_marker:
        marker, _ = split_marker(f"{block.list_marker} X")
        if marker is not None:
            return marker, text
    before = "" if block.whole or current is None else current.last
    marker, body = split_marker(text, before=before)
    if marker is None and block.style_level:
        rank = RANKS["roman"] if block.style_level == 1 else RANKS["number"] + block.style_level - 2
        return Marker("heading", "", rank), text
    return marker, body


def _continues(
    current: _Open, block: Block, text: str, layout: _Layout, blank_before: bool
) -> bool:
    """Whether an unmarked line goes on with the paragraph before it."""
    if block.whole or is_attribute(text) or _DOCUMENT_NAME.fullmatch(flat(text[:40])):
        return False
    if starts_lower(text) or layout.explicit:
        return True
    if is_capitals(current.last) and not is_capitals(text):
        return False
    if not layout.wrapped and (starts_upper(text) or ends_sentence(current.last)):
        return is_capitals(current.last) and not ends_sentence(current.last)
    if blank_before and layout.blank_separates:
        return not ends_sentence(current.last) and not starts_upper(text)
    if text.startswith("(") and ends_sentence(current.last):
        return False
    return _wraps(current.last, text, layout.width)


def _wraps(last: str, text: str, width: int) -> bool:
    """In a file broken at a margin, a line that had room for the next word was the last one."""
    first_word = text.split(" ", 1)[0]
    had_room = len(last) + 1 + len(first_word) <= width * _ROOM
    if not had_room:
        return True
    if ends_sentence(last):
        return False
    return len(last) > width * 0.6 or not starts_upper(text)


def _layout_of(blocks: tuple[Block | TableBlock, ...]) -> _Layout:
    lines = [clean(block.text) for block in blocks if isinstance(block, Block)]
    lengths = sorted(len(line) for line in lines if line)
    if not lengths:
        return _Layout(0, False, False, False)
    blank_pairs = sum(1 for line, below in pairwise(lines) if line and not below)
    parted = blank_pairs / len(lengths)
    continued = sum(1 for line in lines if line and starts_lower(line) and not _opens_item(line))
    return _Layout(
        width=lengths[int(len(lengths) * 0.9)],
        blank_separates=0 < parted < _DOUBLE_SPACED,
        explicit=any(isinstance(block, Block) and block.whole for block in blocks),
        wrapped=continued > len(lengths) * _WRAPPED,
    )


def _opens_item(line: str) -> bool:
    return split_marker(line)[0] is not None
