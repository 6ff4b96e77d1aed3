"""Forms of an index: what it came to in a year, what is aimed at, what the ward makes of itself."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

import msgspec

from domain.figures import commands as c
from domain.figures.decide_index import FIRST_YEAR, YEARS_AHEAD
from domain.figures.indices import INDICES, IndexKey, index_stream
from projections.index_register import IndexRow
from web.act_form import ActForm, Field, options, worded
from web.answers import Answers

AREA = "index.do"
ASSESS = "assess"
VALUE_MOST = 9999
RANK_MOST = 100_000


class OwnSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet of the whole ward that was published."""

    sheet_id: UUID
    year: int
    label: str


class IndexContext(msgspec.Struct, frozen=True, kw_only=True):
    """What is recorded of the index that the address names, and the present year."""

    year: int
    index: IndexKey = INDICES[0]
    row: IndexRow | None = None
    own_sheets: tuple[OwnSheet, ...] = ()
    chosen: str = ""
    """The sheet that the address names."""


def _field(name: str, **more: Any) -> Field:
    return Field(name=name, label=f"index.field.{name}", **more)


def _of_which(context: IndexContext) -> tuple[Field, ...]:
    return (
        _field("index", kind="choice", options=worded("index.name", INDICES), value=context.index),
        _field("year", kind="number", value=str(context.row.year if context.row else context.year)),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value).replace(".", ",")


def _record_fields(context: IndexContext) -> Sequence[Field]:
    row = context.row
    return (
        *_of_which(context),
        _field("value", kind="number", required=False, hint="index.hint.value",
               value=_text(row.value if row else None)),
        _field("rank", kind="number", required=False, value=_text(row.rank if row else None)),
        _field("out_of", kind="number", required=False, hint="index.hint.out_of",
               value=_text(row.out_of if row else None)),
        _field("source", value=row.source if row else "", hint="index.hint.source"),
    )  # fmt: skip


def _target_fields(context: IndexContext) -> Sequence[Field]:
    row = context.row
    return (
        *_of_which(context),
        _field("value", kind="number", required=False, hint="index.hint.target_value",
               value=_text(row.target_value if row else None)),
        _field("rank", kind="number", required=False, hint="index.hint.target_rank",
               value=_text(row.target_rank if row else None)),
        _field("source", value=row.target_source if row else "", hint="index.hint.target_source"),
    )  # fmt: skip


def _said(answers: Answers, last_year: int) -> dict[str, Any]:
    index = cast(IndexKey, answers.choice("index", INDICES) or INDICES[0])
    year = answers.number("year", FIRST_YEAR, last_year) or FIRST_YEAR
    value = answers.form.decimal("value", "index.field.value", least=0, most=VALUE_MOST,
                                 required=False)  # fmt: skip
    return {
        "index_id": index_stream(index, year),
        "index": index,
        "year": year,
        "value": _plain(value),
        "rank": answers.number("rank", 1, RANK_MOST, required=False),
        "source": answers.text("source"),
    }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _record(answers: Answers, context: IndexContext) -> c.RecordIndex:
    return c.RecordIndex(
        **_said(answers, context.year),
        out_of=answers.number("out_of", 1, RANK_MOST, required=False),
    )


def _aim(answers: Answers, context: IndexContext) -> c.RecordTarget:
    return c.RecordTarget(**_said(answers, context.year + YEARS_AHEAD))


def _assess_fields(context: IndexContext) -> Sequence[Field]:
    sheets = options((each.sheet_id, each.label) for each in context.own_sheets)
    newest = sheets[0].value if sheets else ""
    return (
        _field("index", kind="choice", options=worded("index.name", INDICES), value=context.index),
        _field("sheet", kind="radio", options=sheets, value=context.chosen or newest),
    )


def _assess(answers: Answers, context: IndexContext) -> c.RecordSelfAssessment:
    index = cast(IndexKey, answers.choice("index", INDICES) or INDICES[0])
    chosen = answers.choice("sheet", [str(each.sheet_id) for each in context.own_sheets])
    known = {str(each.sheet_id): each for each in context.own_sheets}.get(chosen)
    year = known.year if known is not None else context.year
    return c.RecordSelfAssessment(
        index_id=index_stream(index, year),
        index=index,
        year=year,
        sheet_id=known.sheet_id if known is not None else UUID(int=0),
    )


ACTS: dict[str, ActForm] = {
    act.slug: act
    for act in (
        ActForm(area=AREA, slug="record", command=c.RecordIndex, fields=_record_fields,
                build=_record, reason="may", document="may"),
        ActForm(area=AREA, slug="aim", command=c.RecordTarget, fields=_target_fields, build=_aim,
                reason="may", document="may"),
        ActForm(area=AREA, slug=ASSESS, command=c.RecordSelfAssessment, fields=_assess_fields,
                build=_assess, reason="may", document="may"),
    )
}  # fmt: skip
