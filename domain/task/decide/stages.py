"""The state table: what a task allows at each stage, and what it says instead.

Read a row as the catalogue prints it. `GO` lets the decision go on, `SAME` means that it is already
so (no event), anything else is the refusal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.refusal import Refused
from domain.task import commands as c
from domain.task.memory import Task
from domain.task.parts import CLOSED, Stage

GO = ""
SAME = "="

STAGES: tuple[Stage, ...] = (
    "drafted",
    "assigned",
    "returned",
    "accepted",
    "submitted",
    "suspended",
    "confirmed",
)


def _row(cells: str, closed: str = "task_closed") -> Mapping[str, str]:
    """Seven cells; `go` is GO, `…` repeats the cell to the left."""
    row: dict[str, str] = {}
    left = ""
    for stage, cell in zip(STAGES, cells.split(), strict=True):
        left = left if cell == "…" else {"go": GO}.get(cell, cell)
        row[stage] = left
    return {**row, **dict.fromkeys(CLOSED, closed)}


# fmt: off
_DRAFT = _row("go not_a_draft … … … … …")
_ASSIGN = _row("go already_assigned go already_assigned … … reopen_instead")
_WORK = _row("not_accepted … … go waiting_for_review task_suspended already_confirmed")
_EVIDENCE = _row("not_accepted … … go go task_suspended already_confirmed")
_ANSWER = _row("not_accepted … go … … … already_confirmed")
_EXTENSION = _row("no_open_request … go … … … no_open_request")
_AMEND = _row("not_assigned go … … … … already_confirmed")
_JUDGE_BACK = _row("nothing_submitted … … … go nothing_submitted already_confirmed")
_URGE = _row("not_assigned go … … … task_suspended already_confirmed")
_AFTER = _row("not_confirmed … … … … … go")
_CAUSE = _row("not_confirmed … … go … … go")
_BRANCH = _row("not_assigned … … go … … already_confirmed")
_OPEN = _row("not_assigned go … … … … go")

ROWS: Mapping[type[c.TaskCommand], Mapping[str, str]] = {
    c.DraftTask: _row("already_drafted already_assigned … … … … …"),
    c.ReviseDraft: _DRAFT,
    c.DropDraft: _DRAFT,
    c.AssignTask: _ASSIGN,
    c.AssignGroup: _ASSIGN,
    c.StartSeries: _ASSIGN,
    c.WidenGroup: _BRANCH,
    c.ConcludeGroup: _row("not_assigned … … go … … ="),
    c.ReviseSeries: _BRANCH,
    c.EndSeries: _row("not_assigned … … go … … go"),
    c.OpenOccurrence: _row("not_assigned … … go … … go"),
    c.AcceptTask: _row("not_assigned go not_assigned = = = ="),
    c.DeemAccepted: _row("not_assigned go not_assigned = = = ="),
    c.ReturnTask: _row("not_assigned go = already_accepted … … …"),
    c.TransferLead: _row("not_assigned go … … waiting_for_review task_suspended already_confirmed"),
    c.AllocateTask: _WORK,
    c.NameReviewer: _AMEND,
    c.RequestCooperation: _WORK,
    c.AnswerCooperation: _ANSWER,
    c.DeclineCooperation: _ANSWER,
    c.WithdrawCooperation: _ANSWER,
    c.ReportProgress: _WORK,
    c.ReportPeriod: _WORK,
    c.AttachEvidence: _EVIDENCE,
    c.ReportObstacle: _WORK,
    c.GiveDirection: _ANSWER,
    c.RequestExtension: _WORK,
    c.WithdrawExtensionRequest: _EXTENSION,
    c.ApproveExtension: _EXTENSION,
    c.RefuseExtension: _EXTENSION,
    c.AmendTask: _AMEND,
    c.RecordTrigger: _row("not_assigned go … … … task_suspended already_confirmed"),
    c.SuspendTask: _row("not_accepted go not_accepted go waiting_for_review = already_confirmed"),
    c.ResumeTask: _row(
        "not_accepted not_suspended not_accepted not_suspended … go already_confirmed"
    ),
    c.MoveCooperation: _row("not_assigned go … … … … =", closed=SAME),
    c.RecalculateDeadline: _row("not_assigned go … … … = =", closed=SAME),
    c.SendReminder: _row("not_assigned go … … … = =", closed=SAME),
    c.SnoozeReminder: _row("not_assigned go … … … task_suspended already_confirmed"),
    c.PassDeadline: _row("not_assigned go … … … = =", closed=SAME),
    c.PrepareUrging: _row("not_assigned go … … … = =", closed=SAME),
    c.UrgeTask: _URGE,
    c.Escalate: _row("not_assigned go … … … = =", closed=SAME),
    c.ExplainDelay: _row("not_assigned go not_lead go … task_suspended go"),
    c.ConfirmCause: _CAUSE,
    c.RejectCause: _CAUSE,
    c.TakeMeasure: _OPEN,
    c.SubmitResult: _row("not_accepted … … go … task_suspended already_confirmed"),
    c.SendBackResult: _JUDGE_BACK,
    c.ConfirmCompletion: _row("nothing_submitted … … … go nothing_submitted ="),
    c.RateTask: _AFTER,
    c.WithdrawTask: _row("drop_instead go … … … … already_confirmed", closed=SAME),
    c.ReopenTask: _row("not_confirmed … … … … … go"),
    c.FileTask: {**_AFTER, "filed": SAME},
    c.CloseStanding: _BRANCH,
    c.CorrectEntry: _row("go … … … … … …", closed=GO),
    c.LinkTask: _OPEN,
}
# fmt: on

GROUP_MAY = (
    c.AssignGroup,
    c.WidenGroup,
    c.ConcludeGroup,
    c.AmendTask,
    c.RateTask,
    c.WithdrawTask,
    c.FileTask,
    c.CorrectEntry,
    c.LinkTask,
)
"""What a parent does itself; work, time and verdicts are the children's."""

