"""Which inspections are there, of which unit, how far, until when, and from when for whom?

A row begins with the order in the inspection's own stream. A sealed order has no such stream before
it is opened, so nothing of it can be in here: no row, no code, no gap in the codes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from domain.fact import Recorded
from domain.inspection import events as e
from projections.read_model import Rows, Table


class InspectionRow(msgspec.Struct, kw_only=True):
    """One inspection."""

    inspection_id: UUID
    code: str
    kind: str
    stage: str
    unit_id: UUID
    leader_post: UUID
    secretary_post: UUID
    team: tuple[UUID, ...]
    """Leader, secretary, members."""
    undeclared: tuple[UUID, ...] = ()
    orderer_post: UUID | None = None
    programme_id: UUID | None = None
    round: int | None = None
    trigger: str
    from_on: date
    to_on: date
    visit_on: date | None = None
    ordered_at: datetime
    was_sealed: bool = False
    opened_at: datetime | None = None
    visit_closed_at: datetime | None = None
    frozen_at: datetime | None = None
    head_refused: bool = False
    reported_at: datetime | None = None
    concluded_at: datetime | None = None
    self_report_by: date | None = None
    self_reported_on: date | None = None
    report_by: date | None = None
    conclude_by: date | None = None
    remedy_plan_by: date | None = None
    item_count: int
    answered: int = 0
    reached: str = ""
    applicable: str = ""
    scaled: str = ""
    unit_sees_from: datetime | None = None
    """The unit inspected: from the announcement, of a surprise from the opening."""
    others_see_from: datetime | None = None
    """Everybody in the ward: from the announcement, of a surprise from the conclusion."""
    public_from: datetime | None = None
    """Whoever reads the published part."""


INSPECTIONS = Table(
    "inspection_register",
    InspectionRow,
    key=("inspection_id",),
    indexes=("(code)", "(unit_id, from_on)", "(stage)", "(orderer_post)"),
)


class InspectionRegister:
    """Inspections for calendar and list; each itself is folded from its stream."""

    name = "inspection_register"
    version = 2
    tables = (INSPECTIONS,)
    topics = frozenset(
        kind.stored_name
        for kind in (
            e.Ordered,
            e.IndependenceDeclared,
            e.ConflictDeclared,
            e.MemberReplaced,
            e.Announced,
            e.Postponed,
            e.Cancelled,
            e.SelfReportSubmitted,
            e.Opened,
            e.VisitClosed,
            e.MinutesDrawnUp,
            e.MinutesSigned,
            e.SignatureRefused,
            e.Reported,
            e.ReportReturned,
            e.ConclusionIssued,
            e.ConclusionPublished,
            e.Closed,
            e.ReportLimitMoved,
            e.DeadlineRecalculated,
        )
    )

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        """An inspection's acts touch its own row only."""
        yield INSPECTIONS, (recorded.originator_id,)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        """Fold one event."""
        if isinstance(recorded.event, e.Ordered):
            rows.put(INSPECTIONS, _first(recorded.event, recorded))
            return
        row: InspectionRow | None = rows.get(INSPECTIONS, (recorded.originator_id,))
        if row is None:
            return
        _prepare(row, recorded)
        _visit(row, recorded)
        _end(row, recorded)
        rows.put(INSPECTIONS, row)


def _first(event: e.Ordered, recorded: Recorded) -> InspectionRow:
    team = (event.leader_post, event.secretary_post, *event.member_posts)
    return InspectionRow(
        inspection_id=recorded.originator_id,
        code=event.code,
        kind=event.kind,
        stage="ordered",
        unit_id=event.unit_id,
        leader_post=event.leader_post,
        secretary_post=event.secretary_post,
        team=team,
        undeclared=tuple(post for post in team if post not in event.declared_posts),
        orderer_post=event.orderer_post,
        programme_id=event.programme.programme_id if event.programme else None,
        round=event.programme.round if event.programme else None,
        trigger=event.trigger,
        from_on=event.from_on,
        to_on=event.to_on,
        ordered_at=event.ordered_at or recorded.meta.happened_at,
        was_sealed=event.seal_id is not None,
        item_count=len(event.items),
    )


