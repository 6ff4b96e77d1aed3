"""Forms of a whole rule set: begin one, begin its next version, adopt the draft, retire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from msgspec.structs import replace

from domain.evaluation import commands as c
from domain.evaluation.rule_set.state import RuleSet
from domain.evaluation.rules import Band, Rules
from service.scoring.shipped_rules import shipped, shipped_rules
from web.act_form import ActForm, Field, Option, options
from web.answers import Answers
from web.evaluations.words import rules_name
from web.rule_sets.part_context import field
from web.rule_sets.reading import code_of
from web.texts import Language, say

AREA = "ruleset.do"
EMPTY = "empty"
BANDS = (("excellent", "90"), ("good", "70"), ("completed", "50"))


class RuleSetContext(msgspec.Struct, frozen=True, kw_only=True):
    """The rule set as it stands, and with what it can go on."""

    rule_set_id: UUID
    state: RuleSet | None
    language: Language
    today: date
    codes: frozenset[str] = frozenset()
    """Codes that are taken."""
    begin: str = ""
    """The shipped rules that were chosen on the shelf."""
    number: int = 0
    """The version that is taken up again or retired; 0 for the newest."""


def _beginnings(context: RuleSetContext) -> tuple[Option, ...]:
    return (
        *options((each.slug, rules_name(each.rules, context.language)) for each in shipped_rules()),
        Option(value=EMPTY, key="ruleset.begin.empty"),
    )


def _new_fields(context: RuleSetContext) -> Sequence[Field]:
    slugs = {each.slug for each in shipped_rules()}
    begin = context.begin if context.begin in slugs else ""
    return (
        field("begin", "radio", options=_beginnings(context),
              value=begin or shipped_rules()[0].slug),
        field("code", value=begin, hint="ruleset.hint.code"),
        field("name", required=False, hint="ruleset.hint.new_name"),
    )  # fmt: skip


def _new(answers: Answers, context: RuleSetContext) -> c.DraftRuleSet:
    begin = answers.choice("begin", [each.value for each in _beginnings(context)])
    name = answers.text("name", required=begin == EMPTY)
    code = code_of(answers, "code")
    if code in context.codes:
        answers.fail("code", "ruleset.error.code_taken", code=code)
    rules = _empty(name, context.today) if begin in ("", EMPTY) else shipped(begin)
    return c.DraftRuleSet(
        rule_set_id=context.rule_set_id,
        code=code,
        rules=replace(rules, name=name, name_en="") if name else rules,
    )


def _empty(name: str, today: date) -> Rules:
    """Nothing but bands; valid from the beginning of the next year."""
    bands = tuple(msgspec.convert({"level": lv, "from_points": p}, Band) for lv, p in BANDS)
    return Rules(
        name=name,
        criteria=(),
        bands=bands,
        valid_from_on=date(today.year + 1, 1, 1),
        confidence="proposed",
    )


def _next_fields(context: RuleSetContext) -> Sequence[Field]:
    versions = context.state.versions if context.state else ()
    return (
        field(
            "version",
            "choice",
            options=options(
                (each.number, say(context.language, "ruleset.version", n=each.number))
                for each in reversed(versions)
            ),
            value=str(context.number or (versions[-1].number if versions else "")),
            hint="ruleset.hint.version",
        ),
    )


def _next(answers: Answers, context: RuleSetContext) -> c.DraftRuleSet:
    state = context.state
    assert state is not None, "the page exists for rule sets that were begun"
    known = {str(each.number): each.rules for each in state.versions}
    chosen = answers.choice("version", known)
    return c.DraftRuleSet(
        rule_set_id=context.rule_set_id,
        code=state.code,
        rules=known.get(chosen) or state.versions[-1].rules,
    )


def _none(context: RuleSetContext) -> Sequence[Field]:
    return ()


def _adopt(answers: Answers, context: RuleSetContext) -> c.AdoptRuleSet:
    return c.AdoptRuleSet(rule_set_id=context.rule_set_id)


def _retire(answers: Answers, context: RuleSetContext) -> c.RetireRuleSet:
    return c.RetireRuleSet(rule_set_id=context.rule_set_id, version=context.number)


NEW = ActForm(area=AREA, slug="new", command=c.DraftRuleSet, fields=_new_fields, build=_new)
ACTS: dict[str, ActForm] = {
    act.slug: act
    for act in (
        ActForm(area=AREA, slug="draft", command=c.DraftRuleSet, fields=_next_fields,
                build=_next),
        ActForm(area=AREA, slug="adopt", command=c.AdoptRuleSet, fields=_none, build=_adopt,
                document="must", signed=True),
        ActForm(area=AREA, slug="retire", command=c.RetireRuleSet, fields=_none, build=_retire,
                reason="must"),
    )
}  # fmt: skip
