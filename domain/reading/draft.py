"""The result of reading a plan: a draft in which every line says where it came from."""

from datetime import date
from typing import Literal

import msgspec

from domain.reading.document import Problem

READER_VERSION = "1"

DeadlineKind = Literal[
    "fixed", "before", "duration", "conditional", "standing", "recurring", "none"
]
Every = Literal["week", "month", "quarter", "half", "year"]
LineKind = Literal["single", "group", "standing", "recurring", "conditional"]


class DraftDeadline(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A deadline as read; only the fields of its kind are filled."""

    kind: DeadlineKind
    on: date | None = None
    days: int | None = None
    unit: Literal["working", "calendar"] | None = None
    counted_from: Literal["assigned", "accepted", "trigger"] | None = None
    awaits: str | None = None
    latest_on: date | None = None
    every: Every | None = None


NO_DEADLINE = DraftDeadline(kind="none")


class PlanHeading(msgspec.Struct, frozen=True, kw_only=True):
    """What the first page says about the plan as a document."""

    title: str
    authority: str | None = None
    ward: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    number: str | None = None
    issued_on: date | None = None


class Target(msgspec.Struct, frozen=True, kw_only=True):
    ref: str
    text: str
    source_line: int


class DraftLine(msgspec.Struct, frozen=True, kw_only=True):
    """One task as the document words it, with what was recognised and what is doubtful."""

    ref: str
    seq: int
    field_no: int | None
    field: str
    text: str
    product: str | None = None
    lead_text: str | None = None
    lead: str | None = None
    lead_is_group: bool = False
    cooperating: tuple[str, ...] = ()
    cooperating_groups: tuple[str, ...] = ()
    cooperating_unknown: tuple[str, ...] = ()
    deadline: DraftDeadline = NO_DEADLINE
    deadline_text: str | None = None
    kind: LineKind = "single"
    source_line: int
    source_text: str
    page: int | None = None
    sheet: str | None = None
    recognised: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """A standing responsibility that the plan gives to a unit."""

    ref: str
    unit_text: str
    unit_key: str | None
    text: str
    source_line: int
    is_group: bool = False
    doubts: tuple[str, ...] = ()


class DueRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When a report is due: before a day of the period's last month, or before a date."""

    kind: Literal["before_day_of_last_month", "before_date"]
    day: int | None = None
    on: date | None = None


class Obligation(msgspec.Struct, frozen=True, kw_only=True):
    ref: str
    every: Every
    due: DueRule
    text: str
    source_line: int


class ProposedAlias(msgspec.Struct, frozen=True, kw_only=True):
    text: str
    ref: str


class UnitFound(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that the document names; `known` tells whether the ward already has it."""

    name: str
    known: bool
    written: tuple[str, ...]
    refs: tuple[str, ...]
    proposed_aliases: tuple[ProposedAlias, ...] = ()


class DefaultLead(msgspec.Struct, frozen=True, kw_only=True):
    """The unit that leads a field, or a narrower topic, and the duty that says so."""

    field_no: int | None
    field: str | None
    topic: str | None
    unit: str
    ref: str


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph of a task or duty section that became nothing else; kept, so none is lost."""

    ref: str
    text: str
    source_line: int


class PlanDraft(msgspec.Struct, frozen=True, kw_only=True):
    plan: PlanHeading
    targets: tuple[Target, ...]
    tasks: tuple[DraftLine, ...]
    duties: tuple[Duty, ...]
    obligations: tuple[Obligation, ...]
    units: tuple[UnitFound, ...]
    default_leads: tuple[DefaultLead, ...]
    remarks: tuple[Remark, ...]
    problems: tuple[Problem, ...]
    derived: bool
    reader_version: str = READER_VERSION
