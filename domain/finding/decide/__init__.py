"""What a finding does when it is asked: one dispatch, one state table, decisions by theme.

Who may ask at all is decided before; here only what the finding's own past, the calendar and the
separation of duties allow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.fact import Moment
from domain.finding import commands as c
from domain.finding.decide import answering, concluding, following, recording
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
    c.PlaceFollowUp: following.place,
    c.NoteFollowUp: following.note,
    c.MoveFindingClocks: following.recalculate,
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
    else:
        _refuse_before_its_cause(finding, moment)
    return DECISIONS[type(command)](command, finding, moment, ward)


def _refuse_before_its_cause(finding: Finding, moment: Moment) -> None:
    """These stages follow an act of another stream, which the rule of order (T11) does not see."""
    follows = finding.stage in ("delivered", "upheld", "remedy_reported")
    if follows and moment.happened_at < finding.stage_since and moment.actor.person_id is not None:
        raise Refused(
            "before_what_it_follows",
            event=f"finding.{finding.stage}",
            followed_at=finding.stage_since,
            happened_at=moment.happened_at,
        )


__all__ = ["DECISIONS", "decide"]
