"""What a sheet does when it is asked: one dispatch, one state table, decisions by theme."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.evaluation import commands as c
from domain.evaluation.sheet.decide import approving, clocks, replying, scoring, voting
from domain.evaluation.sheet.decide.stages import may_go_on
from domain.evaluation.sheet.state import Sheet
from domain.fact import Elsewhere, Event, Moment
from domain.refusal import Refused
from domain.ward import Ward

Decided = list[Event | Elsewhere]
Decision = Callable[[Any, Any, Moment, Ward], Decided]

DECISIONS: Mapping[type[c.SheetCommand], Decision] = {
    c.SubmitSelfScore: scoring.submit_self_score,
    c.AppraiseScore: scoring.appraise,
    c.DeliverAppraisal: scoring.deliver,
    c.AcceptAppraisal: replying.accept,
    c.LapseReply: replying.lapse,
    c.FileAppeal: replying.appeal,
    c.DecideAppeal: replying.decide_appeal,
    c.CastVote: voting.cast,
    c.CountVotes: voting.count,
    c.ApproveScore: approving.approve,
    c.PublishScore: approving.publish,
    c.ReopenSheet: approving.reopen,
    c.MoveSheetClocks: clocks.move,
}


def decide(command: c.SheetCommand, sheet: Sheet | None, moment: Moment, ward: Ward) -> Decided:
    """What happens because of this command; empty when it is already so; or Refused."""
    if sheet is None:
        raise Refused("not_found", what="sheet", id=command.sheet_id)
    if not may_go_on(command, sheet, moment):
        return []
    return DECISIONS[type(command)](command, sheet, moment, ward)


__all__ = ["DECISIONS", "decide"]
