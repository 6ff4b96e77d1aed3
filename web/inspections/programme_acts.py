"""Forms of the programme of inspections: draft, approve, amend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, cast
from uuid import UUID

import msgspec

from domain.inspection import commands as c
from domain.inspection.parts import Authorisation, Round
from domain.inspection.programme import Programme
from domain.ward import Unit, Ward
from web.act_form import ActForm, Field, day_text, no_fields, options, worded
from web.answers import Answers
from web.inspections.act_context import day_field, field, ids_of, post_options, seats
from web.tasks.naming import Names

AREA = "inspection.programme"
SPARE_ROUNDS = 2
AUTHORISED = 2
KINDS = ("surprise", "thematic")
ORDERS_MOST = 50


class ProgrammeContext(msgspec.Struct, frozen=True, kw_only=True):
    """The programme as it stands, if there is one, and what it may name."""

    names: Names
    programme_id: UUID
    programme: Programme | None
    units: tuple[Unit, ...]

    @property
    def ward(self) -> Ward:
        """The organisation."""
        return self.names.ward

    @property
    def today(self) -> date:
        """The day it is asked for."""
        return self.names.on

    @property
    def rounds(self) -> tuple[Round | None, ...]:
        """Known rounds and room for more."""
        known = self.programme.rounds if self.programme else ()
        return (*known, *(None,) * SPARE_ROUNDS)

    @property
    def authorised(self) -> tuple[Authorisation | None, ...]:
        """Known authorisations and room for more."""
        known = self.programme.authorisations if self.programme else ()
        return (*known, *(None,) * max(AUTHORISED - len(known), 1))


def _half_year(today: date) -> tuple[date, date]:
    if today.month <= 6:
        return date(today.year, 1, 1), date(today.year, 6, 30)
    return date(today.year, 7, 1), date(today.year, 12, 31)


def _draft_fields(context: ProgrammeContext) -> Sequence[Field]:
    known = context.programme
    first, last = (known.period_from, known.period_to) if known else _half_year(context.today)
    half = 1 if first.month <= 6 else 2
    head = () if known else (field("code", value=f"CTKT-{first.year}-{half}"),)
    return (
        *head,
        day_field("period_from", first, label="inspection.field.programme_from"),
        day_field("period_to", last, label="inspection.field.programme_to"),
        *_amend_fields(context),
    )


def _amend_fields(context: ProgrammeContext) -> Sequence[Field]:
    found: list[Field] = []
    units = options((unit.unit_id, unit.name_on(context.today)) for unit in context.units)
    for number, known in enumerate(context.rounds, start=1):
        group = f"inspection.group.round|{number}"
        found += [
            field(f"round_{number}_from", "day", label="inspection.field.round_from",
                  required=False, group=group, value=day_text(known.from_on if known else None)),
            field(f"round_{number}_to", "day", label="inspection.field.round_to",
                  required=False, group=group, value=day_text(known.to_on if known else None)),
            field(f"round_{number}_units", "many", label="inspection.field.round_units",
                  required=False, options=units, group=group,
                  values=tuple(str(unit) for unit in known.units) if known else ()),
        ]  # fmt: skip
    for number, granted in enumerate(context.authorised, start=1):
        found += _authorisation_fields(number, granted, context)
    return tuple(found)


def _authorisation_fields(
    number: int, known: Authorisation | None, context: ProgrammeContext
) -> list[Field]:
    group = f"inspection.group.authorisation|{number}"
    posts = post_options(seats(context.ward, context.today), context.names)
    return [
        field(f"granted_{number}_post", "choice", label="inspection.field.granted_post",
              options=posts, required=False, group=group,
              value=str(known.post_id) if known else ""),
        field(f"granted_{number}_kinds", "many", label="inspection.field.granted_kinds",
              options=worded("inspection.kind", KINDS), required=False, group=group,
              values=known.kinds if known else ()),
        field(f"granted_{number}_most", "number", label="inspection.field.granted_most",
              required=False, group=group, value=str(known.max_orders) if known else ""),
        field(f"granted_{number}_until", "day", label="inspection.field.granted_until",
              required=False, group=group, value=day_text(known.until_on if known else None)),
    ]  # fmt: skip


def _rounds(answers: Answers, context: ProgrammeContext) -> tuple[Round, ...]:
    found: list[Round] = []
    ids = [unit.unit_id for unit in context.units]
    for number in range(1, len(context.rounds) + 1):
        units = answers.uuids(f"round_{number}_units", ids)
        first, last = answers.raw(f"round_{number}_from"), answers.raw(f"round_{number}_to")
        if not (units or first or last):
            continue
        if not units:
            answers.fail(f"round_{number}_units", "inspection.round_without_units", n=number)
        found.append(
            Round(
                no=len(found) + 1,
                from_on=answers.must_day(f"round_{number}_from"),
                to_on=answers.must_day(f"round_{number}_to"),
                units=units,
            )
        )
    if not found:
        answers.fail("round_1_from", "inspection.no_rounds")
    return tuple(found)


def _authorisations(answers: Answers, context: ProgrammeContext) -> tuple[Authorisation, ...]:
    found: list[Authorisation] = []
    posts = ids_of(post_options(seats(context.ward, context.today), context.names))
    for number in range(1, len(context.authorised) + 1):
        if not answers.raw(f"granted_{number}_post"):
            continue
        kinds = answers.many(f"granted_{number}_kinds", KINDS, required=True)
        found.append(
            Authorisation(
                post_id=answers.must_uuid(f"granted_{number}_post", posts),
                kinds=cast(tuple[Literal["surprise", "thematic"], ...], kinds),
                max_orders=answers.number(f"granted_{number}_most", 1, ORDERS_MOST) or 0,
                until_on=answers.must_day(f"granted_{number}_until"),
            )
        )
    return tuple(found)


def _draft(answers: Answers, context: ProgrammeContext) -> c.DraftProgramme:
    known = context.programme
    return c.DraftProgramme(
        programme_id=context.programme_id,
        code=known.code if known else answers.text("code", most=30),
        period_from=answers.must_day("period_from"),
        period_to=answers.must_day("period_to"),
        rounds=_rounds(answers, context),
        authorisations=_authorisations(answers, context),
    )


def _amend(answers: Answers, context: ProgrammeContext) -> c.AmendProgramme:
    return c.AmendProgramme(
        programme_id=context.programme_id,
        rounds=_rounds(answers, context),
        authorisations=_authorisations(answers, context),
    )


def _approve(answers: Answers, context: ProgrammeContext) -> c.ApproveProgramme:
    return c.ApproveProgramme(programme_id=context.programme_id)


PROGRAMME_ACTS: dict[str, ActForm] = {
    act.slug: act
    for act in (
        ActForm(
            area=AREA, slug="draft", command=c.DraftProgramme, fields=_draft_fields, build=_draft
        ),
        ActForm(
            area=AREA,
            slug="approve",
            command=c.ApproveProgramme,
            fields=no_fields,
            build=_approve,
            document="must",
            signed=True,
        ),
        ActForm(
            area=AREA,
            slug="amend",
            command=c.AmendProgramme,
            fields=_amend_fields,
            build=_amend,
            reason="must",
            document="must",
            signed=True,
        ),
    )
}
