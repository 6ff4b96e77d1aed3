"""What people read of rules: criteria, gates and extras in their language, figures, points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from domain.accountability.quantity import BY_CODE
from domain.evaluation.rules import Criterion, Extra, Gate, Rules
from service.scoring.formula_names import ENTERED, SHARE, share_of
from web import wording
from web.texts import Language, has, say

_NAME = re.compile(r"(k\d{1,2}|w|given)\.([a-z0-9_.]+)")


def points_text(text: str | Decimal | None, language: Language) -> str:
    """`2.50` as `2,5`; a dash where nothing was given."""
    if text is None or text == "":
        return "–"
    value = Decimal(text)
    plain = f"{value:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return wording.decimal(language, plain)


def signed(value: Decimal, language: Language) -> str:
    """A change with its sign; a true minus."""
    if value == 0:
        return "0"
    sign = "+" if value > 0 else "−"
    return f"{sign}{points_text(abs(value), language)}"


def text_of(each: Criterion | Gate | Extra, language: Language) -> str:
    """Its name."""
    return each.text_en if language == "en" and each.text_en else each.text


def rule_of(each: Criterion | Gate | Extra, language: Language) -> str:
    """Its rule in words."""
    return each.rule_en if language == "en" and each.rule_en else each.rule_vi


def rules_name(rules: Rules, language: Language) -> str:
    """What a rule set is called."""
    return rules.name_en if language == "en" and rules.name_en else rules.name


def criterion_name(criterion: Criterion, language: Language) -> str:
    """`1.2 Hoàn thành đúng hạn`; keys that are words are left out."""
    text = text_of(criterion, language)
    return f"{criterion.key} {text}" if criterion.key[:1].isdigit() else text


def criterion_names(rules: Rules, language: Language) -> dict[str, str]:
    """Names by key."""
    return {each.key: criterion_name(each, language) for each in rules.criteria}


def figure_name(name: str, language: Language, entries: Mapping[str, str]) -> str:
    """`k2.on_time` in words; the code where no words are known."""
    said, _, part = name.partition(".")
    code = said.upper()
    if said == ENTERED:
        return entries.get(part, part)
    if not has(f"quantity.{code}.name"):
        return say(language, "evalpage.product_part", part=part.replace("_", " "))
    whole = say(language, f"quantity.{code}.name")
    key = f"quantity.{code}.{part}"
    return f"{code}. {whole}: {say(language, key)}" if has(key) else f"{code}. {whole}"


def figure_pairs(
    figures: Mapping[str, str], language: Language, entries: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """Code, words and value of every figure a formula names."""
    return [
        (name, figure_name(name, language, entries), points_text(value, language))
        for name, value in sorted(figures.items())
    ]


def with_values(formula: str, figures: Mapping[str, str], language: Language) -> str:
    """A formula with its names replaced by their values."""

    def value(found: re.Match[str]) -> str:
        name = found[0]
        code, _, part = name.partition(".")
        if part == SHARE and code.upper() in BY_CODE:
            top, bottom = (str(each) for each in share_of(code.upper()))
            if figures.get(top) and figures.get(bottom):
                return f"({spoken(top)} ÷ {spoken(bottom)})"
        return spoken(name)

    def spoken(name: str) -> str:
        text = figures.get(name, "")
        return points_text(text, language) if text else name

    worked = _NAME.sub(value, formula)
    return worked.replace("*", "×").replace(" / ", " ÷ ")


def joined(texts: Iterable[str]) -> str:
    """Several, one after another."""
    return "; ".join(text for text in texts if text)
