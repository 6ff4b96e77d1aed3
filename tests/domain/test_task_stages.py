"""The state table of the catalogue, cell by cell, written down a second time as it is printed."""

from __future__ import annotations

from typing import Any

import pytest

from domain.task import commands as c
from domain.task.decide import DECISIONS
from domain.task.decide.stages import ROWS
from domain.values import Conditional, Duration, Fixed, Link
from tests import stories as s
from tests.stories import CHAIR, CLOCK_ACTOR, COORDINATOR, REACTION_ACTOR, TASK, VICE, Life, on

WHEN = "2025-09-10"
DUE = s.fixed("2025-09-30")
HEAD = s.head(s.VHXH)

COLUMNS = (
    "drafted",
    "assigned",
    "returned",
    "accepted",
    "submitted",
    "suspended",
    "confirmed",
    "withdrawn",
    "filed",
    "dropped",
)

# "event" stays in its stage, a stage's name moves there, "=" is already so, the rest is refused;
# where the last three columns are left out they are `task_closed`.
TABLE = """
ReviseDraft | event | not_a_draft ×6
DropDraft | dropped | not_a_draft ×6
AssignTask | assigned | already_assigned | assigned | already_assigned ×3 | reopen_instead
AcceptTask | not_assigned | accepted | not_assigned | = ×4
DeemAccepted | not_assigned | accepted | not_assigned | = ×4
ReturnTask | not_assigned | returned | = | already_accepted ×4
TransferLead | not_assigned | assigned ×3 | waiting | stopped | confirmed!
AllocateTask | not_accepted ×3 | event | waiting | stopped | confirmed!
ReportProgress | not_accepted ×3 | event | waiting | stopped | confirmed!
AttachEvidence | not_accepted ×3 | event ×2 | stopped | confirmed!
RequestCooperation | not_accepted ×3 | event | waiting | stopped | confirmed!
ReportObstacle | not_accepted ×3 | event | waiting | stopped | confirmed!
AnswerCooperation | not_accepted ×2 | event ×4 | confirmed!
DeclineCooperation | not_accepted ×2 | event ×4 | confirmed!
WithdrawCooperation | not_accepted ×2 | event ×4 | confirmed!
GiveDirection | not_accepted ×2 | event ×4 | confirmed!
RequestExtension | not_accepted ×3 | event | waiting | stopped | confirmed!
ApproveExtension | no_open_request ×2 | event ×4 | no_open_request
RefuseExtension | no_open_request ×2 | event ×4 | no_open_request
AmendTask | not_assigned | event ×5 | confirmed!
NameReviewer | not_assigned | event ×5 | confirmed!
SubmitResult | not_accepted ×3 | submitted | = | stopped | confirmed!
SendBackResult | nothing_submitted ×4 | accepted | nothing_submitted | confirmed!
ConfirmCompletion | nothing_submitted ×4 | confirmed | nothing_submitted | =
SuspendTask | not_accepted | suspended | not_accepted | suspended | waiting | = | confirmed!
ResumeTask | not_accepted | running | not_accepted | running ×2 | accepted | confirmed!
UrgeTask | not_assigned | event ×4 | stopped | confirmed!
ExplainDelay | not_assigned | event | not_lead | event ×2 | stopped | event
WithdrawTask | drop_instead | withdrawn ×5 | confirmed! | = ×3
ReopenTask | not_confirmed ×6 | accepted
FileTask | not_confirmed ×6 | filed | closed! | = | closed!
RateTask | not_confirmed ×6 | event
ConfirmCause | not_confirmed ×6 | not_explained
CorrectEntry | event ×10
"""


SHORT = {
    "waiting": "waiting_for_review",
    "stopped": "task_suspended",
    "confirmed!": "already_confirmed",
    "closed!": "task_closed",
    "running": "not_suspended",
}


def cells() -> list[tuple[str, str, str]]:
    found = []
    for line in TABLE.strip().splitlines():
        name, *parts = (part.strip() for part in line.split("|"))
        row: list[str] = []
        for part in parts:
            word, _, times = part.partition(" ×")
            row += [SHORT.get(word, word)] * int(times or 1)
        row += ["task_closed"] * (len(COLUMNS) - len(row))
        assert len(row) == len(COLUMNS), name
        found += [(name, stage, cell) for stage, cell in zip(COLUMNS, row, strict=True)]
    return found


