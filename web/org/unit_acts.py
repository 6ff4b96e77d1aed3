"""Acts on units: found, rename, name otherwise, restate, merge, dissolve."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, get_args
from uuid import UUID

from msgspec.structs import replace

from domain.fact import Command
from domain.ids import unit_id
from domain.org import commands as c
from domain.plan.commands import RecogniseUnit
from domain.values import FIELDS, UnitKind
from service.named_units import words_of
from web.act_form import ActForm, Field, day_text, options, worded
from web.answers import TEXT_MAX, Answers
from web.org.context import OrgContext, unit_choices

KINDS: tuple[str, ...] = get_args(UnitKind)
CODE_MAX = 20


def from_field(context: OrgContext, label: str = "org.field.from_on") -> Field:
    """The day an act takes effect; today is proposed."""
    return Field(name="from_on", kind="day", label=label, value=day_text(context.today))


def _found_fields(context: OrgContext) -> Sequence[Field]:
    return (
        Field(name="name", label="org.field.unit_name", value=context.query.get("name", "")),
        Field(name="code", label="org.field.code", hint="org.field.code_hint"),
        Field(
            name="kind",
            kind="choice",
            label="org.field.kind",
            options=worded("org.kind", KINDS),
            value="specialised",
        ),
        Field(
            name="inspected",
            kind="tick",
            label="org.field.inspected",
            hint="org.field.inspected_hint",
            required=False,
        ),
        Field(
            name="handles_dossiers", kind="tick", label="org.field.handles_dossiers",
            required=False,
        ),
        from_field(context),
        Field(
            name="head_title", label="org.field.head_title", hint="org.field.head_title_hint",
            required=False, group="org.field.first_head",
        ),
        Field(
            name="head_name", label="org.field.full_name", required=False,
            group="org.field.first_head",
        ),
    )  # fmt: skip


def _found(answers: Answers, context: OrgContext) -> Sequence[Command]:
    code = answers.text("code", most=CODE_MAX).upper()
    if code and not code.isalnum():
        answers.fail("code", "org.field.code_wrong")
    kind = answers.choice("kind", KINDS)
    kinds: tuple[UnitKind, ...] = get_args(UnitKind)
    name = answers.text("name")
    founded = c.FoundUnit(
        code=code,
        name=name,
        kind=next((k for k in kinds if k == kind), "specialised"),
        inspected=answers.ticked("inspected"),
        handles_dossiers=answers.ticked("handles_dossiers"),
        from_on=answers.must_day("from_on"),
    )
    head = _first_head(answers, context, founded)
    return (founded, *head, *_meant_by(context, unit_id(code), name))


def _first_head(answers: Answers, context: OrgContext, founded: c.FoundUnit) -> tuple[Command, ...]:
    """The post that answers for the unit and who holds it, where they are known already."""
    title = answers.text("head_title", required=bool(answers.raw("head_name")), most=100)
    name = answers.text("head_name", required=False, most=100)
    if not title:
        return ()
    leads = founded.kind == "leadership"
    post = c.CreatePost(
        post_id=context.new_id,
        unit_id=unit_id(founded.code),
        title=title,
        rank="chair" if leads else "head",
        fields=tuple(FIELDS) if leads else (),
    )
    return (post, *holder_of(post.post_id, name, context, founded.from_on))


def holder_of(post_id: UUID, name: str, context: OrgContext, from_on: date) -> tuple[Command, ...]:
    """Somebody takes a new post: a person of this name, registered if nobody bears it."""
    if not name:
        return ()
    bearing = [p.person_id for p in context.ward.persons.values() if p.full_name == name]
    person_id = bearing[0] if len(bearing) == 1 else context.second_id
    appointed = c.AppointPerson(post_id=post_id, person_id=person_id, from_on=from_on)
    if len(bearing) == 1:
        return (appointed,)
    return (c.RegisterPerson(person_id=person_id, full_name=name), appointed)


def _meant_by(context: OrgContext, founded: UUID, name: str) -> tuple[Command, ...]:
    """Asked for from the review of a plan: the name read there means the new unit from now on."""
    plan_id, read = context.plan_id, context.query.get("name", "")
    if plan_id is None or not read:
        return ()
    known = RecogniseUnit(plan_id=plan_id, text=read, unit_id=founded)
    if words_of(read) == words_of(name):
        return (known,)
    return (known, c.AddAlias(unit_id=founded, alias=read))


def _rename_fields(context: OrgContext) -> Sequence[Field]:
    name = context.unit.name if context.unit else ""
    return (Field(name="name", label="org.field.new_name", value=name), from_field(context))


def _rename(answers: Answers, context: OrgContext) -> Command:
    return c.RenameUnit(
        unit_id=context.unit_id, name=answers.text("name"), from_on=answers.must_day("from_on")
    )


def _alias_fields(context: OrgContext) -> Sequence[Field]:
    return (
        Field(
            name="alias",
            label="org.field.alias",
            hint="org.field.alias_hint",
            value=context.query.get("alias", ""),
        ),
    )


def _add_alias(answers: Answers, context: OrgContext) -> Command:
    return c.AddAlias(unit_id=context.unit_id, alias=answers.text("alias"))


def _drop_alias_fields(context: OrgContext) -> Sequence[Field]:
    aliases = context.unit.aliases if context.unit else ()
    return (
        Field(
            name="alias",
            kind="choice",
            label="org.field.alias",
            options=options((a, a) for a in aliases),
            value=context.query.get("alias", ""),
        ),
    )


def _drop_alias(answers: Answers, context: OrgContext) -> Command:
    aliases = context.unit.aliases if context.unit else ()
    return c.DropAlias(unit_id=context.unit_id, alias=answers.choice("alias", aliases))


def _restate_fields(context: OrgContext) -> Sequence[Field]:
    functions = context.unit.functions if context.unit else ""
    return (
        Field(name="functions", kind="area", label="org.field.functions", rows=8, value=functions),
        from_field(context),
    )


def _restate(answers: Answers, context: OrgContext) -> Command:
    return c.RestateFunctions(
        unit_id=context.unit_id,
        functions=answers.text("functions", most=TEXT_MAX),
        from_on=answers.must_day("from_on"),
    )


def _merge_fields(context: OrgContext) -> Sequence[Field]:
    return (
        Field(
            name="absorbed",
            kind="many",
            label="org.field.absorbed",
            hint="org.field.absorbed_hint",
            options=unit_choices(context, without=context.unit_id),
        ),
        from_field(context),
    )


def _merge(answers: Answers, context: OrgContext) -> Command:
    absorbed = answers.uuids("absorbed", context.ward.units.keys(), required=True)
    return c.MergeUnits(
        survivor_id=context.unit_id, absorbed=absorbed, from_on=answers.must_day("from_on")
    )


def _dissolve_fields(context: OrgContext) -> Sequence[Field]:
    return (
        Field(
            name="successor",
            kind="choice",
            label="org.field.successor",
            hint="org.field.successor_hint",
            required=False,
            options=unit_choices(context, without=context.unit_id),
        ),
        from_field(context, "org.field.ends_on"),
    )


def _dissolve(answers: Answers, context: OrgContext) -> Command:
    return c.DissolveUnit(
        unit_id=context.unit_id,
        successor_id=answers.uuid("successor", context.ward.units.keys(), required=False),
        from_on=answers.must_day("from_on"),
        open_duties=context.open_duties,
    )


class OrgAct(ActForm, frozen=True, kw_only=True):
    """An act whose document is filled in when the last one stood on the same paper."""

    def all_fields(self, context: OrgContext) -> tuple[Field, ...]:
        """The questions, the document as it was typed a moment ago."""
        fields, paper = super().all_fields(context), context.paper
        if paper is None or self.document != "must":
            return fields
        known = {
            "doc_number": paper.number,
            "doc_notation": paper.notation,
            "doc_on": day_text(paper.issued_on),
            "doc_issuer": paper.issuer,
            "doc_signer": paper.signer,
            "doc_abstract": paper.abstract,
        }
        return tuple(replace(f, value=known.get(f.name, f.value)) for f in fields)


def act(slug: str, command: type[Command], fields: Any, build: Any, **more: Any) -> ActForm:
    """An act of the organisation; nearly all of them stand on a document."""
    more.setdefault("document", "must")
    return OrgAct(area="org", slug=slug, command=command, fields=fields, build=build, **more)


FOUND_UNIT = act("found-unit", c.FoundUnit, _found_fields, _found, main=True)

UNIT_ACTS: tuple[ActForm, ...] = (
    act("rename", c.RenameUnit, _rename_fields, _rename),
    act("add-alias", c.AddAlias, _alias_fields, _add_alias, document="no"),
    act("drop-alias", c.DropAlias, _drop_alias_fields, _drop_alias, document="no"),
    act("restate-functions", c.RestateFunctions, _restate_fields, _restate),
    act("merge", c.MergeUnits, _merge_fields, _merge),
    act("dissolve", c.DissolveUnit, _dissolve_fields, _dissolve),
)
