"""The questions about a deadline, the same wherever one is decided, and the deadline they make."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from msgspec.structs import replace

from domain.values import (
    Before,
    Conditional,
    Deadline,
    Duration,
    Every,
    Fixed,
    NoDeadline,
    Standing,
)
from web.act_form import Field, day_text, worded
from web.answers import Answers
from web.tasks.task_form import choice, line, number, radio

Kind = Literal["fixed", "before", "duration", "conditional", "standing", "none"]

KINDS: tuple[str, ...] = get_args(Kind)
DATED = ("fixed", "before", "duration")
UNITS = ("working", "calendar")
STARTS = ("assigned", "accepted")
DAYS_MAX = 1000
EVERY: tuple[str, ...] = get_args(Every)


def deadline_fields(
    known: Deadline | None, kinds: Sequence[str] = KINDS, *, required: bool = True
) -> tuple[Field, ...]:
    """Every kind with its own questions; only those of the chosen kind are read."""
    kind = known.__struct_config__.tag if known is not None else ""
    on = day_text(known.on) if isinstance(known, Fixed | Before) else ""
    fields: list[Field] = [
        radio(
            "deadline_kind",
            worded("deadline.kind", kinds),
            value=str(kind or ""),
            required=required,
        ),
        Field(
            name="deadline_on",
            kind="day",
            label="task.field.deadline_on",
            hint="task.hint.deadline_on",
            value=on,
            group="deadline.kind.day",
            when="deadline_kind=fixed deadline_kind=before",
        ),
    ]
    if "duration" in kinds:
        duration = known if isinstance(known, Duration) else None
        fields += _under("duration", _duration_fields(duration))
    if "conditional" in kinds:
        conditional = known if isinstance(known, Conditional) else None
        fields += _under("conditional", _conditional_fields(conditional))
    if "standing" in kinds:
        every = known.report_every if isinstance(known, Standing) else "quarter"
        fields += _under(
            "standing", [choice("deadline_every", worded("every", EVERY), value=every)]
        )
    if "none" in kinds:
        fields += _under("none", _none_fields(known if isinstance(known, NoDeadline) else None))
    return tuple(fields)


def _under(kind: str, fields: Sequence[Field]) -> list[Field]:
    """Questions of one kind stand under its name and come up with it."""
    when = f"deadline_kind={kind}"
    return [replace(field, group=f"deadline.kind.{kind}", when=when) for field in fields]


def series_fields(first_period: str) -> list[Field]:
    """Questions about a recurring duty."""
    return _under(
        "series",
        [
            choice("series_every", worded("every", EVERY), value="quarter"),
            line("series_first", hint="task.hint.from_period", value=first_period),
            line("series_last", required=False, hint="task.hint.series_last"),
            number("series_due_day", required=False, hint="task.hint.series_due_day"),
        ],
    )


def _duration_fields(known: Duration | None) -> list[Field]:
    return [
        number(
            "deadline_days",
            hint="task.hint.deadline_days",
            value=known.days if known else None,
        ),
        radio(
            "deadline_unit",
            worded("deadline.unit", UNITS),
            value=known.unit if known else "working",
        ),
        radio(
            "deadline_start",
            worded("deadline.from", STARTS),
            value=known.start if known else "assigned",
        ),
    ]


def _conditional_fields(known: Conditional | None) -> list[Field]:
    then = known.then if known else None
    days = then.days if isinstance(then, Duration) else None
    return [
        line(
            "deadline_awaits",
            hint="task.hint.deadline_awaits",
            value=known.awaits if known else "",
        ),
        number("deadline_then_days", value=days),
        Field(
            name="deadline_latest_on",
            kind="day",
            label="task.field.deadline_latest_on",
            hint="task.hint.deadline_latest_on",
            required=False,
            value=day_text(known.latest_on) if known else "",
        ),
    ]


def _none_fields(known: NoDeadline | None) -> list[Field]:
    return [
        line("deadline_why", value=known.why if known else ""),
        Field(
            name="deadline_follow_up",
            kind="day",
            label="task.field.deadline_follow_up",
            value=day_text(known.follow_up_on) if known else "",
        ),
    ]


def read_deadline(
    answers: Answers, kinds: Sequence[str] = KINDS, *, required: bool = True
) -> Deadline | None:
    """The deadline of the chosen kind; mistakes are noted at the fields of that kind."""
    match answers.choice("deadline_kind", kinds, required=required):
        case "fixed":
            return Fixed(on=answers.must_day("deadline_on"))
        case "before":
            return Before(on=answers.must_day("deadline_on"))
        case "duration":
            return _duration(answers)
        case "conditional":
            return _conditional(answers)
        case "standing":
            every = answers.choice("deadline_every", EVERY)
            return Standing(report_every=every or "quarter")  # type: ignore[arg-type]
        case "none":
            return NoDeadline(
                why=answers.text("deadline_why"),
                follow_up_on=answers.must_day("deadline_follow_up"),
            )
    return None


def _duration(answers: Answers) -> Duration:
    unit = answers.choice("deadline_unit", UNITS) or "working"
    start = answers.choice("deadline_start", STARTS) or "assigned"
    return Duration(
        days=answers.number("deadline_days", 1, DAYS_MAX) or 1,
        unit=unit,  # type: ignore[arg-type]
        start=start,  # type: ignore[arg-type]
    )


def _conditional(answers: Answers) -> Conditional:
    days = answers.number("deadline_then_days", 1, DAYS_MAX) or 1
    return Conditional(
        awaits=answers.text("deadline_awaits"),
        then=Duration(days=days, unit="working", start="trigger"),
        latest_on=answers.day("deadline_latest_on", required=False),
    )
