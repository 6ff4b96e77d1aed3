"""Acts on posts and persons: create, end, register, appoint, relieve, grant and revoke duties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args
from uuid import UUID

from domain.fact import Command
from domain.org import commands as c
from domain.values import FIELDS, Duty, Rank
from web.act_form import ActForm, Field, Option, day_text, worded
from web.answers import Answers
from web.org.context import OrgContext, person_choices, post_choices, posts_of
from web.org.unit_acts import act, from_field, holder_of

RANKS: tuple[Rank, ...] = get_args(Rank)
DUTIES: tuple[Duty, ...] = get_args(Duty)


def _post_field(context: OrgContext, *, unit_only: bool = True) -> Field:
    return Field(
        name="post",
        kind="choice",
        label="org.field.post",
        options=post_choices(context, context.unit_id if unit_only and context.unit else None),
        value=context.query.get("post", ""),
    )


def _post(answers: Answers, context: OrgContext) -> UUID:
    return answers.must_uuid("post", {p.post_id for p in posts_of(context)})


def _person_field(context: OrgContext, name: str = "person", *, required: bool = True) -> Field:
    chosen = str(context.person.person_id) if context.person and name == "person" else ""
    return Field(
        name=name,
        kind="choice",
        label=f"org.field.{name}",
        required=required,
        options=person_choices(context),
        value=context.query.get(name, chosen),
    )


def _until_field(label: str, context: OrgContext, *, required: bool) -> Field:
    value = day_text(context.today) if required else ""
    return Field(name="until_on", kind="day", label=label, required=required, value=value)


def _create_post_fields(context: OrgContext) -> Sequence[Field]:
    return (
        Field(name="title", label="org.field.title"),
        Field(
            name="rank",
            kind="choice",
            label="org.field.rank",
            options=worded("org.rank", RANKS),
            value="officer",
        ),
        Field(
            name="fields",
            kind="many",
            label="org.field.fields",
            hint="org.field.fields_hint",
            required=False,
            options=worded("plan.field", FIELDS),
        ),
        Field(
            name="signs_as", label="org.field.signs_as", hint="org.field.signs_as_hint",
            required=False,
        ),
        Field(
            name="holder", label="org.field.holder_name", hint="org.field.holder_name_hint",
            required=False, group="org.field.first_holder",
        ),
        Field(
            name="from_on", kind="day", label="org.field.from_on", value=day_text(context.today),
            required=False, group="org.field.first_holder",
        ),
    )  # fmt: skip


def _create_post(answers: Answers, context: OrgContext) -> Sequence[Command]:
    rank = answers.choice("rank", RANKS)
    chosen = answers.many("fields", [str(f) for f in FIELDS])
    holder = answers.text("holder", required=False, most=100)
    from_on = answers.day("from_on", required=bool(holder)) or context.today
    post = c.CreatePost(
        post_id=context.new_id,
        unit_id=context.unit_id,
        title=answers.text("title"),
        rank=next((r for r in RANKS if r == rank), "officer"),
        signs_as=answers.text("signs_as", required=False, most=60),
        fields=tuple(int(f) for f in chosen),
    )
    return (post, *holder_of(post.post_id, holder, context, from_on))


def _end_post_fields(context: OrgContext) -> Sequence[Field]:
    return (
        _post_field(context),
        _until_field("org.field.post_until_on", context, required=True),
    )


def _end_post(answers: Answers, context: OrgContext) -> Command:
    return c.EndPost(post_id=_post(answers, context), until_on=answers.must_day("until_on"))


def _register_fields(context: OrgContext) -> Sequence[Field]:
    return (Field(name="full_name", label="org.field.full_name", hint="org.field.full_name_hint"),)


def _register(answers: Answers, context: OrgContext) -> Command:
    return c.RegisterPerson(person_id=context.new_id, full_name=answers.text("full_name"))


def _correct_name_fields(context: OrgContext) -> Sequence[Field]:
    name = context.person.full_name if context.person else ""
    return (
        Field(
            name="full_name",
            label="org.field.full_name",
            hint="org.field.full_name_hint",
            value=name,
        ),
    )


def _correct_name(answers: Answers, context: OrgContext) -> Command:
    person_id = context.person.person_id if context.person else UUID(int=0)
    return c.CorrectPersonName(person_id=person_id, full_name=answers.text("full_name", most=100))


def _appoint_fields(context: OrgContext) -> Sequence[Field]:
    return (
        _post_field(context),
        _person_field(context),
        from_field(context),
        _until_field("org.field.until_on", context, required=False),
        Field(
            name="acting", kind="tick", label="org.field.acting", hint="org.field.acting_hint",
            required=False,
        ),
    )  # fmt: skip


def _appoint(answers: Answers, context: OrgContext) -> Command:
    return c.AppointPerson(
        post_id=_post(answers, context),
        person_id=answers.must_uuid("person", context.ward.persons.keys()),
        from_on=answers.must_day("from_on"),
        until_on=answers.day("until_on", required=False),
        acting=answers.ticked("acting"),
    )


def _held_posts(context: OrgContext) -> tuple[Option, ...]:
    held = {
        str(p.post_id)
        for p in posts_of(context)
        if (term := context.ward.holder(p.post_id, context.today))
        and (context.person is None or term.person_id == context.person.person_id)
    }
    own = context.unit_id if context.unit else None
    return tuple(o for o in post_choices(context, own) if o.value in held)


def _relieve_fields(context: OrgContext) -> Sequence[Field]:
    return (
        Field(
            name="post",
            kind="choice",
            label="org.field.held_post",
            options=_held_posts(context),
            value=context.query.get("post", ""),
        ),
        _until_field("org.field.last_day", context, required=True),
        _person_field(context, "successor_person", required=False),
        Field(name="acting", kind="tick", label="org.field.successor_acting", required=False),
    )


def _relieve(answers: Answers, context: OrgContext) -> Command:
    post_id = _post(answers, context)
    term = context.ward.holder(post_id, context.today)
    if term is None and post_id.int:
        answers.fail("post", "org.field.post_vacant")
    return c.RelievePerson(
        post_id=post_id,
        person_id=term.person_id if term else UUID(int=0),
        until_on=answers.must_day("until_on"),
        successor_id=answers.uuid("successor_person", context.ward.persons.keys(), required=False),
        successor_acting=answers.ticked("acting"),
    )


def _duty_field(context: OrgContext) -> Field:
    return Field(
        name="duty",
        kind="choice",
        label="org.field.duty",
        options=worded("org.duty", DUTIES),
        value=context.query.get("duty", ""),
    )


def _duty(answers: Answers) -> Duty:
    chosen = answers.choice("duty", DUTIES)
    return next((d for d in DUTIES if d == chosen), "observer")


def _grant_fields(context: OrgContext) -> Sequence[Field]:
    return (
        _post_field(context),
        _duty_field(context),
        from_field(context),
        _until_field("org.field.until_on", context, required=False),
    )


def _grant(answers: Answers, context: OrgContext) -> Command:
    return c.GrantDuty(
        post_id=_post(answers, context),
        duty=_duty(answers),
        from_on=answers.must_day("from_on"),
        until_on=answers.day("until_on", required=False),
    )


def _revoke_fields(context: OrgContext) -> Sequence[Field]:
    return (
        _post_field(context),
        _duty_field(context),
        _until_field("org.field.last_day", context, required=True),
    )


def _revoke(answers: Answers, context: OrgContext) -> Command:
    return c.RevokeDuty(
        post_id=_post(answers, context),
        duty=_duty(answers),
        until_on=answers.must_day("until_on"),
    )


REGISTER = act("register-person", c.RegisterPerson, _register_fields, _register)

CORRECT_NAME = act(
    "correct-name",
    c.CorrectPersonName,
    _correct_name_fields,
    _correct_name,
    reason="must",
    document="may",
)

POST_ACTS: tuple[ActForm, ...] = (
    act("create-post", c.CreatePost, _create_post_fields, _create_post),
    act("end-post", c.EndPost, _end_post_fields, _end_post),
    act("appoint", c.AppointPerson, _appoint_fields, _appoint, main=True),
    act("relieve", c.RelievePerson, _relieve_fields, _relieve),
    act("grant-duty", c.GrantDuty, _grant_fields, _grant),
    act("revoke-duty", c.RevokeDuty, _revoke_fields, _revoke),
)
