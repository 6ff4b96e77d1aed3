"""One line of the task register, worked out from what the task remembers."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from domain.calendar import Calendar
from domain.fact import Recorded, local_date
from domain.task.memory import Task
from domain.values import Conditional, NoDeadline
from projections.duties import letters_signed, unanswered_letter
from projections.read_model import Table
from projections.vietnamese import fold_text, sort_key

WEEK = Calendar()
"""Weekends only: a row says how far an entry lies back, the decided calendar judges it."""


class RegisterRow(msgspec.Struct, kw_only=True):
    """A task as lists, counts and exports need it; everything that hangs on today is left out."""

    task_id: UUID
    code: str = ""
    text: str
    text_fold: str
    """What searching looks through: words, product and code without marks."""
    text_key: str
    """What sorting compares byte by byte."""
    field: int
    product: str = ""
    lead_id: UUID | None = None
    head_post_id: UUID | None = None
    cooperating: tuple[UUID, ...] = ()
    former_leads: tuple[UUID, ...] = ()
    units: tuple[UUID, ...] = ()
    """Everybody whose people work or worked on it: lead, former leads, cooperating, asked."""
    source: str
    plan_id: UUID | None = None
    plan_version: int | None = None
    plan_ref: str = ""
    place: str = ""
    kind: str
    parent_id: UUID | None = None
    series_id: UUID | None = None
    period: str = ""
    nature: str
    weight: str
    derived: bool = False
    stage: str
    stage_since: datetime
    spell: int = 1
    waits_for_trigger: bool = False
    awaits: str = ""

    original_last_on: date | None = None
    last_on: date | None = None
    """The last day by which lateness is judged (T6)."""
    nominal_on: date | None = None
    newest_last_on: date | None = None
    """Decided last; differs from `last_on` when an extension came too late to count."""
    calendar_version: int | None = None
    extensions: int = 0
    extension_days: int = 0
    extended_on: date | None = None
    asks_extension: bool = False
    no_deadline_why: str = ""
    follow_up_on: date | None = None

    assigned_on: date | None = None
    accepted_on: date | None = None
    submitted_on: date | None = None
    confirmed_on: date | None = None
    schedule: str | None = None
    quality: str | None = None
    days_late: int = 0

    authority_post_id: UUID | None = None
    reviewer_post_id: UUID | None = None
    allocated: tuple[UUID, ...] = ()
    progress_on: date | None = None
    percent: int | None = None
    urgings: int = 0
    urging_step: int = 0
    """The step of the newest letter for the due in force."""
    urged_on: date | None = None
    reply_by: date | None = None
    """The last day for the answer to the newest letter, while nobody has answered it."""
    late_entry_days: int = 0
    """The widest gap, in days Monday to Friday, between what happened and its entry."""
    last_act_at: datetime
    position: int = 0
    """Place in the log of the newest act."""
    known_from: int = 0
    """Place in the log since which the line reads so."""


REGISTER = Table(
    "task_register",
    RegisterRow,
    key=("task_id",),
    indexes=(
        "(code)",
        "(stage, last_on, code)",
        "(lead_id, stage)",
        "(lead_id, last_on)",
        "(last_on)",
        "(extended_on) WHERE extended_on IS NOT NULL",
        "(assigned_on) WHERE plan_id IS NULL",
        "(plan_id, field, lead_id)",
        "(parent_id) WHERE parent_id IS NOT NULL",
        "(series_id) WHERE series_id IS NOT NULL",
        "(position)",
        "USING gin (units)",
        '(text_key COLLATE "C")',
    ),
    ddl_extra="""
DO $do$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm') THEN
        CREATE INDEX ON {table} USING gin (text_fold gin_trgm_ops);
    END IF;
