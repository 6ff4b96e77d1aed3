"""Who reads a dossier whole, and which of its lines somebody may not know of yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.accountability.fact_line import FactLine
from domain.ward import Unit
from projections.finding_query import FindingLine, Wanted
from projections.finding_query import lines as finding_lines
from projections.inspection_query import Reader, inspections
from projections.inspection_register import InspectionRow
from service.inspection_sight import Eyes
from web.house import house_of
from web.inspections.loading import eyes_of_visit
from web.render import AnyRequest
from web.session import Visit, visit_of
from web.units.moment import Moment

WHOLE = frozenset({"C", "V", "K", "O", "A"})
"""They read the dossier of every unit; everybody else reads his own and of others the figures."""
PUBLISHED = ("K1", "K2", "K3", "K4")
"""What the register of tasks tells everybody in the ward anyway."""
SECRET = ("finding", "inspection")
LINES_MAX = 5000
EVERYTHING = Reader(sees_all=True)
_Lists = tuple[dict[UUID, InspectionRow], dict[UUID, FindingLine]]


def reads_whole(visit: Visit, unit: Unit) -> bool:
    """Whether the lines themselves are for this reader, and not only the published part."""
    if visit.reach & WHOLE:
        return True
    lent = {office.post.unit_id for office in visit.lent}
    return unit.unit_id in {post.unit_id for post in visit.posts} | lent


def reads_person(visit: Visit, person_id: UUID) -> bool:
    """The person, who stands above, the chair and the auditor."""
    own = visit.user.person_id if visit.user else None
    if own == person_id or visit.reach & {"C", "A"}:
        return True
    ward, today = visit.ward, visit.today
    held = ward.posts_of(person_id, today)
    if "V" in visit.reach and not any(post.rank in ("chair", "vice_chair") for post in held):
        return True
    headed = {post.unit_id for post in visit.posts if post.rank == "head"}
    return any(post.unit_id in headed and post.rank != "head" for post in held)


async def within_sight(
    request: AnyRequest, lines: Iterable[FactLine], moment: Moment
) -> tuple[FactLine, ...]:
    """Lines without those of inspections that the reader could not know of at that moment.

    That a draft of a team gives no line at all is decided where lines are made, for dossiers and
    scores alike (`domain.accountability.minutes`); here it is a matter of the reader's eyes.
    """
    every = tuple(lines)
    if all(line.subject.kind not in SECRET for line in every):
        return every
    rows, findings = await _lists(request, tuple({line.unit_id for line in every}))
    known = _Known(
        eyes=eyes_of_visit(visit_of(request)), at=moment.at, inspections=rows, findings=findings
    )
    return tuple(line for line in every if known.tells(line))


async def _lists(request: AnyRequest, units: tuple[UUID, ...]) -> _Lists:
    """Inspections, and findings of these units; asked for once per request."""
    kept: dict[tuple[UUID, ...], _Lists] = request.scope["state"].setdefault("dossier_lists", {})
    if units not in kept:
        house: Any = house_of(request)
        rows = await inspections(house.pool, EVERYTHING)
        found = await finding_lines(house.pool, Wanted(unit_ids=units, limit=LINES_MAX))
        kept[units] = (
            {row.inspection_id: row for row in rows},
            {row.finding_id: row for row in found},
        )
    return kept[units]


class _Known(NamedTuple):
    """What lists know of inspections and findings, with the reader's eyes on a moment."""

    eyes: Eyes
    at: datetime
    inspections: dict[UUID, InspectionRow]
    findings: dict[UUID, FindingLine]

    def tells(self, line: FactLine) -> bool:
        """Whether the reader may know of a line."""
        if line.subject.kind == "inspection":
            row = self.inspections.get(line.subject.id)
            return row is not None and self._sees(row)
        if line.subject.kind == "finding":
            return self._sees_finding(line.subject.id)
        return True

    def _sees_finding(self, finding_id: UUID) -> bool:
        finding = self.findings.get(finding_id)
        if finding is None:
            return False
        if finding.inspection_id is None:
            return self.eyes.in_ward
        row = self.inspections.get(finding.inspection_id)
        # a draft of that day stays one in a past that is told with what is known now
        return row is not None and _is_by(row.frozen_at, self.at) and self._sees(row)

    def _sees(self, row: InspectionRow) -> bool:
        eyes = self.eyes
        if eyes.sees_all or set(eyes.posts) & set(row.team) or row.orderer_post in eyes.posts:
            return True
        if row.unit_id in eyes.units and _is_by(row.unit_sees_from, self.at):
            return True
        return eyes.in_ward and _is_by(row.others_see_from, self.at)


def _is_by(since: datetime | None, at: datetime) -> bool:
    return since is not None and since <= at
