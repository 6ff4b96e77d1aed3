"""The form of one criterion: place in the tree, points, rule in words, formula, who it is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast, get_args

from domain.evaluation import commands as c
from domain.evaluation.rules import Criterion, WayOfScoring
from service.scoring.rule_formulas import entry_keys
from web import wording
from web.act_form import ActForm, Field, Option, options, worded
from web.answers import Answers
from web.evaluations.words import criterion_name
from web.rule_sets.formula_words import read_formula
from web.rule_sets.part_context import PartContext, field, with_criterion
from web.rule_sets.reading import key_of, points_of

TEXT_MOST = 1000
WAYS: tuple[str, ...] = get_args(WayOfScoring)


def _groups(context: PartContext) -> tuple[Option, ...]:
    """Groups that it can stand in; not itself."""
    return options(
        (each.key, criterion_name(each, context.language))
        for each in context.rules.criteria
        if each.way == "group" and each.key != context.key
    )


def _units(context: PartContext) -> tuple[Option, ...]:
    """Units that answer for tasks, and codes the rules name already."""
    known = dict(context.unit_names)
    if context.criterion is not None:
        known |= {code: code for code in context.criterion.applies_to if code not in known}
    return options(known.items())


def _fields(context: PartContext) -> Sequence[Field]:
    it, language = context.criterion, context.language
    own = () if it else (field("key", hint="ruleset.hint.key"),)
    return (
        *own,
        field("parent", "choice", options=_groups(context), required=False,
              value=it.parent if it else context.parent, hint="ruleset.hint.parent"),
        field("text", value=it.text if it else ""),
        field("text_en", value=it.text_en if it else "", required=False),
        field("weight", "number", value=wording.decimal(language, it.weight) if it else "",
              hint="ruleset.hint.weight"),
        field("way", "radio", options=worded("ruleset.way", WAYS),
              value=it.way if it else "automatic"),
        field("formula", "area", value=it.formula if it else "", rows=3, required=False,
              hint="ruleset.hint.formula"),
        field("applies_if", "area", value=it.applies_if if it else "", rows=2, required=False,
              hint="ruleset.hint.applies_if"),
        field("rule_vi", "area", value=it.rule_vi if it else "", rows=2, required=False),
        field("rule_en", "area", value=it.rule_en if it else "", rows=2, required=False),
        field("evidence", "area", value=it.evidence if it else "", rows=2, required=False,
              hint="ruleset.hint.evidence"),
        field("entry_max", "number", required=False, hint="ruleset.hint.entry_max",
              value=wording.decimal(language, it.entry_max) if it and it.entry_max else ""),
        field("applies_to", "many", options=_units(context), required=False,
              values=it.applies_to if it else (), hint="ruleset.hint.applies_to"),
    )  # fmt: skip


def _build(answers: Answers, context: PartContext) -> c.DraftRuleSet:
    rules, former = context.rules, context.criterion
    key = former.key if former else _new_key(answers, context)
    way = cast(WayOfScoring, answers.choice("way", WAYS) or "group")
    # what may be named follows from the rules as they will be
    entries = entry_keys(rules) - {key} | ({key} if way == "manual" else set())
    criterion = Criterion(
        key=key,
        text=answers.text("text"),
        text_en=answers.text("text_en", required=False),
        parent=answers.choice("parent", [o.value for o in _groups(context)], required=False),
        weight=points_of(answers, "weight"),
        way=way,
        formula=read_formula(
            answers, "formula", "points", entries, context.language, required=way == "automatic"
        ),
        rule_vi=answers.text("rule_vi", required=False, most=TEXT_MOST),
        rule_en=answers.text("rule_en", required=False, most=TEXT_MOST),
        evidence=answers.text("evidence", required=False, most=TEXT_MOST),
        applies_to=answers.many("applies_to", [o.value for o in _units(context)]),
        applies_if=read_formula(answers, "applies_if", "condition", entries, context.language),
        entry_max=points_of(answers, "entry_max", required=False),
    )
    _refuse_unused(answers, criterion)
    return c.DraftRuleSet(
        rule_set_id=context.rule_set_id,
        code=context.state.code,
        rules=with_criterion(rules, criterion),
    )


def _refuse_unused(answers: Answers, it: Criterion) -> None:
    """Nothing is kept that would never be looked at."""
    if it.formula and it.way != "automatic":
        answers.fail("formula", "ruleset.error.formula_unused")
    if it.entry_max and it.way != "manual":
        answers.fail("entry_max", "ruleset.error.entry_unused")
    if it.entry_max and it.weight != "0":
        answers.fail("entry_max", "ruleset.error.entry_and_weight")


def _new_key(answers: Answers, context: PartContext) -> str:
    key = key_of(answers, "key")
    if any(each.key == key for each in context.rules.criteria):
        answers.fail("key", "ruleset.error.key_known", taken=key)
    return key


REVISE_CRITERION = ActForm(
    area="ruleset.do",
    slug="revise-criterion",
    command=c.DraftRuleSet,
    fields=_fields,
    build=_build,
)
