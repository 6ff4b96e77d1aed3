"""Shapes of plans as the API tells them: lines, versions, requests, reports owed, the overview."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from domain.plan.events import Line, Target
from domain.values import Doc
from web.api.task_shapes import UnitRef


class PlanLineTold(msgspec.Struct, frozen=True, kw_only=True):
    """A line with how far it was understood."""

    line: Line
    derived: bool
    touched: bool
    reading: str


class ProblemTold(msgspec.Struct, frozen=True, kw_only=True):
    """A problem of the reading, by the number that settles it."""

    index: int
    code: str
    where: str
    settled: bool
    note: str


class VersionTold(msgspec.Struct, frozen=True, kw_only=True):
    """The lines as one decision left them."""

    number: int
    document: Doc | None
    decided_on: date
    lines: tuple[Line, ...]


class PlanDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A plan or a draft."""

    plan_id: UUID
    name: str
    code: str
    title: str
    life: str
    version: int
    """Of the stream, for If-Match."""
    plan_version: int
    period_from: date | None
    period_to: date | None
    derived: bool
    lines: tuple[PlanLineTold, ...]
    problems: tuple[ProblemTold, ...]
    unknown_units: tuple[str, ...]
    targets: tuple[Target, ...]
    versions: tuple[int, ...]


class RequestTold(msgspec.Struct, frozen=True, kw_only=True):
    """A request for an amendment and what became of it."""

    number: int
    request_id: UUID
    unit: UnitRef | None
    ref: str | None
    what: str
    proposed: Line | None
    stage: str
    reason: str
    asked_at: datetime
    proposal: str
    why: str
    decided_at: datetime | None
    document: Doc | None
    version: int | None


class LineChanged(msgspec.Struct, frozen=True, kw_only=True):
    """A line that differs between two versions."""

    ref: str
    before: Line | None
    after: Line | None


class ReportOwed(msgspec.Struct, frozen=True, kw_only=True):
    """A report that the plan asks for."""

    every: str
    period: str
    last_on: date
    is_past: bool
    working_days_left: int


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """Tasks in the official two pairs, and what stands outside them."""

    done_on_time: int
    done_late: int
    in_time: int
    overdue: int
    total: int
    by_class: dict[str, int]


class CellTold(msgspec.Struct, frozen=True, kw_only=True):
    """One field in one unit."""

    field: int
    unit: UnitRef | None
    counted: Counted


class OverviewTold(msgspec.Struct, frozen=True, kw_only=True):
    """Fields × units of a plan."""

    name: str
    as_of: date | None
    scope: str
    basis: str
    all: Counted
    by_field: dict[str, Counted]
    cells: tuple[CellTold, ...]
