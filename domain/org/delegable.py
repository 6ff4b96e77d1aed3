"""Which groups of commands one post may lend to another, and which never leave their holder.

Groups name commands of every slice by word, so that the organisation need not know the slices.
Whatever is in no group is not delegable either: deny by default.
"""

from __future__ import annotations

from domain.values import Rank

GROUPS: dict[str, frozenset[str]] = {
    "accept": frozenset({"AcceptTask", "ReturnTask"}),
    "allocate": frozenset({"AllocateTask"}),
    "cooperate": frozenset(
        {"RequestCooperation", "AnswerCooperation", "DeclineCooperation", "WithdrawCooperation"}
    ),
    "report": frozenset({"ReportProgress", "ReportPeriod", "AttachEvidence", "ReportObstacle"}),
    "extend": frozenset({"RequestExtension", "WithdrawExtensionRequest"}),
    "explain": frozenset({"ExplainDelay"}),
    "submit": frozenset({"SubmitResult"}),
    "acknowledge": frozenset({"AcknowledgePlan"}),
    "ask_amendment": frozenset({"RequestAmendment", "WithdrawAmendment"}),
    "review": frozenset({"SendBackResult", "ConfirmCompletion"}),
    "answer_inspection": frozenset(
        {
            "SubmitSelfReport",
            "GiveUnitOpinion",
            "SignMinutes",
            "AcknowledgeFinding",
            "SubmitExplanation",
            "RequestMoreTime",
            "PlanRemediation",
        }
    ),
    "answer_evaluation": frozenset({"SubmitSelfScore", "AcceptAppraisal", "FileAppeal"}),
    "urge": frozenset({"UrgeTask", "PrepareUrging"}),
    "remind": frozenset({"SnoozeReminder"}),
    "decide_tasks": frozenset(
        {
            "AssignTask",
            "AssignGroup",
            "WidenGroup",
            "StartSeries",
            "ReviseSeries",
            "EndSeries",
            "TransferLead",
            "NameReviewer",
            "AmendTask",
            "SuspendTask",
            "ResumeTask",
            "WithdrawTask",
            "ReopenTask",
            "ApproveExtension",
            "RefuseExtension",
            "GiveDirection",
            "ConfirmCause",
            "RejectCause",
            "RateTask",
        }
    ),
    "decide_plans": frozenset({"IssuePlan", "DecideAmendments"}),
}
"""Group that may be lent → the commands it covers."""

NEVER: dict[str, frozenset[str]] = {
    "sealed_orders": frozenset(
        {
            "SealOrder",
            "SealDraw",
            "SealDeclaration",
            "OpenSealedOrder",
            "VoidSealedOrder",
            "PublishVoid",
        }
    ),
    "independence": frozenset({"DeclareIndependence", "DeclareConflict"}),
    "vote": frozenset({"CastVote"}),
    "scores": frozenset({"ApproveScore", "ReopenSheet", "DecideAppeal"}),
    "identity": frozenset({"DiscloseIdentity", "ErasePersonalData"}),
    "measures": frozenset({"TakeMeasure"}),
    "duties": frozenset({"GrantDuty", "RevokeDuty"}),
    "delegations": frozenset({"GrantDelegation", "RevokeDelegation"}),
    "team_membership": frozenset({"ReplaceMember"}),
    "audit": frozenset({"MakeNote", "MakeAuditRecommendation"}),
    "credentials": frozenset(),
}
"""What never leaves its holder, not even in the chair's absence."""

LEADERS: frozenset[Rank] = frozenset({"chair", "vice_chair"})
LEADERS_ONLY = frozenset({"decide_tasks", "decide_plans"})
"""Decisions of the leadership go from a leader to a vice-chair and to nobody else."""


def group_of(command: str) -> str | None:
    """The group that a command can be lent with, or None if it cannot be lent."""
    for group, commands in GROUPS.items():
        if command in commands:
            return group
    return None


def lendable(group: str, giver: Rank, taker: Rank) -> bool:
    """Whether a post of one rank may lend a group to a post of another rank."""
    if group not in GROUPS:
        return False
    if group in LEADERS_ONLY:
        return giver in LEADERS and taker == "vice_chair"
    return True
