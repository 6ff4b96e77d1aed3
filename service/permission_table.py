"""The one table of who may ask for what; whatever stands in no row is refused.

Each row says: this command, for these offices, under this condition on the thing itself. What a
person did before (separation of duties) is no matter of this table: the domain checks that.
"""

from __future__ import annotations

from domain.checklist import commands as checklist
from domain.fact import Capacity, Command
from domain.figures import commands as figures
from domain.finding import commands as finding
from domain.inspection import commands as inspection
from domain.org import commands as org
from domain.plan import commands as plan
from domain.seal import commands as seal
from domain.task import commands as task
from service.permission_conditions import (
    allocated,
    authorised_leader,
    chair,
    clerk_of_inspected,
    clerk_of_lead,
    coordinates_reform,
    entered_from_paper,
    follows_up,
    head_of_asked,
    head_of_inspected,
    head_of_lead,
    head_of_own,
    imports_dossiers,
    imports_surveys,
    keeps_index,
    keeps_register,
    knows_of_it,
    leads_team,
    lender,
    of_team,
    office_for_city_task,
    ordered_it,
    owns_limit,
    registers_own_work,
    reviewer_coordinates,
    reviewer_heads_other_unit,
    reviewer_keeps_register,
    vice_chair_of_field,
    writes_for_team,
    wrote_it,
)
from service.permission_grant import Grant, Row
from service.permissions_of_evaluation import BY_CLOCK, BY_REACTION, EVALUATION_ROWS

# -- rows: who may ask for a group of commands -------------------------------

C = Grant(role="C", when=chair)
V = Grant(role="V", when=vice_chair_of_field, signs_as="KT")
O = Grant(role="O", when=keeps_register)  # noqa: E741 - the code of the role
K = Grant(role="K", when=coordinates_reform)
O_BY_ORDER = Grant(role="O", when=keeps_register, with_document=True)
K_BY_ORDER = Grant(role="K", when=coordinates_reform, with_document=True)
FO = Grant(role="FO", when=follows_up)
H = Grant(role="H", when=head_of_lead)
L = Grant(role="L", when=clerk_of_lead)
S = Grant(role="S", when=allocated)
H_OWN = Grant(role="H", when=head_of_own)
H_ASKED = Grant(role="H", when=head_of_asked)

ORGANISING: Row = (O_BY_ORDER,)
NAMING: Row = (O, K)
LENDING: Row = (
    Grant(role="C", when=lender("chair")),
    Grant(role="V", when=lender("vice_chair")),
    Grant(role="H", when=lender("head")),
)
TAKING_BACK: Row = (C, *LENDING[1:])
LIMITS: Row = (
    Grant(role="C", when=owns_limit("chair", chair)),
    Grant(role="O", when=owns_limit("office", keeps_register)),
    Grant(role="K", when=owns_limit("coordinator", coordinates_reform)),
    Grant(role="O", when=owns_limit("chair", keeps_register), with_document=True),
)
REVIEWING_PLAN: Row = (O, K)
DECIDING_PLAN: Row = (C, O_BY_ORDER, K_BY_ORDER)
DRAFTING: Row = (C, V, O, K, Grant(role="H", when=registers_own_work))
DECIDING_TASK: Row = (C, V, O_BY_ORDER, K_BY_ORDER)
EXTENDING: Row = (C, V, Grant(role="O", when=office_for_city_task, with_document=True))
LEADING: Row = (C, V)
UNIT_ACT: Row = (H,)
UNIT_RECEIPT: Row = (H, L)
UNIT_ENTRY: Row = (H, L, S)
UNIT_QUESTION: Row = (H, S)
ANSWER: Row = (H_ASKED,)
JUDGING: Row = (
    C,
    V,
    Grant(role="O", when=reviewer_keeps_register),
    Grant(role="K", when=reviewer_coordinates),
    Grant(role="H", when=reviewer_heads_other_unit),
)
FOLLOW_UP: Row = (FO,)
FOLLOW_UP_OR_HEAD: Row = (FO, H)
CORRECTING: Row = (
    FO,
    Grant(role="H", when=wrote_it("head")),
    Grant(role="S", when=wrote_it("deputy", "officer", "clerk")),
)
TL = Grant(role="TL", when=leads_team)
TS = Grant(role="TS", when=writes_for_team)
TM = Grant(role="TM", when=of_team)
H_INSPECTED = Grant(role="H", when=head_of_inspected)
ORDERER = Grant(role="OR", when=ordered_it)
ORDERING: Row = (C, V, Grant(role="TL", when=authorised_leader))
NOBODY: Row = ()
"""Only the system asks for these."""

