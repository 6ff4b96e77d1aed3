"""The content of the minutes that signatures stand over: everything shown, in one fixed shape.

The service renders it and hands the hash to the decision. Two renderings of the same content have
the same hash; whatever is said differently has another one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from domain.inspection import scoring
from domain.inspection.parts import AnswerKind, FindingFact, Score
from domain.inspection.state import Absence, Inspection
from domain.values import Value

SHAPE = "soviec-minutes/v1"


class MinutesLine(Value, frozen=True, kw_only=True):
    """One item as the minutes say it."""

    code: str
    text: str
    max: str
    answer: AnswerKind | None
    points: str
    self_points: str = ""
    overruled: bool = False


class MinutesContent(Value, frozen=True, kw_only=True):
    """What the minutes say."""

    shape: str = SHAPE
    code: str
    kind: str
    unit_id: UUID
    team: tuple[UUID, ...]
    opened_at: datetime | None
    closed_at: datetime | None
    place: str
    received_by_post: UUID | None
    absent_head_reason: str
    absences: tuple[Absence, ...]
    lines: tuple[MinutesLine, ...]
    score: Score
    findings: tuple[FindingFact, ...]
    further: tuple[str, ...] = ()
    """Words of the findings and of the rendering that the inspection itself does not know."""
    opinion: str | None


def content_of(
    it: Inspection, findings: Iterable[FindingFact] = (), further: Iterable[str] = ()
) -> MinutesContent:
    """The minutes of an inspection as it stands; `further` binds words that are shown with it."""
    own = {line.item_key: line.points for line in it.self_report or ()}
    return MinutesContent(
        code=it.code,
        kind=it.kind,
        unit_id=it.unit_id,
        team=it.team,
        opened_at=it.opened_at,
        closed_at=it.visit_closed_at,
        place=it.place,
        received_by_post=it.received_by_post,
        absent_head_reason=it.absent_head_reason,
        absences=it.absences,
        lines=tuple(_line(each, own) for each in scoring.all_counted(it)),
        score=scoring.score(it),
        findings=tuple(_as_found(fact) for fact in sorted(findings, key=_place)),
        further=tuple(further),
        opinion=it.opinion,
    )


def _line(each: scoring.Counted, own: dict[str, str]) -> MinutesLine:
    return MinutesLine(
        code=each.item.code,
        text=each.item.text,
        max=each.item.max_points,
        answer=each.answer.answer if each.answer is not None else None,
        points=each.points,
        self_points=own.get(each.item.item_key, ""),
        overruled=each.overruled,
    )


def _place(fact: FindingFact) -> tuple[str, str]:
    return fact.code, str(fact.finding_id)


def _as_found(fact: FindingFact) -> FindingFact:
    """What the visit found; clocks that start later are no part of the minutes."""
    return msgspec.structs.replace(fact, clock_until=None, is_open=True)


def content_hash(content: MinutesContent) -> str:
    """SHA-256 of the content as canonical JSON: keys sorted, no spaces, UTF-8."""
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()
