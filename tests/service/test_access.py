"""The permission matrix, cell by cell: every command for every role, as the table below says.

✓ may · - may not · f in the own field only · u own unit only · d only with a document, which
enters a decision of the chair · FO only as follow-up office · r only as the named reviewer ·
a only with an own allocation · q only as the asked unit · w only own entries · c as d, but for
tasks of the city only
"""

from __future__ import annotations

from typing import Any

import pytest

from domain.checklist import commands as checklist
from domain.evaluation import commands as evaluation
from domain.fact import CLOCK, REACTION, Actor, Command
from domain.figures import commands as figures
from domain.finding import commands as finding
from domain.inspection import commands as inspection
from domain.org import commands as org
from domain.plan import commands as plan
from domain.refusal import Refused
from domain.seal import commands as seal
from domain.task import commands as task_commands
from domain.task.memory import Task
from service.access import may
from service.permission_table import ROWS, SYSTEM
from tests.service.access_ward import NOW, somebody, task, ward
from tests.spec import document

COLUMNS = ("C", "V", "O", "K", "H", "L", "S", "A")
MATRIX = """
FoundUnit RenameUnit RestateFunctions MergeUnits DissolveUnit | - - d - - - - -
CreatePost EndPost RegisterPerson AppointPerson RelievePerson | - - d - - - - -
GrantDuty RevokeDuty DecideCalendar                           | - - d - - - - -
AddAlias DropAlias                                            | - - ✓ ✓ - - - -
CorrectPersonName                                             | - - ✓ - - - - -
GrantDelegation RevokeDelegation                              | ✓ ✓ - - ✓ - - -
AdoptLimit                                                    | ✓ - ✓ ✓ - - - -
FoundAuthority                                                | - - - - - - - -
ReadPlan ReadAppendix ReviseLine SplitLine MergeLines         | - - ✓ ✓ - - - -
DropLine AddLine RecogniseUnit SettleProblem                  | - - ✓ ✓ - - - -
IssuePlan DecideAmendments                                    | ✓ - d d - - - -
AcknowledgePlan RequestAmendment WithdrawAmendment            | - - - - ✓ - - -
ConsolidateAmendments AbandonPlan                             | - - - ✓ - - - -
ClosePlan                                                     | ✓ - - d - - - -
DraftTask ReviseDraft DropDraft                               | ✓ f ✓ ✓ - - - -
AssignTask AssignGroup WidenGroup StartSeries ReviseSeries    | ✓ f d d - - - -
EndSeries TransferLead NameReviewer AmendTask SuspendTask     | ✓ f d d - - - -
ResumeTask WithdrawTask ReopenTask                            | ✓ f d d - - - -
AcceptTask                                                    | - - - - u u - -
ReturnTask AllocateTask RequestExtension ExplainDelay         | - - - - u - - -
SubmitResult ReportObstacle WithdrawExtensionRequest          | - - - - u - - -
WithdrawCooperation                                           | - - - - u - - -
ReportProgress AttachEvidence                                 | - - - - u u a -
ReportPeriod                                                  | - - - - u u - -
RequestCooperation SnoozeReminder                             | - - - - u - a -
AnswerCooperation DeclineCooperation                          | - - - - q - - -
ApproveExtension RefuseExtension                              | ✓ f c - - - - -
GiveDirection RateTask ConfirmCause RejectCause               | ✓ f - - - - - -
TakeMeasure                                                   | ✓ - - - - - - -
UrgeTask                                                      | - - FO FO - - - -
SendBackResult ConfirmCompletion                              | ✓ f r r r - - -
FileTask CloseStanding                                        | - - FO FO - - - -
RecordTrigger LinkTask                                        | - - FO FO u - - -
CorrectEntry                                                  | - - FO FO u w w -
ConcludeGroup OpenOccurrence DeemAccepted RecalculateDeadline | - - - - - - - -
MoveCooperation                                               | - - - - - - - -
SendReminder PassDeadline PrepareUrging Escalate              | - - - - - - - -
DraftChecklist ReviseItem DraftProgramme                      | - - - ✓ - - - -
PublishChecklist RetireChecklist                              | ✓ - - - - - - -
ApproveProgramme AmendProgramme                               | ✓ - - - - - - -
OrderInspection IssueConclusion PublishConclusion             | ✓ ✓ - - - - - -
ReturnReport                                                  | ✓ - - - - - - -
EnterDocument                                                 | - - ✓ - - - - -
DeclareIndependence DeclareConflict ReplaceMember             | - - - - - - - -
AnnounceInspection PostponeInspection CancelInspection        | - - - - - - - -
SubmitSelfReport OpenInspection CheckItem SettleItem          | - - - - - - - -
OverruleFigure NoteAbsence AttachVisitEvidence CloseVisit     | - - - - - - - -
DrawUpMinutes GiveUnitOpinion SignMinutes RefuseSignature     | - - - - - - - -
AddMinutesAddendum ReportInspection CloseInspection           | - - - - - - - -
OrderFromSeal MoveReportLimit MoveInspectionClocks            | - - - - - - - -
"""
WHO = {
    "C": "chair",
    "V": "vice-a",
    "O": "keeper",
    "K": "coordinator",
    "H": "head-kt",
    "L": "clerk-kt",
    "S": "officer-kt",
    "A": "auditor",
}
ALL = (
    *org.ALL_COMMANDS,
    *plan.ALL_COMMANDS,
    *task_commands.ALL_COMMANDS,
    *checklist.ALL_COMMANDS,
    *inspection.ALL_COMMANDS,
)
BY_NAME = {kind.__name__: kind for kind in ALL}
ON_TASKS = frozenset(task_commands.ALL_COMMANDS)


