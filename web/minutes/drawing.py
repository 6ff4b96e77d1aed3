"""Renders the minutes for the act that draws them up, and keeps the file as evidence."""

from __future__ import annotations

import asyncio
import io
from typing import Any

from msgspec.structs import replace

from domain.inspection.parts import Drawing
from domain.inspection.state import Minutes
from projections.inspection_file import InspectionFile
from service.documents.minutes_paper import minutes_paper
from service.documents.pdf import as_pdf, page_count
from web.minutes.loading import Shown, hash_of
from web.render import AnyRequest
from web.session import signed_in, visit_of
from web.stored_files import store_of

COPIES = 2
"""One stays with the unit."""


async def draw(request: AnyRequest, shown: Shown, opinion: str | None = None) -> Drawing:
    """The drawing of what is shown, perhaps with an opinion just given; the file waits."""
    it = shown.it if opinion is None else replace(shown.it, opinion=opinion)
    digest = await hash_of(request, shown.opened, it, shown.briefs)
    drawn = Minutes(
        no=shown.it.minutes.no + 1 if shown.it.minutes else 1,
        content_hash=digest,
        items_hash="",
        drawn_at=visit_of(request).now,
    )
    unsigned = replace(it, minutes=drawn, signatures=())
    paper = minutes_paper(replace(shown.facts, it=unsigned))
    pdf = await asyncio.to_thread(as_pdf, paper)
    pages = await asyncio.to_thread(page_count, pdf)
    kept = await store_of(request).receive(
        _Octets(pdf),
        f"bien-ban-{it.code}-{drawn.no}.pdf",
        by_person=_person(request),
        now=visit_of(request).now,
        octets_max=len(pdf),
    )
    return Drawing(content_hash=digest, rendered=kept.evidence.sha256, copies=COPIES, pages=pages)


async def keep(request: AnyRequest, drawing: Drawing) -> None:
    """The act holds the file now."""
    await store_of(request).recorded([drawing.rendered], _person(request))


def path_of_drawn(request: AnyRequest, file: InspectionFile) -> Any:
    """Where the file lies that was rendered when the minutes were drawn up last."""
    minutes = file.inspection.minutes
    return store_of(request).path_of(minutes.rendered) if minutes is not None else None


def _person(request: AnyRequest) -> Any:
    person_id = signed_in(request).person_id
    assert person_id is not None, "whoever may draw up minutes holds a post"
    return person_id


class _Octets:
    """What was rendered, as the store reads an upload."""

    def __init__(self, octets: bytes) -> None:
        self._source = io.BytesIO(octets)

    async def read(self, size: int) -> bytes:
        """The next octets."""
        return self._source.read(size)
