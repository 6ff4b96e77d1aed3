"""Which plans and drafts are there, in which state, read from which file?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from domain.fact import Recorded
from domain.plan import events as e
from projections.database import Pool, fetch, fetch_one
from projections.read_model import Rows, Table


class PlanRow(msgspec.Struct, kw_only=True):
    """One plan or draft."""

    plan_id: UUID
    code: str
    title: str
    stage: str
    version: int = 0
    period_from: date | None = None
    period_to: date | None = None
    file_sha: str
    file_name: str
    derived: bool = False
    line_count: int = 0
    without_lead: int = 0
    """As counted at the reading; the review page counts what is left."""
    open_problems: int = 0
    unknown_units: int = 0
    requests_open: int = 0
    read_at: datetime
    issued_on: date | None = None
    document: str = ""
    """Number and notation under which it was issued or last amended."""


PLANS = Table("plan_index", PlanRow, key=("plan_id",), indexes=("(code)", "(stage, read_at)"))


class PlanIndex:
    """The shelf of plans; each plan itself is folded from its stream when it is opened."""

    name = "plan_index"
    version = 1
    tables = (PLANS,)
    topics = frozenset(
        kind.stored_name
        for kind in (
            e.Read,
            e.AppendixRead,
            e.LineSplit,
            e.LinesMerged,
            e.LineDropped,
            e.LineAdded,
            e.UnitRecognised,
            e.ProblemSettled,
            e.Issued,
            e.AmendmentRequested,
            e.AmendmentWithdrawn,
            e.AmendmentsDecided,
            e.Amended,
            e.Abandoned,
            e.Closed,
        )
    )

    def keys(self, recorded: Recorded) -> Iterable[tuple[Table, tuple[Any, ...]]]:
        """A plan's acts touch its own row only."""
        yield PLANS, (recorded.originator_id,)

    def apply(self, recorded: Recorded, rows: Rows) -> None:
        """Fold one event."""
        plan_id = recorded.originator_id
        if isinstance(recorded.event, e.Read):
            rows.put(PLANS, _first(recorded.event, recorded))
            return
        row: PlanRow | None = rows.get(PLANS, (plan_id,))
        if row is None:
            return
        _count(row, recorded.event)
        _decide(row, recorded)
        rows.put(PLANS, row)


def _first(event: e.Read, recorded: Recorded) -> PlanRow:
    return PlanRow(
        plan_id=recorded.originator_id,
        code=event.code,
        title=event.title,
        stage="read",
        period_from=event.period_from,
        period_to=event.period_to,
        file_sha=event.file.sha256,
        file_name=event.file.file_name,
        derived=event.derived,
        line_count=len(event.lines),
        without_lead=sum(1 for line in event.lines if line.lead_id is None and not line.group),
        open_problems=len(event.problems),
        unknown_units=len(event.unknown_units),
        read_at=recorded.meta.recorded_at,
    )


def _count(row: PlanRow, event: object) -> None:
    match event:
        case e.AppendixRead():
            row.line_count += len(event.lines)
            row.open_problems += len(event.problems)
            row.unknown_units += len(event.unknown_units)
            row.derived = row.derived or event.derived
        case e.LineSplit(parts=parts):
            row.line_count += len(parts) - 1
        case e.LinesMerged(refs=refs):
            row.line_count -= len(refs) - 1
        case e.LineDropped():
            row.line_count -= 1
        case e.LineAdded():
            row.line_count += 1
        case _:
            _count_open(row, event)


def _count_open(row: PlanRow, event: object) -> None:
    """What somebody still has to look at."""
    match event:
        case e.UnitRecognised():
            row.unknown_units = max(0, row.unknown_units - 1)
        case e.ProblemSettled():
            row.open_problems = max(0, row.open_problems - 1)
        case e.AmendmentRequested():
            row.requests_open += 1
        case e.AmendmentWithdrawn():
            row.requests_open -= 1
        case e.AmendmentsDecided(decisions=decisions):
            row.requests_open -= len(decisions)


def _decide(row: PlanRow, recorded: Recorded) -> None:
    event, meta = recorded.event, recorded.meta
    match event:
        case e.Issued():
            row.stage, row.version = "issued", event.version
            row.line_count, row.issued_on = event.line_count, meta.happened_on
        case e.Amended():
            row.version = event.version
            row.line_count += sum(
                (change.before is None) - (change.after is None) for change in event.changes
            )
        case e.Abandoned():
            row.stage = "abandoned"
        case e.Closed():
            row.stage = "closed"
    if isinstance(event, e.Issued | e.Amended) and meta.document is not None:
        row.document = "/".join(p for p in (meta.document.number, meta.document.notation) if p)


_COLUMNS = ", ".join(PlanRow.__struct_fields__)


async def plans(pool: Pool, *stages: str) -> list[PlanRow]:
    """Plans in the given states, newest first; all of them when none is given."""
    return await fetch(
        pool,
        PlanRow,
        f"SELECT {_COLUMNS} FROM plan_index"
        " WHERE cardinality(%(stages)s::text[]) = 0 OR stage = ANY(%(stages)s)"
        " ORDER BY read_at DESC, plan_id",
        {"stages": list(stages)},
    )


async def plan_by_code(pool: Pool, code: str) -> PlanRow | None:
    """The plan at an address; an issued one goes before an abandoned draft of the same name."""
    return await fetch_one(
        pool,
        PlanRow,
        f"SELECT {_COLUMNS} FROM plan_index WHERE code = %(code)s"
        " ORDER BY (stage = 'abandoned'), read_at DESC LIMIT 1",
        {"code": code},
    )