def _prepare(row: InspectionRow, recorded: Recorded) -> None:
    """Team, days and the unit's own report."""
    event, meta = recorded.event, recorded.meta
    match event:
        case e.IndependenceDeclared(post_id=post):
            row.undeclared = tuple(x for x in row.undeclared if x != post)
        case e.ConflictDeclared(post_id=post):
            row.undeclared = tuple(dict.fromkeys((*row.undeclared, post)))
        case e.MemberReplaced():
            _replace(row, event)
        case e.Announced():
            row.stage, row.visit_on = "announced", event.visit_on
            row.self_report_by = event.self_report_by.last_on
            row.unit_sees_from = row.others_see_from = meta.recorded_at
        case e.Postponed():
            row.from_on, row.to_on = event.from_on, event.to_on
            row.visit_on = event.from_on if row.visit_on is not None else None
            due = event.self_report_by
            row.self_report_by = due.last_on if due is not None else None
        case e.Cancelled():
            row.stage = "cancelled"
        case e.SelfReportSubmitted():
            row.self_reported_on = meta.happened_on


def _replace(row: InspectionRow, event: e.MemberReplaced) -> None:
    def other(post: UUID) -> UUID:
        return event.in_post if post == event.out_post else post

    row.leader_post, row.secretary_post = other(row.leader_post), other(row.secretary_post)
    row.team = tuple(other(post) for post in row.team)
    left = tuple(post for post in row.undeclared if post != event.out_post)
    row.undeclared = left if event.statement else tuple(dict.fromkeys((*left, event.in_post)))


def _visit(row: InspectionRow, recorded: Recorded) -> None:
    """At the door, in the rooms, under the minutes."""
    event, meta = recorded.event, recorded.meta
    match event:
        case e.Opened():
            row.stage, row.opened_at = "opened", event.at
            row.unit_sees_from = row.unit_sees_from or meta.recorded_at
            if row.kind != "surprise":
                row.others_see_from = row.others_see_from or meta.recorded_at
        case e.VisitClosed():
            row.stage, row.visit_closed_at = "visit_closed", meta.happened_at
            row.report_by, row.answered = event.report_by.last_on, event.answered
            _count(row, event.score)
        case e.MinutesDrawnUp():
            row.stage, row.head_refused = "minutes_drawn", False
            _count(row, event.score)
        case e.MinutesSigned():
            row.head_refused = row.head_refused and event.role != "head"
            _freeze(row, event.frozen, meta.happened_at)
        case e.SignatureRefused():
            row.head_refused = True
            _freeze(row, event.frozen, meta.happened_at)


def _count(row: InspectionRow, score: Any) -> None:
    row.reached, row.applicable, row.scaled = score.reached, score.applicable, score.scaled


def _freeze(row: InspectionRow, frozen: bool, at: datetime) -> None:
    if frozen:
        row.stage, row.frozen_at = "frozen", at


def _end(row: InspectionRow, recorded: Recorded) -> None:
    """Report, conclusion, publication, archive."""
    event, meta = recorded.event, recorded.meta
    match event:
        case e.Reported():
            row.stage, row.reported_at = "reported", meta.happened_at
            row.conclude_by = event.conclude_by.last_on
        case e.ReportReturned():
            row.stage, row.reported_at, row.conclude_by = "frozen", None, None
        case e.ConclusionIssued():
            row.stage, row.concluded_at = "concluded", meta.happened_at
            row.remedy_plan_by = event.remedy_plan_by.last_on
            row.others_see_from = row.others_see_from or meta.recorded_at
            _count(row, event.score)
        case e.ConclusionPublished():
            row.public_from = row.public_from or meta.recorded_at
        case e.Closed():
            row.stage = "closed"
        case e.ReportLimitMoved(after=after):
            row.report_by = after.last_on
        case e.DeadlineRecalculated(limit=limit, after=after):
            _move(row, limit, after.last_on)


def _move(row: InspectionRow, limit: str, last_on: date) -> None:
    if limit == "report":
        row.report_by = last_on
    elif limit == "conclude":
        row.conclude_by = last_on
    else:
        row.remedy_plan_by = last_on
