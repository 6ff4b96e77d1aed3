"""Acts of delegation (ủy quyền): grant and revoke."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from domain.fact import Command
from domain.org import commands as c
from domain.org.delegable import GROUPS, lendable
from domain.values import FIELDS
from web.act_form import ActForm, Field, Option, day_text, options, worded
from web.answers import Answers
from web.org.context import OrgContext, post_choices, post_title, posts_of
from web.org.unit_acts import act
from web.org.views import delegations_on

PROPOSED_DAYS = 14


def _own_posts(context: OrgContext) -> tuple[Option, ...]:
    posts = [p for p in posts_of(context) if p.post_id in context.own_posts]
    return options((p.post_id, post_title(context, p)) for p in posts)


def groups_of(context: OrgContext) -> list[str]:
    """Groups that at least one of the own posts may lend to somebody."""
    ranks = {p.rank for p in posts_of(context) if p.post_id in context.own_posts}
    takers = {p.rank for p in posts_of(context)}
    return [
        group
        for group in GROUPS
        if any(lendable(group, giver, taker) for giver in ranks for taker in takers)
    ]


def _grant_fields(context: OrgContext) -> Sequence[Field]:
    own = _own_posts(context)
    others = [o for o in post_choices(context) if o.value not in {x.value for x in own}]
    last = context.today + timedelta(days=PROPOSED_DAYS)
    return (
        Field(
            name="from_post",
            kind="choice",
            label="org.field.from_post",
            options=own,
            value=own[0].value if len(own) == 1 else "",
        ),
        Field(
            name="to_post",
            kind="choice",
            label="org.field.to_post",
            hint="org.field.to_post_hint",
            options=tuple(others),
            value=context.query.get("to", ""),
        ),
        Field(
            name="duties",
            kind="many",
            label="org.field.duties",
            hint="org.field.duties_hint",
            options=worded("org.group", groups_of(context)),
        ),
        Field(
            name="scope",
            kind="choice",
            label="org.field.scope",
            options=(
                Option(value="all", key="org.scope.all"),
                *(Option(value=f"field:{f}", key=f"plan.field.{f}") for f in FIELDS),
            ),
            value="all",
        ),
        Field(name="from_on", kind="day", label="org.field.from_on", value=day_text(context.today)),
        Field(name="until_on", kind="day", label="org.field.until_day", value=day_text(last)),
    )


def _grant(answers: Answers, context: OrgContext) -> Command:
    scopes = ["all", *(f"field:{f}" for f in FIELDS)]
    duties = answers.many("duties", GROUPS.keys(), required=True)
    from_on, until_on = answers.must_day("from_on"), answers.must_day("until_on")
    if until_on < from_on:
        answers.fail("until_on", "form.date_past", **{"from": day_text(from_on)})
    return c.GrantDelegation(
        delegation_id=context.new_id,
        from_post=answers.must_uuid("from_post", set(context.own_posts)),
        to_post=answers.must_uuid("to_post", {p.post_id for p in posts_of(context)}),
        duties=duties,
        scope=answers.choice("scope", scopes) or "all",
        from_on=from_on,
        until_on=until_on,
    )


def revocable(context: OrgContext) -> tuple[Option, ...]:
    """Delegations in force or to come that this person may take back."""
    return options(
        (
            v.delegation.delegation_id,
            f"{v.giver_name} → {v.taker_name}, {day_text(v.delegation.from_on)}"
            f" – {day_text(v.delegation.until_on)}",
        )
        for v in delegations_on(context.ward, context.today)
        if v.standing != "lapsed" and (context.leads or v.delegation.from_post in context.own_posts)
    )


def _revoke_fields(context: OrgContext) -> Sequence[Field]:
    return (
        Field(
            name="delegation",
            kind="choice",
            label="org.field.delegation",
            options=revocable(context),
            value=context.query.get("delegation", ""),
        ),
        Field(
            name="from_on",
            kind="day",
            label="org.field.revoked_from",
            hint="org.field.revoked_from_hint",
            value=day_text(context.today),
        ),
    )


def _revoke(answers: Answers, context: OrgContext) -> Command:
    return c.RevokeDelegation(
        delegation_id=answers.must_uuid("delegation", context.ward.delegations.keys()),
        from_on=answers.must_day("from_on"),
    )


LENDING_ACTS: tuple[ActForm, ...] = (
    act("grant", c.GrantDelegation, _grant_fields, _grant, main=True),
    act("revoke", c.RevokeDelegation, _revoke_fields, _revoke, reason="may", document="may"),
)
