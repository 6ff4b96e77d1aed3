"""What the papers of an inspection are made of: its acts, its findings, the ward of the moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar, cast
from uuid import UUID

import msgspec

from domain.fact import Event, Meta, Recorded, local_date
from domain.finding import events as f
from domain.finding.memory import Finding
from domain.inspection import events as e
from domain.inspection import scoring
from domain.inspection.parts import DocumentKind
from domain.inspection.state import Inspection
from domain.values import Doc
from domain.ward import Ward
from service.documents.naming import Names
from service.documents.paper import Check
from service.slices import FINDING, INSPECTION

Kind = TypeVar("Kind", bound=Event)

KINDS = {"scheduled": "định kỳ", "surprise": "đột xuất", "thematic": "chuyên đề"}
SEVERITIES = {
    "commendation": "khen ngợi",
    "advice": "góp ý",
    "shortcoming": "tồn tại, hạn chế",
    "serious": "thiếu sót nghiêm trọng",
    "breach_sign": "dấu hiệu vi phạm",
}
FIELDS = {
    1: "Công tác chỉ đạo, điều hành",
    2: "Cải cách thể chế",
    3: "Cải cách thủ tục hành chính",
    4: "Cải cách tổ chức bộ máy",
    5: "Cải cách chế độ công vụ",
    6: "Cải cách tài chính công",
    7: "Xây dựng, phát triển chính quyền điện tử, chính quyền số",
}
PAPERS: dict[DocumentKind, type[Event]] = {
    "order": e.Ordered,
    "announcement": e.Announced,
    "minutes": e.MinutesDrawnUp,
    "report": e.Reported,
    "conclusion": e.ConclusionIssued,
}
CHECK_CAPTION = "Quét mã để đối chiếu. Mã băm SHA-256 của nội dung:"


class FoundFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as it was recorded, and how it stands."""

    finding_id: UUID
    found: f.Recorded
    now: Finding


class ProgrammeFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The programme that an inspection belongs to."""

    code: str
    document: Doc | None = None


class InspectionFacts(msgspec.Struct, frozen=True, kw_only=True):
    """An inspection with everything that its papers say."""

    it: Inspection
    records: tuple[Recorded, ...]
    findings: tuple[FoundFacts, ...] = ()
    ward: Ward
    programme: ProgrammeFacts | None = None
    invented: str = ""
    """The sentence that marks demonstration data."""
    origin: str = ""
    """Where `/check/…` lies: scheme and host."""

    @property
    def on(self) -> date:
        """The day whose names are used: of the visit, else of the order."""
        return local_date(self.it.opened_at or self.it.ordered_at)

    @property
    def names(self) -> Names:
        """Words for ids."""
        return Names(self.ward, self.on)

    @property
    def unit(self) -> str:
        """The unit inspected."""
        return self.names.unit(self.it.unit_id)

    def last(self, kind: type[Kind]) -> tuple[Kind, Meta] | None:
        """The last act of a kind, with its envelope."""
        for recorded in reversed(self.records):
            if isinstance(recorded.event, kind):
                return recorded.event, recorded.meta
        return None

    def entered(self, paper: DocumentKind) -> Doc | None:
        """Number and day that came back for a paper; until then it is a draft."""
        for recorded in reversed(self.records):
            if isinstance(recorded.event, e.DocumentEntered) and recorded.event.paper == paper:
                return recorded.meta.document
        return None

    def document(self, paper: DocumentKind) -> Doc | None:
        """The same, else the document that the act itself named, or that lay sealed."""
        entered, act = self.entered(paper), self.last(PAPERS[paper])
        if entered is not None or act is None:
            return entered
        event, meta = act
        return meta.document or (event.document if isinstance(event, e.Ordered) else None)

    def counts(self) -> dict[str, scoring.Counted]:
        """What counts for each item, by its key."""
        return {each.item.item_key: each for each in scoring.all_counted(self.it)}

    def check(self) -> Check | None:
        """How a reader makes sure: there is nothing to check before the minutes are drawn up."""
        if self.it.minutes is None:
            return None
        digest = self.it.minutes.content_hash
        return Check(address=f"{self.origin}/check/{digest}", digest=digest, caption=CHECK_CAPTION)


def folded(records: Sequence[Recorded]) -> Inspection:
    """What the inspection remembers after these acts."""
    return cast(Inspection, INSPECTION.fold(list(records)))


def found_facts(records: Sequence[Recorded]) -> FoundFacts | None:
    """A finding from its stream; None for one that was taken back before the minutes."""
    first = records[0].event if records else None
    if not isinstance(first, f.Recorded):
        return None
    if any(isinstance(each.event, f.Dropped) for each in records):
        return None
    now = cast(Finding, FINDING.fold(list(records)))
    return FoundFacts(finding_id=records[0].originator_id, found=first, now=now)
