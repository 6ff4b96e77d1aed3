"""The two sides in words: totals, criteria and what explains them, facts, ways to another level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from markupsafe import Markup, escape

from domain.accountability.fact_line import FactLine
from domain.evaluation.rules import Criterion
from service.scoring.nearest import Suggestion
from service.scoring.possible_changes import Change
from service.scoring.score_parts import BASES, CriterionScore, GateScore, Scorecard
from service.scoring.what_if import CriterionChange, SideBySide
from web.evaluations.words import (
    criterion_name,
    criterion_names,
    figure_name,
    joined,
    points_text,
    rule_of,
    signed,
    text_of,
)
from web.tasks.naming import Names
from web.units.telling import LineView, Teller
from web.what_if.comparing import Compared

FACTS_MOST = 60
ZERO = Decimal(0)


class SideView(msgspec.Struct, frozen=True, kw_only=True):
    """What stands at the head of a side."""

    total: str
    level: str
    by_points: str
    held_by: str
    bonus: str
    penalty: str
    parts: tuple[tuple[str, str], ...]
    """Points moved by verified, claimed and contested facts."""


class CriterionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A criterion on both sides."""

    name: str
    is_group: bool
    here: str
    there: str
    difference: str
    why: tuple[str, ...]
    differs: bool


class GateRow(msgspec.Struct, frozen=True, kw_only=True):
    """A condition on both sides."""

    name: str
    here: str
    there: str
    differs: bool