ROWS: dict[type[Command], Row] = {
    org.FoundAuthority: NOBODY,
    **dict.fromkeys(
        (
            org.FoundUnit,
            org.RenameUnit,
            org.RestateFunctions,
            org.MergeUnits,
            org.DissolveUnit,
            org.CreatePost,
            org.EndPost,
            org.RegisterPerson,
            org.AppointPerson,
            org.RelievePerson,
            org.GrantDuty,
            org.RevokeDuty,
            org.DecideCalendar,
        ),
        ORGANISING,
    ),
    **dict.fromkeys((org.AddAlias, org.DropAlias), NAMING),
    org.CorrectPersonName: (O,),
    org.GrantDelegation: LENDING,
    org.RevokeDelegation: TAKING_BACK,
    org.AdoptLimit: LIMITS,
    **dict.fromkeys(
        (
            plan.ReadPlan,
            plan.ReadAppendix,
            plan.ReviseLine,
            plan.SplitLine,
            plan.MergeLines,
            plan.DropLine,
            plan.AddLine,
            plan.RecogniseUnit,
            plan.SettleProblem,
        ),
        REVIEWING_PLAN,
    ),
    **dict.fromkeys((plan.IssuePlan, plan.DecideAmendments), DECIDING_PLAN),
    **dict.fromkeys(
        (plan.AcknowledgePlan, plan.RequestAmendment, plan.WithdrawAmendment), (H_OWN,)
    ),
    **dict.fromkeys((plan.ConsolidateAmendments, plan.AbandonPlan), (K,)),
    plan.ClosePlan: (C, K_BY_ORDER),
    **dict.fromkeys((task.DraftTask, task.ReviseDraft, task.DropDraft), DRAFTING),
    **dict.fromkeys(
        (
            task.AssignTask,
            task.AssignGroup,
            task.WidenGroup,
            task.StartSeries,
            task.ReviseSeries,
            task.EndSeries,
            task.TransferLead,
            task.NameReviewer,
            task.AmendTask,
            task.SuspendTask,
            task.ResumeTask,
            task.WithdrawTask,
            task.ReopenTask,
        ),
        DECIDING_TASK,
    ),
    task.AcceptTask: UNIT_RECEIPT,
    **dict.fromkeys(
        (
            task.ReturnTask,
            task.AllocateTask,
            task.RequestExtension,
            task.WithdrawExtensionRequest,
            task.ExplainDelay,
            task.SubmitResult,
            task.ReportObstacle,
            task.WithdrawCooperation,
        ),
        UNIT_ACT,
    ),
    **dict.fromkeys((task.ReportProgress, task.AttachEvidence), UNIT_ENTRY),
    task.ReportPeriod: UNIT_RECEIPT,
    **dict.fromkeys((task.RequestCooperation, task.SnoozeReminder), UNIT_QUESTION),
    **dict.fromkeys((task.AnswerCooperation, task.DeclineCooperation), ANSWER),
    **dict.fromkeys((task.ApproveExtension, task.RefuseExtension), EXTENDING),
    **dict.fromkeys(
        (task.GiveDirection, task.RateTask, task.ConfirmCause, task.RejectCause), LEADING
    ),
    task.TakeMeasure: (C,),
    task.UrgeTask: (Grant(role="FO", when=follows_up, signs_as="TL"),),
    **dict.fromkeys((task.SendBackResult, task.ConfirmCompletion), JUDGING),
    **dict.fromkeys((task.FileTask, task.CloseStanding), FOLLOW_UP),
    **dict.fromkeys((task.RecordTrigger, task.LinkTask), FOLLOW_UP_OR_HEAD),
    task.CorrectEntry: CORRECTING,
    **dict.fromkeys((checklist.DraftChecklist, checklist.ReviseItem), (K,)),
    **dict.fromkeys((checklist.PublishChecklist, checklist.RetireChecklist), (C,)),
    inspection.DraftProgramme: (K,),
    **dict.fromkeys((inspection.ApproveProgramme, inspection.AmendProgramme), (C,)),
    inspection.OrderInspection: ORDERING,
    **dict.fromkeys((inspection.DeclareIndependence, inspection.DeclareConflict), (TM,)),
    **dict.fromkeys(
        (
            inspection.ReplaceMember,
            inspection.PostponeInspection,
            inspection.CancelInspection,
        ),
        (ORDERER,),
    ),
    **dict.fromkeys(
        (
            inspection.AnnounceInspection,
            inspection.DrawUpMinutes,
            inspection.RefuseSignature,
            inspection.CloseInspection,
        ),
        (TS,),
    ),
    **dict.fromkeys(
        (
            inspection.OpenInspection,
            inspection.SettleItem,
            inspection.OverruleFigure,
            inspection.CloseVisit,
            inspection.AddMinutesAddendum,
            inspection.ReportInspection,
        ),
        (TL,),
    ),
    **dict.fromkeys(
        (
            inspection.CheckItem,
            inspection.NoteAbsence,
            inspection.AttachVisitEvidence,
        ),
        (TM,),
    ),
    **dict.fromkeys((inspection.SubmitSelfReport, inspection.GiveUnitOpinion), (H_INSPECTED,)),
    inspection.SignMinutes: (TL, TS, H_INSPECTED),
    inspection.ReturnReport: (C,),
    **dict.fromkeys((inspection.IssueConclusion, inspection.PublishConclusion), LEADING),
    inspection.EnterDocument: (TS, O),
    inspection.OrderFromSeal: NOBODY,
    **EVALUATION_ROWS,
    finding.RecordFinding: (TM,),
    finding.EnterEarlierFinding: (K_BY_ORDER,),
    finding.DropFinding: (TL, Grant(role="K", when=entered_from_paper)),
    **dict.fromkeys(
        (
            finding.DiscussFinding,
            finding.GrantMoreTime,
            finding.RefuseMoreTime,
            finding.AcceptExplanation,
            finding.RejectExplanation,
            finding.AddAddendum,
        ),
        (TL,),
    ),
    finding.AcknowledgeFinding: (H_INSPECTED, Grant(role="L", when=clerk_of_inspected)),
    **dict.fromkeys(
        (finding.SubmitExplanation, finding.RequestMoreTime, finding.PlanRemediation),
        (H_INSPECTED,),
    ),
    **dict.fromkeys(
        (finding.VerifyRemediation, finding.ReturnRemediation, finding.NoteFollowUp), (TM,)
    ),
    finding.ReopenFinding: (C, V, TL),
    finding.HandOverFinding: (C,),
    figures.ImportFigures: (
        Grant(role="DK", when=imports_dossiers),
        Grant(role="K", when=imports_surveys),
    ),
    **dict.fromkeys(
        (figures.RecordIndex, figures.RecordTarget, figures.RecordSelfAssessment),
        (K, Grant(role="IK", when=keeps_index)),
    ),
    **dict.fromkeys((seal.SealOrder, seal.SealDraw), ORDERING),
    seal.SealDeclaration: (Grant(role="TM", when=knows_of_it),),
    **dict.fromkeys(
        (seal.VoidSealedOrder, seal.OpenSealedOrder, seal.PublishVoid),
        (Grant(role="TL", when=knows_of_it),),
    ),
    **dict.fromkeys(
        (
            task.ConcludeGroup,
            task.OpenOccurrence,
            task.DeemAccepted,
            task.MoveCooperation,
            task.RecalculateDeadline,
            task.SendReminder,
            task.PassDeadline,
            task.PrepareUrging,
            task.Escalate,
            finding.DeliverFinding,
            finding.LapseAcknowledgement,
            finding.LapseExplanation,
            finding.ConcludeFinding,
            finding.ReportRemediation,
            finding.CloseFinding,
            finding.PlaceFollowUp,
            finding.MoveFindingClocks,
            inspection.MoveReportLimit,
            inspection.MoveInspectionClocks,
            seal.CommitSlot,
        ),
        NOBODY,
    ),
}