def cells() -> list[tuple[str, str, str]]:
    rows = [line.split("|") for line in MATRIX.strip().splitlines()]
    return [
        (command, role, sign)
        for commands, signs in rows
        for command in commands.split()
        for role, sign in zip(COLUMNS, signs.split(), strict=True)
    ]


def answer(command: Any, key: str, state: Any = None, **more: Any) -> Actor | Refused:
    return may(command, state, None, somebody(key), None, ward(), NOW, **more)


def allowed(command: Any, key: str, state: Any = None, **more: Any) -> bool:
    return isinstance(answer(command, key, state, **more), Actor)


def ordinary(kind: type[Command]) -> Task | None:
    """A task on which the person has no tie but rank, duty and unit."""
    return task(source="dialogue", allocated=("officer-snc",)) if kind in ON_TASKS else None


def conditions(sign: str, role: str) -> list[tuple[str, Task | None, bool]]:
    """Who asks about which task, and whether he may."""
    who = WHO[role]
    match sign:
        case "f":
            return [("vice-a", task(), True), ("vice-b", task(), False)]
        case "u":
            others = {"H": "head-hcc", "L": "clerk-vp"}
            return [(who, task(), True), (others[role], task(), False)]
        case "FO":
            return [
                (who, task(source="plan"), role == "K"),
                (who, task(source="ward"), role == "O"),
            ]
        case "r":
            other = "head-hcc" if role == "H" else who
            return [
                (other, task(reviewer=other), True),
                (other, task(), False),
                ("head-kt", task(reviewer="head-kt"), False),
            ]
        case "a":
            return [
                (who, task(allocated=("officer-kt",)), True),
                ("idle-kt", task(allocated=("officer-kt",)), False),
            ]
        case "q":
            return [("head-snc", task(), True), ("head-kt", task(), False)]
        case "w":
            return [(who, task(), True)]
        case "-":
            return [
                (who, None, False),
                (who, task(reviewer=who), False),
                # a clerk who is given work is an officer in charge of it
                *([] if role == "L" else [(who, task(allocated=(who,)), False)]),
            ]
    return [(who, None, True)]


@pytest.mark.parametrize(("command", "role", "sign"), cells())
def test_every_cell_of_the_matrix(command: str, role: str, sign: str) -> None:
    kind = BY_NAME[command]
    if sign in "dc":
        state = task(source="city") if sign == "c" else ordinary(kind)
        without = answer(kind, WHO[role], state)
        assert isinstance(without, Refused)
        assert without.code == "document_needed"
        entered = answer(kind, WHO[role], state, document=document())
        assert isinstance(entered, Actor)
        assert entered.capacity == "by_order"
        return
    for key, state, expected in conditions(sign, role):
        about = state if state is not None and kind in ON_TASKS else ordinary(kind)
        assert allowed(kind, key, about, document=document()) == expected, key


def test_only_city_tasks_have_their_extensions_entered_by_the_office() -> None:
    for kind in (task_commands.ApproveExtension, task_commands.RefuseExtension):
        assert not allowed(kind, "keeper", task(source="ward"), document=document())


def test_the_matrix_and_the_table_speak_of_every_command_once() -> None:
    spoken = [command for command, role, _ in cells() if role == "C"]
    assert len(spoken) == len(set(spoken))
    assert set(spoken) == set(BY_NAME)
    apart = {
        *finding.ALL_COMMANDS,
        *seal.ALL_COMMANDS,
        *evaluation.ALL_COMMANDS,
        *figures.ALL_COMMANDS,
    }  # in tables of their own
    assert set(ROWS) == {*ALL, *apart}


@pytest.mark.parametrize("key", ["observer", "technical", "deputy-vp"])
def test_observer_technician_and_deputy_without_delegation_may_nothing(key: str) -> None:
    for kind in ALL:
        assert not allowed(kind, key, ordinary(kind), document=document()), kind


def test_nobody_at_all_may_nothing() -> None:
    for kind in ALL:
        refused = may(kind, ordinary(kind), None, None, None, ward(), NOW, document=document())
        assert isinstance(refused, Refused)


@pytest.mark.parametrize("system", [CLOCK, REACTION, Actor(capacity="founding")])
def test_the_system_asks_for_its_own_commands_only(system: Actor) -> None:
    empty = ward().__class__()
    for kind in ALL:
        said = may(kind, ordinary(kind), system, None, None, empty, NOW)
        assert isinstance(said, Actor) == (kind in SYSTEM[system.capacity]), kind


def test_an_authority_is_founded_on_an_empty_ledger_only() -> None:
    founder = Actor(capacity="founding")
    said = may(org.FoundAuthority, None, founder, None, None, ward(), NOW)
    assert isinstance(said, Refused)
    assert said.code == "org.already_founded"


def test_a_refusal_names_the_roles_that_may() -> None:
    said = answer(task_commands.ApproveExtension, "head-kt", task())
    assert said == Refused("not_allowed", needs=["C", "V", "O"])
