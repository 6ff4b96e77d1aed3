"""Addresses hold only text: signs that are none are nobody's question and never reach a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode
from uuid import UUID

from domain.plain_text import has_no_text, only_text

NUMBER_DIGITS_MAX = 18
"""What a whole number of the database holds."""


def is_plain(path: str) -> bool:
    """Whether a page can have this address."""
    return not has_no_text(path)


def plain_query(query: bytes) -> bytes:
    """The same question without signs that are no text; nearly always the very same octets."""
    if query.isascii() and b"%" not in query:
        return query
    text = unquote_to_bytes(query.replace(b"+", b" ")).decode("utf-8", "surrogateescape")
    if not has_no_text(text):
        return query
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, errors="surrogateescape")
    return urlencode([(only_text(name), only_text(value)) for name, value in pairs]).encode()


def number_of(text: Any) -> int | None:
    """A position or version as an address or a hidden field gives it; None for anything else."""
    is_number = (
        isinstance(text, str)
        and text.isascii()
        and text.isdigit()
        and len(text) <= NUMBER_DIGITS_MAX
    )
    return int(text) if is_number else None


def id_of(text: str) -> UUID | None:
    """An id that somebody may have changed; None if it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
