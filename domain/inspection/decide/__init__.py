"""What an inspection does when it is asked: one dispatch, one state table, decisions by theme.

Who may ask at all is decided before; here only what the inspection's own past, the calendar, the
independence of the team and the looked-up facts of its findings allow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.fact import Elsewhere, Event, Moment
from domain.inspection import commands as c
from domain.inspection.decide import clocks, concluding, minuting, ordering, team, visiting
from domain.inspection.decide.stages import may_go_on
from domain.inspection.state import Inspection
from domain.refusal import Refused
from domain.ward import Ward

Decided = list[Event | Elsewhere]
Decision = Callable[[Any, Any, Moment, Ward], Decided]

BEGINNINGS = (c.OrderInspection, c.OrderFromSeal)
"""Commands that are the first of a stream."""

DECISIONS: Mapping[type[c.InspectionCommand], Decision] = {
    c.OrderInspection: ordering.order,
    c.OrderFromSeal: ordering.from_seal,
    c.DeclareIndependence: team.declare,
    c.DeclareConflict: team.declare_conflict,
    c.ReplaceMember: team.replace_member,
    c.AnnounceInspection: team.announce,
    c.PostponeInspection: team.postpone,
    c.CancelInspection: team.cancel,
    c.SubmitSelfReport: team.submit_self_report,
    c.OpenInspection: team.open_visit,
    c.CheckItem: visiting.check,
    c.SettleItem: visiting.settle,
    c.OverruleFigure: visiting.overrule,
    c.NoteAbsence: visiting.note_absence,
    c.AttachVisitEvidence: visiting.attach,
    c.CloseVisit: visiting.close,
    c.DrawUpMinutes: minuting.draw_up,
    c.GiveUnitOpinion: minuting.give_opinion,
    c.SignMinutes: minuting.sign,
    c.RefuseSignature: minuting.refuse_signature,
    c.AddMinutesAddendum: minuting.add_addendum,
    c.ReportInspection: concluding.report,
    c.ReturnReport: concluding.return_report,
    c.IssueConclusion: concluding.conclude,
    c.PublishConclusion: concluding.publish,
    c.EnterDocument: concluding.enter_document,
    c.CloseInspection: concluding.close,
    c.MoveReportLimit: clocks.move_report,
    c.MoveInspectionClocks: clocks.recalculate,
}


def decide(
    command: c.InspectionCommand, inspection: Inspection | None, moment: Moment, ward: Ward
) -> Decided:
    """What happens because of this command; empty when it is already so; or Refused."""
    if inspection is None:
        if not isinstance(command, BEGINNINGS):
            raise Refused("not_found")
    elif not may_go_on(command, inspection, moment):
        return []
    return DECISIONS[type(command)](command, inspection, moment, ward)


__all__ = ["DECISIONS", "decide"]
