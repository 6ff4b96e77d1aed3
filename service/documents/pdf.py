"""Set an official paper as PDF/A-2b; the same paper gives the same bytes."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pypdf
import segno
import typst

from service.documents.paper import Check, Paper

LAYOUT = Path(__file__).with_name("official.typ")
NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""The paper carries its own dates; a time of setting would make every copy differ."""


def as_pdf(paper: Paper) -> bytes:
    """The paper as PDF/A-2b. Raises nothing that depends on the words in it."""
    told = {
        "paper": msgspec.json.encode(paper).decode(),
        "place_and_date": paper.place_and_date,
        "code": _code(paper.check),
    }
    pdf: bytes = typst.compile(
        LAYOUT.read_bytes(), sys_inputs=told, pdf_standards=["a-2b"], timestamp=NO_TIME
    )
    return pdf


def page_count(pdf: bytes) -> int:
    """How many pages a set paper has."""
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def code_picture(address: str) -> str:
    """The QR code of an address as SVG."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", border=0, xmldecl=False, omitsize=True)
    return out.getvalue().decode()


def _code(check: Check | None) -> str:
    return code_picture(check.address) if check is not None else ""
