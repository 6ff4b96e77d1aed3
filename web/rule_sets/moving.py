"""The form that moves a criterion, or a group with everything below it, among its neighbours."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from domain.evaluation import commands as c
from domain.evaluation.rules import Criterion, Rules
from web.act_form import ActForm, Field, Option
from web.answers import Answers
from web.evaluations.words import criterion_name
from web.rule_sets.part_context import PartContext, field
from web.texts import say

FIRST = "first"


def moved(rules: Rules, key: str, after: str) -> Rules:
    """The criterion with its family behind a neighbour and its family; FIRST begins the group."""
    own = family(rules, key)
    block = tuple(each for each in rules.criteria if each.key in own)
    rest = tuple(each for each in rules.criteria if each.key not in own)
    if after == FIRST:
        parent = next(each.parent for each in block if each.key == key)
        at = next((n for n, each in enumerate(rest) if each.parent == parent), None)
        if at is None:
            return rules
    else:
        before = family(rules, after)
        at = max(n for n, each in enumerate(rest) if each.key in before) + 1
    return replace(rules, criteria=(*rest[:at], *block, *rest[at:]))


def family(rules: Rules, key: str) -> frozenset[str]:
    """A criterion and everything below it."""
    below = (family(rules, each.key) for each in rules.criteria if each.parent == key)
    return frozenset({key}).union(*below)


def neighbours(context: PartContext) -> tuple[Criterion, ...]:
    """The others of the same group, in order."""
    it = context.criterion
    if it is None:
        return ()
    return tuple(
        each for each in context.rules.criteria if each.parent == it.parent and each is not it
    )


def _fields(context: PartContext) -> Sequence[Field]:
    places = (
        Option(value=FIRST, key="ruleset.after.first"),
        *(
            Option(
                value=each.key,
                label=say(
                    context.language,
                    "ruleset.after.other",
                    name=criterion_name(each, context.language),
                ),
            )
            for each in neighbours(context)
        ),
    )
    return (field("after", "radio", options=places, value=_now(context)),)


def _now(context: PartContext) -> str:
    """Behind whom it stands."""
    it = context.criterion
    if it is None:
        return FIRST
    order = [each.key for each in context.rules.criteria if each.parent == it.parent]
    at = order.index(it.key)
    return order[at - 1] if at else FIRST


def _build(answers: Answers, context: PartContext) -> c.DraftRuleSet:
    rules = context.rules
    after = answers.choice("after", [FIRST, *(each.key for each in neighbours(context))])
    if after and context.criterion is not None:
        rules = moved(rules, context.key, after)
    return c.DraftRuleSet(rule_set_id=context.rule_set_id, code=context.state.code, rules=rules)


MOVE_CRITERION = ActForm(
    area="ruleset.do",
    slug="move-criterion",
    command=c.DraftRuleSet,
    fields=_fields,
    build=_build,
)