def life_at(stage: str, due: Fixed = DUE) -> Life:
    """A task at every stage; with an open extension and cooperation request where there can be."""
    if stage in ("drafted", "dropped"):
        draft = c.DraftTask(task_id=TASK, content=s.content(s.VHXH, due))
        life = s.nothing().when("2025-08-10", COORDINATOR, draft)
        if stage == "dropped":
            return life.when("2025-08-11", COORDINATOR, c.DropDraft(task_id=TASK))
        return life
    if stage == "assigned":
        return s.assigned(s.VHXH, due, "2025-09-08 08:00" if due == DUE else "2025-08-28")
    if stage == "filed":
        file = c.FileTask(task_id=TASK, file_code="01", retention="10 năm")
        return s.confirmed(s.VHXH, due, "2025-09-01").when("2025-09-03", s.REGISTER, file)
    life = s.accepted(s.VHXH, due, "2025-08-18").when("2025-08-20", HEAD, ask_unit())
    life = life.when("2025-08-20", HEAD, s.ask_more_time("2025-10-10"))
    match stage:
        case "accepted":
            return life
        case "returned":  # requests outlive a transfer of the lead
            give_back = c.ReturnTask(task_id=TASK, why="unclear", text="Chưa rõ.")
            life = life.when("2025-08-25", CHAIR, c.TransferLead(task_id=TASK, to_id=s.KTHTDT))
            return life.when("2025-08-26", s.head(s.KTHTDT), give_back)
        case "suspended":
            return life.when("2025-09-01", CHAIR, c.SuspendTask(task_id=TASK))
        case "withdrawn":
            return life.when("2025-09-01", CHAIR, c.WithdrawTask(task_id=TASK))
    life = life.when("2025-09-01", HEAD, s.submit())
    return life if stage == "submitted" else life.when("2025-09-02", VICE, s.confirm())


def ask_unit() -> c.RequestCooperation:
    return c.RequestCooperation(
        task_id=TASK, request_id=s.request(7), unit_id=s.SNC, question="Số liệu?"
    )


def command_of(name: str, life: Life) -> c.TaskCommand:
    first = life.history[0].meta.event_id
    task: dict[str, Any] = {"task_id": TASK}
    seven: dict[str, Any] = {"task_id": TASK, "request_id": s.request(7)}
    made: dict[str, c.TaskCommand] = {
        "ReviseDraft": c.ReviseDraft(**task, after=s.content(s.VP, DUE)),
        "DropDraft": c.DropDraft(**task),
        "AssignTask": s.assign(s.VHXH, DUE),
        "AcceptTask": c.AcceptTask(**task),
        "DeemAccepted": c.DeemAccepted(**task, for_on=on("2025-09-10")),
        "ReturnTask": c.ReturnTask(**task, why="unclear", text="Chưa rõ."),
        "TransferLead": c.TransferLead(**task, to_id=s.VP),
        "AllocateTask": c.AllocateTask(**task, to_post_id=s.post("officer:VHXH")),
        "ReportProgress": c.ReportProgress(**task, text="Đang làm."),
        "AttachEvidence": c.AttachEvidence(**task, evidence=s.evidence()),
        "RequestCooperation": c.RequestCooperation(
            **task, request_id=s.request(8), unit_id=s.VP, question="Số liệu?"
        ),
        "ReportObstacle": c.ReportObstacle(
            **task, obstacle_id=s.request(9), obstacle="Thiếu.", proposal="Thêm."
        ),
        "AnswerCooperation": c.AnswerCooperation(**seven, answer="Đây."),
        "DeclineCooperation": c.DeclineCooperation(**seven, why="Không có."),
        "WithdrawCooperation": c.WithdrawCooperation(**seven, why="Thôi."),
        "GiveDirection": c.GiveDirection(**task, decision_text="Làm tiếp."),
        "RequestExtension": s.ask_more_time("2025-10-10", 2),
        "ApproveExtension": c.ApproveExtension(**task, request_id=s.request()),
        "RefuseExtension": c.RefuseExtension(**task, request_id=s.request(), why="Không."),
        "AmendTask": c.AmendTask(**task, after=s.content(life.task.lead_id, s.fixed("2025-10-15"))),
        "NameReviewer": c.NameReviewer(**task, reviewer_post_id=s.post("head:VP")),
        "SubmitResult": s.submit(),
        "SendBackResult": c.SendBackResult(**task, submission_id=s.submission(), defects="Thiếu."),
        "ConfirmCompletion": s.confirm(),
        "SuspendTask": c.SuspendTask(**task),
        "ResumeTask": c.ResumeTask(**task),
        "UrgeTask": c.UrgeTask(**task, step=1),
        "ExplainDelay": c.ExplainDelay(**task, cause="objective", text="Bão.", remedy="Làm bù."),
        "WithdrawTask": c.WithdrawTask(**task),
        "ReopenTask": c.ReopenTask(**task, deadline=s.fixed("2025-11-07")),
        "FileTask": c.FileTask(**task, file_code="01", retention="10 năm"),
        "RateTask": c.RateTask(**task, points="90"),
        "ConfirmCause": c.ConfirmCause(**task, explained_event=first),
        "CorrectEntry": c.CorrectEntry(
            **task, event_id=first, field="text", was="a", should_be="b", why="Nhầm."
        ),
    }
    return made[name]


PASSED = s.fixed("2025-08-29")


