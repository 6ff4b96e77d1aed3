"""Values of an evaluation: scores per key, what the machine says beside them, limits, outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from domain.evaluation.rules import Level, Rules, WayOfScoring
from domain.values import Evidence, Link, Value
from domain.ward import Ward

Choice = Literal["for", "against"]
Outcome = Literal["upheld", "upheld_in_part", "rejected"]
Clock = Literal["self_score", "appraise", "reply", "appeal"]
ReplyKind = Literal["accepted", "lapsed", "appealed"]


class RuleSetPlace(Value, frozen=True, kw_only=True):
    """Which version of which rule set is applied; version 0 asks for the newest in force."""

    rule_set_id: UUID
    version: int = 0
    hash: str = ""


class KnownRuleSet(Value, frozen=True, kw_only=True):
    """An adopted version as it stands in its own stream."""

    place: RuleSetPlace
    rules: Rules
    is_retired: bool = False


class SelfLine(Value, frozen=True, kw_only=True):
    """What a unit gives itself for one key, and what it shows for it."""

    key: str
    points: str
    evidence: tuple[Evidence, ...] = ()
    links: tuple[Link, ...] = ()
    """Tasks, findings and other things of the ward that prove it."""
    explanation: str = ""
    """Needed where nothing is shown."""


class Mark(Value, frozen=True, kw_only=True):
    """Points for a key, with the reason where they differ from what stands beside them."""

    key: str
    points: str
    reason: str = ""


class KeyOutcome(Value, frozen=True, kw_only=True):
    """What came of an appeal for one key; without points the appraised ones stay."""

    key: str
    outcome: Outcome
    points: str = ""
    why: str


class Vote(Value, frozen=True, kw_only=True):
    """One member's vote."""

    post_id: UUID
    person_id: UUID | None = None
    choice: Choice


class PublicPart(Value, frozen=True, kw_only=True):
    """What is published: always total and level, the lines only where it is so decided."""

    with_lines: bool = False
    note: str = ""


class Limits(Value, frozen=True, kw_only=True):
    """Working days of the round, copied from the settings when it was opened."""

    self_score_days: int
    appraise_days: int
    reply_days: int
    appeal_days: int


def limits_of(ward: Ward, on: date) -> Limits:
    """What applies to a round that is opened on this day."""
    return msgspec.convert(
        {name: ward.limit(name, on) for name in Limits.__struct_fields__}, Limits
    )


# -- what the machine says, looked up by the service -----------------------------


class SystemLine(Value, frozen=True, kw_only=True):
    """A leaf of the rule set that applies to the unit; points only where it is automatic."""

    key: str
    max: str
    way: WayOfScoring
    points: str | None = None
    counts: bool = True
    """False for an entry, which formulas read and which carries no points itself."""


class ExtraPoints(Value, frozen=True, kw_only=True):
    """A bonus or penalty, with its sign."""

    key: str
    points: str


class GateResult(Value, frozen=True, kw_only=True):
    """Whether a condition is met, with the counts it was judged by; None: nothing to judge."""

    gate: str
    met: bool | None
    caps_at: Level
    facts: Mapping[str, str] = {}


class Told(Value, frozen=True, kw_only=True):
    """What the machine works out for one unit at one place of the log; it decides nothing."""

    rules: Rules
    rule_set_hash: str
    inputs_hash: str
    position: int
    lines: tuple[SystemLine, ...]
    extras: tuple[ExtraPoints, ...] = ()
    gates: tuple[GateResult, ...] = ()

    def line(self, key: str) -> SystemLine | None:
        """The leaf of a key."""
        return next((line for line in self.lines if line.key == key), None)


class FormulaFault(Value, frozen=True, kw_only=True):
    """A formula that cannot be worked out; the service compiles, the domain refuses."""

    key: str
    line: int
    column: int
    said: str
    """Code of what is wrong; the words stand in the text tables."""
