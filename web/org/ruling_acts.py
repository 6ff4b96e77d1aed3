"""Acts that decide how days are counted: the calendar and the limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from domain.calendar import CalendarDay, DayKind
from domain.fact import Command
from domain.limits import DEFAULTS, Limit, LimitValue
from domain.org import commands as c
from domain.org.decide.limits import CHOICES
from web.act_form import Field, Need, day_text, options, worded
from web.answers import Answers
from web.org.context import OrgContext
from web.org.unit_acts import act

DAY_ROWS = 8
"""Rows of new days on one form; a longer decision is entered in two."""
DAY_KINDS: tuple[DayKind, ...] = get_args(DayKind)
CONFIDENCE = ("high", "medium", "low")
YES_NO = ("yes", "no")


def _calendar_fields(context: OrgContext) -> Sequence[Field]:
    fields: list[Field] = []
    for row in range(1, DAY_ROWS + 1):
        group = f"org.calendar.day_row|{row}"
        fields += [
            Field(
                name=f"on_{row}", kind="day", label="org.field.day", required=False, group=group
            ),
            Field(
                name=f"kind_{row}", kind="choice", label="org.field.day_kind", required=False,
                options=worded("org.day_kind", DAY_KINDS), group=group,
            ),
            Field(
                name=f"name_{row}", label="org.field.day_name", required=False, group=group
            ),
            Field(
                name=f"pair_{row}", kind="day", label="org.field.day_pair",
                hint="org.field.day_pair_hint", required=False, group=group,
            ),
        ]  # fmt: skip
    coming = [d for d in context.ward.calendar.days.values() if d.on >= context.today]
    coming.sort(key=lambda d: d.on)
    fields.append(
        Field(
            name="taken_back",
            kind="many",
            label="org.field.taken_back",
            hint="org.field.taken_back_hint",
            required=False,
            options=options((d.on.isoformat(), f"{day_text(d.on)}: {d.name}") for d in coming),
        )
    )
    return fields


def calendar_command(answers: Answers, context: OrgContext) -> c.DecideCalendar:
    """The decision as it was typed; an empty row is no day."""
    days = [day for row in range(1, DAY_ROWS + 1) if (day := _day(answers, row))]
    known = {d.isoformat(): d for d in context.ward.calendar.days}
    back = tuple(known[v] for v in answers.many("taken_back", known.keys()))
    if not days and not back:
        answers.fail("on_1", "org.calendar.nothing_decided")
    return c.DecideCalendar(days=tuple(days), taken_back=back)


def _day(answers: Answers, row: int) -> CalendarDay | None:
    names = (f"on_{row}", f"kind_{row}", f"name_{row}", f"pair_{row}")
    if not any(answers.raw(name) for name in names):
        return None
    chosen = answers.choice(f"kind_{row}", DAY_KINDS)
    return CalendarDay(
        on=answers.must_day(f"on_{row}"),
        kind=next((k for k in DAY_KINDS if k == chosen), "holiday"),
        name=answers.text(f"name_{row}"),
        paired_with=answers.day(f"pair_{row}", required=chosen in ("off_swap", "working_swap")),
    )


DECIDE_CALENDAR = act(
    "decide-calendar", c.DecideCalendar, _calendar_fields, calendar_command, main=True
)


def asked_limit(context: OrgContext) -> tuple[str, Limit]:
    """The limit that the address names."""
    key = context.query.get("key", "")
    return (key, DEFAULTS[key]) if key in DEFAULTS else next(iter(DEFAULTS.items()))


def limit_text(value: LimitValue) -> str:
    """A value as it is typed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(str(v) for v in value)
    return str(value)


def _limit_fields(context: OrgContext) -> Sequence[Field]:
    key, limit = asked_limit(context)
    now = limit_text(context.ward.limit(key, context.today))
    value = Field(name="value", label="org.field.value", hint="org.field.value_hint", value=now)
    if isinstance(limit.value, bool):
        value = Field(
            name="value", kind="choice", label="org.field.value", value=now,
            options=worded("org.yes_no", YES_NO),
        )  # fmt: skip
    elif key in CHOICES:
        value = Field(
            name="value", kind="choice", label="org.field.value", value=now,
            options=worded("plan.every", CHOICES[key]),
        )  # fmt: skip
    return (
        Field(name="key", kind="hidden", label="org.field.limit", value=key),
        value,
        Field(name="from_on", kind="day", label="org.field.from_on", value=day_text(context.today)),
    )


def _adopt(answers: Answers, context: OrgContext) -> Command:
    key, limit = asked_limit(context)
    return c.AdoptLimit(key=key, value=_value(answers, limit), from_on=answers.must_day("from_on"))


def _value(answers: Answers, limit: Limit) -> LimitValue:
    if isinstance(limit.value, bool):
        return answers.choice("value", YES_NO) == "yes"
    if isinstance(limit.value, int):
        least, most = limit.least or 0, limit.most or 10_000
        return answers.number("value", least, most) or 0
    typed = answers.text("value", most=100)
    if isinstance(limit.value, str):
        return typed
    steps = [part.strip() for part in typed.split(",") if part.strip()]
    if not steps or not all(part.isdigit() and len(part) < 4 for part in steps):
        answers.fail("value", "org.field.steps_wrong")
        return limit.value
    return tuple(int(part) for part in steps)


def limit_document(limit: Limit, own_rank: str) -> Need:
    """The chair adopts on the chair's own authority; others enter it by document."""
    return "may" if own_rank == "chair" or limit.owner != "chair" else "must"


ADOPT_LIMIT = act("adopt", c.AdoptLimit, _limit_fields, _adopt, document="may", main=True)