class FactRow(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that would have had to go otherwise."""

    sentence: Markup
    told: LineView | None
    """The line that counts it now."""


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A set of changes and what comes of it."""

    direction: str
    facts: tuple[FactRow, ...]
    total: str
    level: str
    gain: str
    href: str = ""
    """Tries it: the other side with these changes."""


def side_of(card: Scorecard, names: Names) -> SideView:
    """Total, level and why."""
    language = names.language
    return SideView(
        total=points_text(card.total, language),
        level=names.say(f"evaluation.level.{card.proposal.level}"),
        by_points=names.say(f"evaluation.level.{card.proposal.by_points}"),
        held_by=joined(text_of(gate, language) for gate in card.proposal.held_by),
        bonus=signed(card.bonus, language),
        penalty=signed(card.penalty, language),
        parts=tuple((b, points_text(card.resting.get(b, ZERO), language)) for b in BASES),
    )


# -- criteria and conditions -----------------------------------------------------------


def criteria_of(both: SideBySide, names: Names) -> list[CriterionRow]:
    """Every line of both trees."""
    language = names.language
    entries = criterion_names(both.there.rules, language) | criterion_names(
        both.here.rules, language
    )
    return [_criterion(each, names, entries) for each in both.criteria]


def _criterion(change: CriterionChange, names: Names, entries: Mapping[str, str]) -> CriterionRow:
    score = change.here or change.there
    assert score is not None, "a change is of something"
    is_group = score.criterion.way == "group"
    here, there = _points(change.here, names), _points(change.there, names)
    return CriterionRow(
        name=criterion_name(score.criterion, names.language),
        is_group=is_group,
        here=here,
        there=there,
        difference=_difference(change, names),
        why=() if is_group else tuple(_why(change, names, entries)),
        differs=not change.is_same or here != there,
    )


def _difference(change: CriterionChange, names: Names) -> str:
    return "–" if change.difference is None else signed(change.difference, names.language)


def _points(score: CriterionScore | None, names: Names) -> str:
    if score is None:
        return "–"
    if not score.applies:
        return names.say(f"evalpage.why_not.{score.why_not}")
    most = points_text(score.max, names.language)
    return f"{points_text(score.points, names.language)}/{most}"


def _why(change: CriterionChange, names: Names, entries: Mapping[str, str]) -> Iterable[str]:
    if change.here is None or change.there is None:
        yield names.say("whatif.why.only_there" if change.here is None else "whatif.why.only_here")
        return
    if change.rule_differs:
        yield names.say(
            "whatif.why.rule",
            here=_rule(change.here.criterion, names),
            there=_rule(change.there.criterion, names),
        )
    for figure in change.figures:
        yield names.say(
            "whatif.why.figure",
            name=figure_name(figure.name, names.language, entries),
            here=points_text(figure.here, names.language),
            there=points_text(figure.there, names.language),
        )


def _rule(criterion: Criterion, names: Names) -> str:
    words = rule_of(criterion, names.language) or criterion.formula
    if criterion.way == "manual" or not words:
        words = names.say("evalpage.by_people")
    most = points_text(criterion.entry_max or criterion.weight, names.language)
    return names.say("whatif.rule_and_max", rule=words.rstrip("."), max=most)


def gates_of(both: SideBySide, names: Names) -> list[GateRow]:
    """Conditions that are on, of either side."""
    here = {each.gate.key: each for each in both.here.gates if each.gate.is_on}
    there = {each.gate.key: each for each in both.there.gates if each.gate.is_on}
    found = []
    for key in dict.fromkeys((*here, *there)):
        one, other = here.get(key), there.get(key)
        gate = (one or other).gate  # type: ignore[union-attr]
        said, beside = _gate(one, names), _gate(other, names)
        found.append(
            GateRow(
                name=text_of(gate, names.language), here=said, there=beside, differs=said != beside
            )
        )
    return found


def _gate(score: GateScore | None, names: Names) -> str:
    if score is None:
        return "–"
    state = {True: "met", False: "not_met", None: "nothing"}[score.met]
    return names.say(f"evalpage.gate.{state}")


# -- facts -------------------------------------------------------------------------------


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of one side only, as far as the reader may know of them."""

    shown: tuple[LineView, ...]
    more: int
    hidden: int


def facts_of(lines: Iterable[FactLine], hidden: set[UUID], teller: Teller) -> Facts:
    """The newest first, so many that a page can still be read."""
    every = [line for line in reversed(tuple(lines)) if line.effects]
    visible = [line for line in every if line.subject.id not in hidden]
    return Facts(
        shown=tuple(teller.told(line) for line in visible[:FACTS_MOST]),
        more=max(0, len(visible) - FACTS_MOST),
        hidden=len(every) - len(visible),
    )


def hidden_subjects(every: Iterable[FactLine], visible: Iterable[FactLine]) -> set[UUID]:
    """Things that the reader may not know of yet."""
    return {line.subject.id for line in every} - {line.subject.id for line in visible}


# -- ways to another level ------------------------------------------------------------------


def way_of(
    suggestion: Suggestion,
    direction: str,
    it: Compared,
    teller: Teller,
    names: Names,
    hidden: set[UUID],
) -> Way:
    """The changes as sentences with links, and what the scorecard of them says."""
    return Way(
        direction=direction,
        facts=tuple(_fact(each, it, teller, names, hidden) for each in suggestion.changes),
        total=points_text(suggestion.total, names.language),
        level=names.say(f"evaluation.level.{suggestion.level}"),
        gain=signed(suggestion.gain, names.language),
    )


def _fact(change: Change, it: Compared, teller: Teller, names: Names, hidden: set[UUID]) -> FactRow:
    if change.subject.id in hidden:
        said = names.say(f"scoring.change.{change.kind}", subject=names.say("whatif.hidden_fact"))
        return FactRow(sentence=escape(said), told=None)
    line = _line_of(change, it.lines)
    told = teller.told(line)
    link = Markup('<a class="nowrap" href="{}">{}</a>').format(told.href, told.subject)
    subject = link if told.href else escape(told.subject)
    sentence = Markup(names.say(f"scoring.change.{change.kind}", subject=subject))
    return FactRow(sentence=sentence, told=told)


def _line_of(change: Change, lines: Iterable[FactLine]) -> FactLine:
    """The newest line of the subject that counts for what would be different."""
    own = [line for line in lines if line.subject.id == change.subject.id]
    moved = {quantity for quantity, _, _ in change.amounts}
    telling = [line for line in own if moved & {e.quantity for e in line.effects}]
    return (telling or own)[-1]


def query_with(asked: Mapping[str, str], **more: str) -> str:
    """The same question with something else in it."""
    said = {**asked, **more}
    return "?" + urlencode({name: value for name, value in said.items() if value})
