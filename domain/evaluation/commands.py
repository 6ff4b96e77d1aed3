"""What may be asked of a rule set, a round and a sheet; document and reason come in the moment.

A command says what its event says, except what the decision computes. Formula faults, the rule set
of a round and everything the machine works out are looked up by the service, never typed.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from domain.accountability.fact_line import Period
from domain.evaluation.rules import Level, Rules
from domain.evaluation.values import (
    Choice,
    FormulaFault,
    KeyOutcome,
    KnownRuleSet,
    Mark,
    PublicPart,
    RuleSetPlace,
    SelfLine,
    Told,
)
from domain.fact import Command
from domain.ids import derived
from domain.values import Evidence

# -- rule set ------------------------------------------------------------------


class RuleSetCommand(Command, frozen=True, kw_only=True):
    """Every rule set is a stream of its own; its versions follow one another in it."""

    rule_set_id: UUID

    @property
    def stream_id(self) -> UUID:
        """The stream of this rule set."""
        return self.rule_set_id


class DraftRuleSet(RuleSetCommand, frozen=True, kw_only=True):
    """Begin a rule set or its next version, or put other words into the draft."""

    code: str
    rules: Rules
    faults: tuple[FormulaFault, ...] = ()
    """Looked up."""


class AdoptRuleSet(RuleSetCommand, frozen=True, kw_only=True):
    """The draft becomes the next version, by the document in the moment."""

    decision: ClassVar[bool] = True
    faults: tuple[FormulaFault, ...] = ()
    """Looked up."""


class RetireRuleSet(RuleSetCommand, frozen=True, kw_only=True):
    """No round is opened with this version any more; needs a reason."""

    decision: ClassVar[bool] = True
    version: int


# -- round ---------------------------------------------------------------------


class RoundCommand(Command, frozen=True, kw_only=True):
    """Every round is a stream of its own; its sheets are others."""

    round_id: UUID

    @property
    def stream_id(self) -> UUID:
        """The stream of this round."""
        return self.round_id


class OpenRound(RoundCommand, frozen=True, kw_only=True):
    """By the document in the moment; the first of the appraisers leads them."""

    decision: ClassVar[bool] = True
    code: str
    title: str
    period: Period
    rule_set: RuleSetPlace
    units: tuple[UUID, ...]
    council_posts: tuple[UUID, ...]
    appraiser_posts: tuple[UUID, ...]
    appeal_posts: tuple[UUID, ...] = ()
    """Posts that decide appeals beside the chair."""
    known: KnownRuleSet | None = None
    """Looked up: the version that `rule_set` names, if it was adopted."""


# -- sheet ---------------------------------------------------------------------


def sheet_of(round_id: UUID, unit_id: UUID) -> UUID:
    """One sheet per round and unit."""
    return derived("sheet", round_id, unit_id)


class SheetCommand(Command, frozen=True, kw_only=True):
    """Every sheet is a stream of its own."""

    sheet_id: UUID

    @property
    def stream_id(self) -> UUID:
        """The stream of this sheet."""
        return self.sheet_id


class ScoringCommand(SheetCommand, frozen=True, kw_only=True):
    """What needs the machine's values beside it."""

    told: Told | None = None
    """Looked up."""


class SubmitSelfScore(ScoringCommand, frozen=True, kw_only=True):
    """By the head of the unit; automatic keys that are left out stand as the machine has them."""

    lines: tuple[SelfLine, ...]


class AppraiseScore(ScoringCommand, frozen=True, kw_only=True):
    """One key or many; marks that stand already are left alone."""

    marks: tuple[Mark, ...]


class DeliverAppraisal(ScoringCommand, frozen=True, kw_only=True):
    """By the leader of the appraisers; the unit's time to reply begins."""


class AcceptAppraisal(SheetCommand, frozen=True, kw_only=True):
    """By the head of the unit."""


class LapseReply(SheetCommand, frozen=True, kw_only=True):
    """Asked by the clock."""

    for_on: date


class FileAppeal(SheetCommand, frozen=True, kw_only=True):
    """By the head of the unit."""

    appeal_id: UUID
    keys: tuple[str, ...]
    grounds: str
    evidence: tuple[Evidence, ...] = ()


class DecideAppeal(ScoringCommand, frozen=True, kw_only=True):
    """By the chair or a post named for it, never by somebody who appraised one of the keys."""

    decision: ClassVar[bool] = True
    appeal_id: UUID
    outcomes: tuple[KeyOutcome, ...]


class CastVote(SheetCommand, frozen=True, kw_only=True):
    """By a member of the council, once."""

    decision: ClassVar[bool] = True
    choice: Choice


class CountVotes(SheetCommand, frozen=True, kw_only=True):
    """Asked by a reaction when everybody has voted, or by the chair before that."""

    decision: ClassVar[bool] = True


class ApproveScore(ScoringCommand, frozen=True, kw_only=True):
    """By the chair, with the document in the moment; another level than proposed needs a reason."""

    decision: ClassVar[bool] = True
    level: Level
    changes: tuple[Mark, ...] = ()
    """Keys that the chair decides otherwise, each with its reason."""
    seen_inputs: str = ""
    """Hash of the inputs that were on the screen; empty asks for no comparison."""
    stepped_up: bool = False


class PublishScore(SheetCommand, frozen=True, kw_only=True):
    """The public part and no more."""

    decision: ClassVar[bool] = True
    public_part: PublicPart = PublicPart()


class ReopenSheet(SheetCommand, frozen=True, kw_only=True):
    """The next version begins; needs a reason and a document."""

    decision: ClassVar[bool] = True


class MoveSheetClocks(SheetCommand, frozen=True, kw_only=True):
    """Asked by a reaction to a calendar decision."""

    calendar_version: int


RULE_SET_COMMANDS: tuple[type[RuleSetCommand], ...] = (DraftRuleSet, AdoptRuleSet, RetireRuleSet)
ROUND_COMMANDS: tuple[type[RoundCommand], ...] = (OpenRound,)
SHEET_COMMANDS: tuple[type[SheetCommand], ...] = (
    SubmitSelfScore,
    AppraiseScore,
    DeliverAppraisal,
    AcceptAppraisal,
    LapseReply,
    FileAppeal,
    DecideAppeal,
    CastVote,
    CountVotes,
    ApproveScore,
    PublishScore,
    ReopenSheet,
    MoveSheetClocks,
)
ALL_COMMANDS: tuple[type[Command], ...] = (*RULE_SET_COMMANDS, *ROUND_COMMANDS, *SHEET_COMMANDS)
