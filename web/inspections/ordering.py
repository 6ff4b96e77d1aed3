"""An order for an announced inspection: what is asked, which command it becomes, who may ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from domain.checklist_item import ChecklistPlace
from domain.inspection import commands as c
from domain.inspection.parts import ProgrammePlace
from domain.inspection_limits import InspectionKind, Limits, limits_of
from domain.team_independence import LEADERS
from domain.ward import Unit, Ward
from projections.programme_index import ProgrammeRow
from service.checklists import PublishedChecklist
from web import wording
from web.act_form import ActForm, Field, Option, options
from web.answers import TEXT_MAX, Answers
from web.inspections.act_context import day_field, field, ids_of, post_options
from web.inspections.order_questions import (
    checklist_options,
    chosen_fields,
    field_options,
    named_team,
    quarter_before,
)
from web.inspections.team import Candidates
from web.session import Visit
from web.tasks.naming import Names

ANNOUNCED: tuple[InspectionKind, ...] = ("scheduled", "thematic")


class OrderContext(msgspec.Struct, frozen=True, kw_only=True):
    """Kind and unit are chosen; who may be named, which checklists and rounds there are."""

    kind: InspectionKind
    unit: Unit
    names: Names
    candidates: Candidates
    checklists: tuple[PublishedChecklist, ...]
    rounds: tuple[tuple[ProgrammeRow, int, str], ...]
    """Programme, number of the round, its words."""
    new_id: UUID

    @property
    def today(self) -> date:
        """The day of the decision."""
        return self.names.on

    @property
    def limits(self) -> Limits:
        """Of the kind, as they apply today."""
        return limits_of(self.kind, self.names.ward, self.today)

    @property
    def first_on(self) -> date:
        """The earliest day that the notice allows."""
        limits = self.limits
        days = max(limits.order_before_days, limits.announce_before_days + 1)
        return self.names.ward.calendar.after(self.today, days)


def may_order(visit: Visit, shelf: Sequence[ProgrammeRow]) -> bool:
    """Chair and vice-chair; a leader whom a programme in force authorises."""
    own = {post.post_id for post in visit.posts}
    if any(post.rank in LEADERS for post in (*visit.posts, *(o.post for o in visit.lent))):
        return True
    return any(
        granted.post_id in own and visit.today <= granted.until_on
        for row in shelf
        if row.life == "approved"
        for granted in row.authorisations
    )


def inspected_units(ward: Ward, on: date) -> list[Unit]:
    """Units that are inspected at all."""
    found = [u for u in ward.units.values() if u.inspected and u.active_on(on)]
    return sorted(found, key=lambda unit: unit.name_on(on))


def rounds_of(
    shelf: Sequence[ProgrammeRow], unit_id: UUID, names: Names
) -> tuple[tuple[ProgrammeRow, int, str], ...]:
    """Rounds in force that name the unit and are not over."""
    return tuple(
        (
            row,
            one.no,
            names.say("inspection.round_of", code=row.code, n=one.no)
            + f" ({wording.day(one.from_on)}–{wording.day(one.to_on)})",
        )
        for row in shelf
        if row.life == "approved"
        for one in row.rounds
        if unit_id in one.units and one.to_on >= names.on
    )


def _round_options(context: OrderContext) -> tuple[Option, ...]:
    return options((f"{row.programme_id}/{no}", words) for row, no, words in context.rounds)


def _fields(context: OrderContext) -> Sequence[Field]:
    found, first = context.candidates, context.first_on
    lists = checklist_options(context.checklists, context.names)
    rounds = _round_options(context)
    people = post_options(found.others, context.names)
    return (
        field("kind", "hidden", value=context.kind),
        field("unit", "hidden", value=str(context.unit.unit_id)),
        field("leader", "choice", options=post_options(found.leaders, context.names),
              group="inspection.team"),
        field("secretary", "choice", options=people, group="inspection.team"),
        field("members", "many", options=people, required=False, group="inspection.team",
              hint="inspection.hint.members"),
        field("checklist", "choice", options=lists, value=lists[0].value if lists else "",
              group="inspection.group.contents"),
        field("fields", "many", options=field_options(context.names), required=False,
              hint="inspection.hint.fields", group="inspection.group.contents"),
        field("contents", "area", required=context.kind == "thematic",
              group="inspection.group.contents"),
        field("rights", "area", required=False, rows=3,
              value=context.names.say("inspection.rights"), group="inspection.group.contents"),
        day_field("period_from", quarter_before(context.today),
                  hint="inspection.hint.period", group="inspection.group.days"),
        day_field("period_to", context.today, group="inspection.group.days"),
        day_field("from_on", first, hint="inspection.hint.from_on", group="inspection.group.days"),
        day_field("to_on", first, group="inspection.group.days"),
        field("round", "choice", options=rounds, required=False,
              value=rounds[0].value if rounds else "", group="inspection.group.days"),
    )  # fmt: skip


def _build(answers: Answers, context: OrderContext) -> c.OrderInspection:
    place = _round(answers, context)
    team = named_team(answers, context.candidates.leaders, context.candidates.others)
    words = c.OrderWords(
        kind=context.kind,
        unit_id=context.unit.unit_id,
        leader_post=team.leader,
        secretary_post=team.secretary,
        member_posts=team.members,
        contents=answers.text("contents", required=context.kind == "thematic", most=TEXT_MAX),
        fields=chosen_fields(answers),
        rights=answers.text("rights", required=False, most=TEXT_MAX),
        period_from=answers.must_day("period_from"),
        period_to=answers.must_day("period_to"),
        from_on=answers.must_day("from_on"),
        to_on=answers.must_day("to_on"),
        trigger="programme" if place is not None else "decision",
        programme=place,
    )
    lists = checklist_options(context.checklists, context.names)
    checklist_id = answers.must_uuid("checklist", ids_of(lists))
    return c.OrderInspection(
        inspection_id=context.new_id,
        words=words,
        checklist=ChecklistPlace(checklist_id=checklist_id, version=0),
    )


def _round(answers: Answers, context: OrderContext) -> ProgrammePlace | None:
    values = [option.value for option in _round_options(context)]
    chosen = answers.choice("round", values, required=False)
    if not chosen:
        return None
    programme, _, number = chosen.partition("/")
    return ProgrammePlace(programme_id=UUID(programme), round=int(number))


ORDER = ActForm(
    area="inspection",
    slug="order",
    command=c.OrderInspection,
    fields=_fields,
    build=_build,
    document="must",
    signed=True,
)