SERIES_MAY = (
    c.StartSeries,
    c.ReviseSeries,
    c.EndSeries,
    c.OpenOccurrence,
    c.WithdrawTask,
    c.FileTask,
    c.CorrectEntry,
    c.LinkTask,
)
"""What a series does itself; the rest is its occurrences'."""

NOT_YET_ACCEPTED = (c.AcceptTask, c.DeemAccepted, c.ReturnTask)
"""Answers to an assignment; they wait while a task is suspended that nobody had accepted."""


def may_go_on(command: c.TaskCommand, task: Task) -> bool:
    """True: decide. False: it is already so. Otherwise refused."""
    _refuse_wrong_kind(command, task)
    cell = ROWS[type(command)][task.stage]
    if isinstance(command, NOT_YET_ACCEPTED) and task.stop and task.stop.was == "assigned":
        cell = "task_suspended"
    if cell == GO:
        return True
    if cell == SAME:
        return False
    raise Refused(f"task.{cell}", **facts_of(cell, task))


def _refuse_wrong_kind(command: c.TaskCommand, task: Task) -> None:
    if task.kind == "group" and not isinstance(command, GROUP_MAY):
        raise Refused("task.a_group_has_no_own_work", children=[x.child_id for x in task.children])
    if task.kind == "series" and not isinstance(command, SERIES_MAY):
        raise Refused("task.a_series_has_no_own_work")
    if task.kind != "group" and isinstance(command, c.WidenGroup | c.ConcludeGroup):
        raise Refused("task.not_a_group")
    of_series = c.ReviseSeries | c.EndSeries | c.OpenOccurrence
    if task.kind != "series" and isinstance(command, of_series):
        raise Refused("task.not_a_series")


def facts_of(cell: str, task: Task) -> dict[str, Any]:
    """What the sentence of a refusal needs: the stage, since when, and whose the task is."""
    facts: dict[str, Any] = {"stage": task.stage, "at": task.stage_since}
    if cell == "already_assigned":
        facts |= {"unit": task.lead_id, "at": task.assigned_at}
    elif cell == "already_accepted":
        facts |= {"at": task.accepted_at, "by_silence": task.accepted_by_silence}
    elif cell == "waiting_for_review" and task.submission is not None:
        facts |= {"at": task.submission.at}
    return facts
