"""The form of one line of a plan: its questions, and the line they make."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args
from uuid import UUID

from msgspec.structs import replace

from domain.plan.events import Line, LineKind
from domain.values import (
    FIELDS,
    Before,
    Conditional,
    Deadline,
    Duration,
    Every,
    Fixed,
    NoDeadline,
    Standing,
)
from domain.ward import Unit, Ward
from web.act_form import Field, Option, day_text, options, worded
from web.answers import TEXT_MAX, Answers

EVERY: tuple[str, ...] = get_args(Every)
KINDS: tuple[str, ...] = get_args(LineKind)
DEADLINES = ("open", "fixed", "before", "duration", "conditional", "standing", "none")
DURATION_UNITS = ("working", "calendar")
DURATION_STARTS = ("assigned", "accepted")
DAYS_MAX = 1000

Start = Literal["assigned", "accepted", "trigger"]


def units_for(ward: Ward, on: date) -> list[Unit]:
    """Units that can be given work, by name."""
    active = [u for u in ward.units.values() if u.active_on(on) and u.kind != "leadership"]
    return sorted(active, key=lambda u: u.name)


def unit_options(ward: Ward, on: date) -> tuple[Option, ...]:
    """Units as options of a choice."""
    return options((u.unit_id, u.name) for u in units_for(ward, on))


def line_fields(line: Line | None, ward: Ward, on: date) -> tuple[Field, ...]:
    """All questions of a line, filled with what is known."""
    known = line or Line(ref="", seq=0, text="")
    units = unit_options(ward, on)
    return (
        Field(name="text", kind="area", label="plan.line.text", value=known.text, rows=5),
        Field(
            name="field",
            kind="choice",
            label="plan.line.field",
            required=False,
            options=worded("plan.field", FIELDS),
            value=str(known.field or ""),
        ),
        Field(
            name="product",
            kind="area",
            label="plan.line.product",
            required=False,
            rows=2,
            value=known.product or "",
        ),
        Field(
            name="kind",
            kind="choice",
            label="plan.line.kind",
            hint="plan.line.kind_hint",
            options=worded("plan.kind", KINDS),
            value=known.kind,
        ),
        Field(
            name="lead",
            kind="choice",
            label="plan.line.lead",
            hint="plan.line.lead_hint",
            required=False,
            options=units,
            value=str(known.lead_id or ""),
        ),
        Field(
            name="group",
            kind="many",
            label="plan.line.group",
            hint="plan.line.group_hint",
            required=False,
            options=units,
            values=tuple(str(u) for u in known.group),
        ),
        Field(
            name="cooperating",
            kind="many",
            label="plan.line.cooperating",
            required=False,
            options=units,
            values=tuple(str(u) for u in known.cooperating),
        ),
        *unread_fields(known),
        *deadline_fields(known),
    )


def unread_fields(line: Line) -> tuple[Field, ...]:
    """Names that were not recognised stay unless they are unticked."""
    if not line.cooperating_text:
        return ()
    return (
        Field(
            name="cooperating_text",
            kind="many",
            label="plan.line.cooperating_unread",
            hint="plan.line.cooperating_unread_hint",
            required=False,
            options=options((name, name) for name in line.cooperating_text),
            values=line.cooperating_text,
        ),
    )


def deadline_fields(line: Line, *, group: str = "plan.line.deadline") -> tuple[Field, ...]:
    """The kind of deadline and what each kind needs; the others are left empty."""
    given = line.deadline
    on = getattr(given, "on", None) or getattr(getattr(given, "then", None), "on", None)
    length = given if isinstance(given, Duration) else getattr(given, "then", None)
    days = length.days if isinstance(length, Duration) else ""
    every = line.every or (given.report_every if isinstance(given, Standing) else "")
    awaits = getattr(given, "awaits", "") or _awaited(line)
    return (
        Field(
            name="deadline",
            kind="radio",
            label="plan.line.deadline_kind",
            options=worded("plan.deadline", DEADLINES),
            value=_deadline_kind(given),
            group=group,
        ),
        Field(
            name="on", kind="day", label="plan.line.on", hint="plan.line.on_hint",
            required=False, value=day_text(on), group=group,
        ),
        Field(
            name="days", kind="number", label="plan.line.days", required=False,
            value=str(days), group=group,
        ),
        Field(
            name="days_unit", kind="choice", label="plan.line.days_unit", required=False,
            options=worded("plan.days_unit", DURATION_UNITS),
            value=getattr(length, "unit", "working"), group=group,
        ),
        Field(
            name="days_start", kind="choice", label="plan.line.days_start", required=False,
            options=worded("plan.days_start", DURATION_STARTS),
            value=getattr(length, "start", "assigned"), group=group,
        ),
        Field(
            name="awaits", label="plan.line.awaits", required=False, value=awaits, group=group
        ),
        Field(
            name="every", kind="choice", label="plan.line.every", hint="plan.line.every_hint",
            required=False, options=worded("plan.every", EVERY), value=every, group=group,
        ),
        Field(
            name="why", label="plan.line.why", required=False,
            value=getattr(given, "why", ""), group=group,
        ),
        Field(
            name="follow_up_on", kind="day", label="plan.line.follow_up_on", required=False,
            value=day_text(getattr(given, "follow_up_on", None)), group=group,
        ),
    )  # fmt: skip


def _awaited(line: Line) -> str:
    return (line.deadline_text or "") if line.kind == "conditional" else ""


def _deadline_kind(given: Deadline | None) -> str:
    kinds: dict[type, str] = {
        Fixed: "fixed",
        Before: "before",
        Duration: "duration",
        Conditional: "conditional",
        Standing: "standing",
        NoDeadline: "none",
    }
    return "open" if given is None else kinds[type(given)]


def read_line(answers: Answers, former: Line | None, ward: Ward, on: date) -> Line:
    """The line as it was typed; address, place and source stay those of the former one."""
    known = former or Line(ref="", seq=0, text="")
    units = {u.unit_id for u in units_for(ward, on)}
    field = answers.choice("field", [str(f) for f in FIELDS], required=False)
    kind = answers.choice("kind", KINDS)
    lead = answers.uuid("lead", units, required=False)
    group = answers.uuids("group", units)
    if lead is not None and (group or kind == "group"):
        lead = None if kind == "group" else lead
        group = group if kind == "group" else ()
    deadline = read_deadline(answers)
    every = answers.choice("every", EVERY, required=kind == "recurring")
    return replace(
        known,
        text=answers.text("text", most=TEXT_MAX),
        field=int(field) if field else None,
        product=answers.text("product", required=False, most=TEXT_MAX) or None,
        kind=kind or "single",
        lead_id=lead,
        group=group,
        cooperating=tuple(u for u in answers.uuids("cooperating", units) if u != lead),
        cooperating_text=answers.many("cooperating_text", known.cooperating_text),
        deadline=None if kind == "recurring" else deadline,
        every=_every(every) if kind == "recurring" else None,
        doubts=(),
    )


def read_deadline(answers: Answers) -> Deadline | None:
    """The deadline of the chosen kind; what its kind needs must be there."""
    match answers.choice("deadline", DEADLINES):
        case "fixed":
            return Fixed(on=answers.must_day("on"))
        case "before":
            return Before(on=answers.must_day("on"))
        case "duration":
            return _duration(answers)
        case "conditional":
            return _conditional(answers)
        case "standing":
            every = answers.choice("every", EVERY, required=False)
            return Standing(report_every=_every(every) or "quarter")
        case "none":
            return NoDeadline(
                why=answers.text("why", most=2000), follow_up_on=answers.must_day("follow_up_on")
            )
        case _:
            return None


def _duration(answers: Answers, start: Start | None = None) -> Duration:
    unit = answers.choice("days_unit", DURATION_UNITS, required=False)
    chosen = answers.choice("days_start", DURATION_STARTS, required=False)
    return Duration(
        days=answers.number("days", 1, DAYS_MAX) or 1,
        unit="calendar" if unit == "calendar" else "working",
        start=start or ("accepted" if chosen == "accepted" else "assigned"),
    )


def _conditional(answers: Answers) -> Conditional:
    """After the condition either a number of days or a day; the day is no deadline by itself."""
    awaits = answers.text("awaits", most=300)
    if answers.raw("days"):
        latest = answers.day("on", required=False)
        return Conditional(awaits=awaits, then=_duration(answers, "trigger"), latest_on=latest)
    on = answers.must_day("on")
    return Conditional(awaits=awaits, then=Fixed(on=on), latest_on=on)


def _every(value: str) -> Every | None:
    found: dict[str, Every] = {
        "month": "month",
        "quarter": "quarter",
        "half": "half",
        "year": "year",
    }
    return found.get(value)


def units_by_id(ward: Ward) -> dict[UUID, str]:
    """Names of all units, also those that ended."""
    return {u.unit_id: u.name for u in ward.units.values()}
