"""The questions about what a task asks for: in drafts, at assignment, when it is amended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from msgspec.structs import replace

from domain.task.decide.words import PRODUCT_IN_THE_PLAN
from domain.task.events import Content
from domain.values import FIELDS, Nature, Source
from web.act_form import Field, worded
from web.answers import TEXT_MAX, Answers
from web.tasks.naming import Names
from web.tasks.task_form import (
    area,
    choice,
    day_field,
    ids_of,
    line,
    reviewer_options,
    unit_options,
)

SOURCES: tuple[str, ...] = get_args(Source)
ENTERED_SOURCES = tuple(source for source in SOURCES if source not in ("plan", "conclusion"))
"""Plan lines and conclusions assign by themselves."""
NATURES: tuple[str, ...] = get_args(Nature)
WEIGHT_MOST = 100


def word_fields(
    known: Content | None, *, sources: Sequence[str] = SOURCES, owes_product: bool = False
) -> tuple[Field, ...]:
    """What is to be done, in which field, with which product, on whose word."""
    needed = owes_product and not (known and known.source in PRODUCT_IN_THE_PLAN)
    said = known or Content(text="", field=0)
    return (
        area("text", rows=4, hint="hint.citizen_data", value=said.text),
        choice("field", worded("register.field", FIELDS), value=str(said.field or "")),
        line(
            "product",
            required=needed,
            hint="task.hint.product_needed" if needed else "task.hint.product",
            value=said.product,
        ),
        choice("nature", worded("nature", NATURES), value=said.nature),
        line(
            "weight", required=False, hint="task.hint.weight", value=said.weight.replace(".", ",")
        ),
        choice("source", worded("source", sources), value=said.source),
        line("place", required=False, hint="task.hint.place", value=said.place),
        line("funding", required=False, value=said.funding),
    )


def _comma(weight: str) -> str:
    return weight.replace(".", ",")


def read_words(
    answers: Answers, known: Content | None, *, sources: Sequence[str] = SOURCES
) -> Content:
    """The same questions as words of a task; what is not asked stays."""
    base = known or Content(text="", field=0)
    field = answers.choice("field", [str(each) for each in FIELDS])
    weight = answers.form.decimal("weight", "task.field.weight", least=0, most=WEIGHT_MOST,
                                  required=False)  # fmt: skip
    return replace(
        base,
        text=answers.text("text", most=TEXT_MAX),
        field=int(field) if field else 0,
        product=answers.text("product", required=False),
        nature=answers.choice("nature", NATURES) or "regular",
        weight=str(weight) if weight else "1",
        source=answers.choice("source", sources) or "ward",
        place=answers.text("place", required=False),
        funding=answers.text("funding", required=False),
    )


def unit_fields(
    known: Content | None, names: Names, *, with_reviewer: bool = True
) -> tuple[Field, ...]:
    """Who works together on it and, unless another act asks that, who reviews the result."""
    said = known or Content(text="", field=0)
    cooperating = Field(
        name="cooperating",
        kind="many",
        label="task.field.cooperating",
        required=False,
        options=unit_options(names.ward, names.on),
        values=tuple(str(each) for each in said.cooperating),
    )
    if not with_reviewer:
        return (cooperating,)
    return (
        cooperating,
        choice(
            "reviewer",
            reviewer_options(names, said.lead_id),
            required=False,
            hint="task.hint.reviewer",
            value=str(said.reviewer_post_id or ""),
        ),
    )


def read_units(
    answers: Answers, known: Content, names: Names, *, with_reviewer: bool = True
) -> Content:
    """Cooperating units and reviewer."""
    units = ids_of(unit_options(names.ward, names.on))
    chosen = answers.uuids("cooperating", units)
    content = replace(known, cooperating=tuple(each for each in chosen if each != known.lead_id))
    if not with_reviewer:
        return content
    reviewer = answers.uuid("reviewer", tuple(names.ward.posts), required=False)
    return replace(content, reviewer_post_id=reviewer)


def city_field(known: Content | None) -> Field:
    """A date set by the city, which the ward's own may not pass."""
    on = known.city_last_on if known else None
    return day_field("city_last_on", required=False, hint="task.hint.city_last_on", value=on)
