"""Forms that change one part of a draft: general words, bands, a gate, an extra, and what goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import cast, get_args

from msgspec.structs import replace

from domain.evaluation import commands as c
from domain.evaluation.rules import (
    LEVELS,
    Band,
    Confidence,
    Extra,
    Gate,
    Level,
    Rates,
    Rules,
)
from service.scoring.rule_formulas import entry_keys
from web import wording
from web.act_form import ActForm, Field, day_text, worded
from web.answers import NO_DAY, Answers
from web.rule_sets.criterion_act import REVISE_CRITERION
from web.rule_sets.formula_words import read_formula
from web.rule_sets.moving import MOVE_CRITERION
from web.rule_sets.part_context import PartContext, field, put, with_bands, without
from web.rule_sets.reading import key_of, points_of

AREA = "ruleset.do"
TEXT_MOST = 1000
LEVEL_WORDS = "evaluation.level"


def drafted(context: PartContext, rules: Rules) -> c.DraftRuleSet:
    """The draft in other words."""
    return c.DraftRuleSet(rule_set_id=context.rule_set_id, code=context.state.code, rules=rules)


# -- general ---------------------------------------------------------------------


def _general_fields(context: PartContext) -> Sequence[Field]:
    rules, language = context.rules, context.language
    return (
        field("name", value=rules.name),
        field("name_en", value=rules.name_en, required=False),
        field("rates", "radio", options=worded("ruleset.rates", get_args(Rates)),
              value=rules.rates),
        field("valid_from_on", "day", value=day_text(rules.valid_from_on)),
        field("valid_until_on", "day", value=day_text(rules.valid_until_on), required=False,
              hint="ruleset.hint.valid_until_on"),
        field("confidence", "radio", options=worded("ruleset.confidence", get_args(Confidence)),
              value=rules.confidence),
        field("source", "area", value=rules.source, rows=3, required=False),
        field("bonus_max", "number", value=wording.decimal(language, rules.bonus_max)),
        field("penalty_max", "number", value=wording.decimal(language, rules.penalty_max)),
        field("scale_to_applicable", "tick", required=False,
              value="1" if rules.scale_to_applicable else "",
              hint="ruleset.hint.scale_to_applicable"),
    )  # fmt: skip


def _general(answers: Answers, context: PartContext) -> c.DraftRuleSet:
    first = answers.must_day("valid_from_on")
    return drafted(
        context,
        replace(
            context.rules,
            name=answers.text("name"),
            name_en=answers.text("name_en", required=False),
            rates=cast(Rates, answers.choice("rates", get_args(Rates)) or "unit"),
            valid_from_on=first,
            valid_until_on=_until(answers, first),
            confidence=cast(
                Confidence, answers.choice("confidence", get_args(Confidence)) or "proposed"
            ),
            source=answers.text("source", required=False, most=TEXT_MOST),
            bonus_max=points_of(answers, "bonus_max"),
            penalty_max=points_of(answers, "penalty_max"),
            scale_to_applicable=answers.ticked("scale_to_applicable"),
        ),
    )


def _until(answers: Answers, first: date) -> date | None:
    until = answers.day("valid_until_on", required=False)
    if until is not None and first != NO_DAY and until < first:
        answers.fail("valid_until_on", "ruleset.error.until", first=wording.day(first))
    return until


# -- bands -----------------------------------------------------------------------


def _band_fields(context: PartContext) -> Sequence[Field]:
    known = {band.level: band.from_points for band in context.rules.bands}
    return tuple(
        field(
            f"from_{level}",
            "number",
            label=f"{LEVEL_WORDS}.{level}",
            value=wording.decimal(context.language, known[level]) if level in known else "",
            required=False,
        )
        for level in LEVELS
    )


def _bands(answers: Answers, context: PartContext) -> c.DraftRuleSet:
    typed = {level: points_of(answers, f"from_{level}", required=False) for level in LEVELS}
    bands = tuple(
        Band(level=level, from_points=found) for level, found in typed.items() if found != ""
    )
    if not bands:
        answers.fail(f"from_{LEVELS[0]}", "ruleset.error.no_band")
    return drafted(context, with_bands(context.rules, bands))


# -- gates and extras -------------------------------------------------------------


def _named_fields(part: Gate | Extra | None) -> list[Field]:
    own = [] if part else [field("key", hint="ruleset.hint.key")]
    return [
        *own,
        field("text", value=part.text if part else ""),
        field("text_en", value=part.text_en if part else "", required=False),
    ]


def _rule_fields(part: Gate | Extra | None, hint: str) -> list[Field]:
    return [
        field("formula", "area", value=part.formula if part else "", rows=3, hint=hint),
        field("rule_vi", "area", value=part.rule_vi if part else "", rows=2, required=False),
        field("rule_en", "area", value=part.rule_en if part else "", rows=2, required=False),
    ]


def _gate_fields(context: PartContext) -> Sequence[Field]:
    gate = context.gate
    return (
        *_named_fields(gate),
        *_rule_fields(gate, "ruleset.hint.condition"),
        field("caps_at", "choice", options=worded(LEVEL_WORDS, LEVELS),
              value=gate.caps_at if gate else "good", hint="ruleset.hint.caps_at"),
        field("is_on", "tick", value="1" if gate is None or gate.is_on else "", required=False),
    )  # fmt: skip


def _gate(answers: Answers, context: PartContext) -> c.DraftRuleSet:
    former, rules = context.gate, context.rules
    formula = read_formula(
        answers, "formula", "condition", entry_keys(rules), context.language, required=True
    )
    gate = Gate(
        key=former.key if former else _new_key(answers, [each.key for each in rules.gates]),
        text=answers.text("text"),
        text_en=answers.text("text_en", required=False),
        formula=formula,
        caps_at=cast(Level, answers.choice("caps_at", LEVELS) or "good"),
        is_on=answers.ticked("is_on"),
        rule_vi=answers.text("rule_vi", required=False, most=TEXT_MOST),
        rule_en=answers.text("rule_en", required=False, most=TEXT_MOST),
    )
    return drafted(context, replace(rules, gates=put(rules.gates, gate)))


def _extra_fields(context: PartContext) -> Sequence[Field]:
    extra = context.extra
    return (*_named_fields(extra), *_rule_fields(extra, "ruleset.hint.extra_formula"))


def _extra(answers: Answers, context: PartContext) -> c.DraftRuleSet:
    former, rules = context.extra, context.rules
    formula = read_formula(
        answers, "formula", "points", entry_keys(rules), context.language, required=True
    )
    extra = Extra(
        key=former.key if former else _new_key(answers, [each.key for each in rules.extras]),
        text=answers.text("text"),
        text_en=answers.text("text_en", required=False),
        formula=formula,
        rule_vi=answers.text("rule_vi", required=False, most=TEXT_MOST),
        rule_en=answers.text("rule_en", required=False, most=TEXT_MOST),
    )
    return drafted(context, replace(rules, extras=put(rules.extras, extra)))


def _new_key(answers: Answers, known: Sequence[str]) -> str:
    key = key_of(answers, "key")
    if key in known:
        answers.fail("key", "ruleset.error.key_known", taken=key)
    return key


# -- what goes ----------------------------------------------------------------------


def _none(context: PartContext) -> Sequence[Field]:
    return ()


def _dropping(part: str) -> Callable[[Answers, PartContext], c.DraftRuleSet]:
    def build(answers: Answers, context: PartContext) -> c.DraftRuleSet:
        rules = context.rules
        rest = without(getattr(rules, part), context.key)
        return drafted(context, replace(rules, **{part: rest}))

    return build


def _act(slug: str, fields: Callable[[PartContext], Sequence[Field]],
         build: Callable[[Answers, PartContext], c.DraftRuleSet]) -> ActForm:  # fmt: skip
    return ActForm(area=AREA, slug=slug, command=c.DraftRuleSet, fields=fields, build=build)


PART_ACTS: dict[str, ActForm] = {
    act.slug: act
    for act in (
        _act("revise-general", _general_fields, _general),
        REVISE_CRITERION,
        MOVE_CRITERION,
        _act("revise-bands", _band_fields, _bands),
        _act("revise-gate", _gate_fields, _gate),
        _act("revise-extra", _extra_fields, _extra),
        _act("drop-criterion", _none, _dropping("criteria")),
        _act("drop-gate", _none, _dropping("gates")),
        _act("drop-extra", _none, _dropping("extras")),
    )
}
"""Exist while a draft is open."""
WITH_FORMULA = frozenset({"revise-criterion", "revise-gate", "revise-extra"})