@pytest.mark.parametrize(("name", "stage", "cell"), cells())
def test_every_cell_of_the_state_table(name: str, stage: str, cell: str) -> None:
    life = life_at(stage, PASSED if name == "UrgeTask" else DUE)
    if (name, stage) == ("RequestExtension", "accepted"):
        withdraw = c.WithdrawExtensionRequest(task_id=TASK, request_id=s.request())
        life = life.when("2025-08-21", HEAD, withdraw)
    if (name, stage) == ("FileTask", "confirmed"):
        life = s.confirmed(s.VHXH, DUE, "2025-09-01")
    command = command_of(name, life)
    when = "2025-09-11" if name == "DeemAccepted" else WHEN
    if cell not in ("event", "=", *COLUMNS):
        life.refused(when, actor_for(name), command, f"task.{cell}")
        return
    after = life.when(when, actor_for(name), command)
    if cell == "=":
        assert after.events == ()
    else:
        assert after.events
        assert after.task.stage == (stage if cell == "event" else cell)


def actor_for(name: str) -> Any:
    return {
        "DeemAccepted": CLOCK_ACTOR,
        "UrgeTask": s.REGISTER,
        "FileTask": s.REGISTER,
    }.get(name, CHAIR)


def test_every_command_has_a_row_and_a_decision() -> None:
    assert set(ROWS) == set(c.ALL_COMMANDS) == set(DECISIONS)


@pytest.mark.parametrize("name", sorted({name for name, _, _ in cells()} - {"AssignTask"}))
def test_nothing_can_be_asked_of_a_task_that_does_not_exist(name: str) -> None:
    s.nothing().refused(WHEN, CHAIR, command_of(name, life_at("accepted")), "not_found")


WORK = [
    "AcceptTask",
    "AllocateTask",
    "ReportProgress",
    "SubmitResult",
    "RequestExtension",
    "SuspendTask",
    "ConfirmCompletion",
    "UrgeTask",
    "TransferLead",
]


@pytest.mark.parametrize("name", WORK)
def test_parents_have_no_work_of_their_own(name: str) -> None:
    group = s.nothing().when(
        "2025-09-08",
        CHAIR,
        c.AssignGroup(task_id=TASK, content=s.content(None, DUE), units=(s.VP, s.SNC)),
    )
    group.refused(WHEN, CHAIR, command_of(name, group), "task.a_group_has_no_own_work")
    series = s.nothing().when(
        "2025-09-08",
        CHAIR,
        c.StartSeries(
            task_id=TASK, content=s.content(s.VP, None), every="quarter", first_period="2025-Q4"
        ),
    )
    series.refused(WHEN, CHAIR, command_of(name, series), "task.a_series_has_no_own_work")


def test_a_task_suspended_before_acceptance_is_neither_accepted_nor_returned() -> None:
    life = life_at("assigned").when("2025-09-09", CHAIR, c.SuspendTask(task_id=TASK))
    for name in ("AcceptTask", "ReturnTask"):
        life.refused(WHEN, HEAD, command_of(name, life), "task.task_suspended")


def test_commands_of_groups_and_series_speak_to_groups_and_series() -> None:
    life = life_at("accepted")
    life.refused(WHEN, CHAIR, c.WidenGroup(task_id=TASK, unit_id=s.VP), "task.not_a_group")
    opening = c.OpenOccurrence(task_id=TASK, period="2025-Q4")
    life.refused(WHEN, CLOCK_ACTOR, opening, "task.not_a_series")


def test_the_clock_finds_nothing_to_do_where_nothing_is_owed() -> None:
    for stage in ("confirmed", "withdrawn", "filed"):
        life = life_at(stage)
        for command in (
            c.PassDeadline(task_id=TASK, for_on=on("2025-09-30")),
            c.SendReminder(task_id=TASK, rule="-5", for_on=on("2025-09-23")),
            c.PrepareUrging(task_id=TASK, step=1, for_on=on("2025-10-03")),
            c.Escalate(task_id=TASK, step=3, for_on=on("2025-10-17")),
        ):
            life.says_nothing("2025-10-20", CLOCK_ACTOR, command)
        again = c.RecalculateDeadline(task_id=TASK, calendar_version=1)
        life.says_nothing("2025-10-20", REACTION_ACTOR, again)


def test_the_clock_does_each_thing_once() -> None:
    life = s.accepted(s.VHXH, DUE)
    for command in (
        c.PassDeadline(task_id=TASK, for_on=on("2025-09-30")),
        c.SendReminder(task_id=TASK, rule="-5", for_on=on("2025-09-23")),
        c.PrepareUrging(task_id=TASK, step=1, for_on=on("2025-10-03")),
        c.Escalate(task_id=TASK, step=3, for_on=on("2025-10-17")),
    ):
        life = life.when("2025-10-20", CLOCK_ACTOR, command)
        assert life.events
        life.says_nothing("2025-10-21", CLOCK_ACTOR, command)


def test_links_are_kept_once() -> None:
    link = c.LinkTask(task_id=TASK, to=Link(kind="task", id="PL-2025-0001"))
    life = life_at("accepted").when(WHEN, HEAD, link)
    life.says_nothing(WHEN, HEAD, link)


def test_an_untriggered_condition_keeps_the_result_away() -> None:
    waiting = Conditional(awaits="hướng dẫn", then=Duration(days=20, start="trigger"))
    life = s.accepted(s.VHXH, waiting)
    refused = life.refused(WHEN, HEAD, s.submit(), "task.condition_not_met")
    assert refused.facts["awaits"] == "hướng dẫn"
