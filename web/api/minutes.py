"""Reading the minutes of an inspection: what they say now, the hash to sign, papers as files."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Controller, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Meta

from domain.inspection.minutes import MinutesContent, content_of
from domain.inspection.parts import Signature
from service.briefing import fact_of
from service.briefing_inspection import words_shown
from web.api.answers import answer
from web.api.bearer import ROOT
from web.api.operation import ANY_TYPE, path_param, reading, sending_file
from web.api.query import caught_up, named, query_of
from web.house import house_of
from web.minutes.loading import Shown, open_full, shown_minutes
from web.minutes.papers import paper_file
from web.minutes.steps import next_role
from web.render import AnyRequest

PERMISSION = "inspections.read"
NAME = path_param("name")


class MinutesTold(msgspec.Struct, frozen=True, kw_only=True):
    """The minutes as they stand; whoever signs sends `content_hash` and his password."""

    version: int
    content_hash: str
    """Of exactly `content`; once they are frozen, the hash they were signed over."""
    is_current: bool
    """Drawn up, and nothing has changed since: only then can they be signed."""
    next_role: str | None
    """Who signs next; null when everybody has."""
    signatures: tuple[Signature, ...]
    drawn_at: datetime | None
    frozen_at: datetime | None
    content: MinutesContent


MINUTES = reading(
    "read_minutes", "inspection", "inspections/{name}/minutes", MinutesTold, NAME,
    permission=PERMISSION,
)  # fmt: skip
Paper = Annotated[str, Meta(pattern=r"^(order|minutes|report|conclusion)\.(pdf|docx)$")]
PAPER = sending_file(
    "download_paper", "inspection", "inspections/{name}/papers/{paper}", ANY_TYPE,
    NAME, path_param("paper", Paper), permission=PERMISSION,
)  # fmt: skip


class MinutesOfInspection(Controller):
    """What would I sign?"""

    path = f"{ROOT}/inspections/{{name:str}}/minutes"

    @get(opt=MINUTES)
    async def read(self, request: AnyRequest, name: FromPath[str]) -> Response[bytes]:
        await caught_up(request, query_of(MINUTES, request))
        opened = await open_full(request, named(name))
        if not opened.sight.answers:
            raise NotFoundException
        told = await _told(request, await shown_minutes(request, opened))
        return answer(request, told, version=told.version)


class PaperOfInspection(Controller):
    """May I have it on paper?"""

    path = f"{ROOT}/inspections/{{name:str}}/papers/{{paper:str}}"

    @get(opt=PAPER)
    async def send(
        self, request: AnyRequest, name: FromPath[str], paper: FromPath[str]
    ) -> Response[bytes]:
        query_of(PAPER, request)
        return await paper_file(request, named(name), paper)


CONTROLLERS: list[type[Controller]] = [MinutesOfInspection, PaperOfInspection]


async def _told(request: AnyRequest, shown: Shown) -> MinutesTold:
    it, file = shown.it, shown.opened.file
    house: Any = house_of(request)
    kept = [fact for fact in map(fact_of, shown.briefs) if not fact.is_dropped]
    ids = [fact.finding_id for fact in kept]
    words = await words_shown(house.ledger, file.inspection_id, ids)
    return MinutesTold(
        version=file.version,
        content_hash=shown.hash_now,
        is_current=shown.is_current,
        next_role=next_role(it),
        signatures=it.signatures,
        drawn_at=it.minutes.drawn_at if it.minutes is not None else None,
        frozen_at=it.frozen_at,
        content=content_of(it, kept, words),
    )
