"""The steps of assigning a task: what each asks, and the words that come of all answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Literal
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.task import commands as c
from domain.task.decide.branching import with_deadline
from domain.task.decide.words import PRODUCT_IN_THE_PLAN
from domain.task.events import Content
from domain.task.periods import deadline_in, every_of, period_of
from domain.values import Deadline, Doc, Every, Standing
from domain.ward import Ward
from web.act_form import Field, Option, document_fields, options, worded
from web.answers import Answers
from web.tasks.content_fields import (
    ENTERED_SOURCES,
    city_field,
    read_units,
    read_words,
    unit_fields,
    word_fields,
)
from web.tasks.deadline_fields import (
    EVERY,
    KINDS,
    deadline_fields,
    read_deadline,
    series_fields,
)
from web.tasks.naming import Names
from web.tasks.task_form import choice, ids_of, radio, unit_options

StepName = Literal["words", "units", "deadline", "check"]
STEPS: tuple[StepName, ...] = ("words", "units", "deadline", "check")
SECRECY = ("ordinary", "Mật", "Tối mật", "Tuyệt mật")
MODES = ("one", "group")


class NewContext(msgspec.Struct, frozen=True, kw_only=True):
    """What the steps may look at; `known` are the words of a draft or of a returned task."""

    ward: Ward
    today: date
    names: Names
    task_id: UUID
    known: Content | None = None
    own_unit: UUID | None = None
    """A head registers work of the own unit only."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Where a task may come from; words that exist keep their source."""
        if self.own_unit is not None:
            return ("self",)
        kept = (self.known.source,) if self.known else ()
        return tuple(dict.fromkeys((*kept, *(s for s in ENTERED_SOURCES if s != "self"))))

    @property
    def leads(self) -> tuple[Option, ...]:
        """Units that may lead it."""
        found = unit_options(self.ward, self.today)
        if self.own_unit is None:
            return found
        return tuple(option for option in found if option.value == str(self.own_unit))


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was answered."""

    content: Content
    units: tuple[UUID, ...] = ()
    """More than one lead: a group."""
    every: Every | None = None
    first_period: str = ""
    last_period: str | None = None
    due_day: int | None = None
    document: Doc | None = None
    secrecy: str = ""

    @property
    def deadline(self) -> Deadline | None:
        """As it is to be counted: for a recurring task that of its first occurrence."""
        if self.every is not None:
            return deadline_in(self.first_period, self.due_day)
        return self.content.deadline


# -- questions -------------------------------------------------------------------


def fields_of(step: StepName, context: NewContext) -> tuple[Field, ...]:
    """The questions of one step."""
    return _FIELDS[step](context)


def _words(context: NewContext) -> tuple[Field, ...]:
    secrecy = (
        Option(value="ordinary", key="task.secrecy.none"),
        *options((level, level) for level in SECRECY[1:]),
    )
    return (
        *word_fields(context.known, sources=context.sources, owes_product=context.own_unit is None),
        choice("secrecy", secrecy, value="ordinary", hint="task.hint.secrecy"),
    )


def _units(context: NewContext) -> tuple[Field, ...]:
    known = context.known
    lead = known.lead_id if known else context.own_unit
    group = Field(
        name="group_units",
        kind="many",
        label="task.field.group_units",
        options=unit_options(context.ward, context.today),
        values=_inspected(context),
        when="mode=group",
    )
    one = choice("lead", context.leads, value=str(lead or ""))
    if context.own_unit is not None or known is not None:
        return (one, *unit_fields(known, context.names))
    mode = radio("mode", worded("task.mode", MODES), value="one")
    return (mode, replace(one, when="mode=one"), group, *unit_fields(known, context.names))


def _inspected(context: NewContext) -> tuple[str, ...]:
    """Duties of "all agencies and units" go to the units that are inspected."""
    return tuple(
        str(unit.unit_id)
        for unit in context.ward.units.values()
        if unit.inspected and unit.active_on(context.today)
    )


def _deadline(context: NewContext) -> tuple[Field, ...]:
    known = context.known
    kinds = KINDS if known is not None else (*KINDS, "series")
    fields = (city_field(known), *deadline_fields(known.deadline if known else None, kinds))
    if known is not None:
        return fields
    return (*fields, *series_fields(period_of("quarter", context.today)))


def _check(context: NewContext) -> tuple[Field, ...]:
    return document_fields("may" if context.own_unit else "must")


_FIELDS: dict[StepName, Callable[[NewContext], tuple[Field, ...]]] = {
    "words": _words,
    "units": _units,
    "deadline": _deadline,
    "check": _check,
}


def every_field(context: NewContext) -> tuple[Field, ...]:
    """All questions of all steps."""
    return tuple(field for step in STEPS for field in fields_of(step, context))


# -- answers ---------------------------------------------------------------------


def read_step(step: StepName, answers: Answers, context: NewContext, said: Said) -> Said:
    """What one step adds; mistakes are noted in the form."""
    match step:
        case "words":
            content = read_words(answers, said.content, sources=context.sources)
            secrecy = answers.choice("secrecy", SECRECY)
            return replace(said, content=content, secrecy=secrecy)
        case "units":
            return _read_units(answers, context, said)
        case "deadline":
            return _read_deadline(answers, said, context)
        case "check":
            must = context.own_unit is None
            return replace(said, document=answers.document(required=must))


def _read_units(answers: Answers, context: NewContext, said: Said) -> Said:
    leads = ids_of(context.leads)
    if answers.raw("mode") == "group":
        units = answers.uuids("group_units", leads, required=True)
        if len(units) == 1:
            answers.fail("group_units", "task.error.one_unit_is_no_group")
        content = replace(said.content, lead_id=None)
    else:
        units = ()
        content = replace(said.content, lead_id=answers.must_uuid("lead", leads))
    return replace(said, content=read_units(answers, content, context.names), units=units)


def _read_deadline(answers: Answers, said: Said, context: NewContext) -> Said:
    city_on = answers.day("city_last_on", required=False)
    content = replace(said.content, city_last_on=city_on)
    if answers.raw("deadline_kind") != "series":
        kinds = KINDS if context.known is not None else (*KINDS, "series")
        return replace(said, content=replace(content, deadline=read_deadline(answers, kinds)))
    if said.units:
        answers.fail("deadline_kind", "task.error.series_of_one_unit")
    every = answers.choice("series_every", EVERY) or "quarter"
    first = _period(answers, "series_first", every, required=True)
    last = _period(answers, "series_last", every, required=False)
    day = answers.number("series_due_day", 1, 31, required=False)
    return replace(
        said,
        content=replace(content, deadline=None),
        every=every,
        first_period=first,
        last_period=last or None,
        due_day=day,
    )


def _period(answers: Answers, name: str, every: str, *, required: bool) -> str:
    """A period in the chosen rhythm; `2025-Q4` is no month."""
    text = answers.text(name, required=required, most=10).upper()
    try:
        if text and every_of(text) != every:
            raise ValueError(text)
    except (ValueError, IndexError):
        answers.fail(name, "task.error.period")
        return ""
    return text


def begun(context: NewContext) -> Said:
    """Before anything is answered."""
    return Said(content=context.known or Content(text="", field=0))


# -- commands ----------------------------------------------------------------------


def assigning(said: Said, context: NewContext) -> c.TaskCommand:
    """One lead, several, or one task per period."""
    shared: dict[str, Any] = {"task_id": context.task_id, "secrecy": said.secrecy}
    if said.every is not None:
        return c.StartSeries(
            content=said.content,
            every=said.every,
            due_day=said.due_day,
            first_period=said.first_period,
            last_period=said.last_period,
            **shared,
        )
    if said.units:
        return c.AssignGroup(content=said.content, units=said.units, **shared)
    return c.AssignTask(content=said.content, **shared)


def drafting(said: Said, context: NewContext) -> c.TaskCommand:
    """The words without the duty; of several units and of periods only the first words are kept."""
    content = said.content
    if said.every is not None and said.first_period:
        content = with_deadline(content, deadline_in(said.first_period, said.due_day))
    if context.known is not None:
        return c.ReviseDraft(task_id=context.task_id, after=content, secrecy=said.secrecy)
    return c.DraftTask(task_id=context.task_id, content=content, secrecy=said.secrecy)


def steps_before(step: StepName) -> Iterable[StepName]:
    """The steps whose answers a step builds on."""
    return STEPS[: STEPS.index(step)]


def owes_product(said: Said) -> bool:
    """Whether the words name no product although the assignment will ask for one."""
    words = said.content
    standing = isinstance(said.deadline, Standing)
    return not (words.product.strip() or standing or words.source in PRODUCT_IN_THE_PLAN)
