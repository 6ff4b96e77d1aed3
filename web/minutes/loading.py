"""Everything that the papers of an inspection say, loaded for one visitor and one moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from litestar.exceptions import NotFoundException

from domain.fact import Recorded
from domain.inspection import events as e
from domain.inspection.parts import DocumentKind
from domain.inspection.programme import Programme
from domain.inspection.state import Inspection
from domain.ward import Ward
from projections.finding_query import FindingBrief, of_inspection
from service.briefing import fact_of
from service.briefing_inspection import minutes_now
from service.documents.inspection_facts import (
    FoundFacts,
    InspectionFacts,
    ProgrammeFacts,
    folded,
    found_facts,
)
from service.slices import PROGRAMME
from web.house import house_of
from web.inspections.loading import Opened, open_inspection
from web.render import AnyRequest
from web.texts import Language, say

PAPER_LANGUAGE: Language = "vi"
"""Official papers are written in Vietnamese, whatever language the page speaks."""
ACTS: dict[DocumentKind, type] = {
    "order": e.Ordered,
    "report": e.Reported,
    "conclusion": e.ConclusionIssued,
}


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """The minutes as one visitor sees them."""

    opened: Opened
    facts: InspectionFacts
    briefs: tuple[FindingBrief, ...]
    hash_now: str
    """Of what would be drawn up now; of frozen minutes the hash they were signed over."""

    @property
    def it(self) -> Inspection:
        """What the inspection remembers."""
        return self.opened.file.inspection

    @property
    def address(self) -> str:
        """Of this page."""
        return f"{self.opened.address}/minutes"

    @property
    def is_current(self) -> bool:
        """Drawn up, and nothing has changed since."""
        minutes = self.it.minutes
        return (
            minutes is not None and not minutes.is_stale and minutes.content_hash == self.hash_now
        )


async def open_full(request: AnyRequest, code: str) -> Opened:
    """The present of an inspection for who may read its file; nothing for anybody else."""
    opened = await open_inspection(request, code, least="full")
    if opened.past is not None:
        raise NotFoundException
    return opened


async def shown_minutes(request: AnyRequest, opened: Opened) -> Shown:
    """The minutes with the hash of what they say now."""
    house: Any = house_of(request)
    briefs = tuple(await of_inspection(house.pool, opened.file.inspection_id))
    facts = await facts_of(request, opened, "minutes", briefs)
    it = opened.file.inspection
    if it.frozen_at is not None and it.minutes is not None:
        hash_now = it.minutes.content_hash
    else:
        hash_now = await hash_of(request, opened, it, briefs)
    return Shown(opened=opened, facts=facts, briefs=briefs, hash_now=hash_now)


async def hash_of(
    request: AnyRequest, opened: Opened, it: Inspection, briefs: Sequence[FindingBrief]
) -> str:
    """What the desk would come to for these minutes."""
    house: Any = house_of(request)
    found = [fact_of(each) for each in briefs]
    return await minutes_now(house.ledger, opened.file.inspection_id, it, found)


async def facts_of(
    request: AnyRequest,
    opened: Opened,
    paper: DocumentKind,
    briefs: Sequence[FindingBrief] | None = None,
) -> InspectionFacts:
    """What a paper says: everything up to its act, so that it never changes afterwards."""
    house: Any = house_of(request)
    if briefs is None:
        briefs = await of_inspection(house.pool, opened.file.inspection_id)
    last = _anchor(opened.records, paper)
    records = tuple(
        r
        for r in opened.records
        if last is None or r.position <= last or isinstance(r.event, e.DocumentEntered)
    )
    ward: Ward = opened.ward if last is None else await house.ward(last)
    it = folded(records)
    return InspectionFacts(
        it=it,
        records=records,
        findings=await _findings(house, [each.finding_id for each in briefs], last),
        ward=ward,
        programme=await _programme(house, it),
        invented=invented(request, ward),
        origin=str(request.base_url).rstrip("/"),
    )


def invented(request: AnyRequest, ward: Ward) -> str:
    """The sentence that marks demonstration data on every page of a paper."""
    is_invented = house_of(request).settings.demo or ward.invented
    return say(PAPER_LANGUAGE, "minutes.invented") if is_invented else ""


def _anchor(records: Sequence[Recorded], paper: DocumentKind) -> int | None:
    """Position of the act that settled what a paper says; None while it may still change."""
    if paper == "minutes":
        frozen = [r.position for r in records if getattr(r.event, "frozen", False)]
        return frozen[-1] if frozen else None
    kind = ACTS.get(paper)
    made = [r.position for r in records if kind is not None and isinstance(r.event, kind)]
    return made[-1] if made else None


async def _findings(house: Any, ids: Sequence[UUID], last: int | None) -> tuple[FoundFacts, ...]:
    found = []
    for finding_id in ids:
        records = await house.ledger.load(finding_id)
        told = found_facts([r for r in records if last is None or r.position <= last])
        if told is not None:
            found.append(told)
    return tuple(sorted(found, key=lambda each: each.found.no))


async def _programme(house: Any, it: Inspection) -> ProgrammeFacts | None:
    if it.programme is None:
        return None
    programme = PROGRAMME.fold(await house.ledger.load(it.programme.programme_id))
    if not isinstance(programme, Programme):
        return None
    versions = [v for v in programme.versions if v.document is not None]
    return ProgrammeFacts(code=programme.code, document=versions[0].document if versions else None)
