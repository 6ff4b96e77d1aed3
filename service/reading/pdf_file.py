"""PDF files with a text layer; scans and passwords are refused with the page."""

import io
import logging
import re
from collections import Counter

import pypdf
from pypdf.errors import DependencyError, PyPdfError

from domain.reading.document import Block, NeutralDocument
from domain.reading.unreadable import Unreadable

_PAGES_LIMIT = 400
_DIGITS = re.compile(r"\d+")
_REPEATS_FROM = 3


def pdf_document(data: bytes) -> NeutralDocument:
    pages = _texts(data)
    margins = _running_lines(pages)
    blocks: list[Block] = []
    number = 0
    for page, lines in enumerate(pages, 1):
        for place, line in enumerate(lines):
            number += 1
            edge = place < 2 or place >= len(lines) - 2
            if not (edge and _masked(line) in margins):
                blocks.append(Block(text=line, page=page, line=number))
    return NeutralDocument(kind="pdf", blocks=tuple(blocks))


def _texts(data: bytes) -> list[list[str]]:
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns about every odd font
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("password")
        count = len(reader.pages)
        if count > _PAGES_LIMIT:
            raise Unreadable("too_many_pages", found=count, limit=_PAGES_LIMIT)
        if count == 0:
            raise Unreadable("empty")
        return [_page_lines(page, number) for number, page in enumerate(reader.pages, 1)]
    except Unreadable:
        raise
    except DependencyError as error:  # a cipher this installation has no library for
        raise Unreadable("password") from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Unreadable("damaged") from error
    except (RecursionError, OverflowError, NotImplementedError, AssertionError) as error:
        raise Unreadable("damaged") from error


def _page_lines(page: pypdf.PageObject, number: int) -> list[str]:
    text = page.extract_text() or ""
    if len(text.split()) < 2 and _draws_pictures(page):
        raise Unreadable("no_text_layer", page=number)
    return text.split("\n")


def _draws_pictures(page: pypdf.PageObject) -> bool:
    """A page without words is a scan if it shows a picture, and just empty otherwise."""
    resources = page.get("/Resources")
    resources = resources.get_object() if resources is not None else {}
    objects = resources.get("/XObject") if isinstance(resources, dict) else None
    objects = objects.get_object() if objects is not None else {}
    return any(
        drawn.get_object().get("/Subtype") in ("/Image", "/Form") for drawn in objects.values()
    )


def _masked(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split()))


def _running_lines(pages: list[list[str]]) -> set[str]:
    """Heads and feet: the same line, digits aside, at the edge of most pages."""
    if len(pages) < _REPEATS_FROM:
        return set()
    edges = Counter(
        line
        for lines in pages
        for line in {_masked(line) for line in [*lines[:2], *lines[-2:]] if line.strip()}
    )
    return {line for line, count in edges.items() if count > len(pages) / 2 and count >= 3}
