"""What a task does when it is asked: one dispatch, one state table, decisions by theme.

Who may ask at all is decided before; here only what the task's own past, the calendar and the
separation of duties allow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.fact import Moment
from domain.refusal import Refused
from domain.task import commands as c
from domain.task.decide import (
    assigning,
    branching,
    chasing,
    cooperation,
    correcting,
    ending,
    reviewing,
    time,
    working,
)
from domain.task.decide.stages import may_go_on
from domain.task.decide.words import Decided
from domain.task.memory import Task
from domain.ward import Ward

Decision = Callable[[Any, Any, Moment, Ward], Decided]

BEGINNINGS = (c.DraftTask, c.AssignTask, c.AssignGroup, c.StartSeries)
"""Commands that may be the first of a stream."""

DECISIONS: Mapping[type[c.TaskCommand], Decision] = {
    c.DraftTask: assigning.draft,
    c.ReviseDraft: assigning.revise_draft,
    c.DropDraft: assigning.drop_draft,
    c.AssignTask: assigning.assign,
    c.AssignGroup: branching.assign_group,
    c.WidenGroup: branching.widen,
    c.ConcludeGroup: branching.conclude,
    c.StartSeries: branching.start_series,
    c.ReviseSeries: branching.revise_series,
    c.EndSeries: branching.end_series,
    c.OpenOccurrence: branching.open_occurrence,
    c.AcceptTask: assigning.accept,
    c.DeemAccepted: assigning.deem_accepted,
    c.ReturnTask: assigning.give_back,
    c.TransferLead: assigning.transfer,
    c.AllocateTask: working.allocate,
    c.NameReviewer: assigning.name_reviewer,
    c.RequestCooperation: cooperation.ask,
    c.AnswerCooperation: cooperation.answer,
    c.DeclineCooperation: cooperation.decline,
    c.WithdrawCooperation: cooperation.withdraw,
    c.MoveCooperation: cooperation.move,
    c.ReportProgress: working.report_progress,
    c.ReportPeriod: working.report_period,
    c.AttachEvidence: working.attach,
    c.ReportObstacle: working.report_obstacle,
    c.GiveDirection: working.direct,
    c.RequestExtension: time.request_extension,
    c.WithdrawExtensionRequest: time.withdraw_request,
    c.ApproveExtension: time.approve_extension,
    c.RefuseExtension: time.refuse_extension,
    c.AmendTask: time.amend,
    c.RecordTrigger: time.record_trigger,
    c.SuspendTask: time.suspend,
    c.ResumeTask: time.resume,
    c.RecalculateDeadline: time.recalculate,
    c.SendReminder: chasing.remind,
    c.SnoozeReminder: chasing.snooze,
    c.PassDeadline: chasing.pass_deadline,
    c.PrepareUrging: chasing.prepare_urging,
    c.UrgeTask: chasing.urge,
    c.Escalate: chasing.escalate,
    c.ExplainDelay: chasing.explain,
    c.ConfirmCause: chasing.confirm_cause,
    c.RejectCause: chasing.reject_cause,
    c.TakeMeasure: chasing.take_measure,
    c.SubmitResult: reviewing.submit,
    c.SendBackResult: reviewing.send_back,
    c.ConfirmCompletion: reviewing.confirm,
    c.RateTask: ending.rate,
    c.WithdrawTask: ending.withdraw,
    c.ReopenTask: ending.reopen,
    c.FileTask: ending.file,
    c.CloseStanding: ending.close_standing,
    c.CorrectEntry: correcting.correct,
    c.LinkTask: ending.link,
}


def decide(command: c.TaskCommand, task: Task | None, moment: Moment, ward: Ward) -> Decided:
    """What happens because of this command; empty when it is already so; or Refused."""
    if task is None:
        if not isinstance(command, BEGINNINGS):
            raise Refused("not_found")
    elif not may_go_on(command, task):
        return []
    return DECISIONS[type(command)](command, task, moment, ward)


__all__ = ["DECISIONS", "decide"]