END $do$
""",
)


def row_of(task: Task, recorded: Recorded, before: RegisterRow | None) -> RegisterRow:
    """The line of a task after an act."""
    words, meta, unanswered = task.content, recorded.meta, unanswered_letter(task)
    gap = WEEK.working_days(meta.happened_on, meta.recorded_on)
    row = RegisterRow(
        task_id=recorded.originator_id,
        code=task.code,
        text=words.text,
        text_fold="",
        text_key="",
        field=words.field,
        product=words.product,
        lead_id=task.lead_id,
        head_post_id=task.head_post_id,
        cooperating=words.cooperating,
        former_leads=task.former_leads,
        units=_units(task),
        source=words.source,
        plan_id=words.plan.plan_id if words.plan else None,
        plan_version=words.plan.version if words.plan else None,
        plan_ref=words.plan.ref if words.plan else "",
        place=words.place,
        kind=task.kind,
        parent_id=task.parent_id,
        series_id=task.series.series_id if task.series else None,
        period=task.series.period if task.series else "",
        nature=words.nature,
        weight=words.weight,
        derived=words.derived,
        stage=task.stage,
        stage_since=task.stage_since,
        spell=task.spell,
        authority_post_id=task.authority_post_id,
        reviewer_post_id=task.reviewer_post_id,
        allocated=task.allocated_posts,
        progress_on=_day(task.progress_at),
        percent=task.percent,
        urgings=len(task.urgings),
        urging_step=letters_signed(task),
        urged_on=local_date(task.urgings[-1].at) if task.urgings else None,
        reply_by=unanswered.reply_by.last_on if unanswered else None,
        late_entry_days=max(gap, before.late_entry_days if before else 0),
        last_act_at=meta.recorded_at,
        position=recorded.position,
    )
    _write_search(row, before)
    _write_dates(row, task)
    _write_result(row, task)
    return row


def _write_search(row: RegisterRow, before: RegisterRow | None) -> None:
    """Folding words costs more than the rest of a line, and words seldom change."""
    words = (row.text, row.product, row.code)
    if before is not None and (before.text, before.product, before.code) == words:
        row.text_fold, row.text_key = before.text_fold, before.text_key
        return
    row.text_fold = fold_text(" ".join(words))
    row.text_key = sort_key(row.text)


def _write_dates(row: RegisterRow, task: Task) -> None:
    due, newest, deadline = task.due, task.newest_due, task.content.deadline
    row.original_last_on = task.original_due.last_on if task.original_due else None
    row.last_on = due.last_on if due else None
    row.nominal_on = due.nominal_on if due else None
    row.calendar_version = due.calendar_version if due else None
    row.newest_last_on = newest.last_on if newest else None
    row.extensions = task.extensions
    row.extension_days = task.extension_days
    approved = [d.decided_at for d in task.dues if d.by == "task.extension_approved"]
    row.extended_on = local_date(approved[-1]) if approved else None
    row.asks_extension = task.request is not None
    row.assigned_on = task.assigned_on
    row.accepted_on = _day(task.accepted_at)
    if isinstance(deadline, NoDeadline):
        row.no_deadline_why, row.follow_up_on = deadline.why, deadline.follow_up_on
    if isinstance(deadline, Conditional):
        row.waits_for_trigger = task.waits_for_trigger
        row.awaits, row.follow_up_on = deadline.awaits, deadline.latest_on


def _write_result(row: RegisterRow, task: Task) -> None:
    row.submitted_on = task.submitted_on
    verdict = task.verdict
    if verdict is not None:
        row.confirmed_on = local_date(verdict.at)
        row.submitted_on = local_date(verdict.submitted_at)
        row.schedule, row.quality = verdict.schedule, verdict.quality
        row.days_late = verdict.days_late


def _units(task: Task) -> tuple[UUID, ...]:
    lead = (task.lead_id,) if task.lead_id else ()
    children = (child.unit_id for child in task.children)
    everybody = (
        *lead,
        *task.former_leads,
        *task.content.cooperating,
        *task.asked_units,
        *children,
    )
    return tuple(dict.fromkeys(everybody))


def _day(at: datetime | None) -> date | None:
    return local_date(at) if at else None
