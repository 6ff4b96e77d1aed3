"""What a finding does when it is asked: one dispatch, one state table, decisions by theme.

Who may ask at all is decided before; here only what the finding's own past, the calendar and the
separation of duties allow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.fact import Moment
from domain.finding import commands as c
from domain.finding.decide import answering, concluding, recording
from domain.finding.decide.recording import Decided
from domain.finding.decide.stages import may_go_on
from domain.finding.memory import Finding
from domain.refusal import Refused
from domain.ward import Ward

Decision = Callable[[Any, Any, Moment, Ward], Decided]

BEGINNINGS = (c.RecordFinding, c.EnterEarlierFinding)
"""Commands that may be the first of a stream."""

DECISIONS: Mapping[type[c.FindingCommand], Decision] = {
    c.RecordFinding: recording.record,
    c.EnterEarlierFinding: recording.enter_earlier,
    c.DiscussFinding: recording.discuss,
    c.DropFinding: recording.drop,
    c.DeliverFinding: recording.deliver,
    c.AcknowledgeFinding: answering.acknowledge,
    c.LapseAcknowledgement: answering.lapse_acknowledgement,
    c.SubmitExplanation: answering.explain,
    c.RequestMoreTime: answering.request_time,
    c.GrantMoreTime: answering.grant_time,
    c.RefuseMoreTime: answering.refuse_time,
    c.LapseExplanation: answering.lapse_explanation,
    c.AcceptExplanation: answering.accept,
    c.RejectExplanation: answering.reject,
    c.ConcludeFinding: concluding.conclude,
    c.PlanRemediation: concluding.plan,
    c.ReportRemediation: concluding.report,
    c.VerifyRemediation: concluding.verify,
    c.ReturnRemediation: concluding.give_back,
    c.CloseFinding: concluding.close,
    c.ReopenFinding: concluding.reopen,
    c.HandOverFinding: concluding.hand_over,
    c.AddAddendum: concluding.add_addendum,
}


def decide(
    command: c.FindingCommand, finding: Finding | None, moment: Moment, ward: Ward
) -> Decided:
    """What happens because of this command; empty when it is already so; or Refused."""
    if finding is None:
        if not isinstance(command, BEGINNINGS):
            raise Refused("not_found")
    elif not may_go_on(command, finding):
        return []
    return DECISIONS[type(command)](command, finding, moment, ward)


__all__ = ["DECISIONS", "decide"]
