"""Order, minutes, report and conclusion as PDF and Word, for who may read the inspection's file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import get_args

import msgspec
from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import File

from domain.inspection import events as e
from domain.inspection.parts import DocumentKind
from service.documents.addendum_paper import addendum_paper
from service.documents.conclusion_paper import conclusion_paper
from service.documents.inspection_facts import InspectionFacts
from service.documents.minutes_paper import minutes_paper
from service.documents.order_paper import order_paper
from service.documents.paper import Paper
from service.documents.pdf import as_pdf
from service.documents.report_paper import report_paper
from service.documents.word import as_word
from web.inspections.loading import Opened
from web.minutes.drawing import path_of_drawn
from web.minutes.loading import facts_of, open_full
from web.render import AnyRequest
from web.stored_files import DOWNLOAD_POLICY

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WRITERS: Mapping[str, tuple[str, Callable[[Paper], bytes]]] = {
    "pdf": ("application/pdf", as_pdf),
    "docx": (DOCX, as_word),
}
MAKERS: Mapping[DocumentKind, Callable[[InspectionFacts], Paper | None]] = {
    "order": order_paper,
    "minutes": minutes_paper,
    "report": report_paper,
    "conclusion": conclusion_paper,
}
FILE_NAMES: Mapping[DocumentKind, str] = {
    "order": "quyet-dinh",
    "minutes": "bien-ban",
    "report": "bao-cao",
    "conclusion": "ket-luan",
}
ADDENDUM = "addendum-"
WITH_ANSWERS: frozenset[DocumentKind] = frozenset(("minutes", "report", "conclusion"))
"""These tell points and findings, which some readers of the file may see only later."""


class PaperLink(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that the reader may download; the file's ending is still to be added."""

    name: DocumentKind
    address: str
    is_draft: bool


def paper_links(opened: Opened) -> tuple[PaperLink, ...]:
    """Papers that exist already, for this reader."""
    it = opened.file.inspection
    entered = {paper.kind for paper in opened.file.papers if paper.is_entered}
    there: dict[DocumentKind, bool] = {
        "order": True,
        "minutes": it.minutes is not None,
        "report": it.reported_at is not None,
        "conclusion": it.concluded_at is not None,
    }
    return tuple(
        PaperLink(
            name=name,
            address=f"{opened.address}/papers/{name}",
            is_draft=name not in entered or (name == "minutes" and it.frozen_at is None),
        )
        for name, is_there in there.items()
        if is_there and _may_read(opened, name)
    )


def _may_read(opened: Opened, name: DocumentKind) -> bool:
    sight = opened.sight
    return sight.view == "full" and (sight.answers or name not in WITH_ANSWERS)


class PaperFile(Controller):
    """May I have it on paper?"""

    path = "/inspections/{code:str}/papers/{file_name:str}"

    @get(opt={"permission": "inspections.read"})
    async def send(
        self, request: AnyRequest, code: FromPath[str], file_name: FromPath[str]
    ) -> Response[bytes]:
        return await paper_file(request, code, file_name)


async def paper_file(request: AnyRequest, code: str, file_name: str) -> Response[bytes]:
    """Always as a download; a draft carries its mark."""
    name, _, ending = file_name.rpartition(".")
    if name.startswith(ADDENDUM) and ending in WRITERS:
        return await _addendum_file(request, code, name.removeprefix(ADDENDUM), ending)
    if name not in MAKERS or name not in get_args(DocumentKind) or ending not in WRITERS:
        raise NotFoundException
    opened = await open_full(request, code)
    kind: DocumentKind = name  # type: ignore[assignment]
    if kind not in {link.name for link in paper_links(opened)}:
        raise NotFoundException
    paper = MAKERS[kind](await facts_of(request, opened, kind))
    if paper is None:
        raise NotFoundException
    media_type, write = WRITERS[ending]
    data = await asyncio.to_thread(write, paper)
    return Response(data, media_type=media_type, headers=_headers(FILE_NAMES[kind], code, ending))


async def _addendum_file(
    request: AnyRequest, code: str, number: str, ending: str
) -> Response[bytes]:
    """Beside the minutes as they were frozen, for who reads those."""
    opened = await open_full(request, code)
    added = [r for r in opened.records if isinstance(r.event, e.AddendumAdded)]
    wanted = next((r for r in added if str(r.event.no) == number), None)  # type: ignore[attr-defined]
    if wanted is None or not _may_read(opened, "minutes"):
        raise NotFoundException
    paper = addendum_paper(await facts_of(request, opened, "minutes"), wanted)
    media_type, write = WRITERS[ending]
    data = await asyncio.to_thread(write, paper)
    return Response(
        data, media_type=media_type, headers=_headers(f"bien-ban-bo-sung-{number}", code, ending)
    )


class DrawnFile(Controller):
    """What exactly lay before those who signed?"""

    path = "/inspections/{code:str}/minutes/drawn.pdf"

    @get(opt={"permission": "inspections.read"})
    async def send(self, request: AnyRequest, code: FromPath[str]) -> File:
        """The file that was rendered when the minutes were drawn up last."""
        opened = await open_full(request, code)
        path = path_of_drawn(request, opened.file) if opened.sight.answers else None
        if path is None:
            raise NotFoundException
        return File(
            path=path,
            filename=f"bien-ban-{opened.code}-lap.pdf",
            media_type="application/pdf",
            content_disposition_type="attachment",
            headers={"content-security-policy": DOWNLOAD_POLICY, "cache-control": "private"},
        )


def _headers(name: str, code: str, ending: str) -> dict[str, str]:
    letters = "".join(c for c in code if c.isascii() and (c.isalnum() or c == "-"))
    return {
        "content-disposition": f'attachment; filename="{name}-{letters}.{ending}"',
        "content-security-policy": DOWNLOAD_POLICY,
        "cache-control": "no-store",
    }


CONTROLLERS: list[type[Controller]] = [PaperFile, DrawnFile]
