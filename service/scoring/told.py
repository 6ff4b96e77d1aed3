"""What a sheet is told of the machine: system points, extras, gates and hashes, all from lines.

`manual` is what people's points will be once the command is carried out, because an automatic
criterion may name an entry (d, đ, e of decree 335/2025).
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.accountability.fact_line import FactLine
from domain.evaluation.hashing import rules_hash
from domain.evaluation.rules import Rules
from domain.evaluation.values import ExtraPoints, GateResult, SystemLine, Told
from domain.points import written
from service.scoring.hashes import inputs_hash
from service.scoring.score_parts import CriterionScore, Scorecard
from service.scoring.scorecard import scorecard

NO_ENTRY = "no_entry"


def told_of(
    rules: Rules,
    unit_code: str,
    lines: tuple[FactLine, ...],
    *,
    position: int,
    manual: Mapping[str, str] | None = None,
) -> Told:
    """The scorecard as a sheet keeps it; criteria that do not apply are left out."""
    return told_of_card(scorecard(rules, unit_code, lines, manual=manual), lines, position)


def told_of_card(card: Scorecard, lines: tuple[FactLine, ...], position: int) -> Told:
    """The same of a scorecard that is there already."""
    return Told(
        rules=card.rules,
        rule_set_hash=rules_hash(card.rules),
        inputs_hash=inputs_hash(card.unit_code, lines),
        position=position,
        lines=tuple(_line(each) for each in card.criteria if _is_told(each)),
        extras=tuple(
            ExtraPoints(key=each.extra.key, points=str(each.points)) for each in card.extras
        ),
        gates=tuple(
            GateResult(
                gate=each.gate.key,
                met=each.met,
                caps_at=each.gate.caps_at,
                facts=each.figures,
            )
            for each in card.gates
            if each.gate.is_on
        ),
    )


def _is_told(score: CriterionScore) -> bool:
    """A leaf that applies, or one that only waits for an entry."""
    return score.criterion.way != "group" and (score.applies or score.why_not == NO_ENTRY)


def _line(score: CriterionScore) -> SystemLine:
    is_system = score.criterion.way == "automatic" and score.points is not None
    return SystemLine(
        key=score.criterion.key,
        max=written(score.max),
        way=score.criterion.way,
        points=written(score.points) if is_system and score.points is not None else None,
        counts=not score.is_entry,
    )
