"""Which findings are there, how do they stand, and which clock runs? One row each.

The memory of a finding (`domain.finding.memory`) is kept beside its row, so that the rules are
folded once, by the domain itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast, get_args
from uuid import UUID

import msgspec

from domain.fact import Recorded
from domain.finding.events import FindingEvent
from domain.finding.memory import OVER, Finding, Promised
from domain.finding.state import evolve
from domain.values import Due
from projections.read_model import Rows, Table


class FindingMemory(msgspec.Struct, kw_only=True):
    """What a finding remembers."""

    finding_id: UUID
    memory: Finding


class FindingRow(msgspec.Struct, kw_only=True):
    """A finding as lists show it; the last days are of the clocks as they were decided."""

    finding_id: UUID
    code: str
    no: int
    inspection_id: UUID | None
    unit_id: UUID
    head_post_id: UUID | None
    item_key: str
    item_code: str
    field: int
    severity: str
    found_severity: str
    description: str
    stage: str
    stage_since: datetime
    is_open: bool
    recorded_on: date
    recorded_position: int
    repeat_of: list[UUID]
    acknowledge_by: date | None
    received_in_silence: bool
    explain_by: date | None
    asked_until: date | None
    """The day that was asked for, while nobody has decided."""
    granted_days: int
    stance: str | None
    is_silent: bool
    is_objected: bool
    """The unit contests it, wholly or in part: its words stand beside every count."""
    assess_by: date | None
    answering_until: date | None
    """The last day of the answering clock that runs now: receipt, explanation, or its answer."""
    outcome: str | None
    over_objection: bool
    concluded_on: date | None
    plan_by: date | None
    is_planned: bool
    spell: int
    task_spell: int
    remedy_on: date | None
    """The day of the conclusion or of the reopening, before it rolled."""
    remedy_by: date | None
    """The last day of the remedy."""
    promises: list[Promised]
    """Measures of the unit's plan, then the remedy, each with the look at it if one was placed."""
    promise_by: date | None
    """The next promised day for which no look is placed; the day after it the clock places one."""
    visit_by: date | None
    """By when the team looks at a fix whose promised day went by."""
    reported_on: date | None
    verify_by: date | None
    closed_on: date | None
    in_time: bool | None
    is_reopened: bool
    is_earlier: bool
    version: int


MEMORIES = Table("finding_memory", FindingMemory, key=("finding_id",))
FINDINGS = Table(
    "finding_register",
    FindingRow,
    key=("finding_id",),
    indexes=(
        "(unit_id, item_key)",
        "(inspection_id)",
        "(code)",
        "(stage, answering_until)",
    ),
)


class FindingRegister:
    """Findings with their severity, stance, clocks and remedies."""

    name = "finding_register"
    version = 2
    """To be raised also when the memory of a finding changes its shape."""
    tables: tuple[Table, ...] = (MEMORIES, FINDINGS)
    topics: frozenset[str] | None = frozenset(kind.stored_name for kind in get_args(FindingEvent))

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        """A finding's acts touch its own rows only."""
        for table in self.tables:
            yield table, (recorded.originator_id,)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        """Fold one event."""
        finding_id = recorded.originator_id
        kept = rows.get(MEMORIES, finding_id)
        event = cast(FindingEvent, recorded.event)
        finding = evolve(kept.memory if kept else None, event, recorded.meta)
        rows.put(MEMORIES, FindingMemory(finding_id=finding_id, memory=finding))
        before = rows.get(FINDINGS, finding_id)
        first = before.recorded_position if before else recorded.position
        rows.put(FINDINGS, row_of(finding_id, finding, first, recorded.originator_version))


def row_of(finding_id: UUID, finding: Finding, position: int, version: int) -> FindingRow:
    """The row of a finding as it stands."""
    responsible, report = finding.responsible, finding.reports[-1] if finding.reports else None
    return FindingRow(
        finding_id=finding_id,
        code=finding.code,
        no=finding.no,
        inspection_id=finding.inspection_id,
        unit_id=finding.unit_id,
        head_post_id=responsible.head_post_id if responsible else None,
        item_key=finding.item_key,
        item_code=finding.item_code,
        field=finding.field,
        severity=finding.severity,
        found_severity=finding.found_severity,
        description=finding.description,
        stage=finding.stage,
        stage_since=finding.stage_since,
        is_open=finding.stage not in OVER,
        recorded_on=finding.recorded_on,
        recorded_position=position,
        repeat_of=list(finding.repeat_of),
        acknowledge_by=_last(finding.acknowledge_by),
        received_in_silence=finding.received_in_silence,
        explain_by=_last(finding.explain_by),
        asked_until=finding.request.to_on if finding.request else None,
        granted_days=finding.granted_days,
        stance=finding.stance,
        is_silent=finding.is_silent,
        is_objected=finding.is_objected,
        assess_by=_last(finding.assess_by),
        answering_until=finding.answering_until,
        outcome=finding.outcome,
        over_objection=finding.over_objection,
        concluded_on=finding.concluded_on,
        plan_by=_last(finding.plan_by),
        is_planned=bool(finding.measures),
        spell=finding.spell,
        task_spell=finding.task_spell,
        remedy_on=finding.due.nominal_on if finding.due else None,
        remedy_by=_last(finding.due),
        promises=list(finding.promises),
        promise_by=min((p.last_on for p in finding.promises if p.follow_up is None), default=None),
        visit_by=min((v.visit_by.last_on for v in finding.open_follow_ups), default=None),
        reported_on=report.on if report else None,
        verify_by=_last(report.verify_by) if report and report.outcome == "waiting" else None,
        closed_on=finding.closed_on,
        in_time=finding.in_time,
        is_reopened=finding.is_reopened,
        is_earlier=finding.is_earlier,
        version=version,
    )


def _last(due: Due | None) -> date | None:
    return due.last_on if due is not None else None
