"""The parts of a scorecard: criteria with their accounts, extras, gates, and the proposal."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from domain.accountability.fact_line import Basis, FactLine
from domain.evaluation.rules import Criterion, Extra, Gate, Level, Rules
from domain.values import Value
from service.scoring.account import Account

BASES: tuple[Basis, ...] = ("verified", "claimed", "contested")


class CriterionScore(Value, frozen=True, kw_only=True):
    """A line of the tree with its points; of a group, those of its children that apply."""

    criterion: Criterion
    max: Decimal
    applies: bool = True
    why_not: str = ""
    """`other_units`, `nothing_to_judge`, or the code of a gap in the figures."""
    points: Decimal | None = None
    """Of an automatic criterion the system's; of a manual one what was given, if it was."""
    account: Account | None = None
    figures: Mapping[str, str] = {}
    """The quantities the formula names, as they were counted."""

    @property
    def is_entry(self) -> bool:
        """An entry carries no points itself."""
        return bool(self.criterion.entry_max)


class ExtraScore(Value, frozen=True, kw_only=True):
    """A bonus or penalty before all of them are held within the rule set's bounds."""

    extra: Extra
    points: Decimal
    account: Account


class GateScore(Value, frozen=True, kw_only=True):
    """A condition, the counts it was judged by, and the lines that break it."""

    gate: Gate
    met: bool | None
    """None where there was nothing to judge; such a gate caps nothing."""
    figures: Mapping[str, str]
    deciding: tuple[FactLine, ...] = ()


class Proposal(Value, frozen=True, kw_only=True):
    """A level and why: `by_points` alone, or `held_by` gates that were not met."""

    level: Level
    by_points: Level
    held_by: tuple[Gate, ...] = ()

    @property
    def reason(self) -> str:
        """Key of the sentence."""
        return "scoring.proposal.held" if self.held_by else "scoring.proposal.by_points"


class Scorecard(Value, frozen=True, kw_only=True):
    """Everything a rule set says of a unit, and on what it rests."""

    rules: Rules
    unit_code: str
    criteria: tuple[CriterionScore, ...]
    gates: tuple[GateScore, ...]
    extras: tuple[ExtraScore, ...]
    reached: Decimal
    applicable: Decimal
    bonus: Decimal
    penalty: Decimal
    """With its sign: zero or less."""
    total: Decimal
    proposal: Proposal
    missing: tuple[str, ...]
    """Keys of manual criteria nothing was given for; they count as no points."""
    resting: Mapping[Basis, Decimal]
    """Points moved by verified, claimed and contested lines, up or down."""

    def criterion(self, key: str) -> CriterionScore:
        """The line of a key."""
        return next(each for each in self.criteria if each.criterion.key == key)
