"""Points, keys and codes as they are typed into the forms of a rule set."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from domain.evaluation.rules import Criterion, Extra, Gate, Rules
from domain.points import written
from web.answers import Answers
from web.texts import Language, say

POINTS_MOST = 1000
KEY_MOST = 30
CODE_MOST = 40
RESERVED = frozenset({"new", "do", "edit", "import", "compare", "v"})
_POINTS = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?", re.ASCII)
_KEY = re.compile(r"[a-z0-9][a-z0-9_.]*", re.ASCII)
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


def points_of(answers: Answers, name: str, *, required: bool = True) -> str:
    """Points with at most two digits after the comma; empty where none are asked for."""
    said = answers.text(name, required=required, most=40).replace(" ", "")
    if not said:
        return "0" if required else ""
    if _POINTS.fullmatch(said) is None or Decimal(said.replace(",", ".")) > POINTS_MOST:
        answers.fail(name, "ruleset.error.points", most=POINTS_MOST)
        return "0"
    return written(Decimal(said.replace(",", ".")))


def key_of(answers: Answers, name: str) -> str:
    """The key of a new part: what formulas, addresses and comparisons call it by."""
    said = answers.text(name, most=KEY_MOST).casefold()
    if said and _KEY.fullmatch(said) is None:
        answers.fail(name, "ruleset.error.key")
    return said


def unusable(rules: Rules, language: Language) -> str:
    """Why rules that came as a file could not be shown on pages: no name, or odd keys."""
    if not rules.name.strip():
        return say(language, "ruleset.unreadable.no_name")
    parts: Sequence[Criterion | Gate | Extra] = (*rules.criteria, *rules.gates, *rules.extras)
    for each in parts:
        if _KEY.fullmatch(each.key) is None or len(each.key) > KEY_MOST:
            shown = each.key[:KEY_MOST]
            return say(language, "ruleset.unreadable.key", key=shown, most=KEY_MOST)
    return ""


def code_of(answers: Answers, name: str) -> str:
    """The code of a new rule set, as it stands in addresses."""
    said = answers.text(name, most=CODE_MOST).casefold()
    if said and (_CODE.fullmatch(said) is None or said in RESERVED):
        answers.fail(name, "ruleset.error.code")
    return said