SYSTEM: dict[Capacity, frozenset[type[Command]]] = {
    "founding": frozenset({org.FoundAuthority}),
    "clock": frozenset(
        {
            task.DeemAccepted,
            task.OpenOccurrence,
            task.PassDeadline,
            task.SendReminder,
            task.PrepareUrging,
            task.Escalate,
            task.ResumeTask,
            finding.LapseAcknowledgement,
            finding.LapseExplanation,
            finding.PlaceFollowUp,
            seal.PublishVoid,
            *BY_CLOCK,
        }
    ),
    "sealed": frozenset({seal.CommitSlot}),
    "reaction": frozenset(
        {
            inspection.OrderFromSeal,
            finding.DeliverFinding,
            finding.ConcludeFinding,
            finding.ReportRemediation,
            finding.CloseFinding,
            finding.MoveFindingClocks,
            inspection.MoveReportLimit,
            inspection.MoveInspectionClocks,
            task.ConfirmCompletion,
            task.SendBackResult,
            task.AssignTask,
            task.AssignGroup,
            task.StartSeries,
            task.ReviseSeries,
            task.EndSeries,
            task.WidenGroup,
            task.AmendTask,
            task.WithdrawTask,
            task.TransferLead,
            task.ConcludeGroup,
            task.MoveCooperation,
            task.RecalculateDeadline,
            plan.RecogniseUnit,
            *BY_REACTION,
        }
    ),
}
"""What the parts of the system may ask for; a clock and a reaction decide nothing else."""
